import DecisionTable
import PolicyValues

/// Resources that the directories describe otherwise: their conditions are decided by other values, or in another scope.
struct ResourceComparison {
  let common: CommonDirectory

  /// More questions than this are not asked of one comparison.
  private static let most = 100_000

  func changes() -> [ResourceChange] {
    var changes: [ResourceChange] = []
    var budget = Self.most
    let (old, new) = (common.before.table, common.after.table)
    for position in old.resourcePositions {
      let name = old.resourceName(at: position)
      let other = new.resourcePosition(of: name)
      if let change = change(name, position, other, &budget) { changes.append(change) }
    }
    for position in new.resourcePositions {
      let name = new.resourceName(at: position)
      guard old.resourcePosition(of: name) == nil, let change = change(name, nil, position, &budget) else { continue }
      changes.append(change)
    }
    return changes.sorted { $0.resource < $1.resource }
  }

  private func change(_ name: EntityName, _ old: Int?, _ new: Int?, _ budget: inout Int) -> ResourceChange? {
    let homes = (
      before: old.flatMap { common.before.table.home(ofResourceAt: $0) },
      after: new.flatMap { common.after.table.home(ofResourceAt: $0) }
    )
    let names = (
      before: homes.before.map { common.before.table.scopeName(at: $0) },
      after: homes.after.map { common.after.table.scopeName(at: $0) }
    )
    let values = (
      before: old.map { common.before.table.attributes(ofResourceAt: $0) } ?? [:],
      after: new.map { common.after.table.attributes(ofResourceAt: $0) } ?? [:]
    )
    guard old == nil || new == nil || names.before != names.after || values.before != values.after else { return nil }
    var details: [String] = []
    if old != nil, new != nil {
      func shown(_ text: String?) -> String { text ?? "nothing" }
      if names.before != names.after {
        details.append("in \(shown(names.before?.description)) → \(shown(names.after?.description))")
      }
      let keys = Set(values.before.keys).union(values.after.keys)
      for key in keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) })
      where values.before[key] != values.after[key] {
        details.append(
          "\(key) \(shown(values.before[key]?.description)) → \(shown(values.after[key]?.description))")
      }
    }
    var change = ResourceChange(
      resource: name, change: old == nil ? .added : new == nil ? .removed : .changed,
      detail: details.joined(separator: "; "), shown: [], mayGain: true, mayLose: true)
    let isElsewhere = names.before != names.after || old == nil || new == nil
    let actions = asked(name.type, isElsewhere: isElsewhere, Set(values.before.keys).union(values.after.keys))
    guard !actions.isEmpty else { return nil }
    show(name, actions, &change, &budget)
    return change
  }

  /// Actions whose answers may depend on what changed: if the resource is elsewhere all that somebody may, else those with a
  /// condition that asks for the resource.
  private func asked(_ type: String, isElsewhere: Bool, _ attributes: Set<String>) -> [String] {
    common.tables.actions(of: type).filter { action in
      [common.tables.before, common.tables.after].contains { side in
        side.rows.contains { row, cells in
          guard row.resourceType == type, row.action == action else { return false }
          if isElsewhere { return cells.contains { !$0.isForbid } }
          return cells.contains { cell in
            side.term(cell).atoms.contains { atom in
              [atom.left, atom.right].contains { operand in operand.map { asks($0, attributes) } ?? false }
            }
          }
        }
      }
    }
  }

  private func asks(_ operand: TableOperand, _ attributes: Set<String>) -> Bool {
    switch operand {
    case .attribute(.resource, let name): attributes.contains(name)
    case .rank(let inner): asks(inner, attributes)
    default: false
    }
  }

  /// Asks about the resource for everybody, where it lives, with nothing but names.
  private func show(
    _ name: EntityName, _ actions: [String], _ change: inout ResourceChange, _ budget: inout Int
  ) {
    for number in common.principals.indices {
      for action in actions {
        guard budget > 0 else { return }
        budget -= 1
        let principal = common.principalName(number)
        let question = Question(
          principal: principal, action: action, resourceType: name.type, resourceID: name.id)
        let before = common.before.table.decide(question, at: common.now).isAllowed
        let after = common.after.table.decide(question, at: common.now).isAllowed
        guard before != after else { continue }
        let shown = ResourceChange.Shown(
          principal: principal, action: action, direction: after ? .gain : .loss)
        change.shown.append(shown)
      }
    }
  }
}
