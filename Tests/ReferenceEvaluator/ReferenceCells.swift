import DecisionTable
import PolicyLanguage
import PolicyValues

/// Section 4, rules 4 and 5: what the tables say.
extension ReferenceEvaluator {
  /// Returns if a cell of the place grants.
  func grant(_ request: Request, at place: Place) throws(Denial) {
    var holdsRole = false
    var found: [Truth] = []
    for level in place.grantLevels {
      let scopeType = place.chain[level].type
      let roles = roles(of: request.asker, along: place.chain(from: level), at: request.now)
      if !roles.isEmpty { holdsRole = true }
      for cell in permissionCells(request, in: scopeType) where applies(cell, scopeType, roles) {
        found.append(truth(of: cell, request, place, level))
      }
    }
    if found.contains(.true) { return }
    if found.contains(.undecided) { throw Denial(.conditionUndecided) }
    if found.contains(.false) { throw Denial(.conditionFalse) }
    throw Denial(holdsRole ? .noGrant : .noRole)
  }

  /// Throws if a cell forbids at the scope or at an ancestor. Undecided forbids too.
  func forbid(_ request: Request, at place: Place) throws(Denial) {
    for level in place.chain.indices {
      let scopeType = place.chain[level].type
      let roles = roles(of: request.asker, along: place.chain(from: level), at: request.now)
      for cell in forbidCells(request, in: scopeType) where applies(cell, scopeType, roles) {
        if truth(of: cell, request, place, level) != .false { throw Denial(.forbidden) }
      }
    }
  }

  /// The cells of the action's row; of the `"*"` row if the action has none.
  private func permissionCells(_ request: Request, in scopeType: String) -> [Cell] {
    let rows = rows(policy.permissions, request, scopeType)
    let own = rows.filter { $0.action.map { same($0, request.question.action) } == true }
    return (own.isEmpty ? rows.filter { $0.action == nil } : own).flatMap(\.cells)
  }

  /// The cells of the action's row and of the `"*"` row.
  private func forbidCells(_ request: Request, in scopeType: String) -> [Cell] {
    rows(policy.forbids, request, scopeType)
      .filter { $0.action.map { same($0, request.question.action) } ?? true }
      .flatMap(\.cells)
  }

  private func rows(_ table: [TableRow], _ request: Request, _ scopeType: String) -> [TableRow] {
    table.filter { same($0.scopeType, scopeType) && same($0.resourceType, request.resourceType.name) }
  }

  private func applies(_ cell: Cell, _ scopeType: String, _ roles: Set<RoleName>) -> Bool {
    guard let role = cell.role else { return true }
    return roles.contains(RoleName(scopeType, role))
  }

  private func truth(of cell: Cell, _ request: Request, _ place: Place, _ level: Int) -> Truth {
    guard let name = cell.condition else { return .true }
    guard let condition = policy.conditions.first(where: { same($0.name, name) }) else { return .undecided }
    let asked = ReferenceCondition(
      evaluator: self, request: request, chain: place.chain(from: level), isAskedScope: level == place.askedLevel)
    return asked.truth(of: condition.expression)
  }
}
