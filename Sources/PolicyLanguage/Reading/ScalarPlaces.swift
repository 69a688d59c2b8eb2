import YAMLReader

/// Finds the bytes of a file that a piece of a scalar's text came from.
///
/// YAML's quotes, escapes and folded lines put bytes between those of the text, so the two are walked side by side:
/// each byte of the text is taken from the next place in the file that has it, and any run of white space stands for
/// a folded one. Escapes such as `\u0041` have no such place; what lies past one is given the scalar's whole span.
struct ScalarPlaces {
  private let whole: Span
  /// The file offset of each byte of the text, and of its end; empty if the two could not be matched.
  private let offsets: [UInt32]

  init(node: Node, text: String, source: SourceFile) {
    whole = node.span
    var offsets: [UInt32] = []
    var position = Int(node.span.start)
    let end = min(Int(node.span.end), source.bytes.count)
    if !node.isPlain, position < end { position += 1 }
    for byte in text.utf8 {
      while position < end, !Self.stands(source.bytes[position], for: byte) { position += 1 }
      guard position < end else { break }
      offsets.append(UInt32(position))
      position += 1
    }
    offsets.append(UInt32(min(position, end)))
    self.offsets = offsets.count == text.utf8.count + 1 ? offsets : []
  }

  /// The place of a range of UTF-8 offsets.
  func span(of range: Range<Int>) -> Span {
    guard range.lowerBound >= 0, range.upperBound < offsets.count, range.lowerBound <= range.upperBound else {
      return whole
    }
    let start = offsets[range.lowerBound]
    let end = range.isEmpty ? start : offsets[range.upperBound - 1] + 1
    return Span(file: whole.file, start: start, end: end)
  }

  private static func stands(_ source: UInt8, for byte: UInt8) -> Bool {
    source == byte || (isSpace(byte) && isSpace(source))
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }
}
