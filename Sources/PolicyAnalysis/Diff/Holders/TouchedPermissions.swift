import DecisionTable

/// Permissions that may be answered otherwise for somebody about whom the directories say the same.
struct TouchedPermissions {
  /// Everything may: what conditions mean, or what roles bring, has changed.
  var isEverything = false
  private(set) var rows: Set<RowKey> = []

  /// Whether the policies mean the same, so that only the directory's part is to be looked at.
  var isNothing: Bool { !isEverything && rows.isEmpty }

  func touches(_ resourceType: String, _ action: String) -> Bool {
    isEverything || rows.contains(RowKey("", resourceType, action))
  }

  init(_ tables: ComparedTables) {
    let (before, after) = (tables.before, tables.after)
    isEverything =
      Set(before.outline.scopeTypes) != Set(after.outline.scopeTypes)
      || Set(before.outline.principalTypes) != Set(after.outline.principalTypes)
      || Set(before.outline.resourceTypes.map(Self.plain)) != Set(after.outline.resourceTypes.map(Self.plain))
      || Set(before.table.declaredAttributes) != Set(after.table.declaredAttributes)
      || Set(before.outline.roles.map { Self.plain($0) { tables.renamed($0) } })
        != Set(after.outline.roles.map { Self.plain($0) { $0 } })
    guard !isEverything else { return }
    for row in Set(before.rows.keys).union(after.rows.keys) {
      let old = Set((before.rows[row] ?? []).map { Self.cell(in: before, $0) { tables.renamed($0) } })
      let new = Set((after.rows[row] ?? []).map { Self.cell(in: after, $0) { $0 } })
      if old != new { rows.insert(RowKey("", row.resourceType, row.action)) }
    }
  }

  private struct CellMeaning: Hashable {
    var isForbid: Bool
    var role: String
    var term: ConditionTerm
  }

  private static func cell(in side: ComparedTable, _ cell: TableCell, _ name: (String) -> String) -> CellMeaning {
    let role = cell.role == "anyone" ? cell.role : name("\(cell.scopeType).\(cell.role)")
    return CellMeaning(isForbid: cell.isForbid, role: role, term: side.term(cell))
  }

  /// Without what has no say in answers.
  private static func plain(_ type: PolicyOutline.ResourceType) -> PolicyOutline.ResourceType {
    var type = type
    type.scopeTypes.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    type.actions.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return type
  }

  private static func plain(_ role: PolicyOutline.Role, _ name: (String) -> String) -> PolicyOutline.Role {
    var role = role
    role.closure = role.closure.map(name).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    role.name = String(name(role.fullName).dropFirst(role.scopeType.count + 1))
    (role.file, role.line) = ("", 0)
    return role
  }
}
