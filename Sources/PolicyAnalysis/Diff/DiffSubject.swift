import DecisionTable
import PolicyValues

/// One table with what a comparison asks of it again and again.
final class ComparedTable {
  let table: DecisionTable
  let outline: PolicyOutline
  /// Cells by scope type, resource type and action.
  let rows: [RowKey: [TableCell]]
  let roles: [String: PolicyOutline.Role]
  let actions: [String: [String]]
  private var terms: [CellID: ConditionTerm] = [:]
  private var settings: [SettingKey: MeaningSetting] = [:]

  private struct SettingKey: Hashable {
    var scopeType: String
    var resourceType: String
    var role: String?
    var principalType: String?
  }

  init(_ table: DecisionTable) {
    self.table = table
    outline = table.outline
    rows = Dictionary(grouping: table.cells) { RowKey($0.scopeType, $0.resourceType, $0.action) }
    roles = Dictionary(outline.roles.map { ($0.fullName, $0) }) { first, _ in first }
    actions = Dictionary(outline.resourceTypes.map { ($0.name, $0.actions) }) { first, _ in first }
  }

  func term(_ cell: TableCell) -> ConditionTerm {
    if let term = terms[cell.id] { return term }
    let term = table.term(of: cell.id)
    terms[cell.id] = term
    return term
  }

  /// Where a cell's condition is asked; of principals of one type if that is given.
  func setting(
    _ scopeType: String, _ resourceType: String, role: String?, principalType: String? = nil
  ) -> MeaningSetting {
    let key = SettingKey(
      scopeType: scopeType, resourceType: resourceType, role: role, principalType: principalType)
    if let known = settings[key] { return known }
    var setting = MeaningSetting(table, scopeType: scopeType, resourceType: resourceType, role: role)
    if let principalType { setting.principalTypes = [principalType] }
    settings[key] = setting
    return setting
  }

  /// Full names of what a role brings, itself too; of a role that is not there, nothing.
  func closure(of role: String) -> [String] { roles[role]?.closure ?? [] }
}

/// A row of a table by name.
struct RowKey: Hashable {
  var scopeType: String
  var resourceType: String
  var action: String

  init(_ scopeType: String, _ resourceType: String, _ action: String) {
    self.scopeType = scopeType
    self.resourceType = resourceType
    self.action = action
  }
}

/// Two tables side by side, with the names that one has for the other's.
final class ComparedTables {
  let before: ComparedTable
  let after: ComparedTable
  let renames: RoleRenames

  init(_ before: DecisionTable, _ after: DecisionTable) {
    self.before = ComparedTable(before)
    self.after = ComparedTable(after)
    renames = RoleRenames(self.before, self.after)
  }

  /// A role before by its name after.
  func renamed(_ role: String) -> String { renames.after[role] ?? role }

  private func union(_ before: [String], _ after: [String]) -> [String] {
    let known = Set(after)
    return after + before.filter { !known.contains($0) }
  }

  /// Names of both sides, those after first.
  var scopeTypes: [String] { union(before.outline.scopeTypes.map(\.name), after.outline.scopeTypes.map(\.name)) }
  var resourceTypes: [String] {
    union(before.outline.resourceTypes.map(\.name), after.outline.resourceTypes.map(\.name))
  }
  var principalTypes: [String] {
    union(before.outline.principalTypes.map(\.name), after.outline.principalTypes.map(\.name))
  }
  func actions(of type: String) -> [String] { union(before.actions[type] ?? [], after.actions[type] ?? []) }
  /// Full names after, then of roles that are gone.
  var roles: [String] {
    union(before.outline.roles.map { renamed($0.fullName) }, after.outline.roles.map(\.fullName))
  }
}
