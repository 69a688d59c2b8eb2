import DecisionTable
import PolicyAnalysis
import PolicyLanguage

/// Whether a change of a policy changes any answer, whatever the directory and the request: changes that do not are no test's
/// to notice.
///
/// Whoever is asked about holds some roles, of which two are enough to look at: the one whose cell makes the difference, and
/// the one that gives the highest rank. What further roles permit could only hide the difference, and what they forbid as well.
struct Equivalence {
  private let index: PolicyIndex
  private let base: Rows
  private let holders: [[String]]
  private var settings: [SettingKey: MeaningSetting] = [:]

  private struct SettingKey: Hashable {
    var scopeType: String
    var resourceType: String
    var holder: [String]
  }

  private struct Compared: Hashable {
    var before: GrantFormula
    var after: GrantFormula
    var ranks: [[String: Int64?]]
  }

  /// What a change may do to answers.
  enum Finding {
    /// It is proved to change none.
    case none
    /// It may change some: where these are so it does, as far as that is known.
    case some([MeaningWitness])
  }

  init(_ policy: Policy, _ table: DecisionTable) {
    index = PolicyIndex(policy)
    base = Rows(table, closures: nil)
    let roles = policy.roles.map(\.name.description)
    holders =
      [[]] + roles.map { [$0] }
      + roles.indices.flatMap { first in roles[(first + 1)...].map { [roles[first], $0] } }
  }

  /// What the change made in `table` does; with as many witnesses as are wanted, as far as there are.
  mutating func finding(_ change: PolicyChange, in table: DecisionTable, witnesses most: Int) -> Finding {
    // What roles include is the same where only cells change.
    let changed = Rows(table, closures: change.position == nil ? nil : base.closures)
    var rows: [RowKey]
    let isOfRoles: Bool
    if let position = change.position {
      (rows, isOfRoles) = ([RowKey(position)], false)
    } else {
      (rows, isOfRoles) = (Set(base.cells.keys).union(changed.cells.keys).sorted(), true)
    }
    rows.removeAll { isTakenBack($0) }
    var witnesses: [MeaningWitness] = []
    var isOpen = false
    for row in rows {
      guard let permits = row.isForbid ? permits(meeting: row) : [] else { continue }
      var seen: Set<Compared> = []
      for holder in holders {
        let before =
          row.isForbid
          ? GrantFormula(permits: permits, forbids: base.terms(row, holder)) : base.formula(row, holder)
        let after =
          row.isForbid
          ? GrantFormula(permits: permits, forbids: changed.terms(row, holder)) : changed.formula(row, holder)
        // Most holders come to the same: their ranks tell them apart only where something asks for ranks.
        let asksForRanks = (before.atoms + after.atoms).contains(where: \.asksForRank)
        if before == after, !isOfRoles || !asksForRanks { continue }
        let first = setting(row, holder)
        let second =
          isOfRoles
          ? MeaningSetting(table, scopeType: row.scopeType, resourceType: row.resourceType, holding: holder) : first
        if before == after, first == second { continue }
        let ranks = asksForRanks ? [first.ranks, second.ranks] : []
        guard seen.insert(Compared(before: before, after: after, ranks: ranks)).inserted else { continue }
        let change = compare(before, in: first, after, in: second)
        for possibility in [change.gains, change.losses] where !possibility.isNever {
          isOpen = true
          if case .sometimes(let witness) = possibility, !witnesses.contains(witness) { witnesses.append(witness) }
        }
        if isOpen, witnesses.count >= most { return .some(witnesses) }
      }
    }
    return isOpen ? .some(witnesses) : .none
  }

  /// What a forbid of a row may meet: what its own table grants, or, where a grant may come from another, anything. `nil` if
  /// nothing is ever granted there. Grants come from further down, and of a scope from its parent's table as well.
  private func permits(meeting row: RowKey) -> [ConditionTerm]? {
    let isScope = index.scopeTypes[row.resourceType] != nil
    let isGrantedElsewhere = base.cells.contains { key, cells in
      !key.isForbid && !cells.isEmpty && key.resourceType == row.resourceType && key.action == row.action
        && key.scopeType != row.scopeType
        && (isScope || index.scopeType(key.scopeType, liesInOrBelow: row.scopeType))
    }
    let grants = base.cells[row.permitting] ?? []
    if !isGrantedElsewhere, grants.isEmpty { return nil }
    let isNested = index.scopeTypes[row.scopeType]?.parents.contains(row.scopeType) ?? false
    return isGrantedElsewhere || isNested || isScope ? [.constant(true)] : grants.map(\.term)
  }

