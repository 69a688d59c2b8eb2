/// Something to point at on one line, in columns of that line.
struct FrameMark: Sendable {
  /// Whether this is the finding's own place, drawn `^`, rather than a second one, drawn `-`.
  var isPrimary: Bool
  /// The columns, from 0; never empty.
  var columns: Range<Int>
  /// What is said of it; may be empty.
  var text: String
}

/// The lines that go under a source line: carets, and the texts that belong to them.
///
/// The text of the mark furthest right stands beside it. The others hang below their marks, the rightmost first, so
/// that no line crosses another:
///
///     admin: [user:a, user:a]
///             ------  ^^^^^^ given again here
///             |
///             first given here
struct FrameMarks {
  let marks: [FrameMark]
  let style: TerminalStyle
  /// How a primary mark is painted.
  let role: TerminalStyle.Role

  /// The lines, without a gutter and without trailing spaces; none if there are no marks.
  func lines() -> [String] {
    guard let end = marks.map(\.columns.upperBound).max() else { return [] }
    let inline = inlineMark(end: end)
    var result = [underline(end: end, then: inline.map { marks[$0] })]
    let hanging = marks.indices.filter { $0 != inline && !marks[$0].text.isEmpty }
      .map { marks[$0] }
      .sorted { a, b in
        if a.columns.lowerBound != b.columns.lowerBound { return a.columns.lowerBound > b.columns.lowerBound }
        return a.isPrimary && !b.isPrimary
      }
    guard !hanging.isEmpty else { return result }
    result.append(row(of: hanging))
    for index in hanging.indices {
      let mark = hanging[index]
      // A mark that starts at the same column needs no line of its own through this text.
      let before = hanging[(index + 1)...].filter { $0.columns.lowerBound < mark.columns.lowerBound }
      let text = style.paint(visibleText(mark.text), paint(of: mark))
      let connectors = row(of: before)
      let width = before.map { $0.columns.lowerBound + 1 }.max() ?? 0
      result.append(connectors + spaces(mark.columns.lowerBound - width) + text)
    }
    return result
  }

  /// The mark whose text stands beside it: the one that starts furthest right, if none reaches further.
  private func inlineMark(end: Int) -> Int? {
    let last = marks.indices.max { a, b in
      (marks[a].columns.lowerBound, marks[a].isPrimary ? 1 : 0)
        < (marks[b].columns.lowerBound, marks[b].isPrimary ? 1 : 0)
    }
    guard let last, marks[last].columns.upperBound == end, !marks[last].text.isEmpty else { return nil }
    return last
  }

  private func underline(end: Int, then inline: FrameMark?) -> String {
    var result = ""
    var column = 0
    while column < end {
      let kind = kind(at: column)
      var next = column + 1
      while next < end, self.kind(at: next) == kind { next += 1 }
      switch kind {
      case .some(true): result += style.paint(String(repeating: "^", count: next - column), role)
      case .some(false): result += style.paint(String(repeating: "-", count: next - column), .note)
      case .none: result += spaces(next - column)
      }
      column = next
    }
    if let inline { result += " " + style.paint(visibleText(inline.text), paint(of: inline)) }
    return result
  }

  /// Whether a primary mark covers the column, or another one, or none.
  private func kind(at column: Int) -> Bool? {
    var found: Bool?
    for mark in marks where mark.columns.contains(column) {
      if mark.isPrimary { return true }
      found = false
    }
    return found
  }

  /// A `|` under the start of each mark.
  private func row(of marks: some Sequence<FrameMark>) -> String {
    var result = ""
    var column = 0
    for mark in marks.sorted(by: { $0.columns.lowerBound < $1.columns.lowerBound })
    where mark.columns.lowerBound >= column {
      result += spaces(mark.columns.lowerBound - column) + style.paint("|", paint(of: mark))
      column = mark.columns.lowerBound + 1
    }
    return result
  }

  private func paint(of mark: FrameMark) -> TerminalStyle.Role { mark.isPrimary ? role : .note }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}
