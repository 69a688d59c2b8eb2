import PolicyLanguage
import PolicyValues
import YAMLReader

/// Invariants of the kinds `never` and `only`.
extension InvariantChecker {
  // MARK: - Never

  func findBrokenNever(
    _ invariant: Invariant, _ things: [PermissionPattern], _ subjects: [InvariantSubject], _ found: inout Found
  ) {
    let patterns = subjects.compactMap { if case .role(let pattern) = $0 { pattern } else { nil } }
    let cells = tables.permissions.filter { cell in
      things.contains { $0.matches(cell.resourceType, cell.action) } && tables.isPossible(cell)
    }
    for role in index.policy.roles.map(\.name) where patterns.contains(where: { $0.matches(role) }) {
      findBrokenNever(invariant, cells, role, &found)
    }
    for subject in subjects {
      switch subject {
      case .role: continue
      case .anyone: findBrokenNeverAnyone(invariant, cells, &found)
      case .principalType(let type): findBrokenNever(invariant, cells, ofType: type.name, &found)
      }
    }
  }

  /// No cell for the action may be within the role's reach, unless a forbid always takes it back. Conditional grants
  /// count, as do those to `anyone`; a conditional forbid does not. One report for each row.
  private func findBrokenNever(
    _ invariant: Invariant, _ cells: [TableCell], _ role: RoleName, _ found: inout Found
  ) {
    let held = tables.held(role)
    forFirstOfEachRow(cells) { cell in
      let isGranted =
        cell.role.map { held.reach.contains($0) && !tables.isTakenBack(cell, from: [held]) }
        ?? !tables.isTakenBack(cell, from: [])
      guard isGranted else { return false }
      found.add(reportGrant(invariant, "`\(role)`", cell))
      return true
    }
  }

  /// No cell at all, unless a forbid always takes it back.
  private func findBrokenNeverAnyone(_ invariant: Invariant, _ cells: [TableCell], _ found: inout Found) {
    forFirstOfEachRow(cells) { cell in
      guard !tables.isTakenBack(cell, from: cell.role.map { [tables.held($0)] } ?? []) else { return false }
      found.add(reportGrant(invariant, cell.role.map { "`\($0)`" } ?? "anyone", cell))
      return true
    }
  }

  private func findBrokenNever(
    _ invariant: Invariant, _ cells: [TableCell], ofType type: String, _ found: inout Found
  ) {
    guard let declared = index.principalTypes[type] else { return }
    let facts = Facts(principalType: type)
    forFirstOfEachRow(cells) { cell in
      guard tables.isPossible(cell, facts), isWithinBounds(cell, of: declared) else { return false }
      guard let role = cell.role else {
        guard !tables.isTakenBack(cell, from: [], facts) else { return false }
        found.add(reportGrant(invariant, "any principal of type `\(type)`", cell))
        return true
      }
      guard declared.takesRequestRoles, !tables.isTakenBack(cell, from: [tables.held(role)], facts) else {
        return false
      }
      found.add(
        reportGrant(
          invariant, "any principal of type `\(type)` for which a request brings `\(role)`", cell,
          labels: [Diagnostic.Label("requests bring its roles", at: declared.span)]))
      return true
    }
    guard let reach, !declared.takesRequestRoles else { return }
    let wanted = reach.wanted(cells)
    for principal in reach.principals where reach.type(of: principal) == type {
      let ways = reach.ways(of: principal, wanted)
      guard let way = ways.filter({ $0.holding != nil }).min(by: { $0.weight < $1.weight }) else { continue }
      found.add(reportWay(invariant, reach, principal, way))
    }
  }

  /// Whether a principal of the type might be allowed what a cell grants: if something bounds it, somebody whom nothing
  /// bounds must be able to be allowed the same.
  private func isWithinBounds(_ cell: TableCell, of type: PrincipalType) -> Bool {
    guard type.boundedBy != nil else { return true }
    return index.policy.principalTypes.contains { other in
      guard other.boundedBy == nil else { return false }
      return tables.permissions.contains {
        $0.resourceType == cell.resourceType && $0.action == cell.action
          && tables.isPossible($0, Facts(principalType: other.name))
      }
    }
  }

  /// Goes through cells, no further in a row once the body is done with it.
  private func forFirstOfEachRow(_ cells: [TableCell], _ isDone: (TableCell) -> Bool) {
    var last: Int?
    for cell in cells where cell.row != last {
      if isDone(cell) { last = cell.row }
    }
  }

  private func reportGrant(
    _ invariant: Invariant, _ who: String, _ cell: TableCell, labels: [Diagnostic.Label] = []
  ) -> Diagnostic {
    report(
      invariant,
      "\(who) may `\(cell.action)` \(a(cell.resourceType)), by `\(cell.cell.text)` in the table of `\(cell.scopeType)`",
      [Diagnostic.Label("this cell grants it", at: cell.cell.span)] + labels,
      help: cell.role == nil
        ? "take the cell out, or let its condition exclude them" : "take the cell out, or the include that leads to it")
  }

  private func reportWay(
    _ invariant: Invariant, _ reach: PrincipalReach, _ principal: UInt32, _ way: PrincipalReach.Way
  ) -> Diagnostic {
    report(
      invariant,
      "`\(reach.name(of: principal))` may `\(way.cell.action)` \(a(way.cell.resourceType)), by `\(way.cell.cell.text)` in the table of `\(way.cell.scopeType)`",
      reach.labels(way) + [Diagnostic.Label("this cell grants it", at: way.cell.cell.span)],
      help: "take the role away, or the cell out")
  }

  // MARK: - Only

  /// Every cell for the action is of a role that is listed, or that includes one, or its condition holds for principals
  /// of the listed types alone. A cell's role is enough to look at: whatever includes it includes what it includes.
  func findBrokenOnly(
    _ invariant: Invariant, _ things: [PermissionPattern], _ subjects: [InvariantSubject], _ found: inout Found
  ) {
    let patterns = subjects.compactMap { if case .role(let pattern) = $0 { pattern } else { nil } }
    let types = Set(subjects.compactMap { if case .principalType(let type) = $0 { type.name } else { nil } })
    let others = index.policy.principalTypes.map(\.name).filter { !types.contains($0) }
    let cells = tables.permissions.filter { cell in things.contains { $0.matches(cell.resourceType, cell.action) } }
    forFirstOfEachRow(cells) { cell in
      let held = cell.role.map { [tables.held($0)] } ?? []
      if let reach = held.first?.reach, reach.contains(where: { role in patterns.contains { $0.matches(role) } }) {
        return false
      }
      let isForOthers = others.contains { type in
        let facts = Facts(principalType: type)
        return tables.isPossible(cell, facts) && !tables.isTakenBack(cell, from: held, facts)
      }
      guard isForOthers else { return false }
      let who = cell.role.map { "`\($0)`" } ?? "anyone"
      let alone = listed(subjects.map(\.description))
      found.add(
        report(
          invariant,
          "\(who) may `\(cell.action)` \(a(cell.resourceType)), which is for \(alone) alone",
          [Diagnostic.Label("this cell grants it", at: cell.cell.span)],
          help: cell.role.map { "take the cell out, or add `\($0)` to `for`" } ?? "take the cell out"))
      return true
    }
  }
}
