package import PolicyLanguage
package import PolicyValues
import YAMLReader

/// The invariants that a policy and its directory break at a time, each with a witness.
///
/// Holders are principals: a role that a group holds is held by its members, through groups, and not by the group
/// itself. Includes do not count. A disabled principal still holds what it is assigned; a disabled or expired group
/// passes nothing on.
package func brokenInvariants(_ index: PolicyIndex, _ directory: Directory, at now: Timestamp) -> [Diagnostic] {
  guard !index.policy.invariants.isEmpty else { return [] }
  let checker = InvariantChecker(index, directory, now)
  return index.policy.invariants.flatMap { checker.broken($0) }
}

private struct InvariantChecker {
  private struct Holding {
    var principal: EntityName
    var role: RoleName
    var scope: EntityName
    /// The assignment that gives it.
    var span: Span
  }

  private let index: PolicyIndex
  private let scopes: [EntityName: ScopeInstance]
  private let scopeNames: [EntityName]
  private let holdings: [Holding]
  /// Positions in `holdings`.
  private let byScope: [EntityName: [Int]]
  private let byPrincipal: [EntityName: [Int]]

  init(_ index: PolicyIndex, _ directory: Directory, _ now: Timestamp) {
    self.index = index
    scopes = Dictionary(directory.scopes.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
    scopeNames = directory.scopes.map(\.name).sorted()
    let groups = Dictionary(directory.principals.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
    var holdings: [Holding] = []
    for assignment in directory.assignments {
      if let until = assignment.until, until <= now { continue }
      let role = RoleName(assignment.scope.type, assignment.role)
      for principal in Self.members(of: assignment.principal, groups, index, now) {
        holdings.append(Holding(principal: principal, role: role, scope: assignment.scope, span: assignment.span))
      }
    }
    self.holdings = holdings
    byScope = Dictionary(grouping: holdings.indices, by: { holdings[$0].scope })
    byPrincipal = Dictionary(grouping: holdings.indices, by: { holdings[$0].principal })
  }

  /// The principal itself, or for a group those that are in it.
  private static func members(
    of principal: EntityName, _ groups: [EntityName: PrincipalInstance], _ index: PolicyIndex, _ now: Timestamp
  ) -> [EntityName] {
    guard index.principalTypes[principal.type]?.members != nil else { return [principal] }
    var seen: Set<EntityName> = [principal]
    var open = [principal]
    var members: [EntityName] = []
    while let next = open.popLast() {
      guard let group = groups[next], !group.isDisabled, group.expires.map({ now < $0 }) ?? true else { continue }
      for member in group.members where seen.insert(member).inserted {
        if index.principalTypes[member.type]?.members != nil { open.append(member) } else { members.append(member) }
      }
    }
    return members
  }

  private func holders(of pattern: RolePattern, at scope: EntityName) -> [Holding] {
    var seen: Set<EntityName> = []
    return (byScope[scope] ?? []).map { holdings[$0] }
      .filter { pattern.matches($0.role) && seen.insert($0.principal).inserted }
  }

  private func chain(_ scope: EntityName) -> [EntityName] {
    var chain = [scope]
    while let last = chain.last, let parent = scopes[last]?.parent, chain.count <= scopes.count { chain.append(parent) }
    return chain
  }

  func broken(_ invariant: Invariant) -> [Diagnostic] {
    switch invariant.kind {
    case .count(let bound, let role): brokenCount(invariant, bound, role)
    case .every(let role, let also, let types): brokenEvery(invariant, role, also, types)
    case .neverBoth(let one, let other): brokenNeverBoth(invariant, one, other)
    case .never(let type, let action, let roles): brokenNever(invariant, type, action, roles)
    }
  }

  private func report(_ invariant: Invariant, _ message: String, _ labels: [Diagnostic.Label], help: String)
    -> Diagnostic
  {
    Diagnostic(
      .brokenInvariant, "invariant `\(invariant.name)` is broken: \(message)", at: invariant.span,
      labels: labels.filter { !$0.span.isNone }, help: help)
  }

  private func brokenCount(_ invariant: Invariant, _ bound: CountBound, _ role: RolePattern) -> [Diagnostic] {
    scopeNames.filter { $0.type == role.scopeType }.compactMap { scope in
      let holders = holders(of: role, at: scope)
      let (isKept, demand): (Bool, String) =
        switch bound {
        case .exactly(let n): (holders.count == n, "exactly \(n)")
        case .atLeast(let n): (holders.count >= n, "at least \(n)")
        case .atMost(let n): (holders.count <= n, "at most \(n)")
        }
      guard !isKept else { return nil }
      let labels =
        holders.prefix(4).map { Diagnostic.Label("`\($0.principal)` holds it", at: $0.span) }
        + (holders.isEmpty ? [Diagnostic.Label("nobody holds it here", at: scopes[scope]?.span ?? .none)] : [])
      return report(
        invariant, "\(holders.count) hold `\(role)` at `\(scope)`, and it must be \(demand)", labels,
        help: "change the assignments at `\(scope)`")
    }
  }

  private func brokenEvery(
    _ invariant: Invariant, _ role: RolePattern, _ also: RolePattern, _ types: [String]
  ) -> [Diagnostic] {
    scopeNames.filter { $0.type == role.scopeType }.flatMap { scope -> [Diagnostic] in
      let above = chain(scope)
      return holders(of: role, at: scope).compactMap { holding -> Diagnostic? in
        guard types.isEmpty || types.contains(holding.principal.type) else { return nil }
        let hasBoth = (byPrincipal[holding.principal] ?? []).contains {
          also.matches(holdings[$0].role) && above.contains(holdings[$0].scope)
        }
        guard !hasBoth else { return nil }
        return report(
          invariant,
          "`\(holding.principal)` holds `\(holding.role)` at `\(scope)` without `\(also)` there or above it",
          [Diagnostic.Label("given here", at: holding.span)],
          help: "assign it one of `\(also)`, or take `\(holding.role)` away")
      }
    }
  }

  private func brokenNeverBoth(_ invariant: Invariant, _ one: RolePattern, _ other: RolePattern) -> [Diagnostic] {
    byPrincipal.keys.sorted().compactMap { principal in
      let held = (byPrincipal[principal] ?? []).map { holdings[$0] }
      for first in held where one.matches(first.role) {
        for second in held where other.matches(second.role) && first.role != second.role {
          let areOnOneWay = chain(first.scope).contains(second.scope) || chain(second.scope).contains(first.scope)
          guard areOnOneWay else { continue }
          return report(
            invariant,
            "`\(principal)` holds `\(first.role)` at `\(first.scope)` and `\(second.role)` at `\(second.scope)`",
            [Diagnostic.Label("one", at: first.span), Diagnostic.Label("the other", at: second.span)],
            help: "take one of the two away")
        }
      }
      return nil
    }
  }

  /// Looks at the policy alone: no cell for the action may be within the roles' reach, unless an unconditional forbid
  /// of the same table always takes it back.
  private func brokenNever(
    _ invariant: Invariant, _ type: String, _ action: String, _ patterns: [RolePattern]
  ) -> [Diagnostic] {
    let policy = index.policy
    return patterns.flatMap { index.roles(matching: $0) }.flatMap { role -> [Diagnostic] in
      let reach = index.closure(of: role)
      func applies(_ cell: Cell, in row: TableRow) -> Bool {
        cell.role.map { reach.contains(RoleName(row.scopeType, $0)) }
          ?? (row.scopeType == role.scopeType || reach.contains { $0.scopeType == row.scopeType })
      }
      return policy.permissions.compactMap { row in
        guard row.resourceType == type else { return nil }
        let hasOwnRow = policy.permissions.contains {
          $0.scopeType == row.scopeType && $0.resourceType == type && $0.action == action
        }
        guard row.action == action || (row.action == nil && !hasOwnRow),
          let cell = row.cells.first(where: { applies($0, in: row) })
        else { return nil }
        let isTakenBack = policy.forbids.contains { forbid in
          forbid.scopeType == row.scopeType && forbid.resourceType == type
            && (forbid.action == nil || forbid.action == action)
            && forbid.cells.contains { $0.condition == nil && ($0.role == nil || $0.role == cell.role) }
        }
        guard !isTakenBack else { return nil }
        return report(
          invariant, "`\(role)` may `\(action)` a `\(type)`, by `\(cell.text)` in the table of `\(row.scopeType)`",
          [Diagnostic.Label("this cell grants it", at: cell.span)],
          help: "take the cell out, or the include that leads to it")
      }
    }
  }
}
