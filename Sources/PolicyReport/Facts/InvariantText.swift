import PolicyLanguage
import YAMLReader

extension PolicyReport {
  /// An invariant as its file has it, behind its name: a flow mapping up to its end, or the lines that stand deeper
  /// than the name. Taken from the source, so that every kind reads here as its author wrote it.
  func sourceText(of invariant: Invariant) -> String {
    guard !invariant.span.isNone, let source = sources[invariant.span.file] else { return "" }
    let bytes = source.bytes
    guard let colon = bytes[min(Int(invariant.span.end), bytes.count)...].firstIndex(of: UInt8(ascii: ":")) else {
      return ""
    }
    let rest = bytes[(colon + 1)...].drop { $0 == UInt8(ascii: " ") }
    if rest.first == UInt8(ascii: "{") { return flowMapping(rest) }
    let position = source.position(at: Int(invariant.span.start))
    var lines: [String] = []
    for line in (position.line + 1)..<max(position.line + 2, source.lineCount + 1) {
      let text = source.text(ofLine: line)
      let indent = text.prefix { $0 == " " }.count
      guard indent >= position.column, indent < text.count else { break }
      lines.append(String(text.dropFirst(indent)))
    }
    return lines.joined(separator: "\n")
  }

  /// The bytes from a `{` to the `}` that closes it; quotes may hold either.
  private func flowMapping(_ bytes: ArraySlice<UInt8>) -> String {
    var depth = 0
    var quote: UInt8?
    for (index, byte) in zip(bytes.indices, bytes) {
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: "{") {
        depth += 1
      } else if byte == UInt8(ascii: "}") {
        depth -= 1
        if depth == 0 { return String(decoding: bytes[bytes.startIndex...index], as: UTF8.self) }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
