import PolicyLanguage
import PolicyValues
import YAMLReader

/// One cell for one action: a `"*"` row's stand once for each action that the row is for.
struct TableCell {
  var scopeType: String
  var resourceType: String
  var action: String
  /// `nil` for `anyone`.
  var role: RoleName?
  /// What the condition means here; `nil` without one.
  var condition: CheckedCondition?
  /// As it is written.
  var cell: Cell
  /// The position of the row in its table.
  var row: Int
}

/// A role that is held, with all that it brings along.
struct HeldRole {
  var scopeType: String
  var reach: Set<RoleName>
}

/// The tables as proofs go through them, with what follows from them whatever the directory holds.
struct TableCells {
  private struct Thing: Hashable {
    var resourceType: String
    var action: String
  }

  private struct Row: Hashable {
    var scopeType: String
    var thing: Thing
  }

  private struct Use: Hashable {
    var condition: String
    var scopeType: String
    var resourceType: String
  }

  let index: PolicyIndex
  /// In the order of the rows.
  private(set) var permissions: [TableCell] = []
  private var forbidsOf: [Thing: [TableCell]] = [:]
  private var permissionsIn: [Row: [TableCell]] = [:]
  /// Whether any condition asks for `principal.rank`.
  private(set) var asksRank = false
  private var closures: [RoleName: Set<RoleName>] = [:]
  let ranks: [RoleName: Int64]
  private var conditions: [Use: CheckedCondition] = [:]

  init(_ index: PolicyIndex) {
    self.index = index
    ranks = index.roles.compactMapValues(\.rank)
    for role in index.policy.roles { closures[role.name] = index.closure(of: role.name) }
    permissions = cells(of: index.policy.permissions, isForbid: false)
    forbidsOf = Dictionary(grouping: cells(of: index.policy.forbids, isForbid: true)) {
      Thing(resourceType: $0.resourceType, action: $0.action)
    }
    permissionsIn = Dictionary(grouping: permissions) {
      Row(scopeType: $0.scopeType, thing: Thing(resourceType: $0.resourceType, action: $0.action))
    }
    asksRank = conditions.values.contains { RankUse($0).isAsked }
  }

  private mutating func cells(of rows: [TableRow], isForbid: Bool) -> [TableCell] {
    struct Table: Hashable {
      var scopeType: String
      var resourceType: String
    }
    var own: [Table: Set<String>] = [:]
    for row in rows {
      guard let action = row.action else { continue }
      own[Table(scopeType: row.scopeType, resourceType: row.resourceType), default: []].insert(action)
    }
    var cells: [TableCell] = []
    for (position, row) in rows.enumerated() {
      let named = own[Table(scopeType: row.scopeType, resourceType: row.resourceType)] ?? []
      let actions = row.action.map { [$0] } ?? (index.resourceTypes[row.resourceType]?.actions ?? [])
      for action in actions where row.action != nil || isForbid || !named.contains(action) {
        for cell in row.cells {
          cells.append(
            TableCell(
              scopeType: row.scopeType, resourceType: row.resourceType, action: action,
              role: cell.role.map { RoleName(row.scopeType, $0) },
              condition: cell.condition.flatMap { condition($0, row) }, cell: cell, row: position))
        }
      }
    }
    return cells
  }

  private mutating func condition(_ name: String, _ row: TableRow) -> CheckedCondition? {
    let use = Use(condition: name, scopeType: row.scopeType, resourceType: row.resourceType)
    if let known = conditions[use] { return known }
    guard let declaration = index.conditions[name] else { return nil }
    let environment = index.environment(scopeType: row.scopeType, resourceType: row.resourceType)
    let checked = checkCondition(declaration.expression, name: name, in: environment).checked
    conditions[use] = checked
    return checked
  }

  // MARK: - What follows

  /// The role and all that it includes.
  func reach(of role: RoleName) -> Set<RoleName> { closures[role] ?? [role] }

  func held(_ role: RoleName) -> HeldRole { HeldRole(scopeType: role.scopeType, reach: reach(of: role)) }

