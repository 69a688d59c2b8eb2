import PolicyLanguage
import YAMLReader

/// A policy's tables with every place spread out: each action that can be asked in a scope type, by each role, whether a
/// row speaks of it or not.
struct PolicyGrid {
  /// The row that decides about a permission in a scope type.
  struct Row {
    var isForbid: Bool
    var scopeType: String
    var resourceType: String
    var action: String
    var cells: [Cell]
    /// Where the row stands; where its resource type or its table does if there is no row.
    var span: Span

    func position(of role: String?) -> TablePosition {
      TablePosition(
        isForbid: isForbid, scopeType: scopeType, resourceType: resourceType, action: action, role: role)
    }
  }

  let rows: [Row]

  init(_ policy: Policy) {
    var rows: [Row] = []
    for scope in policy.scopeTypes {
      for type in policy.resourceTypes {
        let permissions = Self.rows(policy.permissions, scope.name, type.name)
        if type.scopeTypes.contains(scope.name) {
          for action in type.actions {
            let own = permissions.filter { $0.action == action }
            let deciding = own.isEmpty ? permissions.filter { $0.action == nil } : own
            let span = deciding.first?.span ?? permissions.first?.resourceSpan ?? type.span
            rows.append(Row(isForbid: false, scope, type, action, deciding.flatMap(\.cells), span))
          }
        }
        let forbids = Self.rows(policy.forbids, scope.name, type.name)
        for action in type.actions {
          let deciding = forbids.filter { $0.action == nil || $0.action == action }
          guard let first = deciding.first else { continue }
          rows.append(Row(isForbid: true, scope, type, action, deciding.flatMap(\.cells), first.span))
        }
      }
    }
    self.rows = rows
  }

  private static func rows(_ rows: [TableRow], _ scopeType: String, _ resourceType: String) -> [TableRow] {
    rows.filter { $0.scopeType == scopeType && $0.resourceType == resourceType }
  }

  /// Every change of a single cell, by row and then by role.
  func changes(_ policy: Policy) -> [PlacedChange] {
    let index = PolicyIndex(policy)
    return rows.flatMap { row -> [PlacedChange] in
      var changes: [PlacedChange] = []
      let roles = (index.rolesByScopeType[row.scopeType] ?? []).map { Optional($0) } + [nil]
      for role in roles {
        let position = row.position(of: role)
        let cells = row.cells.filter { $0.role == role }
        if cells.isEmpty, !row.isForbid { changes.append(PlacedChange(change: .cellAdded(position), span: row.span)) }
        for cell in cells {
          changes.append(PlacedChange(change: .cellRemoved(position, condition: cell.condition), span: cell.span))
          guard let condition = cell.condition else { continue }
          changes.append(PlacedChange(change: .conditionDropped(position, condition: condition), span: cell.span))
          changes.append(PlacedChange(change: .conditionNegated(position, condition: condition), span: cell.span))
        }
      }
      return changes
    }
  }
}

extension PolicyGrid.Row {
  fileprivate init(
    isForbid: Bool, _ scope: ScopeType, _ type: ResourceType, _ action: String, _ cells: [Cell], _ span: Span
  ) {
    self.init(
      isForbid: isForbid, scopeType: scope.name, resourceType: type.name, action: action, cells: cells, span: span)
  }
}

extension Policy {
  /// Every single change of the policy: of its cells, of what roles include, of their ranks.
  var singleChanges: [PlacedChange] {
    var changes = PolicyGrid(self).changes(self)
    for role in roles {
      changes += role.includes.map {
        PlacedChange(change: .includeRemoved(role.name, $0.role), span: $0.span)
      }
    }
    for role in roles {
      guard let rank = role.rank else { continue }
      let others = roles.filter { $0.name.scopeType == role.name.scopeType }.compactMap(\.rank)
      // As high as the next above, as low as the next below: any further change passes by one of these.
      for other in [others.filter { $0 > rank }.min(), others.filter { $0 < rank }.max()].compactMap(\.self) {
        changes.append(PlacedChange(change: .rankChanged(role.name, from: rank, to: other), span: role.span))
      }
    }
    return changes
  }

  /// Each atom of each condition, held to either truth.
  var atomChanges: [PlacedChange] {
    conditions.flatMap { condition in
      condition.expression.atoms.enumerated().flatMap { number, atom in
        [true, false].map { value in
          PlacedChange(
            change: .atomFixed(
              condition: condition.name, atom: number, text: ConditionExpression.atom(atom).description, to: value),
            span: atom.span)
        }
      }
    }
  }
}

extension ConditionExpression {
  /// The atoms from left to right.
  var atoms: [ConditionAtom] {
    switch self {
    case .literal: []
    case .not(let inner): inner.atoms
    case .and(let left, let right), .or(let left, let right): left.atoms + right.atoms
    case .atom(let atom): [atom]
    }
  }

  /// The expression with one of its atoms, counted from the left, held to a truth.
  func fixing(_ atom: Int, to value: Bool) -> ConditionExpression {
    switch self {
    case .literal: return self
    case .not(let inner): return .not(inner.fixing(atom, to: value))
    case .and(let left, let right):
      return .and(left.fixing(atom, to: value), right.fixing(atom - left.atoms.count, to: value))
    case .or(let left, let right):
      return .or(left.fixing(atom, to: value), right.fixing(atom - left.atoms.count, to: value))
    case .atom(let own): return atom == 0 ? .literal(value, own.span) : self
    }
  }
}
