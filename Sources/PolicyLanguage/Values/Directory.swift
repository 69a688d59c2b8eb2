package import PolicyValues
package import YAMLReader

/// Data about instances: which scopes, principals and resources there are, and who holds which role where.
///
/// A plain value; attribute values have been read as their declared types. Nothing else here is checked.
package struct Directory: Sendable {
  package var scopes: [ScopeInstance] = []
  package var principals: [PrincipalInstance] = []
  package var resources: [ResourceInstance] = []
  package var assignments = AssignmentList()
  /// The scope of requests that name none and follow none; for policies without tenants.
  package var defaultScope: EntityName?
  package var defaultScopeSpan: Span = .none

  package init() {}
}

/// An attribute's value in the directory.
package struct AttributeEntry: Hashable, Sendable {
  package var name: String
  package var value: AttributeValue
  /// Where the value stands.
  package var span: Span

  package init(_ name: String, _ value: AttributeValue, span: Span = .none) {
    self.name = name
    self.value = value
    self.span = span
  }
}

/// A scope that exists.
package struct ScopeInstance: Hashable, Sendable {
  package var name: EntityName
  package var parent: EntityName?
  package var isDisabled: Bool
  package var attributes: [AttributeEntry]
  package var span: Span
  /// Where `parent` is named.
  package var parentSpan: Span = .none

  package init(
    _ name: EntityName, in parent: EntityName? = nil, isDisabled: Bool = false,
    attributes: [AttributeEntry] = [], span: Span = .none
  ) {
    self.name = name
    self.parent = parent
    self.isDisabled = isDisabled
    self.attributes = attributes
    self.span = span
  }
}

/// A principal that the directory describes. Principals that only assignments or member lists name exist too.
package struct PrincipalInstance: Hashable, Sendable {
  package var name: EntityName
  package var isDisabled: Bool
  /// It is denied everything from this moment on.
  package var expires: Timestamp?
  /// The members of a group.
  package var members: [EntityName]
  /// What its type's `bounded_by` names.
  package var bound: EntityName?
  package var attributes: [AttributeEntry]
  package var span: Span
  /// Where each of `members` is named; empty if nothing was read.
  package var memberSpans: [Span] = []
  /// Where `bound` is named.
  package var boundSpan: Span = .none

  package init(
    _ name: EntityName, isDisabled: Bool = false, expires: Timestamp? = nil, members: [EntityName] = [],
    bound: EntityName? = nil, attributes: [AttributeEntry] = [], span: Span = .none
  ) {
    self.name = name
    self.isDisabled = isDisabled
    self.expires = expires
    self.members = members
    self.bound = bound
    self.attributes = attributes
    self.span = span
  }
}

/// A resource that the directory describes.
package struct ResourceInstance: Hashable, Sendable {
  package var name: EntityName
  /// Where it lives; `nil` if the directory does not say.
  package var scope: EntityName?
  package var attributes: [AttributeEntry]
  package var span: Span
  /// Where `scope` is named.
  package var scopeSpan: Span = .none

  package init(
    _ name: EntityName, in scope: EntityName? = nil, attributes: [AttributeEntry] = [], span: Span = .none
  ) {
    self.name = name
    self.scope = scope
    self.attributes = attributes
    self.span = span
  }
}

/// Principal P holds role R at scope S, perhaps until a time; one of a directory's `AssignmentList`.
package struct Assignment: Hashable, Sendable {
  package var scope: EntityName
  /// The bare name of a role of the scope's type.
  package var role: String
  package var principal: EntityName
  /// Held while now is before it; `nil` for good.
  package var until: Timestamp?
  package var span: Span
  /// Where the scope is named; for several holders in one place.
  package var scopeSpan: Span = .none
  /// Where the role is named; for several holders in one place.
  package var roleSpan: Span = .none

  package init(
    _ principal: EntityName, _ role: String, at scope: EntityName, until: Timestamp? = nil,
    span: Span = .none
  ) {
    self.principal = principal
    self.role = role
    self.scope = scope
    self.until = until
    self.span = span
  }
}
