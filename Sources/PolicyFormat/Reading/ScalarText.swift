import PolicyLanguage
import YAMLReader

/// A scalar as it will be written.
struct ScalarText {
  /// What it says.
  var text: String
  /// What stands beside its key.
  var first: String
  /// The lines below, which are indented; empty for most.
  var rest: [String] = []
  /// Whether it is a `|` or `>` scalar, so that a comment stands beside its first line and not beside its last.
  var isBlock = false
  var isPlain = true

  var isOneLine: Bool { rest.isEmpty && !isBlock }
  /// Whether nothing is written at all.
  var isEmpty: Bool { isOneLine && first.isEmpty }

  /// The value of a key that has none.
  static let nothing = ScalarText(text: "", first: "")

  /// Text that stands for itself without quotes, whatever program reads it: a letter, then letters, digits, `_`, `-`,
  /// `.`, `/` and `:`; and none of the words that some take for a boolean or for nothing.
  static func isWord(_ text: String) -> Bool {
    func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    guard let first = text.utf8.first, isLetter(first), text.utf8.last != UInt8(ascii: ":") else { return false }
    let signs = "_-./:".utf8
    guard text.utf8.allSatisfy({ isLetter($0) || (0x30...0x39).contains($0) || signs.contains($0) }) else {
      return false
    }
    return !["true", "false", "yes", "no", "on", "off", "y", "n", "null"].contains(text.lowercased())
  }
}

extension ScalarText {
  /// A value: in its author's quotes, but for those that it can do without, and for `'` where `"` says the same.
  init(_ node: Node, in bytes: [UInt8]) {
    let text = node.text ?? ""
    let source = bytes[Int(node.span.start)..<Int(node.span.end)]
    self.init(text: text, first: "", isPlain: node.isPlain)
    if BlockScalar.begins(node, in: bytes) {
      let scalar = BlockScalar(node, in: bytes)
      (first, rest, isBlock) = (scalar.header, scalar.lines, true)
    } else if Self.isWord(text) {
      first = text
    } else if !source.contains(where: \.isBreak) {
      first = Self.isDoubleQuotable(source, text) ? "\"\(text)\"" : String(decoding: source, as: UTF8.self)
    } else {
      var lines = Self.lines(of: source)
      first = lines.removeFirst()
      rest = lines
    }
  }

  /// A key, which stands on one line.
  init(key node: Node, in bytes: [UInt8]) {
    self.init(node, in: bytes)
    if !isOneLine { self = ScalarText(text: text, first: quotedScalar(text), isPlain: false) }
  }

  private static func isDoubleQuotable(_ source: ArraySlice<UInt8>, _ text: String) -> Bool {
    source.first == UInt8(ascii: "'")
      && !text.utf8.contains { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") || $0 == 0x09 }
  }

  /// The lines of a plain or quoted scalar. YAML leaves out the blanks that they begin and end with, so they can stand
  /// at any indentation; only an escaped blank stays.
  private static func lines(of source: ArraySlice<UInt8>) -> [String] {
    let hasEscapes = source.first == UInt8(ascii: "\"")
    var lines: [ArraySlice<UInt8>] = []
    var start = source.startIndex
    while true {
      var end = start
      while end < source.endIndex, !source[end].isBreak { end += 1 }
      lines.append(source[start..<end])
      guard end < source.endIndex else { break }
      start = source[end] == 0x0D && end + 1 < source.endIndex && source[end + 1] == 0x0A ? end + 2 : end + 1
    }
    return lines.enumerated().map { position, line in
      var line = line
      if position > 0 { line = line.drop(while: \.isBlank) }
      guard position < lines.count - 1 else { return String(decoding: line, as: UTF8.self) }
      var end = line.endIndex
      while end > line.startIndex, line[end - 1].isBlank { end -= 1 }
      let escapes = line[..<end].reversed().prefix { $0 == UInt8(ascii: "\\") }.count
      if hasEscapes, escapes % 2 == 1, end < line.endIndex { end += 1 }
      return String(decoding: line[..<end], as: UTF8.self)
    }
  }
}
