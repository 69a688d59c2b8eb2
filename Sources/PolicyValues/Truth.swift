/// Kleene's three-valued logic: what a condition says when a value it needs may be missing.
package enum Truth: UInt8, Sendable {
  /// It does not hold.
  case `false` = 0
  /// It holds.
  case `true` = 1
  /// A value is missing or of the wrong type. Grants nothing, and in a forbid denies.
  case undecided = 2

  /// The truth of a decided statement.
  package init(_ value: Bool) { self = value ? .true : .false }

  /// `!undecided` is undecided.
  package static prefix func ! (a: Truth) -> Truth {
    switch a {
    case .true: .false
    case .false: .true
    case .undecided: .undecided
    }
  }

  /// `false && undecided` is false, whichever side is which.
  package func and(_ other: Truth) -> Truth {
    if self == .false || other == .false { return .false }
    return self == .true && other == .true ? .true : .undecided
  }

  /// `true || undecided` is true, whichever side is which.
  package func or(_ other: Truth) -> Truth {
    if self == .true || other == .true { return .true }
    return self == .false && other == .false ? .false : .undecided
  }
}
