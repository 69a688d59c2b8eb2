import PolicyLanguage
import PolicyValues

/// The directory's scopes as trees, each with who holds what there; of a large directory a part.
struct ScopeTree {
  /// A scope and those that lie in it, in ascending order of type and id.
  struct Node {
    var scope: ScopeInstance
    var holders: [Holders]
    var children: [Node]
  }

  /// The holders of one role at one scope: the first in ascending order, and how many there are.
  struct Holders {
    var role: RoleName
    var first: [(name: EntityName, until: Timestamp?)]
    var count: Int
  }

  var roots: [Node] = []
  /// How many scopes are in the tree, and how many there are.
  private(set) var shown = 0
  private(set) var total: Int

  init(_ directory: Directory, roles: [RoleName], limits: PolicyReport.Limits) {
    total = directory.scopes.count
    let children = Dictionary(grouping: directory.scopes.filter { $0.parent != nil }) { $0.parent ?? $0.name }
    let known = Set(directory.scopes.map(\.name))
    // What lies in a scope that is not there stands at the top, so that it is seen.
    let tops = directory.scopes.filter { $0.parent.map { !known.contains($0) } ?? true }
    // Whole levels first: of a cut tree the upper part says more.
    var chosen: Set<EntityName> = []
    var level = Self.sorted(tops)
    while !level.isEmpty, chosen.count < limits.scopes {
      level = Array(level.prefix(limits.scopes - chosen.count))
      for scope in level { chosen.insert(scope.name) }
      level = level.flatMap { Self.sorted(children[$0.name] ?? []) }.filter { !chosen.contains($0.name) }
    }
    shown = chosen.count
    let holders = Self.holders(directory.assignments, at: chosen, roles: roles, limits: limits)
    func node(_ scope: ScopeInstance) -> Node {
      let below = Self.sorted(children[scope.name] ?? []).filter { chosen.contains($0.name) && $0.name != scope.name }
      return Node(scope: scope, holders: holders[scope.name] ?? [], children: below.map(node))
    }
    roots = Self.sorted(tops).filter { chosen.contains($0.name) }.map(node)
  }

  private static func sorted(_ scopes: [ScopeInstance]) -> [ScopeInstance] { scopes.sorted { $0.name < $1.name } }

  /// Goes through all assignments once, and keeps those of the chosen scopes.
  private static func holders(
    _ assignments: AssignmentList, at chosen: Set<EntityName>, roles: [RoleName], limits: PolicyReport.Limits
  ) -> [EntityName: [Holders]] {
    var isChosen = [Bool](repeating: false, count: assignments.scopes.count)
    for name in chosen { if let number = assignments.scopes.number(of: name) { isChosen[number] = true } }
    var held: [UInt64: [AssignmentList.Record]] = [:]
    for record in assignments.records where isChosen[Int(record.scope)] {
      held[UInt64(record.scope) << 32 | UInt64(record.role), default: []].append(record)
    }
    var result: [EntityName: [Holders]] = [:]
    for (key, records) in held {
      let scope = assignments.scopes[Int(key >> 32)]
      let names = records.map { record in
        (
          name: assignments.principals[Int(record.principal)],
          until: record.end == AssignmentList.Record.forGood ? nil : assignments.ends[Int(record.end)]
        )
      }.sorted { ($0.name, $0.until ?? .maximum) < ($1.name, $1.until ?? .maximum) }
      result[scope, default: []].append(
        Holders(
          role: assignments.roles[Int(key & 0xFFFF_FFFF)], first: Array(names.prefix(limits.names)), count: names.count)
      )
    }
    let order = Dictionary(roles.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    for scope in result.keys {
      result[scope]?.sort { (order[$0.role] ?? .max, $0.role) < (order[$1.role] ?? .max, $1.role) }
    }
    return result
  }
}
