import DecisionTable
import PolicyLanguage
import PolicyValues

/// What remedies need to know of the whole table, looked up once for a search.
struct RemedyFacts {
  /// Names to suggest and principals to count are taken from so many at most.
  static let most = 5_000

  let table: DecisionTable
  let cells: [TableCell]
  let now: Timestamp
  /// By full name of a role, how many rows of permissions it has, its includes counted.
  private let breadths: [UTF8Key: Int]

  /// `policy` has the table's roles.
  init(_ table: DecisionTable, _ policy: TableContents, at now: Timestamp) {
    self.table = table
    self.now = now
    cells = table.cells
    let names = policy.roles.map { "\(policy.scopeTypes[$0.scopeType].name).\($0.name)" }
    var own: [UTF8Key: Set<[String]>] = [:]
    for cell in cells where !cell.isForbid {
      own[UTF8Key("\(cell.scopeType).\(cell.role)"), default: []]
        .insert([cell.scopeType, cell.resourceType, cell.action])
    }
    var breadths: [UTF8Key: Int] = [:]
    for (role, name) in zip(policy.roles, names) {
      var rows: Set<[String]> = []
      for other in role.closure { rows.formUnion(own[UTF8Key(names[other])] ?? []) }
      breadths[UTF8Key(name)] = rows.count
    }
    self.breadths = breadths
  }

  func breadth(ofRole name: String) -> Int { breadths[UTF8Key(name)] ?? 0 }

  /// How many principals but one hold a role at a known scope; `nil` if there are too many to be counted.
  func holders(of role: String, at scope: EntityName, but principal: EntityName) -> Int? {
    guard table.counts.principals <= Self.most else { return nil }
    let bare = role.split(separator: ".", maxSplits: 1).last.map(String.init) ?? role
    return table.principals.count { other in
      other != principal
        && table.effectiveRoles(of: other, at: scope.description, now: now)?.contains(bare) ?? false
    }
  }

  /// The row of an action's permissions in a scope type's table, for a role that is to be added.
  func row(_ scopeType: String, _ resourceType: String, _ action: String) -> AddedCell.Row {
    let near = cells.filter { !$0.isForbid && $0.scopeType == scopeType && $0.resourceType == resourceType }
    let own = near.filter { $0.action == action }
    if let first = own.first(where: { !table.isFromWildcard($0.id) }) { return .existing(table.rule(first.id)) }
    if let first = own.first {
      let texts = own.map { $0.role + ($0.condition.map { " if \($0)" } ?? "") }
      return .besideWildcard(table.rule(first.id), cells: texts)
    }
    let any = near.first ?? cells.first { !$0.isForbid && $0.scopeType == scopeType }
    return .empty(near: any.map { table.rule($0.id) })
  }

  /// One who may do what a question asks, whom a bounded principal could be bounded by: the first that is found among few.
  func someoneAllowed(_ question: Question) -> EntityName? {
    table.principals(first: 200).first { principal in
      guard principal != question.principal, !table.isBounded(principalType: principal.type) else { return false }
      var asked = question
      asked.principal = principal
      asked.properties.principal = [:]
      asked.roles = .absent
      return table.decide(asked, at: now).isAllowed
    }
  }
}
