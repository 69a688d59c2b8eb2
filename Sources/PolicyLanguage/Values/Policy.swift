package import PolicyValues
package import YAMLReader

/// What a policy set says, without its directory: types, roles, tables, conditions and invariants.
///
/// A plain value: tests and importers build one without YAML. Nothing here is checked; `validate` does that.
package struct Policy: Sendable {
  /// The name that `policy:` gives; empty if nothing does.
  package var name: String
  package var nameSpan: Span
  package var scopeTypes: [ScopeType] = []
  package var principalTypes: [PrincipalType] = []
  package var resourceTypes: [ResourceType] = []
  /// What a request may say of its surroundings.
  package var contextAttributes: [AttributeDeclaration] = []
  /// What a request may say of the action.
  package var actionAttributes: [AttributeDeclaration] = []
  package var roles: [Role] = []
  package var permissions: [TableRow] = []
  package var forbids: [TableRow] = []
  package var conditions: [ConditionDeclaration] = []
  package var invariants: [Invariant] = []

  package init(name: String, nameSpan: Span = .none) {
    self.name = name
    self.nameSpan = nameSpan
  }
}

/// An attribute's name and type.
package struct AttributeDeclaration: Hashable, Sendable {
  package var name: String
  package var type: AttributeType
  /// Whether a request's value wins over the directory's (`override: true`).
  package var isOverridable: Bool
  package var span: Span

  package init(_ name: String, _ type: AttributeType, isOverridable: Bool = false, span: Span = .none) {
    self.name = name
    self.type = type
    self.isOverridable = isOverridable
    self.span = span
  }
}

/// A kind of place where roles are held.
package struct ScopeType: Hashable, Sendable {
  package var name: String
  /// The types a scope of this one may lie in; its own name among them if it nests.
  package var parents: [String]
  /// Whether requests may name scopes that the directory does not hold (`open: true`).
  package var isOpen: Bool
  package var attributes: [AttributeDeclaration]
  package var span: Span
  /// Where each of `parents` is named; empty if nothing was read.
  package var parentSpans: [Span] = []

  package init(
    _ name: String, in parents: [String] = [], isOpen: Bool = false,
    attributes: [AttributeDeclaration] = [], span: Span = .none
  ) {
    self.name = name
    self.parents = parents
    self.isOpen = isOpen
    self.attributes = attributes
    self.span = span
  }

  /// Whether scopes of this type stand at the top: nothing but scopes of the same type may hold them.
  package var isRoot: Bool { parents.allSatisfy { $0 == name } }
}

/// A kind of principal.
package struct PrincipalType: Hashable, Sendable {
  package var name: String
  package var attributes: [AttributeDeclaration]
  /// The types a group of this one may have as members; `nil` if it is not a group.
  package var members: [String]?
  /// The fact that names the principal which bounds this one; `nil` if nothing does.
  package var boundedBy: String?
  /// Whether a request may bring roles for principals of this type (`roles: request`).
  package var takesRequestRoles: Bool
  package var span: Span
  /// Where each of `members` is named; empty if nothing was read.
  package var memberSpans: [Span] = []
  /// Where `boundedBy` is named.
  package var boundSpan: Span = .none

  package init(
    _ name: String, attributes: [AttributeDeclaration] = [], members: [String]? = nil,
    boundedBy: String? = nil, takesRequestRoles: Bool = false, span: Span = .none
  ) {
    self.name = name
    self.attributes = attributes
    self.members = members
    self.boundedBy = boundedBy
    self.takesRequestRoles = takesRequestRoles
    self.span = span
  }
}

/// A kind of resource, with what can be done to it.
package struct ResourceType: Hashable, Sendable {
  package var name: String
  /// The scope types it may be asked about in.
  package var scopeTypes: [String]
  package var actions: [String]
  package var attributes: [AttributeDeclaration]
  /// Whether only resources in the directory exist (`listed: true`).
  package var isListed: Bool
  package var span: Span
  /// Where each of `scopeTypes` is named; empty if nothing was read.
  package var scopeSpans: [Span] = []

  package init(
    _ name: String, in scopeTypes: [String], actions: [String], attributes: [AttributeDeclaration] = [],
    isListed: Bool = false, span: Span = .none
  ) {
    self.name = name
    self.scopeTypes = scopeTypes
    self.actions = actions
    self.attributes = attributes
    self.isListed = isListed
    self.span = span
  }
}

/// A role by its full name, `organization.admin`.
package struct RoleName: Hashable, Comparable, Sendable, CustomStringConvertible {
  package var scopeType: String
  package var name: String

  package init(_ scopeType: String, _ name: String) {
    self.scopeType = scopeType
    self.name = name
  }

  package static func < (a: Self, b: Self) -> Bool {
    a.scopeType == b.scopeType
      ? a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
      : a.scopeType.utf8.lexicographicallyPrecedes(b.scopeType.utf8)
  }

  package var description: String { "\(scopeType).\(name)" }
}

/// A named column of a permission table, held at a scope.
package struct Role: Hashable, Sendable {
  /// A role that another one brings along.
  package struct Inclusion: Hashable, Sendable {
    package var role: RoleName
    package var span: Span

    package init(_ role: RoleName, span: Span = .none) {
      self.role = role
      self.span = span
    }
  }

  package var name: RoleName
  /// How high it stands among the roles of its scope type; `nil` if it has no rank.
  package var rank: Int64?
  package var includes: [Inclusion]
  package var span: Span
  /// Where its scope type is named.
  package var scopeSpan: Span = .none

  package init(_ name: RoleName, rank: Int64? = nil, includes: [Inclusion] = [], span: Span = .none) {
    self.name = name
    self.rank = rank
    self.includes = includes
    self.span = span
  }
}

/// One row of a permission or forbid table: the roles that may, or may not.
package struct TableRow: Hashable, Sendable {
  package var scopeType: String
  package var resourceType: String
  /// `nil` for the `"*"` row.
  package var action: String?
  package var cells: [Cell]
  /// Where the action is named.
  package var span: Span
  /// Where the scope type is named.
  package var scopeSpan: Span = .none
  /// Where the resource type is named.
  package var resourceSpan: Span = .none

  package init(
    scopeType: String, resourceType: String, action: String?, cells: [Cell], span: Span = .none
  ) {
    self.scopeType = scopeType
    self.resourceType = resourceType
    self.action = action
    self.cells = cells
    self.span = span
  }
}

/// One entry of a row: a role, perhaps under a condition.
package struct Cell: Hashable, Sendable {
  /// A bare role name of the row's scope type; `nil` for `anyone`.
  package var role: String?
  /// The name of a declared condition.
  package var condition: String?
  package var span: Span
  /// Where the condition is named.
  package var conditionSpan: Span = .none

  package init(_ role: String?, if condition: String? = nil, span: Span = .none) {
    self.role = role
    self.condition = condition
    self.span = span
  }

  /// As a policy file writes it: `member if owned`.
  package var text: String { (role ?? "anyone") + (condition.map { " if \($0)" } ?? "") }
}

/// A condition with its name.
package struct ConditionDeclaration: Hashable, Sendable {
  package var name: String
  package var expression: ConditionExpression
  /// The text it was read from.
  package var text: String
  package var span: Span

  package init(_ name: String, _ expression: ConditionExpression, text: String, span: Span = .none) {
    self.name = name
    self.expression = expression
    self.text = text
    self.span = span
  }
}
