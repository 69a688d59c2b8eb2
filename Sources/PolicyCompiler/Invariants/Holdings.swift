import PolicyLanguage
import PolicyValues
import YAMLReader

/// Who holds which role where at a time, groups looked through; of those roles that are asked for.
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
  private let positions: EntityPositions
  private let parents: [Int?]
  /// Positions in the directory, in ascending order of the scopes' names.
  private let sortedScopes: [Int]
  private let holdings: [Holding]
  private let byScope: Grouping
  private let byPrincipal: Grouping

  /// The holdings of roles that are `wanted`. Groups hold nothing themselves, unless they are counted as principals
  /// that may ask for themselves.
  init(
    _ directory: Directory, _ index: PolicyIndex, at now: Timestamp, withGroups: Bool,
    wanted: (RoleName) -> Bool
  ) {
    self.directory = directory
    let list = directory.assignments
    let scopes = EntityPositions(directory.scopes.lazy.map(\.name))
    positions = scopes
    parents = directory.scopes.map { $0.parent.flatMap { scopes[$0] } }
    sortedScopes = directory.scopes.indices.sorted { directory.scopes[$0].name < directory.scopes[$1].name }
    let isWanted = list.roles.map { index.roles[$0] != nil && wanted($0) }
    let isOver = list.ends.map { $0 <= now }
    let scopePlaces = scopes.positions(of: list.scopes)
    var groups = Groups(directory, index, now, areHolders: withGroups)
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
  var principals: [UInt32] { sortedNumbers.filter { !byPrincipal[Int($0)].isEmpty } }

  /// All principals of the directory, in ascending order.
  var sortedNumbers: [UInt32] { names.sortedNumbers() }

  func name(of principal: UInt32) -> EntityName { names[Int(principal)] }

  func type(of principal: UInt32) -> String { names.type(of: Int(principal)) }

  func number(of principal: EntityName) -> UInt32? { names.number(of: principal).map { UInt32($0) } }

  /// The roles that assignments name; holdings know them by position.
  var roles: [RoleName] { directory.assignments.roles }

  /// What a principal holds, in the order of the assignments.
  func of(_ principal: UInt32) -> some Collection<Holding> {
    byPrincipal[Int(principal)].lazy.map { holdings[Int($0)] }
  }

  /// The scopes of a type, in ascending order of their ids.
  func scopes(ofType type: String) -> [Int] { sortedScopes.filter { directory.scopes[$0].name.type == type } }

  func name(ofScope scope: Int) -> EntityName { directory.scopes[scope].name }

  func position(of scope: EntityName) -> Int? { positions[scope] }

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

  /// Whether one scope lies in the other, or both are one.
  func areInLine(_ one: Int, _ other: Int) -> Bool { chain(one).contains(other) || chain(other).contains(one) }

  /// The scope and all that it lies in, outward.
  func chain(_ scope: Int) -> [Int] {
    var chain = [scope]
    while let last = chain.last, let parent = parents[last], chain.count <= parents.count { chain.append(parent) }
    return chain
  }
}
