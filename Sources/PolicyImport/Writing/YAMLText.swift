import PolicyLanguage

/// Pieces of YAML as a person would write them, in the profile of the language.
enum YAMLText {
  /// The most columns that a row of names takes before it is broken.
  static let width = 112

  /// A scalar: plain where nobody could read it as anything else, else in double quotes.
  static func scalar(_ text: String) -> String {
    let isPlain =
      text.utf8.first.map(isLetterOrDigit) == true && text.utf8.last != UInt8(ascii: ":")
      && text.utf8.allSatisfy { isLetterOrDigit($0) || "_-./:@+".utf8.contains($0) }
    return isPlain ? text : quoted(text)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
      || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  /// The text in double quotes, with what nobody would see as escapes.
  static func quoted(_ text: String) -> String {
    quotedScalar(text) { scalar in
      switch scalar {
      case "\u{A0}", "\u{202A}"..."\u{202E}", "\u{2060}"..."\u{206F}": true
      default: false
      }
    }
  }

  /// `[a, b, c]`, over several lines where it is too long for one. The first line is thought to begin at `column`, the
  /// others begin with `indentation` spaces.
  static func list(_ items: [String], at column: Int, indentation: Int) -> String {
    let flat = "[\(items.joined(separator: ", "))]"
    guard column + flat.utf8.count > width, items.count > 1 else { return flat }
    var lines: [String] = []
    var line = ""
    for (index, item) in items.enumerated() {
      let piece = item + (index == items.count - 1 ? "" : ",")
      if !line.isEmpty, indentation + line.utf8.count + 1 + piece.utf8.count > width {
        lines.append(line)
        line = piece
      } else {
        line += (line.isEmpty ? "" : " ") + piece
      }
    }
    lines.append(line)
    let inner = String(repeating: " ", count: indentation + 2)
    return "[\n" + lines.map { inner + $0 }.joined(separator: "\n") + "]"
  }

  /// A comment of one line: nothing of the text can end the line or steer a terminal.
  static func comment(_ text: String) -> String {
    let shown = visibleText(text)
    return shown.isEmpty ? "#" : "# \(shown)"
  }

  /// The text with spaces behind it, up to a width.
  static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.utf8.count))
  }
}
