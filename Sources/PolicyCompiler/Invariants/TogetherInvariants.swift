import PolicyLanguage
import PolicyValues
import YAMLReader

/// Invariants of the kind `never_together`: separation of duties.
extension InvariantChecker {
  /// Cells that grant one of the two things each.
  private typealias Both = (one: [TableCell], other: [TableCell])

  func findBrokenTogether(
    _ invariant: Invariant, _ one: PermissionPattern, _ other: PermissionPattern, _ subjects: [InvariantSubject],
    _ found: inout Found
  ) {
    let both: Both = (
      tables.permissions.filter { one.matches($0.resourceType, $0.action) },
      tables.permissions.filter { other.matches($0.resourceType, $0.action) }
    )
    let patterns = subjects.compactMap { if case .role(let pattern) = $0 { pattern } else { nil } }
    let named = Set(subjects.compactMap { if case .principalType(let type) = $0 { type.name } else { nil } })
    let types = index.policy.principalTypes.filter { subjects.isEmpty || named.contains($0.name) }

    // What anybody may, everybody may: nothing else is worth a word then.
    for type in types {
      if let pair = grantedToAnyone(both, type) {
        return found.add(reportTogether(invariant, "any principal of type `\(type.name)`", pair))
      }
    }
    for type in types where type.takesRequestRoles {
      if let pair = grantedToAnyRoles(both, type) {
        found.add(
          reportTogether(
            invariant, "any principal of type `\(type.name)` for which a request brings both roles", pair,
            labels: [Diagnostic.Label("requests bring its roles", at: type.span)]))
      }
    }

    var broken: Set<RoleName> = []
    for role in index.policy.roles.map(\.name) where subjects.isEmpty || patterns.contains(where: { $0.matches(role) })
    {
      if grantedTo(role, both) != nil { broken.insert(role) }
    }
    // A role that is broken by what it includes is not told of beside that.
    for role in index.policy.roles.map(\.name) where broken.contains(role) {
      guard tables.reach(of: role).allSatisfy({ $0 == role || !broken.contains($0) }),
        let pair = grantedTo(role, both)
      else { continue }
      let includes = [pair.0, pair.1].compactMap(\.role).flatMap { tables.includeLabels(from: role, to: $0) }
      found.add(reportTogether(invariant, "whoever holds `\(role)`", pair, labels: includes))
    }

    guard let reach, !types.isEmpty else { return }
    let isMeant = Set(types.map(\.name))
    let wanted = (one: reach.wanted(both.one), other: reach.wanted(both.other))
    for principal in reach.principals where isMeant.contains(reach.type(of: principal)) {
      let ones = reach.ways(of: principal, wanted.one)
      guard !ones.isEmpty else { continue }
      let others = reach.ways(of: principal, wanted.other)
      guard let (first, second) = shortest(ones, others, reach, besides: broken) else { continue }
      found.add(reportTogether(invariant, principal, first, second, reach))
    }
  }

  // MARK: - By the policy alone

  private func first(_ both: Both, where isGranted: (TableCell, TableCell) -> Bool) -> (TableCell, TableCell)? {
    for one in both.one {
      for other in both.other
      where tables.areInLine(one.scopeType, other.scopeType) && isGranted(one, other) { return (one, other) }
    }
    return nil
  }

  private func grantedToAnyone(_ both: Both, _ type: PrincipalType) -> (TableCell, TableCell)? {
    let facts = Facts(principalType: type.name)
    func isGranted(_ cell: TableCell) -> Bool {
      cell.role == nil && tables.isPossible(cell, facts) && !tables.isTakenBack(cell, from: [], facts)
    }
    guard type.boundedBy == nil else { return nil }
    return first(both) { isGranted($0) && isGranted($1) }
  }

