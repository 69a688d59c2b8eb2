/// A table as it stands in a document: a head, rows, and what was said before it.
struct PermissionGrid: Sendable {
  struct Cell: Hashable, Sendable {
    var text: CellText
    var place: ImportPlace
  }
  struct Row: Sendable {
    var cells: [Cell]
    var place: ImportPlace
    /// Whether the row has fewer cells than the head, as a heading within a table may.
    var isShort = false
    /// Whether it has more, so that nobody knows which stands under which head.
    var isLong = false
  }

  /// Where the head stands.
  var place: ImportPlace
  /// The headings that the table stands under, the nearest last, and then the line before it.
  var headings: [String]
  var lead: String
  var head: [Cell]
  var rows: [Row]
}

/// Limits of what is read of a document; beyond them it is refused rather than half read.
enum ImportLimits {
  /// The most bytes of a file.
  static let bytes = 64 << 20
  /// The most columns of a table.
  static let columns = 512
  /// The most cells of all tables together.
  static let cells = 1 << 20
  /// The most characters of a cell.
  static let cellLength = 4096
}
