package import PolicyLanguage
package import YAMLReader

/// One place of a permission or forbid table: a role in a row, `"*"` rows spread over the actions that they stand for.
package struct TablePosition: Hashable, Sendable {
  package var isForbid: Bool
  package var scopeType: String
  package var resourceType: String
  package var action: String
  /// A bare role name of the scope type; `nil` for `anyone`.
  package var role: String?

  /// `organization.member`, or `anyone in organization`.
  package var roleText: String { role.map { "\(scopeType).\($0)" } ?? "anyone in \(scopeType)" }
  /// `connection delete`
  package var permission: String { "\(resourceType) \(action)" }
}

/// A single change of a policy, of the kind that a slip of the hand makes and that a test ought to notice.
package enum PolicyChange: Hashable, Sendable {
  /// A cell is taken out of a row; with its condition, if it has one.
  case cellRemoved(TablePosition, condition: String?)
  /// A role without a cell of its own gets one, without a condition.
  case cellAdded(TablePosition)
  case conditionDropped(TablePosition, condition: String)
  case conditionNegated(TablePosition, condition: String)
  case includeRemoved(RoleName, RoleName)
  case rankChanged(RoleName, from: Int64, to: Int64)
  /// An atom of a condition, counted from the left, always comes to one truth.
  case atomFixed(condition: String, atom: Int, text: String, to: Bool)

  /// The place in a table that it changes; `nil` for what changes roles or conditions.
  package var position: TablePosition? {
    switch self {
    case .cellRemoved(let position, _), .cellAdded(let position), .conditionDropped(let position, _),
      .conditionNegated(let position, _):
      position
    case .includeRemoved, .rankChanged, .atomFixed: nil
    }
  }

  /// What kind of change it is; reports count by it.
  package enum Kind: String, CaseIterable, Sendable {
    case grantRemoved = "grant removed"
    case grantAdded = "grant added"
    case conditionDropped = "condition dropped"
    case conditionNegated = "condition negated"
    case forbidRemoved = "forbid removed"
    case includeRemoved = "include removed"
    case rankChanged = "rank changed"
    case atomFixed = "atom fixed"
  }

  package var kind: Kind {
    switch self {
    case .cellRemoved(let position, _): position.isForbid ? .forbidRemoved : .grantRemoved
    case .cellAdded: .grantAdded
    case .conditionDropped: .conditionDropped
    case .conditionNegated: .conditionNegated
    case .includeRemoved: .includeRemoved
    case .rankChanged: .rankChanged
    case .atomFixed: .atomFixed
    }
  }

  /// The change as a reviewer would read it, such as "`organization.member` gets `connection delete`".
  package var text: String {
    switch self {
    case .cellRemoved(let position, let condition):
      let suffix = condition.map { " if \($0)" } ?? ""
      return position.isForbid
        ? "`\(position.permission)` is no longer forbidden to `\(position.roleText)`\(suffix)"
        : "`\(position.roleText)` loses `\(position.permission)`\(suffix)"
    case .cellAdded(let position): return "`\(position.roleText)` gets `\(position.permission)`"
    case .conditionDropped(let position, let condition):
      return position.isForbid
        ? "`\(position.permission)` is forbidden to `\(position.roleText)` always, not only if \(condition)"
        : "`\(position.roleText)` gets `\(position.permission)` always, not only if \(condition)"
    case .conditionNegated(let position, let condition):
      return position.isForbid
        ? "`\(position.permission)` is forbidden to `\(position.roleText)` unless \(condition)"
        : "`\(position.roleText)` gets `\(position.permission)` unless \(condition)"
    case .includeRemoved(let role, let other): return "`\(role)` no longer includes `\(other)`"
    case .rankChanged(let role, let from, let to): return "`\(role)` has rank \(to), not \(from)"
    case .atomFixed(let condition, _, let text, let value): return "in `\(condition)`, `\(text)` is always \(value)"
    }
  }
}

/// A change with the place that it is a change of.
package struct PlacedChange: Hashable, Sendable {
  package var change: PolicyChange
  /// The cell, or where it would stand; the include, rank or condition.
  package var span: Span
}