  private func grantedToAnyRoles(_ both: Both, _ type: PrincipalType) -> (TableCell, TableCell)? {
    let facts = Facts(principalType: type.name)
    func isGranted(_ cell: TableCell) -> Bool {
      tables.isPossible(cell, facts)
        && !tables.isTakenBack(cell, from: cell.role.map { [tables.held($0)] } ?? [], facts)
    }
    return first(both) { isGranted($0) && isGranted($1) }
  }

  /// Two cells that grant both to whoever holds the role, of whatever type.
  private func grantedTo(_ role: RoleName, _ both: Both) -> (TableCell, TableCell)? {
    let held = tables.held(role)
    for type in index.policy.principalTypes {
      let facts = Facts(principalType: type.name)
      func isGranted(_ cell: TableCell) -> Bool {
        guard tables.isPossible(cell, facts) else { return false }
        return cell.role.map { held.reach.contains($0) && !tables.isTakenBack(cell, from: [held], facts) }
          ?? !tables.isTakenBack(cell, from: [], facts)
      }
      let pair = first(both) { one, other in
        (one.role != nil || other.role != nil) && isGranted(one) && isGranted(other)
      }
      if let pair { return pair }
    }
    return nil
  }

  // MARK: - By the directory

  /// The two ways of which there is least to say, of those that meet in a scope and that no role gives by itself.
  private func shortest(
    _ ones: [PrincipalReach.Way], _ others: [PrincipalReach.Way], _ reach: PrincipalReach, besides broken: Set<RoleName>
  ) -> (PrincipalReach.Way, PrincipalReach.Way)? {
    func isNews(_ way: PrincipalReach.Way) -> Bool {
      way.holding.map { !broken.contains(reach.holdings.role($0)) } ?? true
    }
    let ones = ones.filter(isNews)
    let others = others.filter(isNews)
    var best: (weight: Int, pair: (PrincipalReach.Way, PrincipalReach.Way))?
    for one in ones {
      for other in others where one.holding != nil || other.holding != nil || !one.bounds.isEmpty {
        let weight = (one.weight + other.weight) * 2 + (one.scope == other.scope ? 0 : 1)
        if weight < best?.weight ?? .max, reach.meet(one, other) { best = (weight, (one, other)) }
      }
      // Nothing is less than two cells and two assignments in one scope.
      if best?.weight == 0 { break }
    }
    return best?.pair
  }

  // MARK: - Reports

  private func reportTogether(
    _ invariant: Invariant, _ who: String, _ pair: (TableCell, TableCell), labels: [Diagnostic.Label] = []
  ) -> Diagnostic {
    report(
      invariant, "\(who) may both \(deed(pair.0)) and \(deed(pair.1))", labels + cellLabels(pair),
      help: "take one of the cells out, or the include that leads to it")
  }

  private func reportTogether(
    _ invariant: Invariant, _ principal: UInt32, _ one: PrincipalReach.Way, _ other: PrincipalReach.Way,
    _ reach: PrincipalReach
  ) -> Diagnostic {
    func place(_ way: PrincipalReach.Way) -> String {
      way.scope.map { " at `\(reach.holdings.name(ofScope: $0))`" } ?? ""
    }
    var labels: [Diagnostic.Label] = []
    for label in reach.labels(one) + reach.labels(other) where !labels.contains(label) { labels.append(label) }
    return report(
      invariant,
      "`\(reach.name(of: principal))` may both \(deed(one.cell))\(place(one)) and \(deed(other.cell))\(place(other))",
      labels + cellLabels((one.cell, other.cell)), help: "take one of the roles away")
  }

  private func deed(_ cell: TableCell) -> String { "`\(cell.action)` \(a(cell.resourceType))" }

  private func cellLabels(_ pair: (TableCell, TableCell)) -> [Diagnostic.Label] {
    pair.0.cell.span == pair.1.cell.span
      ? [Diagnostic.Label("this cell grants both", at: pair.0.cell.span)]
      : [
        Diagnostic.Label("this cell grants one", at: pair.0.cell.span),
        Diagnostic.Label("this cell grants the other", at: pair.1.cell.span),
      ]
  }
}
