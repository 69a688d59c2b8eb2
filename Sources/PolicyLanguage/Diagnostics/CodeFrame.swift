import YAMLReader

/// The lines of one file that a finding points at, with what it says of them.
struct CodeFrame {
  /// A place of the finding in this file.
  struct Annotation {
    var span: Span
    var isPrimary: Bool
    var text: String
  }

  /// A printed line of the file.
  private struct Row {
    var number: Int
    var line: SourceLine
    var marks: [FrameMark]
  }

  /// Where the file is named: its path, and the line and column of the place that matters most.
  let place: String
  private let rows: [Row]
  private let file: SourceFile

  /// The frame of the annotations, which all lie in `file`; `place` is the first one's.
  init?(of annotations: [Annotation], in file: SourceFile, sources: SourceMap) {
    guard let first = annotations.first, let place = DiagnosticPlace(first.span, in: sources) else {
      return nil
    }
    self.file = file
    self.place = place.description
    var rows: [Int: Row] = [:]
    func mark(_ offset: Int, as isPrimary: Bool, _ text: String, range: (SourceLine) -> Range<Int>) {
      let number = file.position(at: offset).line
      var row = rows[number] ?? Row(number: number, line: SourceLine(of: file, around: offset), marks: [])
      let columns = row.line.columns(of: range(row.line))
      row.marks.append(FrameMark(isPrimary: isPrimary, columns: columns, text: text))
      rows[number] = row
    }
    for annotation in annotations {
      let range = file.byteRange(of: annotation.span)
      let isPrimary = annotation.isPrimary
      if file.position(at: range.lowerBound).line == file.position(at: range.upperBound).line {
        mark(range.lowerBound, as: isPrimary, annotation.text) { _ in range }
      } else {
        // Over several lines: the first from where it starts, the last to where it ends, with the text.
        mark(range.lowerBound, as: isPrimary, "") { line in
          range.lowerBound..<max(range.lowerBound, line.bytes.upperBound)
        }
        mark(range.upperBound, as: isPrimary, annotation.text) { line in
          min(line.textStart(in: file), range.upperBound)..<range.upperBound
        }
      }
    }
    self.rows = rows.values.sorted { $0.number < $1.number }
  }

  /// The greatest line number that is printed, which says how wide the gutter is.
  var lastLineNumber: Int { rows.last?.number ?? 0 }

  /// The printed lines, with line numbers in a gutter of `gutter` columns, and source text of at most `width`.
  func lines(gutter: Int, width: Int, style: TerminalStyle, role: TerminalStyle.Role) -> [String] {
    let blank = style.paint(String(repeating: " ", count: gutter) + " |", .gutter)
    var result = [blank]
    var previous: Row?
    for row in rows {
      if let previous, row.number - previous.number > 1 {
        if row.number - previous.number == 2, let between = line(after: previous.line) {
          let text = ClippedLine(between, to: width, around: 0..<1).text
          result.append(numbered(previous.number + 1, text, gutter: gutter, style: style))
        } else {
          result.append(style.paint("...", .gutter))
        }
      }
      let clipped = ClippedLine(row.line, to: width, around: focus(of: row))
      result.append(numbered(row.number, clipped.text, gutter: gutter, style: style))
      let marks = row.marks.map { mark in
        FrameMark(isPrimary: mark.isPrimary, columns: clipped.columns(mark.columns), text: mark.text)
      }
      for line in FrameMarks(marks: marks, style: style, role: role).lines() {
        result.append(blank + " " + line)
      }
      previous = row
    }
    return result
  }

  /// What of a line must be seen: its primary mark, else its first one.
  private func focus(of row: Row) -> Range<Int> {
    (row.marks.first { $0.isPrimary } ?? row.marks.first)?.columns ?? 0..<1
  }

  private func numbered(_ number: Int, _ text: String, gutter: Int, style: TerminalStyle) -> String {
    let digits = String(number)
    let margin = String(repeating: " ", count: max(0, gutter - digits.utf8.count)) + digits + " |"
    let text = text.trimmingTrailingSpaces
    return style.paint(margin, .gutter) + (text.isEmpty ? "" : " " + text)
  }

  private func line(after line: SourceLine) -> SourceLine? {
    guard !line.isCutAfter else { return nil }
    var offset = line.bytes.upperBound
    if offset < file.bytes.count, file.bytes[offset] == 0x0D { offset += 1 }
    if offset < file.bytes.count, file.bytes[offset] == 0x0A { offset += 1 }
    return SourceLine(of: file, around: offset)
  }
}

extension String {
  fileprivate var trimmingTrailingSpaces: Substring {
    var end = endIndex
    while end > startIndex, self[index(before: end)] == " " { end = index(before: end) }
    return self[..<end]
  }
}
