import PolicyLanguage

/// One line of formatted text.
struct Line {
  var text: String
  /// The comment beside it.
  var note: String?
  /// Whether it is a comment and nothing else.
  var isComment = false
  /// Whether it is a row of a table, which moves no comment but its own.
  var isRow = false

  static let empty = Line(text: "")

  /// The text of lines, each comment beside its line in one of the columns 34, 42, 50, …: the first that leaves two spaces
  /// free, or that of the comments right above and below.
  ///
  /// So most comments of a file stand below each other, and a line that becomes longer moves another's comment only if it
  /// comes to the next column. Beside the rows of tables, where a change is to be one line, it never does.
  static func text(of lines: [Line]) -> [UInt8] {
    var text: [UInt8] = []
    var start = 0
    while start < lines.count {
      var end = start + 1
      while end < lines.count, lines[start].isAligned, lines[end].isAligned { end += 1 }
      let column = lines[start..<end].map(\.column).max() ?? 0
      for line in lines[start..<end] {
        text += line.text.utf8
        if let note = line.note {
          text += repeatElement(0x20, count: column - displayWidth(of: line.text))
          text += note.utf8
        }
        text.append(0x0A)
      }
      start = end
    }
    return text
  }

  /// Whether its comment stands in one column with those above and below.
  private var isAligned: Bool { note != nil && !isRow && column <= Self.lastColumn }

  /// The column for its comment alone.
  private var column: Int {
    let past = max(0, displayWidth(of: text) + 2 - Self.firstColumn)
    return Self.firstColumn + (past + Self.step - 1) / Self.step * Self.step
  }

  private static let firstColumn = 34
  private static let step = 8
  /// What is longer moves no others.
  private static let lastColumn = 66
}
