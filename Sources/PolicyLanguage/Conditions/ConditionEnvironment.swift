package import PolicyValues

/// What the names of a condition mean where it is used: in one scope type's table, in a row of one resource type.
package struct ConditionEnvironment: Sendable {
  /// The type of the scope whose table the condition stands in.
  package var scopeType: String
  /// The resource type of the row; `nil` if it is not known which.
  package var resourceType: String?
  /// By attribute name, the principal types that declare it and as what. Types may disagree as long as no condition
  /// uses the name.
  package var principalAttributes: [String: [(declaredBy: String, type: AttributeType)]]
  /// What the resource type declares.
  package var resourceAttributes: [String: AttributeType]
  /// What the scope type declares.
  package var scopeAttributes: [String: AttributeType]
  /// What a request may say of its surroundings.
  package var contextAttributes: [String: AttributeType]
  /// What a request may say of the action.
  package var actionAttributes: [String: AttributeType]
  /// The scope type's roles, by their bare names.
  package var rolesOfScopeType: [String]
  /// Every scope type's roles, for literals such as `"project.admin"`.
  package var allRoles: [String: [String]]
  /// The declared principal types, for literals such as `"user:alice"`.
  package var principalTypes: Set<String>

  /// An environment; what is left out is declared nowhere.
  package init(
    scopeType: String, resourceType: String? = nil,
    principalAttributes: [String: [(declaredBy: String, type: AttributeType)]] = [:],
    resourceAttributes: [String: AttributeType] = [:], scopeAttributes: [String: AttributeType] = [:],
    contextAttributes: [String: AttributeType] = [:], actionAttributes: [String: AttributeType] = [:],
    rolesOfScopeType: [String] = [], allRoles: [String: [String]] = [:], principalTypes: Set<String> = []
  ) {
    self.scopeType = scopeType
    self.resourceType = resourceType
    self.principalAttributes = principalAttributes
    self.resourceAttributes = resourceAttributes
    self.scopeAttributes = scopeAttributes
    self.contextAttributes = contextAttributes
    self.actionAttributes = actionAttributes
    self.rolesOfScopeType = rolesOfScopeType
    self.allRoles = allRoles
    self.principalTypes = principalTypes
  }

  /// The names of the attributes that an owner has here, in no order.
  func attributes(of owner: ConditionOwner) -> [String] {
    switch owner {
    case .principal: Array(principalAttributes.keys)
    case .resource: Array(resourceAttributes.keys)
    case .scope: Array(scopeAttributes.keys)
    case .context: Array(contextAttributes.keys)
    case .action: Array(actionAttributes.keys)
    }
  }

  /// Every name that a condition can use here, in full.
  func names(of owner: ConditionOwner) -> [String] {
    let builtins = ConditionBuiltin.allCases.map(\.rawValue).filter { $0.hasPrefix(owner.rawValue + ".") }
    return builtins + attributes(of: owner).map { "\(owner.rawValue).\($0)" }
  }
}
