package import PolicyLanguage

extension PermissionTable {
  /// The table for a terminal, or to be written as Markdown, HTML or CSV: ✅ and ❌, conditions by name.
  package var textTable: TextTable {
    var table = TextTable(
      columns: [TextTable.Column("Permission", namesRows: true)] + roles.map { TextTable.Column($0, .centre) })
    for type in resourceTypes {
      table.beginGroup()
      for row in rows where row.resourceType == type {
        table.add([TextTable.Cell("\(row.resourceType) \(row.action)")] + row.entries.map(\.cell))
      }
    }
    return table
  }

  private var resourceTypes: [String] {
    rows.reduce(into: []) { types, row in if types.last != row.resourceType { types.append(row.resourceType) } }
  }

  /// Several tables as one list of comma-separated values, a row for each role in each row: `yes`, `no`, or
  /// `if` with the conditions.
  package static func csv(_ tables: [PermissionTable]) -> String {
    var list = TextTable(
      columns: ["policy", "scope", "resource", "action", "role", "may"].map { TextTable.Column($0) })
    for table in tables {
      for row in table.rows {
        for (role, entry) in zip(table.roles, row.entries) {
          list.add([
            TextTable.Cell(table.policyName), TextTable.Cell(table.scopeType), TextTable.Cell(row.resourceType),
            TextTable.Cell(row.action),
            TextTable.Cell(role), TextTable.Cell(entry.plainText),
          ])
        }
      }
    }
    return list.csv()
  }

  /// The table as data.
  package var json: JSONValue {
    .object([
      ("policy", .string(policyName)), ("scopeType", .string(scopeType)),
      ("roles", .array(roles.map { .string($0) })),
      (
        "rows",
        .array(
          rows.map { row in
            .object([
              ("resourceType", .string(row.resourceType)), ("action", .string(row.action)),
              ("cells", .object(zip(roles, row.entries).map { ($0, $1.json) })),
            ])
          })
      ),
    ])
  }
}

extension PermissionTable.Entry {
  /// ✅, ❌, or the conditions that decide.
  fileprivate var cell: TextTable.Cell {
    if isDenied { return .denied }
    let always = forbids.map { "not if \($0)" }
    if isGranted { return always.isEmpty ? .granted : TextTable.Cell((["✅"] + always).joined(separator: ", "), .allow) }
    return TextTable.Cell("✅ if " + (conditions + always).joined(separator: ", "), .allow)
  }

  fileprivate var plainText: String {
    if isDenied { return "no" }
    let limits = conditions + forbids.map { "not \($0)" }
    return limits.isEmpty ? "yes" : "if " + limits.joined(separator: ", ")
  }

  fileprivate var json: JSONValue {
    .object([
      ("granted", .bool(isGranted && !isDenied)),
      ("if", .array(isDenied ? [] : conditions.map { .string($0) })),
      ("forbiddenIf", .array(forbids.map { .string($0.isEmpty ? "always" : $0) })),
    ])
  }
}