  /// Whether an unconditional forbid for anyone stands above whatever the row grants.
  private func isTakenBack(_ row: RowKey) -> Bool {
    guard !row.isForbid else { return false }
    return base.cells.contains { key, cells in
      key.isForbid && key.resourceType == row.resourceType && key.action == row.action
        && cells.contains { $0.role == "anyone" && $0.term == .constant(true) }
        && passes(row.scopeType, key.scopeType)
    }
  }

  /// Whether every way up from a scope of a type passes one of another.
  private func passes(_ scopeType: String, _ other: String) -> Bool {
    if scopeType == other { return true }
    guard let type = index.scopeTypes[scopeType], !type.isRoot else { return false }
    let ways = type.parents.filter { $0 != scopeType }
    return !ways.isEmpty && ways.allSatisfy { passes($0, other) }
  }

  private mutating func setting(_ row: RowKey, _ holder: [String]) -> MeaningSetting {
    let key = SettingKey(scopeType: row.scopeType, resourceType: row.resourceType, holder: holder)
    if let known = settings[key] { return known }
    let setting = MeaningSetting(
      base.table, scopeType: row.scopeType, resourceType: row.resourceType, holding: holder)
    settings[key] = setting
    return setting
  }
}

private struct RowKey: Hashable, Comparable {
  var isForbid: Bool
  var scopeType: String
  var resourceType: String
  var action: String

  init(_ position: TablePosition) {
    isForbid = position.isForbid
    scopeType = position.scopeType
    resourceType = position.resourceType
    action = position.action
  }

  init(_ cell: TableCell) {
    isForbid = cell.isForbid
    scopeType = cell.scopeType
    resourceType = cell.resourceType
    action = cell.action
  }

  static func < (a: Self, b: Self) -> Bool {
    let (x, y) = (a.path, b.path)
    return x.utf8.lexicographicallyPrecedes(y.utf8)
  }

  private var path: String { "\(isForbid ? 1 : 0).\(scopeType).\(resourceType) \(action)" }

  /// The row of the permissions that a forbid's speaks of.
  var permitting: RowKey {
    var key = self
    key.isForbid = false
    return key
  }

  var forbidding: RowKey {
    var key = self
    key.isForbid = true
    return key
  }
}

/// A table's cells by row, with what each asks for.
private struct Rows {
  struct Entry {
    var role: String
    var term: ConditionTerm
  }

  let table: DecisionTable
  let cells: [RowKey: [Entry]]
  /// What each role brings along, by full names.
  let closures: [String: Set<String>]

  init(_ table: DecisionTable, closures known: [String: Set<String>]?) {
    self.table = table
    let roles = table.scopeTypeNames.flatMap { type in table.roles(of: type).map { "\(type).\($0)" } }
    closures =
      known
      ?? Dictionary(
        roles.map { role in (role, Set(roles.filter { table.role(role, includes: $0) })) },
        uniquingKeysWith: { first, _ in first })
    cells = Dictionary(grouping: table.cells, by: { RowKey($0) }).mapValues { cells in
      cells.map { Entry(role: $0.role, term: table.term(of: $0.id)) }
    }
  }

  /// What a holder's cells of a row ask for.
  func terms(_ row: RowKey, _ holder: [String]) -> [ConditionTerm] {
    (cells[row] ?? []).filter { entry in
      entry.role == "anyone"
        || holder.contains { closures[$0]?.contains("\(row.scopeType).\(entry.role)") ?? false }
    }.map(\.term)
  }

  /// What a holder may by a row, the forbids of the same table counted.
  func formula(_ row: RowKey, _ holder: [String]) -> GrantFormula {
    GrantFormula(permits: terms(row, holder), forbids: terms(row.forbidding, holder))
  }
}

extension TableAtom {
  /// Whether its truth may depend on how roles rank.
  fileprivate var asksForRank: Bool {
    [left, right].compactMap(\.self).contains { operand in
      switch operand {
      case .builtin(.principalRank), .rank: true
      case .builtin, .attribute, .literal: false
      }
    }
  }
}
