import DecisionTable
import PolicyValues

/// Assignments of one side only, and those with another end.
struct AssignmentComparison {
  let common: CommonDirectory

  private struct Place: Hashable {
    var scope: Int
    /// The full name after.
    var role: String
  }

  func changes() -> [AssignmentChange] {
    let names = (
      before: common.tables.before.table.roleNames.map { common.tables.renamed($0) },
      after: common.tables.after.table.roleNames
    )
    var changes: [AssignmentChange] = []
    let numbers = Dictionary(common.roleNames.enumerated().map { ($1, $0) }) { first, _ in first }
    let roles = (before: names.before.map { numbers[$0] ?? -1 }, after: names.after.map { numbers[$0] ?? -1 })
    for (number, principal) in common.principals.enumerated() {
      // Most hold the same on both sides, in the same order.
      if let old = principal.before, let new = principal.after {
        let first = common.before.table.assignmentEnds(ofPrincipalAt: old)
        let second = common.after.table.assignmentEnds(ofPrincipalAt: new)
        let isSame = first.elementsEqual(second) { a, b in
          common.scope(a.scope, isBefore: true) == common.scope(b.scope, isBefore: false)
            && roles.before[a.role] == roles.after[b.role] && a.until == b.until
        }
        if isSame { continue }
      }
      let old = ends(principal.before, names.before, isBefore: true)
      let new = ends(principal.after, names.after, isBefore: false)
      guard old != new else { continue }
      for place in Set(old.keys).union(new.keys) {
        let (first, second) = (old[place], new[place])
        guard first != second else { continue }
        let change: DeclarationChange.Change = first == nil ? .added : second == nil ? .removed : .changed
        let end: Timestamp? = (second ?? first) ?? nil
        changes.append(
          AssignmentChange(
            principal: common.principalName(number), role: place.role, scope: common.scopeName(place.scope),
            change: change, detail: end.map { "until \($0)" } ?? (change == .changed ? "for good" : "")))
      }
    }
    return changes.sorted { a, b in
      if a.principal != b.principal { return a.principal < b.principal }
      if a.scope != b.scope { return a.scope < b.scope }
      return a.role.utf8.lexicographicallyPrecedes(b.role.utf8)
    }
  }

  private func ends(_ principal: Int?, _ names: [String], isBefore: Bool) -> [Place: Timestamp?] {
    guard let principal else { return [:] }
    let list = common.side(isBefore).table.assignmentEnds(ofPrincipalAt: principal)
    return Dictionary(
      list.map { (Place(scope: common.scope($0.scope, isBefore: isBefore), role: names[$0.role]), $0.until) }
    ) { first, _ in first }
  }
}
