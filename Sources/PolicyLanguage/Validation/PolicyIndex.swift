import PolicyValues

/// A policy's declarations by name, with what follows from them: which types lie above which, and what roles bring
/// along. Where a name is declared twice, the first counts.
package struct PolicyIndex: Sendable {
  package let policy: Policy
  package let scopeTypes: [String: ScopeType]
  package let principalTypes: [String: PrincipalType]
  package let resourceTypes: [String: ResourceType]
  package let roles: [RoleName: Role]
  package let conditions: [String: ConditionDeclaration]
  /// The bare names of each scope type's roles, in the order of the files.
  package let rolesByScopeType: [String: [String]]
  /// For each scope type, the types that scopes above one of it may have, itself included.
  private let typesAtOrAbove: [String: Set<String>]

  package init(_ policy: Policy) {
    self.policy = policy
    scopeTypes = Self.byName(policy.scopeTypes, \.name)
    principalTypes = Self.byName(policy.principalTypes, \.name)
    resourceTypes = Self.byName(policy.resourceTypes, \.name)
    roles = Self.byName(policy.roles, \.name)
    conditions = Self.byName(policy.conditions, \.name)
    rolesByScopeType = Dictionary(grouping: policy.roles, by: \.name.scopeType).mapValues { $0.map(\.name.name) }
    var above: [String: Set<String>] = [:]
    for type in policy.scopeTypes {
      var reached: Set<String> = [type.name]
      var open = [type.name]
      while let next = open.popLast() {
        for parent in scopeTypes[next]?.parents ?? [] where reached.insert(parent).inserted { open.append(parent) }
      }
      above[type.name] = reached
    }
    typesAtOrAbove = above
  }

  private static func byName<Key: Hashable, Value>(_ values: [Value], _ key: KeyPath<Value, Key>) -> [Key: Value] {
    Dictionary(values.map { ($0[keyPath: key], $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Whether a scope of `type` is one of `ancestor`, or may lie somewhere below one.
  package func scopeType(_ type: String, liesInOrBelow ancestor: String) -> Bool {
    typesAtOrAbove[type]?.contains(ancestor) ?? false
  }

  /// The role and all that it includes, through includes. Cycles, an error elsewhere, do not keep this from ending.
  package func closure(of role: RoleName) -> Set<RoleName> {
    var reached: Set<RoleName> = [role]
    var open = [role]
    while let next = open.popLast() {
      for inclusion in roles[next]?.includes ?? [] where reached.insert(inclusion.role).inserted {
        open.append(inclusion.role)
      }
    }
    return reached
  }

  /// The roles that a pattern names.
  package func roles(matching pattern: RolePattern) -> [RoleName] {
    policy.roles.map(\.name).filter { pattern.matches($0) }
  }

  /// The attributes that `resource.…` reads for a resource type: for a scope type those of the scope as well.
  package func resourceAttributes(of resourceType: String) -> [AttributeDeclaration] {
    let own = resourceTypes[resourceType]?.attributes ?? []
    let asScope = scopeTypes[resourceType]?.attributes ?? []
    return own + asScope.filter { declaration in !own.contains { $0.name == declaration.name } }
  }

  /// What names mean to a condition in the table of `scopeType`, in a row of `resourceType`.
  package func environment(scopeType: String, resourceType: String) -> ConditionEnvironment {
    var principalAttributes: [String: [(declaredBy: String, type: AttributeType)]] = [:]
    for type in policy.principalTypes {
      for attribute in type.attributes {
        principalAttributes[attribute.name, default: []].append((declaredBy: type.name, type: attribute.type))
      }
    }
    return ConditionEnvironment(
      scopeType: scopeType, resourceType: resourceType,
      principalAttributes: principalAttributes,
      resourceAttributes: Self.types(resourceAttributes(of: resourceType)),
      scopeAttributes: Self.types(scopeTypes[scopeType]?.attributes ?? []),
      contextAttributes: Self.types(policy.contextAttributes),
      actionAttributes: Self.types(policy.actionAttributes),
      rolesOfScopeType: rolesByScopeType[scopeType] ?? [],
      allRoles: rolesByScopeType,
      principalTypes: Set(principalTypes.keys))
  }

  private static func types(_ declarations: [AttributeDeclaration]) -> [String: AttributeType] {
    Dictionary(declarations.map { ($0.name, $0.type) }, uniquingKeysWith: { a, _ in a })
  }
}
