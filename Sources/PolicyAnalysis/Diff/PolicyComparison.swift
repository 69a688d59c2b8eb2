package import DecisionTable
package import PolicyValues

/// Compares two tables: what the policies say, and what that and the directories come to for everyone.
package func diff(
  _ before: DecisionTable, _ after: DecisionTable, titles: (before: String, after: String), setName: String = "",
  at now: Timestamp
) -> PolicyDiff {
  let tables = ComparedTables(before, after)
  let name = after.policyName.isEmpty ? before.policyName : after.policyName
  var diff = PolicyDiff(
    before: titles.before, after: titles.after, policyName: setName.isEmpty ? name : setName)
  diff.declarations = DeclarationComparison(tables: tables).changes()
  diff.renames = RenameComparison(tables: tables).renames()
  diff.cells = CellComparison(tables: tables).changes()
  let common = CommonDirectory(tables, at: now)
  if common.before.table.defaultScope != common.after.table.defaultScope {
    diff.declarations.append(.defaultScope(common.before.table.defaultScope, common.after.table.defaultScope))
  }
  diff.declarations += RequestedRolesComparison(common: common).changes()
  diff.holders = HolderComparison(common: common, cells: diff.cells).changes()
  diff.resources = ResourceComparison(common: common).changes()
  diff.assignments = AssignmentComparison(common: common).changes()
  return diff
}

extension DeclarationChange {
  /// Where requests are judged that name no scope and no resource that lives anywhere.
  fileprivate static func defaultScope(_ before: EntityName?, _ after: EntityName?) -> DeclarationChange {
    func text(_ scope: EntityName?) -> String { scope?.description ?? "none" }
    return DeclarationChange(
      kind: "directory", name: "default scope", change: .changed, detail: "\(text(before)) → \(text(after))",
      effect: .may)
  }
}
