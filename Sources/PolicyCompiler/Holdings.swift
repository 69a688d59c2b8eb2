import PolicyLanguage
import PolicyValues
import YAMLReader

/// Who holds which role where at a time, groups looked through; of those roles that invariants ask for.
struct Holdings {
  struct Holding {
    var principal: EntityName
    var role: RoleName
    /// The position of the scope.
    var scope: Int
    /// The assignment that gives it.
    var span: Span
  }

  private let directory: Directory
  private let parents: [Int?]
  /// Positions in the directory, in ascending order of the scopes' names.
  private let sortedScopes: [Int]
  private let holdings: [Holding]
  private let byScope: [[Int32]]
  private let byPrincipal: [EntityName: [Int32]]

  init(_ directory: Directory, _ index: PolicyIndex, at now: Timestamp) {
    self.directory = directory
    let scopes = Dictionary(
      directory.scopes.indices.map { (directory.scopes[$0].name, $0) }, uniquingKeysWith: { a, _ in a })
    parents = directory.scopes.map { $0.parent.flatMap { scopes[$0] } }
    sortedScopes = directory.scopes.indices.sorted { directory.scopes[$0].name < directory.scopes[$1].name }
    let groups = Groups(directory, index, now)
    var holdings: [Holding] = []
    var byScope = [[Int32]](repeating: [], count: directory.scopes.count)
    var byPrincipal: [EntityName: [Int32]] = [:]
    var lastScope: (name: EntityName, position: Int?)?
    // Most roles are in no invariant's words.
    let patterns = index.policy.invariants.flatMap { invariant -> [RolePattern] in
      if case .never = invariant.kind { return [] }
      return invariant.kind.patterns
    }
    let wanted = Set(index.policy.roles.map(\.name).filter { role in patterns.contains { $0.matches(role) } })
    for assignment in directory.assignments where !wanted.isEmpty {
      if let until = assignment.until, until <= now { continue }
      if lastScope?.name != assignment.scope { lastScope = (assignment.scope, scopes[assignment.scope]) }
      let role = RoleName(assignment.scope.type, assignment.role)
      guard let scope = lastScope?.position, wanted.contains(role) else { continue }
      for principal in groups.holders(of: assignment.principal) {
        byScope[scope].append(Int32(holdings.count))
        byPrincipal[principal, default: []].append(Int32(holdings.count))
        holdings.append(Holding(principal: principal, role: role, scope: scope, span: assignment.span))
      }
    }
    self.holdings = holdings
    self.byScope = byScope
    self.byPrincipal = byPrincipal
  }

  /// All who hold anything, in ascending order.
  var principals: [EntityName] { byPrincipal.keys.sorted() }

  func of(_ principal: EntityName) -> [Holding] { (byPrincipal[principal] ?? []).map { holdings[Int($0)] } }

  /// The scopes of a type, in ascending order of their ids.
  func scopes(ofType type: String) -> [Int] { sortedScopes.filter { directory.scopes[$0].name.type == type } }

  func name(ofScope scope: Int) -> EntityName { directory.scopes[scope].name }

  func span(ofScope scope: Int) -> Span { directory.scopes[scope].span }

  /// The first holding of each principal that holds such a role right there.
  func holders(of pattern: RolePattern, at scope: Int) -> [Holding] {
    var seen: Set<EntityName> = []
    return byScope[scope].map { holdings[Int($0)] }
      .filter { pattern.matches($0.role) && seen.insert($0.principal).inserted }
  }

  /// The scope and all that it lies in, outward.
  func chain(_ scope: Int) -> [Int] {
    var chain = [scope]
    while let last = chain.last, let parent = parents[last], chain.count <= parents.count { chain.append(parent) }
    return chain
  }
}

/// Who is in a group at a time, through groups.
private struct Groups {
  private let described: [EntityName: PrincipalInstance]
  private let isGroup: Set<String>
  private let now: Timestamp

  init(_ directory: Directory, _ index: PolicyIndex, _ now: Timestamp) {
    let types = Set(index.policy.principalTypes.filter { $0.members != nil }.map(\.name))
    described = Dictionary(
      directory.principals.filter { types.contains($0.name.type) }.map { ($0.name, $0) },
      uniquingKeysWith: { a, _ in a })
    isGroup = types
    self.now = now
  }

  /// The principal itself, or for a group those that are in it.
  func holders(of principal: EntityName) -> [EntityName] {
    guard isGroup.contains(principal.type) else { return [principal] }
    var seen: Set<EntityName> = [principal]
    var open = [principal]
    var members: [EntityName] = []
    while let next = open.popLast() {
      guard let group = described[next], !group.isDisabled, group.expires.map({ now < $0 }) ?? true else { continue }
      for member in group.members where seen.insert(member).inserted {
        if isGroup.contains(member.type) { open.append(member) } else { members.append(member) }
      }
    }
    return members
  }
}
