import PolicyLanguage
import PolicyValues
import YAMLReader

/// Invariants of the kind `isolated`, by the policy alone.
///
/// A scope is inside one of the isolated type if it is that scope or lies below it. What reaches into one are roles that
/// are held above it, by what they include; roles held in another one, if the type nests in itself; and what is granted
/// to `anyone`, unless the condition ties it to the scope or some forbid denies it to strangers. What is held beside it
/// reaches below itself alone, and forbids give nothing. A resource that is itself such a scope is judged in the scope
/// around it too, so those cells count. What something bounds reaches no further than what bounds it, which is looked at.
/// What a request says of its principal's attributes is believed.
struct Isolation {
  let tables: TableCells
  let type: String
  private var index: PolicyIndex { tables.index }

  init(_ tables: TableCells, of type: String) {
    self.tables = tables
    self.type = type
  }

  /// Whether scopes of a type are inside one of the isolated type, or may be.
  func isInside(_ scopeType: String) -> Bool { index.scopeType(scopeType, liesInOrBelow: type) }

  func isAbove(_ scopeType: String) -> Bool {
    scopeType != type && index.scopeType(type, liesInOrBelow: scopeType)
  }

  /// Whether a cell speaks of something inside: of what is asked in a scope there, or of such a scope itself, which may
  /// be asked about in the scope around it as well.
  func grantsInside(_ cell: TableCell) -> Bool {
    isInside(cell.scopeType) || grantsFromAround(cell)
  }

  private func grantsFromAround(_ cell: TableCell) -> Bool {
    cell.resourceType == type && !isInside(cell.scopeType)
      && index.scopeTypes[type]?.parents.contains(cell.scopeType) ?? false
      && index.resourceTypes[type] != nil
  }

  /// Whether forbids deny what a cell grants inside, however the scopes lie.
  func isTakenBack(_ cell: TableCell, from holders: [HeldRole], _ facts: Facts = Facts()) -> Bool {
    grantsFromAround(cell)
      ? tables.isTakenBack(cell, from: holders, facts, from: type)
      : tables.isTakenBack(cell, from: holders, facts, through: type)
  }

  /// The scope types whose scopes a principal's attribute can be tied to. Of what is open, requests say where it lies,
  /// so that one id may be in any of the isolated scopes.
  var tieTypes: Set<String> {
    Set(index.policy.scopeTypes.filter { isInside($0.name) && ($0.name == type || !$0.isOpen) }.map(\.name))
  }

  /// What may be known of a principal of a type that has nothing to do with the scope, in a cell's table: it holds no
  /// role in the scope, and none of its attributes names it. Above the scope it may hold one of some roles.
  func strangers(_ principalType: String, _ cell: TableCell, holding above: [RoleName]) -> [Facts] {
    let inside = Set(index.policy.scopeTypes.map(\.name).filter { isInside($0) })
    let stranger = Facts(
      principalType: principalType, ranks: Dictionary(uniqueKeysWithValues: inside.map { ($0, .none) }),
      strangeTo: tieTypes)
    guard !isInside(cell.scopeType) else { return [stranger] }
    let ranks = above.map { tables.rank(of: tables.reach(of: $0), at: cell.scopeType) }
    return Set([.none] + ranks).map { rank in
      var facts = stranger
      facts.ranks[cell.scopeType] = rank
      return facts
    }
  }

  /// The ties of cells that grant inside.
  var ties: [Tie] {
    let types = tieTypes
    return tables.permissions.filter { grantsInside($0) }.flatMap { cell in
      (cell.condition?.atoms ?? []).compactMap { Tie($0, scopeType: cell.scopeType, resourceType: cell.resourceType) }
    }.filter { types.contains($0.scopeType) }
  }
}

extension InvariantChecker {
  func findBrokenIsolation(
    _ invariant: Invariant, _ type: String, _ except: [RolePattern], _ shared: Set<String>, _ found: inout Found
  ) {
    let isolation = Isolation(tables, of: type)
    findNesting(invariant, isolation, &found)
    findReachFromAbove(invariant, isolation, except, &found)
    findUntied(invariant, isolation, except, &found)
    findRequestRoles(invariant, isolation, shared, &found)
    findHoldersOfSeveral(invariant, isolation, shared, &found)
  }

