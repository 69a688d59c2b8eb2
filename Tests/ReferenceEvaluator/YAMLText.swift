/// A tree that prints as YAML: blocks where people read line by line, flow further in.
package indirect enum YAMLText {
  /// Text, quoted where it has to be.
  case text(String)
  /// Printed as it is: `true`, numbers.
  case plain(String)
  case list([YAMLText])
  case map([(key: String, value: YAMLText)])

  /// The lines of a mapping or list; collections below `blocks` levels stand in one line.
  package func printed(blocks: Int = 3, indentation: String = "") -> String {
    switch self {
    case .map(let pairs) where blocks > 0 && !pairs.isEmpty:
      pairs.map { pair in indentation + Self.scalar(pair.key) + ":" + pair.value.afterKey(blocks, indentation) }
        .joined()
    case .list(let items) where blocks > 0 && !items.isEmpty:
      items.map { indentation + "- " + $0.flow + "\n" }.joined()
    default: indentation + flow + "\n"
    }
  }

  private func afterKey(_ blocks: Int, _ indentation: String) -> String {
    if case .map(let pairs) = self, blocks > 1, !pairs.isEmpty {
      return "\n" + printed(blocks: blocks - 1, indentation: indentation + "  ")
    }
    return " " + flow + "\n"
  }

  private var flow: String {
    switch self {
    case .text(let text): Self.scalar(text)
    case .plain(let text): text
    case .list(let items): "[" + items.map(\.flow).joined(separator: ", ") + "]"
    case .map(let pairs):
      "{" + pairs.map { Self.scalar($0.key) + ": " + $0.value.flow }.joined(separator: ", ") + "}"
    }
  }

  /// Plain where nobody could take it for anything else, else in double quotes.
  private static func scalar(_ text: String) -> String {
    let isPlain =
      text.utf8.first.map { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A } == true
      && text.utf8.last != UInt8(ascii: ":") && text != "null"
      && text.utf8.allSatisfy { byte in
        (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte >= 0x30 && byte <= 0x39
          || [UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "/")]
            .contains(byte)
      }
    if isPlain { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _ where scalar.value < 0x20 || scalar.properties.generalCategory == .control:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\x" + String(repeating: "0", count: 2 - digits.utf8.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
