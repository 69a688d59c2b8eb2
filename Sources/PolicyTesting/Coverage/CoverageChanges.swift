package import PolicyLanguage

extension CoverageReport {
  /// The report of what is not the same in an older policy: places of the tables that a role reaches otherwise now, through
  /// what it includes as well; conditions, and invariants, that say something else.
  package func changes(from old: Policy, to new: Policy) -> CoverageReport {
    let (before, after) = (Reach(old), Reach(new))
    let conditions = Self.texts(new.conditions).filter { Self.texts(old.conditions)[$0.key] != $0.value }
    let invariants = Dictionary(
      new.invariants.map { ($0.name, $0.kind.unplaced) }, uniquingKeysWith: { first, _ in first })
    var report = self
    report.cells = cells.filter { before.cells(at: $0.position) != after.cells(at: $0.position) }
    report.atoms = atoms.filter { conditions[$0.condition] != nil }
    report.invariants = self.invariants.filter { entry in
      old.invariants.first { $0.name == entry.name }?.kind.unplaced != invariants[entry.name]
    }
    return report
  }

  private static func texts(_ conditions: [ConditionDeclaration]) -> [String: String] {
    Dictionary(
      conditions.map { ($0.name, $0.expression.description) }, uniquingKeysWith: { first, _ in first })
  }
}

/// What each role reaches in each row, with what its conditions say.
private struct Reach {
  private struct RowKey: Hashable {
    var isForbid: Bool
    var scopeType: String
    var resourceType: String
    var action: String
  }

  private let index: PolicyIndex
  private let rows: [RowKey: PolicyGrid.Row]

  init(_ policy: Policy) {
    index = PolicyIndex(policy)
    let grid = PolicyGrid(policy).rows.map { row in
      let key = RowKey(
        isForbid: row.isForbid, scopeType: row.scopeType, resourceType: row.resourceType, action: row.action)
      return (key, row)
    }
    rows = Dictionary(grid, uniquingKeysWith: { first, _ in first })
  }

  /// The conditions under which a role is reached; an empty text stands for none.
  func cells(at position: TablePosition) -> Set<String> {
    let key = RowKey(
      isForbid: position.isForbid, scopeType: position.scopeType, resourceType: position.resourceType,
      action: position.action)
    let closure = position.role.map { index.closure(of: RoleName(position.scopeType, $0)) } ?? []
    let reached = (rows[key]?.cells ?? []).filter { cell in
      cell.role == position.role || cell.role.map { closure.contains(RoleName(position.scopeType, $0)) } ?? false
    }
    return Set(
      reached.map { cell in
        cell.condition.map { index.conditions[$0]?.expression.description ?? $0 } ?? ""
      })
  }
}

extension Invariant.Kind {
  /// The kind as text, without the places where its roles are named.
  fileprivate var unplaced: String {
    switch self {
    case .count(let bound, let of): "\(bound) \(of)"
    case .every(let role, let also, let types): "\(role) \(also) \(types)"
    case .neverBoth(let first, let second): "\(first) \(second)"
    case .never(let things, let subjects): "never \(things.map(\.description)) \(subjects.map(\.description))"
    case .only(let things, let subjects): "only \(things.map(\.description)) \(subjects.map(\.description))"
    case .isolated(let type, let except, let sharedBy):
      "isolated \(type.name) \(except.map(\.description)) \(sharedBy.map(\.name))"
    case .neverTogether(let first, let second, let subjects):
      "together \(first) \(second) \(subjects.map(\.description))"
    case .noEscalation(let things, let role, let except):
      "escalation \(things.map(\.description)) \(role.unplaced) \(except.map(\.description))"
    }
  }
}

extension GivenRole {
  fileprivate var unplaced: String {
    switch self {
    case .attribute(let owner, let name, _): "\(owner).\(name)"
    case .pattern(let pattern): pattern?.description ?? ""
    }
  }
}
