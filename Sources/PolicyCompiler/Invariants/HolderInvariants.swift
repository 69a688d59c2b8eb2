import PolicyLanguage
import PolicyValues
import YAMLReader

/// Invariants over who holds which role: counts, `every` and `never_both`.
extension InvariantChecker {
  func findBrokenCounts(
    _ invariant: Invariant, _ bound: CountBound, _ role: RolePattern, _ found: inout Found
  ) {
    let roles = holdings.matching(role)
    for scope in holdings.scopes(ofType: role.scopeType) {
      let holders = holdings.holders(of: roles, at: scope)
      let (isKept, n, words) =
        switch bound {
        case .exactly(let n): (holders.count == n, n, "exactly")
        case .atLeast(let n): (holders.count >= n, n, "at least")
        case .atMost(let n): (holders.count <= n, n, "at most")
        }
      if isKept { continue }
      found.add(reportCount(invariant, role, holders, at: scope, demand: "\(words) \(n)"))
    }
  }

  private func reportCount(
    _ invariant: Invariant, _ role: RolePattern, _ holders: [Holdings.Holding], at scope: Int, demand: String
  ) -> Diagnostic {
    let name = holdings.name(ofScope: scope)
    let labels =
      holders.prefix(4).map { Diagnostic.Label("`\(holdings.principal($0))` holds it", at: holdings.span($0)) }
      + (holders.isEmpty ? [Diagnostic.Label("nobody holds it here", at: holdings.span(ofScope: scope))] : [])
    return report(
      invariant,
      "\(holders.count) \(holders.count == 1 ? "holds" : "hold") `\(role)` at `\(name)`, and it must be \(demand)",
      labels,
      help: "change the assignments at `\(name)`")
  }

  func findBrokenEvery(
    _ invariant: Invariant, _ role: RolePattern, _ also: RolePattern, _ types: [String], _ found: inout Found
  ) {
    let (roles, others) = (holdings.matching(role), holdings.matching(also))
    let isMeant = holdings.matching(types: types)
    for scope in holdings.scopes(ofType: role.scopeType) {
      let above = holdings.chain(scope)
      for holding in holdings.holders(of: roles, at: scope) where isMeant[holdings.principalType(holding)] {
        let hasBoth = holdings.of(holding.principal).contains { other in
          others[Int(other.role)] && above.contains(Int(other.scope))
        }
        if !hasBoth { found.add(reportEvery(invariant, holding, also)) }
      }
    }
  }

  private func reportEvery(_ invariant: Invariant, _ holding: Holdings.Holding, _ also: RolePattern) -> Diagnostic {
    let (principal, held) = (holdings.principal(holding), holdings.role(holding))
    let scope = holdings.name(ofScope: Int(holding.scope))
    return report(
      invariant, "`\(principal)` holds `\(held)` at `\(scope)` without `\(also)` there or above it",
      [Diagnostic.Label("given here", at: holdings.span(holding))],
      help: "assign it one of `\(also)`, or take `\(held)` away")
  }

  /// One report for each principal: the first two roles, in the order of the assignments, that nobody may hold together.
  func findBrokenNeverBoth(
    _ invariant: Invariant, _ one: RolePattern, _ other: RolePattern, _ found: inout Found
  ) {
    let (isOne, isOther) = (holdings.matching(one), holdings.matching(other))
    for principal in holdings.principals {
      guard let (first, second) = firstTogether(holdings.of(principal), isOne, isOther) else { continue }
      found.add(reportBoth(invariant, first, second))
    }
  }

  private func firstTogether(
    _ held: some Collection<Holdings.Holding>, _ isOne: [Bool], _ isOther: [Bool]
  ) -> (Holdings.Holding, Holdings.Holding)? {
    guard held.contains(where: { isOne[Int($0.role)] }), held.contains(where: { isOther[Int($0.role)] })
    else { return nil }
    // By scope, so that a principal of many roles is no square of them.
    let others = Dictionary(grouping: held.filter { isOther[Int($0.role)] }, by: { Int($0.scope) })
    let ones = Dictionary(grouping: held.filter { isOne[Int($0.role)] }, by: { Int($0.scope) })
    for holding in held {
      for scope in holdings.chain(Int(holding.scope)) {
        if isOne[Int(holding.role)], let second = others[scope]?.first(where: { $0.role != holding.role }) {
          return (holding, second)
        }
        if isOther[Int(holding.role)], let first = ones[scope]?.first(where: { $0.role != holding.role }) {
          return (first, holding)
        }
      }
    }
    return nil
  }

  private func reportBoth(_ invariant: Invariant, _ first: Holdings.Holding, _ second: Holdings.Holding) -> Diagnostic {
    func held(_ holding: Holdings.Holding) -> String {
      "`\(holdings.role(holding))` at `\(holdings.name(ofScope: Int(holding.scope)))`"
    }
    return report(
      invariant, "`\(holdings.principal(first))` holds \(held(first)) and \(held(second))",
      [Diagnostic.Label("one", at: holdings.span(first)), Diagnostic.Label("the other", at: holdings.span(second))],
      help: "take one of the two away")
  }
}
