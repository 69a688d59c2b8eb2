extension TextTable {
  /// The table in GitHub Flavored Markdown (GFM 0.29, section 4.10), padded so that the source reads as a table too.
  /// What Markdown would take for markup is escaped; a line break in a cell becomes `<br>`.
  package func markdown() -> String {
    guard !columns.isEmpty else { return "" }
    let titles = columns.map { Self.markdownEscaped($0.title) }
    let cells = rows.map { $0.map { Self.markdownEscaped($0.text) } }
    let widths = columns.indices.map { column in
      max(3, ([titles] + cells).map { displayWidth(of: $0[column]) }.max() ?? 0)
    }
    func line(_ cells: [String]) -> String {
      let padded = cells.indices.map { column in
        cells[column]
          + String(repeating: " ", count: max(0, widths[column] - displayWidth(of: cells[column])))
      }
      return "| " + padded.joined(separator: " | ") + " |"
    }
    let delimiters = columns.indices.map { column in
      let width = widths[column]
      return switch columns[column].alignment {
      case .left: String(repeating: "-", count: width)
      case .right: String(repeating: "-", count: width - 1) + ":"
      case .centre: ":" + String(repeating: "-", count: width - 2) + ":"
      }
    }
    return ([line(titles), line(delimiters)] + cells.map(line)).joined(separator: "\n") + "\n"
  }

  /// The table as an HTML fragment, a `table` element, with everything escaped. Alignment is an inline style, as a
  /// fragment brings no style sheet.
  package func html() -> String {
    func style(_ column: Column) -> String {
      switch column.alignment {
      case .left: ""
      case .right: " style=\"text-align: right\""
      case .centre: " style=\"text-align: center\""
      }
    }
    var lines = ["<table>", "  <thead>", "    <tr>"]
    for column in columns {
      lines.append("      <th scope=\"col\"\(style(column))>\(Self.htmlEscaped(column.title))</th>")
    }
    lines += ["    </tr>", "  </thead>", "  <tbody>"]
    for row in rows {
      lines.append("    <tr>")
      for (column, cell) in zip(columns, row) {
        let element = column.namesRows ? "th" : "td"
        let scope = column.namesRows ? " scope=\"row\"" : ""
        lines.append("      <\(element)\(scope)\(style(column))>\(Self.htmlEscaped(cell.text))</\(element)>")
      }
      lines.append("    </tr>")
    }
    return (lines + ["  </tbody>", "</table>"]).joined(separator: "\n") + "\n"
  }

  /// The text so that it shows as itself in an element, or in a quoted attribute if it is one line (HTML standard,
  /// section 13.1); a line break becomes `<br>`.
  package static func htmlEscaped(_ text: String) -> String {
    var result = ""
    for character in visibleText(text, keepingLineBreaks: true) {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n": result += "<br>"
      default: result.append(character)
      }
    }
    return result
  }

  /// The text so that it shows as itself in a cell of a GFM table.
  private static func markdownEscaped(_ text: String) -> String {
    var result = ""
    var previous: Character?
    let characters = Array(visibleText(text, keepingLineBreaks: true))
    for (index, character) in characters.enumerated() {
      switch character {
      case "\\", "|", "`", "*", "[", "]", "~":
        result += "\\\(character)"
      case "_":
        // Inside a word an underscore is no markup, and `view_activity` is better read without a backslash.
        let next = index + 1 < characters.count ? characters[index + 1] : nil
        let isInWord = previous?.isMarkdownWord == true && next?.isMarkdownWord == true
        result += isInWord ? "_" : "\\_"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "\n": result += "<br>"
      default: result.append(character)
      }
      previous = character
    }
    return result
  }
}

extension Character {
  fileprivate var isMarkdownWord: Bool { isLetter || isNumber }
}
