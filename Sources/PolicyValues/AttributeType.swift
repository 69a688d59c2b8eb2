/// What an attribute holds: one of seven scalar kinds, or a list of one.
package struct AttributeType: Hashable, Sendable {
  /// The scalar kinds, by the names policy files use.
  package enum Scalar: String, CaseIterable, Sendable {
    case string, int, bool, timestamp, ip, role, principal
  }

  /// The kind of the value, or of a list's elements.
  package var scalar: Scalar
  /// Whether the attribute holds a list.
  package var isList: Bool

  /// The type of a scalar or of a list of it.
  package init(_ scalar: Scalar, isList: Bool = false) {
    self.scalar = scalar
    self.isList = isList
  }
}

extension AttributeType: CustomStringConvertible {
  /// As policy files write it: `string`, `[string]`.
  package var description: String { isList ? "[\(scalar.rawValue)]" : scalar.rawValue }
}
