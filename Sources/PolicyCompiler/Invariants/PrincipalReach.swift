import PolicyLanguage
import PolicyValues
import YAMLReader

/// What the principals of a directory may do at a time, as far as tables and roles tell: conditions that may be true
/// count as true, and forbids only where they are inevitable. Whoever is disabled or has expired counts, as for other
/// invariants; whatever is granted in a type of scope that may lie below counts whether or not one lies there now.
struct PrincipalReach {
  /// One way in which a principal may do something.
  struct Way {
    var cell: TableCell
    /// What grants it; `nil` if it is granted to anyone.
    var holding: Holdings.Holding?
    /// Where it is granted, there and below; `nil` for everywhere.
    var scope: Int?
    /// What those that bound the principal hold, which may do the same.
    var bounds: [Holdings.Holding] = []

    /// How much there is to say of it, at least.
    var weight: Int { (cell.cell.condition == nil ? 0 : 1) + (holding == nil ? 0 : 2) + bounds.count * 2 }
  }

  /// Cells that are asked for, by the roles that reach them.
  struct Wanted {
    fileprivate var ofAnyone: [TableCell] = []
    /// By the number of the role that is held.
    fileprivate var byRole: [[TableCell]] = []
  }

  let tables: TableCells
  let holdings: Holdings
  /// The principals that the directory describes.
  let described: [PrincipalInstance]
  /// Those that something bounds.
  private let bounded: [EntityName: PrincipalInstance]

  init(_ tables: TableCells, _ directory: Directory, at now: Timestamp) {
    self.tables = tables
    holdings = Holdings(directory, tables.index, at: now, withGroups: true) { _ in true }
    described = directory.principals
    let types = tables.index.principalTypes
    bounded = Dictionary(
      directory.principals.filter { types[$0.name.type]?.boundedBy != nil }.map { ($0.name, $0) },
      uniquingKeysWith: { first, _ in first })
  }

  /// All principals that hold anything, groups among them, in ascending order.
  var principals: [UInt32] { holdings.principals }

  func name(of principal: UInt32) -> EntityName { holdings.name(of: principal) }

  func type(of principal: UInt32) -> String { holdings.type(of: principal) }

  /// What bounds a principal, if that is known; whoever is bounded by nobody is allowed nothing.
  func bound(of principal: UInt32) -> UInt32? {
    bounded[name(of: principal)]?.bound.flatMap { holdings.number(of: $0) }
  }

  /// Whether a principal is of a type that something bounds.
  func isBounded(_ principal: UInt32) -> Bool {
    tables.index.principalTypes[type(of: principal)]?.boundedBy != nil
  }

  func wanted(_ cells: [TableCell]) -> Wanted {
    Wanted(
      ofAnyone: cells.filter { $0.role == nil },
      byRole: holdings.roles.map { held in
        let reach = tables.reach(of: held)
        return cells.filter { $0.role.map { reach.contains($0) } ?? false }
      })
  }

  /// All ways in which a principal may do what is asked for; those by its roles in the order of its assignments.
  func ways(of principal: UInt32, _ wanted: Wanted) -> [Way] { ways(of: principal, wanted, depth: 0) }

  private func ways(of principal: UInt32, _ wanted: Wanted, depth: Int) -> [Way] {
    let facts = Facts(principalType: type(of: principal))
    var ways: [Way] = []
    for cell in wanted.ofAnyone where tables.isPossible(cell, facts) && !tables.isTakenBack(cell, from: [], facts) {
      ways.append(Way(cell: cell))
    }
    for holding in holdings.of(principal) {
      for cell in wanted.byRole[Int(holding.role)] where tables.isPossible(cell, facts) {
        let scope = Int(holding.scope)
        if isTakenBack(cell, from: principal, at: scope, facts) { continue }
        ways.append(Way(cell: cell, holding: holding, scope: scope))
      }
    }
    guard isBounded(principal), !ways.isEmpty else { return ways }
    // A circle of bounds is an error elsewhere, and must not keep this from ending.
    guard let bound = bound(of: principal), depth < 64 else { return [] }
    let others = self.ways(of: bound, wanted, depth: depth + 1)
    return ways.flatMap { way in
      let narrowed = others.compactMap { self.narrowed(way, by: $0) }
      // One that leaves the way as wide as it was says all that the others say.
      return narrowed.filter { $0.scope == way.scope }.min { $0.weight < $1.weight }.map { [$0] } ?? narrowed
    }
  }

