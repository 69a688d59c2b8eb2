package import PolicyValues

/// What is asked: can this principal do this action on this resource in this scope?
package struct Question: Hashable, Sendable {
  /// Who asks. Type and id stand apart because requests bring them apart; neither need be well formed.
  package var principal: EntityName
  package var action: String
  package var resourceType: String
  /// `nil` asks of the bare type, where no one thing is meant (`create`, `list`).
  package var resourceID: String?
  /// The scope as written, `project:web` or a path `project:web in organization:acme`; `nil` if none is named.
  package var scope: String?
  /// Values that the request brings.
  package var properties: RequestProperties
  /// Roles that the request brings for its principal.
  package var roles: RequestRoles

  package init(
    principal: EntityName, action: String, resourceType: String, resourceID: String? = nil,
    scope: String? = nil, properties: RequestProperties = RequestProperties(), roles: RequestRoles = .absent
  ) {
    self.principal = principal
    self.action = action
    self.resourceType = resourceType
    self.resourceID = resourceID
    self.scope = scope
    self.properties = properties
    self.roles = roles
  }
}

/// Attribute values that a request brings, by attribute name. Names that the policy does not declare are ignored.
package struct RequestProperties: Hashable, Sendable {
  package var principal: [String: RequestValue]
  package var resource: [String: RequestValue]
  package var scope: [String: RequestValue]
  package var action: [String: RequestValue]
  package var context: [String: RequestValue]

  package init(
    principal: [String: RequestValue] = [:], resource: [String: RequestValue] = [:],
    scope: [String: RequestValue] = [:], action: [String: RequestValue] = [:],
    context: [String: RequestValue] = [:]
  ) {
    self.principal = principal
    self.resource = resource
    self.scope = scope
    self.action = action
    self.context = context
  }
}

/// The `roles` property of a request's subject, which counts for principal types declared `roles: request` only.
package enum RequestRoles: Hashable, Sendable {
  /// The request brings none.
  case absent
  /// Roles by scope as written; each scope once.
  case given([Entry])
  /// Another shape than a map from scope to a list of role names: denies where it counts.
  case malformed

  /// The roles that a request claims at one scope.
  package struct Entry: Hashable, Sendable {
    package var scope: String
    package var roles: [String]

    package init(scope: String, roles: [String]) {
      self.scope = scope
      self.roles = roles
    }
  }
}
