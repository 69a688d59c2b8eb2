/// A permission table, read.
struct ReadTable: Sendable {
  struct Role: Hashable, Sendable {
    var name: String
    /// As the head has it.
    var original: String
  }
  struct Row: Sendable {
    var target: RowRules.Target
    /// As the table has it.
    var label: String
    var place: ImportPlace
    /// What the row says of each role that it has a column for.
    var cells: [String: Verdict]
    var remarks: [String]
  }
  enum Verdict: Hashable, Sendable { case yes, no, leftOut }

  var place: ImportPlace
  var scopeType: String?
  var roles: [Role] = []
  var rows: [Row] = []
}

/// Reads permission tables out of grids.
struct TableReader {
  let words: CellWords
  let rows: RowWords
  private(set) var findings: [ImportFinding] = []

  init(_ options: TableOptions) {
    words = CellWords(yes: options.yes, no: options.no)
    rows = RowWords(rules: options.rows)
  }

  /// The table that a grid holds; `nil` if it is none of permissions.
  mutating func read(_ grid: PermissionGrid) throws(ImportFailure) -> ReadTable? {
    let grid = turned(grid)
    let columns = GridColumns(grid, words)
    guard !columns.roles.isEmpty, !columns.labels.isEmpty, !grid.rows.isEmpty else {
      let heads = grid.head.map(\.text.text).filter { !$0.isEmpty }.joined(separator: " | ")
      findings.append(
        ImportFinding(
          .passedOver,
          "the table \(quoted(heads)): no column tells who may"
            + (columns.isOfParameters ? "; it describes parameters" : ""), at: grid.place))
      return nil
    }
    var table = ReadTable(place: grid.place)
    table.roles = try roles(grid, columns)
    for column in columns.passed where grid.rows.contains(where: { !$0.cells[column].text.isBlank }) {
      let head = grid.head[column]
      let kind = columns.remarked.contains(column) ? ImportFinding.Kind.passedOver : .leftOut
      findings.append(
        ImportFinding(kind, "the column \(quoted(head.text.text)): no cell in it says yes or no", at: head.place))
    }
    readRows(grid, columns, &table)
    return table
  }

  /// A table whose rows are roles, with its rows as columns.
  private func turned(_ grid: PermissionGrid) -> PermissionGrid {
    let corner = grid.head.first.map { Nouns.words($0.text.text).joined(separator: " ") } ?? ""
    guard ["role", "roles", "user role", "role name", "user type", "member role"].contains(corner),
      let first = grid.head.first
    else { return grid }
    let marked = grid.head.indices.dropFirst().filter { column in
      grid.rows.contains { words.meaning($0.cells[column].text) != nil && !$0.cells[column].text.isBlank }
    }
    guard !marked.isEmpty else { return grid }
    var turned = grid
    turned.head = [first] + grid.rows.compactMap(\.cells.first)
    turned.rows = marked.map { column in
      PermissionGrid.Row(
        cells: [grid.head[column]] + grid.rows.map { $0.cells[column] }, place: grid.head[column].place)
    }
    return turned
  }

  private func roles(_ grid: PermissionGrid, _ columns: GridColumns) throws(ImportFailure) -> [ReadTable.Role] {
    var roles: [ReadTable.Role] = []
    for column in columns.roles {
      let head = grid.head[column]
      // "Admin (Owner)" is the admin, unless another column is so too.
      let short = Nouns.name(Nouns.proseWords(String(head.text.text.prefix { $0 != "(" })))
      let full = Nouns.name(Nouns.proseWords(head.text.text))
      var name = short.isEmpty || roles.contains(where: { $0.name == short }) ? full : short
      if name == "anyone" { name = "anyone_role" }
      if let same = roles.first(where: { $0.name == name }) {
        throw ImportFailure(
          "the columns \(quoted(same.original)) and \(quoted(head.text.text)) would both be the role `\(name)`",
          at: head.place, help: "rename one of them")
      }
      guard !name.isEmpty else {
        throw ImportFailure(
          "the column \(quoted(head.text.text)) has no words for a role's name", at: head.place, help: "rename it")
      }
      roles.append(ReadTable.Role(name: name, original: head.text.text))
    }
    return roles
  }