  /// What is left of a way if the bound has only that other one; `nil` if the two never meet.
  private func narrowed(_ way: Way, by other: Way) -> Way? {
    guard way.cell.resourceType == other.cell.resourceType, way.cell.action == other.cell.action,
      // A resource that is a scope is judged in its own table and in that of the scope around it.
      way.cell.scopeType == other.cell.scopeType || tables.index.scopeTypes[way.cell.resourceType] != nil
    else { return nil }
    var narrowed = way
    narrowed.bounds = (other.holding.map { [$0] } ?? []) + other.bounds
    guard let scope = other.scope else { return narrowed }
    guard let own = way.scope else {
      narrowed.scope = scope
      return narrowed
    }
    guard holdings.areInLine(own, scope) else { return nil }
    if holdings.chain(scope).contains(own) { narrowed.scope = scope }
    return narrowed
  }

  /// Whether forbids deny a principal what a cell grants wherever the role that it holds at a scope reaches.
  private func isTakenBack(_ grant: TableCell, from principal: UInt32, at scope: Int, _ facts: Facts) -> Bool {
    let forbids = tables.forbids(of: grant)
    if forbids.isEmpty { return false }
    let chain = holdings.chain(scope)
    let top = holdings.name(ofScope: scope).type
    return forbids.contains { forbid in
      guard tables.isInevitable(forbid, facts) else { return false }
      let isOnTheWay = tables.lies(grant.scopeType, always: forbid.scopeType, below: top)
      let places = chain.filter { holdings.name(ofScope: $0).type == forbid.scopeType }
      guard let role = forbid.role else { return isOnTheWay || !places.isEmpty }
      guard isOnTheWay || !places.isEmpty else { return false }
      return holdings.of(principal).contains { holding in
        guard tables.reach(of: holdings.role(holding)).contains(role) else { return false }
        if isOnTheWay, chain.contains(Int(holding.scope)) { return true }
        return places.contains { holdings.chain($0).contains(Int(holding.scope)) }
      }
    }
  }

  /// Whether things that are granted in the tables of two scope types, by what is held at two scopes or to anyone, may
  /// be done in one scope, or in two of which one lies in the other.
  func meet(_ one: Way, _ other: Way) -> Bool {
    let (type, otherType) = (one.cell.scopeType, other.cell.scopeType)
    guard let first = one.scope else {
      guard let second = other.scope else { return tables.areInLine(type, otherType) }
      return meets(second, otherType, everywhere: type)
    }
    guard let second = other.scope else { return meets(first, type, everywhere: otherType) }
    if holdings.chain(first).contains(second) {
      return meets(first, type, above: second, otherType)
    }
    return holdings.chain(second).contains(first) && meets(second, otherType, above: first, type)
  }

  private func meets(_ scope: Int, _ type: String, everywhere other: String) -> Bool {
    tables.index.scopeType(type, liesInOrBelow: other) && meetsAbove(scope, other)
      || tables.index.scopeType(other, liesInOrBelow: type)
  }

  /// Whether a scope of a type may lie below a scope, or lies above it.
  private func meetsAbove(_ scope: Int, _ type: String) -> Bool {
    tables.index.scopeType(type, liesInOrBelow: holdings.name(ofScope: scope).type)
      || holdings.chain(scope).contains { holdings.name(ofScope: $0).type == type }
  }

  /// The same of a lower scope and one that it lies in.
  private func meets(_ lower: Int, _ type: String, above upper: Int, _ other: String) -> Bool {
    if tables.index.scopeType(other, liesInOrBelow: type) { return true }
    let top = holdings.name(ofScope: lower).type
    if tables.index.scopeType(type, liesInOrBelow: other), tables.index.scopeType(other, liesInOrBelow: top) {
      return true
    }
    for scope in holdings.chain(lower) {
      if holdings.name(ofScope: scope).type == other { return true }
      if scope == upper { return false }
    }
    return false
  }

  /// What a way rests on.
  func labels(_ way: Way) -> [Diagnostic.Label] {
    var held: [Diagnostic.Label] = []
    if let holding = way.holding, let role = way.cell.role {
      held.append(label(holding, "`\(holdings.role(holding))` is held here"))
      held += tables.includeLabels(from: holdings.role(holding), to: role)
    }
    return held
      + way.bounds.map { label($0, "`\(holdings.principal($0))`, which bounds it, may by this") }
  }

  private func label(_ holding: Holdings.Holding, _ text: String) -> Diagnostic.Label {
    Diagnostic.Label(text, at: holdings.span(holding))
  }
}

extension TableCells {
  /// Whether scopes of one of the types may lie in scopes of the other, or both are one.
  func areInLine(_ one: String, _ other: String) -> Bool {
    index.scopeType(one, liesInOrBelow: other) || index.scopeType(other, liesInOrBelow: one)
  }
}
