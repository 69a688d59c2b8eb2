/// A table of short texts, printed for a terminal, as Markdown, as CSV or as HTML.
package struct TextTable: Sendable {
  /// Where a column's cells stand.
  package enum Alignment: Hashable, Sendable {
    case left, right, centre
  }

  /// A column: its heading, and how its cells stand under it.
  package struct Column: Hashable, Sendable {
    package var title: String
    package var alignment: Alignment
    /// Whether its cells name their rows; HTML makes them headings.
    package var namesRows: Bool

    package init(_ title: String, _ alignment: Alignment = .left, namesRows: Bool = false) {
      self.title = title
      self.alignment = alignment
      self.namesRows = namesRows
    }
  }

  /// A cell: its text, and its colours on a terminal.
  package struct Cell: Hashable, Sendable, ExpressibleByStringLiteral {
    package var text: String
    package var role: TerminalStyle.Role?

    package init(_ text: String, _ role: TerminalStyle.Role? = nil) {
      self.text = text
      self.role = role
    }

    package init(stringLiteral value: String) { self.init(value) }

    /// `✅`, two columns wide.
    package static let granted = Cell("✅", .allow)
    /// `❌`, two columns wide.
    package static let denied = Cell("❌", .deny)
  }

  package let columns: [Column]
  /// The rows, each with a cell for each column.
  package private(set) var rows: [[Cell]] = []
  /// The indices of the rows that begin a new group, for terminals.
  private(set) var groupStarts: Set<Int> = []

  /// A table without rows.
  package init(columns: [Column]) {
    self.columns = columns
  }

  /// Adds a row at the end. Cells that are missing are empty, and those past the last column are left out.
  package mutating func add(_ cells: [Cell]) {
    let missing = max(0, columns.count - cells.count)
    rows.append(Array(cells.prefix(columns.count)) + Array(repeating: Cell(""), count: missing))
  }

  /// Begins a new group: a terminal draws a line, or leaves one empty, before the next row.
  package mutating func beginGroup() {
    if !rows.isEmpty { groupStarts.insert(rows.count) }
  }
}
