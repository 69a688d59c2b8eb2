package import YAMLReader

/// What the directory, or the policy itself, must keep, with a name.
package struct Invariant: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// In every scope of the role's type, so many principals hold it.
    case count(CountBound, of: RolePattern)
    /// Who holds one of the first holds one of the second, at the same scope or above it. `for` limits it to principals of those types.
    case every(RolePattern, also: RolePattern, for: [String])
    /// Nobody holds both at scopes of which one lies in the other.
    case neverBoth(RolePattern, RolePattern)
    /// None of the subjects may do any of the things, conditional grants counted. What is proved of each kind of
    /// subject, `InvariantSubject` says.
    case never([PermissionPattern], for: [InvariantSubject])
    /// Nobody but who holds one of the roles, or a role that includes one, or is of one of the principal types, may do
    /// any of the things; conditional grants count.
    case only([PermissionPattern], for: [InvariantSubject])
    /// Nothing that is held in or below one scope of the type gives anything in or below another, and nothing that is
    /// held elsewhere reaches into one, but for the roles of `except`. Principals of the types of `sharedBy` may hold
    /// roles in several.
    case isolated(NamedType, except: [RolePattern], sharedBy: [NamedType])
    /// Nobody may do both in one scope, or in two of which one lies in the other, conditional grants counted: no role
    /// by what it includes, and no principal of the directory by all that it holds. Role patterns of `for` limit which
    /// roles are looked at, principal types which principals; nobody named is everybody.
    case neverTogether(PermissionPattern, PermissionPattern, for: [InvariantSubject])
    /// The things give roles, and whoever may do one gives no role that may do what the giver may not, but for givers
    /// of a role of `except`.
    case noEscalation([PermissionPattern], role: GivenRole, except: [RolePattern])
  }

  package var name: String
  package var kind: Kind
  package var span: Span
  /// Where `for` names the principal types of an `every`; empty if nothing was read.
  package var nameSpans: [Span] = []

  package init(_ name: String, _ kind: Kind, span: Span = .none) {
    self.name = name
    self.kind = kind
    self.span = span
  }
}

/// How many holders a role must have.
package enum CountBound: Hashable, Sendable {
  case exactly(Int)
  case atLeast(Int)
  case atMost(Int)
}

/// One role, or all roles of a scope type (`project.*`).
package struct RolePattern: Hashable, Sendable, CustomStringConvertible {
  package var scopeType: String
  /// `nil` for `*`.
  package var role: String?
  package var span: Span

  package init(_ scopeType: String, _ role: String?, span: Span = .none) {
    self.scopeType = scopeType
    self.role = role
    self.span = span
  }

  /// Whether the pattern names the role.
  package func matches(_ name: RoleName) -> Bool {
    name.scopeType == scopeType && (role == nil || name.name == role)
  }

  package var description: String { "\(scopeType).\(role ?? "*")" }
}

/// Things that may be done: `secret read`, `secret *`, `* delete` or `* *`.
package struct PermissionPattern: Hashable, Sendable, CustomStringConvertible {
  /// `nil` for `*`.
  package var resourceType: String?
  /// `nil` for `*`.
  package var action: String?
  /// Where the resource type is named.
  package var resourceSpan: Span
  /// Where the action is named.
  package var actionSpan: Span

  package init(_ resourceType: String?, _ action: String?, resourceSpan: Span = .none, actionSpan: Span = .none) {
    self.resourceType = resourceType
    self.action = action
    self.resourceSpan = resourceSpan
    self.actionSpan = actionSpan
  }

  /// Whether the pattern names the action on the resource type.
  package func matches(_ resourceType: String, _ action: String) -> Bool {
    (self.resourceType.map { $0 == resourceType } ?? true) && (self.action.map { $0 == action } ?? true)
  }

  package var description: String { "\(resourceType ?? "*") \(action ?? "*")" }
}

/// A declared type by its name.
package struct NamedType: Hashable, Sendable {
  package var name: String
  package var span: Span

  package init(_ name: String, span: Span = .none) {
    self.name = name
    self.span = span
  }
}

/// Whom an invariant speaks of.
package enum InvariantSubject: Hashable, Sendable {
  /// `organization.member`, `project.*`: whoever holds the role, by all that the role includes; proved of the policy,
  /// whatever the directory.
  case role(RolePattern)
  /// `api_key`: principals of the type. Of those that the directory does not know, nothing that is granted to
  /// `anyone` may apply to the type, as conditions on `principal.type` tell; where requests bring roles for the type,
  /// every role counts. Of those that it knows, what they hold counts, through groups and includes, as far as what
  /// bounds them may do the same.
  case principalType(NamedType)
  /// `anyone`: everybody, whatever they hold.
  case anyone(Span)

  package var span: Span {
    switch self {
    case .role(let pattern): pattern.span
    case .principalType(let type): type.span
    case .anyone(let span): span
    }
  }
}

extension InvariantSubject: CustomStringConvertible {
  package var description: String {
    switch self {
    case .role(let pattern): pattern.description
    case .principalType(let type): type.name
    case .anyone: "anyone"
    }
  }
}

/// Which role is given by an action that gives one.
package enum GivenRole: Hashable, Sendable {
  /// The one that an attribute of the request names: `resource.role`, `context.role` or `action.role`.
  case attribute(owner: String, name: String, Span)
  /// One that the pattern names, always; or, without one, any role of the scope type that is asked about.
  case pattern(RolePattern?)
}

extension Invariant.Kind {
  /// The roles that the invariant speaks of.
  package var patterns: [RolePattern] {
    switch self {
    case .count(_, let role): return [role]
    case .every(let role, let also, _): return [role, also]
    case .neverBoth(let one, let other): return [one, other]
    case .never(_, let subjects), .only(_, let subjects), .neverTogether(_, _, let subjects):
      return subjects.compactMap { if case .role(let pattern) = $0 { pattern } else { nil } }
    case .isolated(_, let except, _): return except
    case .noEscalation(_, .pattern(let given?), let except): return [given] + except
    case .noEscalation(_, _, let except): return except
    }
  }
}