  // MARK: - Rows

  private mutating func readRows(_ grid: PermissionGrid, _ columns: GridColumns, _ table: inout ReadTable) {
    var group: String?
    var area: String?
    for row in grid.rows {
      let label = row.cells[columns.label]
      if row.isLong {
        leaveOut(
          "a row of \(row.cells.count) cells under \(grid.head.count) heads; a pipe in a cell is written `\\|`",
          at: row.place)
        continue
      }
      if columns.isGroup(row) {
        group = label.text.text
        continue
      }
      // A merged cell is written once, and empty below.
      if let column = columns.area, !row.cells[column].text.isBlank { area = row.cells[column].text.text }
      guard !label.text.isBlank else {
        if columns.roles.contains(where: { !row.cells[$0].text.isBlank }) {
          leaveOut("a row without a label", at: row.place)
        }
        continue
      }
      let reading = rows.read(label.text, group: area ?? group, heading: grid.headings.last)
      guard !reading.targets.isEmpty else {
        leaveOut("the row \(quoted(label.text.text)): \(reading.remark ?? "it has no words for a name")", at: row.place)
        continue
      }
      if let remark = reading.remark {
        findings.append(ImportFinding(.note, "\(quoted(label.text.text)): \(remark)", at: label.place))
      }
      let (cells, remarks) = verdicts(row, reading, grid, columns, table.roles)
      for target in reading.targets {
        table.rows.append(
          ReadTable.Row(
            target: target, label: label.text.text, place: label.place, cells: cells, remarks: remarks))
      }
    }
  }

  /// What a row says of each role. A cell that says more than yes or no is left out, and so is every yes that something
  /// else of the row or the column limits.
  private mutating func verdicts(
    _ row: PermissionGrid.Row, _ reading: RowReading, _ grid: PermissionGrid, _ columns: GridColumns,
    _ roles: [ReadTable.Role]
  ) -> (cells: [String: ReadTable.Verdict], remarks: [String]) {
    let label = row.cells[columns.label].text
    let target = reading.targets.map { "\($0.resourceType) \($0.action)" }.joined(separator: ", ")
    var limits = reading.limits.map { "(\($0))" }
    if label.hasFootnote { limits.append("a footnote") }
    if label.isStruck { limits.append("a line struck through it") }
    for column in columns.passed + columns.labels where column != columns.label && column != columns.area {
      let text = row.cells[column].text.text
      if RowWords.isLimiting(text) { limits.append(text) }
    }
    var cells: [String: ReadTable.Verdict] = [:]
    var remarks: [String] = []
    for (column, role) in zip(columns.roles, roles) {
      let cell = row.cells[column]
      var why: String?
      switch columns.meaning(cell, column, words) {
      case .no: cells[role.name] = .no
      case .yes where !limits.isEmpty:
        why = "the row is limited by \(limits.map { quoted($0) }.joined(separator: " and "))"
      case .yes where grid.head[column].text.hasFootnote: why = "the column \(quoted(role.original)) has a footnote"
      case .yes: cells[role.name] = .yes
      case .cross:
        why = "\(quoted(cell.text.text)) means yes in some tables and no in others, and here both have other marks"
      case .unclear, nil:
        why =
          "\(quoted(cell.text.text))" + (cell.text.hasFootnote ? " with a footnote" : "")
          + (cell.text.hasPicture ? ", a picture or component" : "") + " is neither yes nor no"
      }
      guard let why else { continue }
      cells[role.name] = .leftOut
      remarks.append("\(role.name): left out, \(why) (\(cell.place))")
      leaveOut("\(role.name) in \(target): \(why)", at: cell.place)
    }
    return (cells, remarks)
  }

  private mutating func leaveOut(_ message: String, at place: ImportPlace) {
    findings.append(ImportFinding(.leftOut, message, at: place))
  }
}
