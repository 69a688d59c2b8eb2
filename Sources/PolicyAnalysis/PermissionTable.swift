package import DecisionTable

/// One scope type's permission table, as a person reads it: what each role comes to, its includes counted.
package struct PermissionTable: Sendable {
  /// What a role may in a row.
  package struct Entry: Hashable, Sendable {
    /// Whether it may without a condition.
    package var isGranted: Bool
    /// Conditions under which it may, if it may not without. A condition that is for `anyone` stands in that column alone:
    /// it is no role's grant, and repeated in every column it would hide which roles have one.
    package var conditions: [String]
    /// Conditions under which it is forbidden; an empty string where it always is.
    package var forbids: [String]

    /// Whether nothing ever lets it.
    package var isDenied: Bool { (!isGranted && conditions.isEmpty) || forbids.contains("") }
  }

  package struct Row: Sendable {
    package var resourceType: String
    package var action: String
    /// One for each of the table's roles.
    package var entries: [Entry]
  }

  package var policyName: String
  package var scopeType: String
  /// Bare role names; `anyone` last, if any cell is for it.
  package var roles: [String]
  package var rows: [Row]
}

extension DecisionTable {
  /// The permission tables, one for each scope type that has any row.
  package var permissionTables: [PermissionTable] {
    let cells = self.cells
    return scopeTypeNames.compactMap { scopeType in
      let here = cells.filter { $0.scopeType == scopeType }
      var roles = self.roles(of: scopeType)
      if here.contains(where: { $0.role == "anyone" }) { roles.append("anyone") }
      let rows = resourceTypeNames.flatMap { type -> [PermissionTable.Row] in
        let ofType = here.filter { $0.resourceType == type }
        guard scopeTypes(of: type).contains(scopeType) || !ofType.isEmpty else { return [] }
        return actions(of: type).map { action in
          let row = ofType.filter { $0.action == action }
          return PermissionTable.Row(
            resourceType: type, action: action, entries: roles.map { entry(role: $0, scopeType, row) })
        }
      }
      return rows.isEmpty
        ? nil : PermissionTable(policyName: policyName, scopeType: scopeType, roles: roles, rows: rows)
    }
  }

  private func entry(role: String, _ scopeType: String, _ row: [TableCell]) -> PermissionTable.Entry {
    let held = row.filter { cell in
      cell.role == "anyone" || cell.role == role
        || self.role("\(scopeType).\(role)", includes: "\(scopeType).\(cell.role)")
    }
    let permits = held.filter { !$0.isForbid }
    var conditions: [String] = []
    let own = permits.filter { role == "anyone" || $0.role != "anyone" }
    for name in own.compactMap(\.condition) where !conditions.contains(name) { conditions.append(name) }
    var forbids: [String] = []
    for name in held.filter(\.isForbid).map({ $0.condition ?? "" }) where !forbids.contains(name) {
      forbids.append(name)
    }
    let isGranted = permits.contains { $0.condition == nil }
    return PermissionTable.Entry(isGranted: isGranted, conditions: isGranted ? [] : conditions, forbids: forbids)
  }
}
