extension TextTable {
  /// How a terminal shows where cells end.
  package enum Border: Hashable, Sendable {
    /// Lines of box-drawing characters.
    case box
    /// Two spaces between columns.
    case spaces
  }

  /// The table for a terminal, each column as wide as its widest cell by `displayWidth(of:)`. No line ends in spaces;
  /// the last one ends in a newline. Control characters are made visible.
  package func terminalText(border: Border = .box, style: TerminalStyle = .plain) -> String {
    guard !columns.isEmpty else { return "" }
    let shown = rows.map { $0.map { Cell(visibleText($0.text), $0.role) } }
    let titles = columns.map { Cell(visibleText($0.title), .bold) }
    let widths = columns.indices.map { column in
      ([titles] + shown).map { displayWidth(of: $0[column].text) }.max() ?? 0
    }
    var lines: [String] = []
    func rule(_ left: String, _ middle: String, _ right: String) {
      let parts = widths.map { String(repeating: "─", count: $0 + 2) }
      lines.append(style.paint(left + parts.joined(separator: middle) + right, .dim))
    }
    func row(_ cells: [Cell]) {
      let texts = cells.indices.map { column in
        padded(cells[column], to: widths[column], columns[column].alignment, style: style)
      }
      switch border {
      case .box:
        let bar = style.paint("│", .dim)
        lines.append(bar + texts.map { " \($0) " }.joined(separator: bar) + bar)
      case .spaces:
        var line = texts.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        lines.append(line)
      }
    }
    if border == .box { rule("┌", "┬", "┐") }
    row(titles)
    if border == .box { rule("├", "┼", "┤") }
    for (index, cells) in shown.enumerated() {
      if groupStarts.contains(index) {
        if border == .box { rule("├", "┼", "┤") } else { lines.append("") }
      }
      row(cells)
    }
    if border == .box { rule("└", "┴", "┘") }
    return lines.joined(separator: "\n") + "\n"
  }

  private func padded(_ cell: Cell, to width: Int, _ alignment: Alignment, style: TerminalStyle) -> String {
    let missing = max(0, width - displayWidth(of: cell.text))
    let before =
      switch alignment {
      case .left: 0
      case .right: missing
      case .centre: missing / 2
      }
    let text = cell.role.map { style.paint(cell.text, $0) } ?? cell.text
    return String(repeating: " ", count: before) + text + String(repeating: " ", count: missing - before)
  }
}
