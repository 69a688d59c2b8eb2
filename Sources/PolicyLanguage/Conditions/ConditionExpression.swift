package import PolicyValues
package import YAMLReader

/// A condition as it is written: the tree that the parser makes of CEL text, before names have types.
package indirect enum ConditionExpression: Hashable, Sendable {
  /// `true` or `false` standing alone.
  case literal(Bool, Span)
  /// `!e`
  case not(ConditionExpression)
  /// `a && b`
  case and(ConditionExpression, ConditionExpression)
  /// `a || b`
  case or(ConditionExpression, ConditionExpression)
  /// The smallest statement with a truth of its own.
  case atom(ConditionAtom)
}

/// One comparison, membership, prefix or presence test: what at most 64 of make a condition.
package struct ConditionAtom: Hashable, Sendable {
  /// What is asked of the operands.
  package enum Operator: String, Hashable, Sendable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    /// `left in right`: an element of a list.
    case isIn = "in"
    /// `has(left)`: whether a value is there; always decides.
    case has
    /// `left.startsWith(right)`
    case startsWith
    /// `left.endsWith(right)`
    case endsWith
    /// `ip_in(left, right)`
    case ipIn = "ip_in"
    /// A name of type bool standing alone.
    case isTrue
  }

  package var op: Operator
  package var left: ConditionOperand
  /// `nil` for `has` and `isTrue`.
  package var right: ConditionOperand?
  /// From the first byte of the atom to its last.
  package var span: Span

  package init(op: Operator, left: ConditionOperand, right: ConditionOperand?, span: Span) {
    self.op = op
    self.left = left
    self.right = right
    self.span = span
  }
}

/// One side of an atom, as it is written.
package indirect enum ConditionOperand: Hashable, Sendable {
  /// A dotted name: `principal`, `resource.owner`, `now`.
  case name([String], Span)
  case string(String, Span)
  case int(Int64, Span)
  case bool(Bool, Span)
  case list([ConditionOperand], Span)
  /// `timestamp("…")`; the text has been read.
  case timestamp(Timestamp, Span)
  /// `rank(role)`
  case rank(ConditionOperand, Span)

  /// Where the operand stands.
  package var span: Span {
    switch self {
    case .name(_, let span), .string(_, let span), .int(_, let span), .bool(_, let span),
      .list(_, let span), .timestamp(_, let span), .rank(_, let span):
      span
    }
  }
}