  /// A role held in one scope counts in those of its type that nest in it.
  private func findNesting(_ invariant: Invariant, _ isolation: Isolation, _ found: inout Found) {
    guard let type = index.scopeTypes[isolation.type],
      let place = type.parents.firstIndex(of: type.name)
    else { return }
    let span = place < type.parentSpans.count ? type.parentSpans[place] : type.span
    for role in index.policy.roles.map(\.name) where role.scopeType == type.name {
      let held = tables.held(role)
      let cell = tables.permissions.first { cell in
        isolation.isInside(cell.scopeType) && cell.role.map { held.reach.contains($0) } ?? false
          && tables.isPossible(cell) && !tables.isTakenBack(cell, from: [held])
      }
      guard let cell else { continue }
      found.add(
        report(
          invariant,
          "\(a(type.name)) may lie in another, and `\(role)` held in the outer one may `\(cell.action)` \(a(cell.resourceType)) in the inner",
          [
            Diagnostic.Label("it nests here", at: span),
            Diagnostic.Label("this cell grants it", at: cell.cell.span),
          ],
          help: "isolate a type that does not nest in itself"))
      return
    }
  }

  /// Roles of the types above, by what they include.
  private func findReachFromAbove(
    _ invariant: Invariant, _ isolation: Isolation, _ except: [RolePattern], _ found: inout Found
  ) {
    func isExcepted(_ role: RoleName) -> Bool { except.contains { $0.matches(role) } }
    var crossings: [RoleName: (cell: TableCell, includes: [Role.Inclusion])] = [:]
    for role in index.policy.roles.map(\.name) where isolation.isAbove(role.scopeType) && !isExcepted(role) {
      let held = tables.held(role)
      // What it has by including a role that may reach in is that role's.
      let known = held.reach.filter(isExcepted).reduce(into: Set<RoleName>()) { $0.formUnion(tables.reach(of: $1)) }
      for cell in tables.permissions where isolation.grantsInside(cell) {
        guard let granted = cell.role, held.reach.contains(granted), !known.contains(granted),
          tables.isPossible(cell), !isolation.isTakenBack(cell, from: [held])
        else { continue }
        let includes = tables.includes(from: role, to: granted)
        if includes.count < crossings[role]?.includes.count ?? .max { crossings[role] = (cell, includes) }
      }
    }
    for role in index.policy.roles.map(\.name) {
      guard let (cell, includes) = crossings[role],
        tables.reach(of: role).allSatisfy({ $0 == role || crossings[$0] == nil })
      else { continue }
      let crossing = includes.first { isolation.isInside($0.role.scopeType) }
      let labels =
        (crossing.map { [Diagnostic.Label("this include crosses", at: $0.span)] } ?? [])
        + [Diagnostic.Label("this cell grants it", at: cell.cell.span)]
      found.add(
        report(
          invariant,
          "`\(role)` is held above \(a(isolation.type)), and may `\(cell.action)` \(a(cell.resourceType)) in every one",
          labels, help: "take the \(crossing == nil ? "cell" : "include") out, or add `except: [\(role)]`"))
    }
  }

  /// What is granted to anyone, strangers among them.
  private func findUntied(
    _ invariant: Invariant, _ isolation: Isolation, _ except: [RolePattern], _ found: inout Found
  ) {
    let above = index.policy.roles.map(\.name).filter { role in
      isolation.isAbove(role.scopeType) && !except.contains { $0.matches(role) }
    }
    var told: Int?
    for cell in tables.permissions where cell.role == nil && isolation.grantsInside(cell) && cell.row != told {
      let type = index.policy.principalTypes.filter { $0.boundedBy == nil }.map(\.name).first { type in
        isolation.strangers(type, cell, holding: above).contains { facts in
          tables.isPossible(cell, facts) && !isolation.isTakenBack(cell, from: [], facts)
        }
      }
      guard let type else { continue }
      told = cell.row
      found.add(
        report(
          invariant,
          "any principal of type `\(type)` may `\(cell.action)` \(a(cell.resourceType)) in every `\(isolation.type)`, by `\(cell.cell.text)` in the table of `\(cell.scopeType)`",
          [Diagnostic.Label("this cell grants it", at: cell.cell.span)],
          help: "tie it to the scope, as by `scope.id == principal.\(isolation.type)`, or give it to roles"))
    }
  }

  /// Requests may bring roles in several scopes.
  private func findRequestRoles(
    _ invariant: Invariant, _ isolation: Isolation, _ shared: Set<String>, _ found: inout Found
  ) {
    guard index.policy.roles.contains(where: { isolation.isInside($0.name.scopeType) }) else { return }
    for type in index.policy.principalTypes where type.takesRequestRoles && !shared.contains(type.name) {
      found.add(
        report(
          invariant,
          "a request may bring a principal of type `\(type.name)` roles in several of type `\(isolation.type)`",
          [Diagnostic.Label("requests bring its roles", at: type.span)],
          help: "add `shared_by: [\(type.name)]` if that is meant"))
    }
  }
}
