package import PolicyValues

/// A condition whose names have types: what it means in one scope type's table, in the row of one resource type.
package indirect enum CheckedCondition: Hashable, Sendable {
  case literal(Bool)
  case not(CheckedCondition)
  case and(CheckedCondition, CheckedCondition)
  case or(CheckedCondition, CheckedCondition)
  case atom(CheckedAtom)
}

/// An atom whose operands are of types that the operator takes.
package struct CheckedAtom: Hashable, Sendable {
  package var op: ConditionAtom.Operator
  package var left: CheckedOperand
  /// `nil` for `has`, `isTrue` and `ipIn`.
  package var right: CheckedOperand?
  /// The block that `ip_in` asks for; `nil` for every other operator.
  package var network: IPNetwork?

  package init(
    op: ConditionAtom.Operator, left: CheckedOperand, right: CheckedOperand? = nil,
    network: IPNetwork? = nil
  ) {
    self.op = op
    self.left = left
    self.right = right
    self.network = network
  }
}

/// One side of a checked atom.
package indirect enum CheckedOperand: Hashable, Sendable {
  /// A literal, read as the type that the other side asks for. A role literal always names its scope type.
  case literal(AttributeValue)
  case builtin(ConditionBuiltin)
  /// A declared attribute.
  case attribute(ConditionOwner, String, AttributeType)
  /// The rank of a role: an int, undecided unless the role is a ranked one of the scope's own type.
  case rank(CheckedOperand)
}

/// Whose attribute a name asks for: the first part of a dotted name.
package enum ConditionOwner: String, CaseIterable, Hashable, Sendable {
  case principal, resource, scope, context, action
}

/// Names that every policy has (DESIGN.md, section 3).
package enum ConditionBuiltin: String, CaseIterable, Hashable, Sendable {
  /// `type:id` of who asks; of type principal.
  case principal
  /// Strings.
  case principalID = "principal.id"
  case principalType = "principal.type"
  /// The principal's groups, through groups: a list of principals.
  case principalGroups = "principal.groups"
  /// The highest rank held at the scope: an int, undecided without one.
  case principalRank = "principal.rank"
  /// `type:id`; comparable with strings and with principals. Undecided for a bare type.
  case resource
  /// A string; undecided for a bare type.
  case resourceID = "resource.id"
  case resourceType = "resource.type"
  /// `type:id`; comparable with strings.
  case scope
  case scopeID = "scope.id"
  case scopeType = "scope.type"
  /// The time of the request: a timestamp.
  case now
}
