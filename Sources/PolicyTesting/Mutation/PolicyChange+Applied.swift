import PolicyLanguage
import YAMLReader

extension PolicyChange {
  /// Makes the change in a policy. Changes of different permissions can be made in one policy, and do not touch each other.
  func apply(to policy: inout Policy) {
    switch self {
    case .cellRemoved(let position, let condition):
      edit(position, &policy) { $0.removeAll { $0.role == position.role && $0.condition == condition } }
    case .cellAdded(let position):
      edit(position, &policy) { $0.append(Cell(position.role)) }
    case .conditionDropped(let position, let condition):
      edit(position, &policy) { cells in
        for cell in cells.indices where cells[cell].role == position.role && cells[cell].condition == condition {
          cells[cell].condition = nil
        }
      }
    case .conditionNegated(let position, let condition):
      let negated = negation(of: condition, in: &policy)
      edit(position, &policy) { cells in
        for cell in cells.indices where cells[cell].role == position.role && cells[cell].condition == condition {
          cells[cell].condition = negated
        }
      }
    case .includeRemoved(let role, let other):
      for place in policy.roles.indices where policy.roles[place].name == role {
        policy.roles[place].includes.removeAll { $0.role == other }
      }
    case .rankChanged(let role, _, let rank):
      for place in policy.roles.indices where policy.roles[place].name == role { policy.roles[place].rank = rank }
    case .atomFixed(let condition, let atom, _, let value):
      for place in policy.conditions.indices where policy.conditions[place].name == condition {
        policy.conditions[place].expression = policy.conditions[place].expression.fixing(atom, to: value)
      }
    }
  }

  /// Changes the cells of one permission, which gets a row of its own if a `"*"` row spoke for it.
  private func edit(_ position: TablePosition, _ policy: inout Policy, _ change: (inout [Cell]) -> Void) {
    let table = position.isForbid ? \Policy.forbids : \Policy.permissions
    func isHere(_ row: TableRow) -> Bool {
      row.scopeType == position.scopeType && row.resourceType == position.resourceType
    }
    if position.isForbid {
      spreadForbids(position, &policy)
    } else if !policy[keyPath: table].contains(where: { isHere($0) && $0.action == position.action }) {
      let wildcards = policy[keyPath: table].filter { isHere($0) && $0.action == nil }
      policy[keyPath: table].append(
        TableRow(
          scopeType: position.scopeType, resourceType: position.resourceType, action: position.action,
          cells: wildcards.flatMap(\.cells), span: wildcards.first?.span ?? .none))
    }
    for row in policy[keyPath: table].indices {
      let known = policy[keyPath: table][row]
      guard isHere(known), known.action == position.action else { continue }
      var cells = known.cells
      change(&cells)
      // Without its condition a cell may be one that the row has already.
      policy[keyPath: table][row].cells = cells.enumerated().filter { place, cell in
        !cells[..<place].contains { $0.role == cell.role && $0.condition == cell.condition }
      }.map(\.element)
    }
  }

  /// Gives each action that a forbid's `"*"` row adds to a row with those cells.
  private func spreadForbids(_ position: TablePosition, _ policy: inout Policy) {
    func isHere(_ row: TableRow) -> Bool {
      row.scopeType == position.scopeType && row.resourceType == position.resourceType
    }
    let wildcards = policy.forbids.filter { isHere($0) && $0.action == nil }
    guard !wildcards.isEmpty, let type = policy.resourceTypes.first(where: { $0.name == position.resourceType }) else {
      return
    }
    policy.forbids.removeAll { isHere($0) && $0.action == nil }
    for action in type.actions {
      let cells = wildcards.flatMap(\.cells)
      if let row = policy.forbids.firstIndex(where: { isHere($0) && $0.action == action }) {
        policy.forbids[row].cells += cells.filter { !policy.forbids[row].cells.contains($0) }
      } else {
        policy.forbids.append(
          TableRow(
            scopeType: position.scopeType, resourceType: position.resourceType, action: action, cells: cells,
            span: wildcards[0].span))
      }
    }
  }

  /// The name of a condition that says the opposite, which is declared if it is not yet.
  private func negation(of name: String, in policy: inout Policy) -> String {
    guard let condition = policy.conditions.first(where: { $0.name == name }) else { return name }
    let expression = ConditionExpression.not(condition.expression)
    if let known = policy.conditions.first(where: { $0.expression == expression }) { return known.name }
    var free = "not_\(name)"
    while policy.conditions.contains(where: { $0.name == free }) { free += "_" }
    policy.conditions.append(
      ConditionDeclaration(free, expression, text: expression.description, span: condition.span))
    return free
  }
}