  /// The highest rank of a set of roles at scopes of a type.
  func rank(of roles: Set<RoleName>, at scopeType: String) -> Facts.Rank {
    let highest = roles.lazy.filter { $0.scopeType == scopeType }.compactMap { ranks[$0] }.max()
    return highest.map { .highest($0) } ?? .none
  }

  /// The granting cells of the same table for the same thing.
  func permissions(beside cell: TableCell) -> [TableCell] {
    let thing = Thing(resourceType: cell.resourceType, action: cell.action)
    return permissionsIn[Row(scopeType: cell.scopeType, thing: thing)] ?? []
  }

  /// The forbidding cells that speak of what a granting cell is for.
  func forbids(of grant: TableCell) -> [TableCell] {
    forbidsOf[Thing(resourceType: grant.resourceType, action: grant.action)] ?? []
  }

  /// What the cell's condition may say; true without one.
  func truth(of cell: TableCell, _ facts: Facts) -> PossibleTruth {
    guard let condition = cell.condition else { return cell.cell.condition == nil ? .true : .any }
    return PossibleTruth(
      condition, facts, scopeType: cell.scopeType, resourceType: cell.resourceType, ranks: ranks)
  }

  /// Whether the cell may ever grant.
  func isPossible(_ cell: TableCell, _ facts: Facts = Facts()) -> Bool { truth(of: cell, facts).contains(.true) }

  /// Whether the cell always forbids those that it speaks of: undecided forbids too.
  func isInevitable(_ forbid: TableCell, _ facts: Facts = Facts()) -> Bool {
    !truth(of: forbid, facts).contains(.false)
  }

  /// Whether forbids deny what a cell grants in every scope of its type: to whoever holds the roles, there or above, or
  /// to everybody. `start` is where the way up begins, if that is not where the cell stands; only ways that pass a scope
  /// of the type `through` count, if one is given.
  func isTakenBack(
    _ grant: TableCell, from holders: [HeldRole], _ facts: Facts = Facts(), from start: String? = nil,
    through: String? = nil
  ) -> Bool {
    let start = start ?? grant.scopeType
    return forbids(of: grant).contains { forbid in
      guard isInevitable(forbid, facts) else { return false }
      guard let role = forbid.role else { return lies(start, always: forbid.scopeType, below: nil, through: through) }
      return holders.contains { holder in
        holder.reach.contains(role)
          && lies(start, always: forbid.scopeType, below: holder.scopeType, through: through)
      }
    }
  }

  /// Whether every way up from a scope of a type, to one of `top` if that is given, passes one of `other`; of those that
  /// pass one of `through`, if that is given.
  func lies(_ scopeType: String, always other: String, below top: String?, through: String? = nil) -> Bool {
    if scopeType == other { return true }
    let through = through == scopeType ? nil : through
    if scopeType == top { return through != nil }
    guard let type = index.scopeTypes[scopeType], !type.isRoot else { return through != nil }
    let ways = type.parents.filter { parent in
      parent != scopeType && (top.map { index.scopeType(parent, liesInOrBelow: $0) } ?? true)
    }
    guard !ways.isEmpty else { return through != nil }
    return ways.allSatisfy { lies($0, always: other, below: top, through: through) }
  }

  /// The shortest way by includes from a role to another one; empty if they are the same.
  func includes(from role: RoleName, to other: RoleName) -> [Role.Inclusion] {
    var cameBy: [RoleName: (from: RoleName, by: Role.Inclusion)] = [:]
    var open = [role]
    var next = 0
    while next < open.count, cameBy[other] == nil {
      let name = open[next]
      next += 1
      for inclusion in index.roles[name]?.includes ?? []
      where inclusion.role != role && cameBy[inclusion.role] == nil {
        cameBy[inclusion.role] = (name, inclusion)
        open.append(inclusion.role)
      }
    }
    var way: [Role.Inclusion] = []
    var name = other
    while name != role, let step = cameBy[name] {
      way.append(step.by)
      name = step.from
    }
    return way.reversed()
  }

  /// The first include on the way from a role to another one; nothing if they are the same.
  func includeLabels(from role: RoleName, to other: RoleName) -> [Diagnostic.Label] {
    includes(from: role, to: other).prefix(1).map { Diagnostic.Label("through this include", at: $0.span) }
  }
}
