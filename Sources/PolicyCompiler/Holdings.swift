import PolicyLanguage
import PolicyValues
import YAMLReader

/// Who holds which role where at a time, groups looked through; of those roles that invariants ask for.
///
/// Everything goes by number: there may be ten million holdings, and hardly any is ever spoken of.
struct Holdings {
  struct Holding: BitwiseCopyable {
    /// A number of `names`.
    var principal: UInt32
    /// A position in the assignments' roles.
    var role: UInt32
    /// The position of the scope.
    var scope: UInt32
    /// The assignment that gives it.
    var assignment: UInt32
  }

  private let directory: Directory
  private let names: EntityNames
  private let parents: [Int?]
  /// Positions in the directory, in ascending order of the scopes' names.
  private let sortedScopes: [Int]
  private let holdings: [Holding]
  private let byScope: Grouping
  private let byPrincipal: Grouping

  init(_ directory: Directory, _ index: PolicyIndex, at now: Timestamp) {
    self.directory = directory
    let list = directory.assignments
    let scopes = EntityPositions(directory.scopes.lazy.map(\.name))
    parents = directory.scopes.map { $0.parent.flatMap { scopes[$0] } }
    sortedScopes = directory.scopes.indices.sorted { directory.scopes[$0].name < directory.scopes[$1].name }
    // Most roles are in no invariant's words.
    let patterns = index.policy.invariants.flatMap { invariant -> [RolePattern] in
      if case .never = invariant.kind { return [] }
      return invariant.kind.patterns
    }
    let isWanted = list.roles.map { role in index.roles[role] != nil && patterns.contains { $0.matches(role) } }
    let isOver = list.ends.map { $0 <= now }
    let scopePlaces = scopes.positions(of: list.scopes)
    var groups = Groups(directory, index, now)
    var holdings: [Holding] = []
    for (position, record) in list.records.enumerated() {
      guard isWanted[Int(record.role)], let scope = scopePlaces[Int(record.scope)] else { continue }
      if record.end != AssignmentList.Record.forGood, isOver[Int(record.end)] { continue }
      groups.forEachHolder(of: record.principal) { principal in
        holdings.append(
          Holding(principal: principal, role: record.role, scope: UInt32(scope), assignment: UInt32(position)))
      }
    }
    names = groups.names
    self.holdings = holdings
    byScope = Grouping(holdings.lazy.map { Int($0.scope) }, of: directory.scopes.count)
    byPrincipal = Grouping(holdings.lazy.map { Int($0.principal) }, of: names.count)
  }

  /// All who hold anything, in ascending order.
  var principals: [UInt32] { names.sortedNumbers().filter { !byPrincipal[Int($0)].isEmpty } }

  /// What a principal holds, in the order of the assignments.
  func of(_ principal: UInt32) -> some Collection<Holding> {
    byPrincipal[Int(principal)].lazy.map { holdings[Int($0)] }
  }

  /// The scopes of a type, in ascending order of their ids.
  func scopes(ofType type: String) -> [Int] { sortedScopes.filter { directory.scopes[$0].name.type == type } }

  func name(ofScope scope: Int) -> EntityName { directory.scopes[scope].name }

  func span(ofScope scope: Int) -> Span { directory.scopes[scope].span }

  func principal(_ holding: Holding) -> EntityName { names[Int(holding.principal)] }

  func principalType(_ holding: Holding) -> Int { names.typeNumber(of: Int(holding.principal)) }

  func role(_ holding: Holding) -> RoleName { directory.assignments.roles[Int(holding.role)] }

  func span(_ holding: Holding) -> Span { directory.assignments.span(of: Int(holding.assignment)) }

  /// Which of the roles, by number, a pattern names.
  func matching(_ pattern: RolePattern) -> [Bool] { directory.assignments.roles.map { pattern.matches($0) } }

  /// Which of the principals' types, by number, are among those named; all if none is named.
  func matching(types: [String]) -> [Bool] {
    (0..<names.typeCount).map { types.isEmpty || types.contains(names.type($0)) }
  }

  /// The first holding of each principal that holds one of the roles right there.
  func holders(of roles: [Bool], at scope: Int) -> [Holding] {
    let here = byScope[scope]
    var found: [Holding] = []
    var seen: Set<UInt32> = []
    for position in here {
      let holding = holdings[Int(position)]
      guard roles[Int(holding.role)] else { continue }
      // Few are compared faster than they are hashed.
      let isNew =
        here.count > 8
        ? seen.insert(holding.principal).inserted : !found.contains { $0.principal == holding.principal }
      if isNew { found.append(holding) }
    }
    return found
  }

  /// The scope and all that it lies in, outward.
  func chain(_ scope: Int) -> [Int] {
    var chain = [scope]
    while let last = chain.last, let parent = parents[last], chain.count <= parents.count { chain.append(parent) }
    return chain
  }
}

/// Positions by the group that each is in, in two arrays.
private struct Grouping {
  private var starts: [Int]
  private var positions: [UInt32]

  /// `groups` says for each position its group, of which there are `count`.
  init(_ groups: some Collection<Int>, of count: Int) {
    starts = [Int](repeating: 0, count: count + 1)
    for group in groups { starts[group + 1] += 1 }
    for group in 0..<count { starts[group + 1] += starts[group] }
    var next = starts
    positions = [UInt32](repeating: 0, count: groups.count)
    for (position, group) in groups.enumerated() {
      positions[next[group]] = UInt32(position)
      next[group] += 1
    }
  }

  /// The positions in a group, in ascending order.
  subscript(group: Int) -> ArraySlice<UInt32> { positions[starts[group]..<starts[group + 1]] }
}

/// Who is in a group at a time, through groups.
private struct Groups {
  /// The principals of the directory.
  let names: EntityNames
  private let described: [EntityName: PrincipalInstance]
  private let isGroup: [Bool]
  private let groupTypes: Set<String>
  private let now: Timestamp
  /// The members of the groups that have been asked for.
  private var known: [UInt32: [UInt32]] = [:]

  init(_ directory: Directory, _ index: PolicyIndex, _ now: Timestamp) {
    let types = Set(index.policy.principalTypes.filter { $0.members != nil }.map(\.name))
    let names = directory.principalNames
    described = Dictionary(
      directory.principals.filter { types.contains($0.name.type) }.map { ($0.name, $0) },
      uniquingKeysWith: { a, _ in a })
    isGroup = (0..<names.typeCount).map { types.contains(names.type($0)) }
    groupTypes = types
    self.names = names
    self.now = now
  }

  /// The principal itself, or for a group those that are in it.
  mutating func forEachHolder(of principal: UInt32, _ body: (UInt32) -> Void) {
    guard isGroup[names.typeNumber(of: Int(principal))] else { return body(principal) }
    if known[principal] == nil { known[principal] = members(of: names[Int(principal)]) }
    for member in known[principal] ?? [] { body(member) }
  }

  private func members(of principal: EntityName) -> [UInt32] {
    var seen: Set<EntityName> = [principal]
    var open = [principal]
    var members: [UInt32] = []
    while let next = open.popLast() {
      guard let group = described[next], !group.isDisabled, group.expires.map({ now < $0 }) ?? true else { continue }
      for member in group.members where seen.insert(member).inserted {
        if groupTypes.contains(member.type) {
          open.append(member)
        } else if let number = names.number(of: member) {
          members.append(UInt32(number))
        }
      }
    }
    return members
  }
}
