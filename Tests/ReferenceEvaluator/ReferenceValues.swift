import DecisionTable
import PolicyLanguage
import PolicyValues

/// What an operand is worth.
indirect enum ReferenceValue {
  /// A string literal, whose type is that of the other side.
  case literal(String)
  case string(String)
  case int(Int64)
  case bool(Bool)
  case timestamp(Timestamp)
  case ip(IPAddress)
  case role(RoleName)
  case principal(EntityName)
  /// `resource` or `scope`.
  case reference(EntityName)
  case list([ReferenceValue])
}

extension ReferenceCondition {
  /// `nil` if the value is missing or of the wrong type.
  func value(of operand: ConditionOperand) -> ReferenceValue? {
    switch operand {
    case .string(let text, _): return .literal(text)
    case .int(let value, _): return .int(value)
    case .bool(let value, _): return .bool(value)
    case .timestamp(let moment, _): return .timestamp(moment)
    case .list(let operands, _):
      var elements: [ReferenceValue] = []
      for operand in operands {
        guard let element = value(of: operand) else { return nil }
        elements.append(element)
      }
      return .list(elements)
    case .rank(let operand, _): return rank(of: operand)
    case .name(let path, _): return value(of: path)
    }
  }

  /// `rank(r)` decides only for a ranked role of the scope's own type.
  private func rank(of operand: ConditionOperand) -> ReferenceValue? {
    let name: RoleName?
    switch value(of: operand) {
    case .role(let role)?: name = role
    case .literal(let text)?: name = roleName(text)
    default: name = nil
    }
    guard let name, same(name.scopeType, scope.type) else { return nil }
    return evaluator.role(name.scopeType, name.name)?.rank.map { .int($0) }
  }

  /// A role as text: a bare name is of the scope's type.
  func roleName(_ text: String) -> RoleName? {
    guard case .role(let scopeType, let name)? = AttributeValue(text: text, as: .role) else { return nil }
    return RoleName(scopeType ?? scope.type, name)
  }

  /// Whether there is a value, of whatever type.
  func isGiven(_ path: [String]) -> Bool {
    if ConditionBuiltin(rawValue: path.joined(separator: ".")) != nil { return value(of: path) != nil }
    guard let source = source(of: path) else { return false }
    return source.known != nil || source.brought != nil
  }

  private func value(of path: [String]) -> ReferenceValue? {
    let question = request.question
    if let builtin = ConditionBuiltin(rawValue: path.joined(separator: ".")) {
      switch builtin {
      case .principal: return .principal(question.principal)
      case .principalID: return .string(question.principal.id)
      case .principalType: return .string(question.principal.type)
      case .principalGroups: return .list(request.asker.groups.map { .principal($0) })
      case .principalRank: return evaluator.rank(of: request.asker, along: chain, at: request.now).map { .int($0) }
      case .resource:
        return question.resourceID.map { .reference(EntityName(type: question.resourceType, id: $0)) }
      case .resourceID: return question.resourceID.map { .string($0) }
      case .resourceType: return .string(question.resourceType)
      case .scope: return .reference(scope)
      case .scopeID: return .string(scope.id)
      case .scopeType: return .string(scope.type)
      case .now: return .timestamp(request.now)
      }
    }
    guard let source = source(of: path) else { return nil }
    let brought = source.brought.map { $0.typed(as: source.type).flatMap { isNamed($0) ? $0 : nil } }
    // Whichever comes first counts, even if it is of the wrong type.
    if source.isOverridable, let brought { return brought.flatMap { value($0) } }
    if let known = source.known { return value(known) }
    return brought.flatMap { $0 }.flatMap { value($0) }
  }

  /// A principal of an undeclared type is no principal.
  private func isNamed(_ value: AttributeValue) -> Bool {
    switch value {
    case .principal(let name): evaluator.policy.principalTypes.contains { same($0.name, name.type) }
    case .list(let values): values.allSatisfy { isNamed($0) }
    default: true
    }
  }

  private func value(_ value: AttributeValue) -> ReferenceValue? {
    switch value {
    case .string(let text): return .string(text)
    case .int(let value): return .int(value)
    case .bool(let value): return .bool(value)
    case .timestamp(let moment): return .timestamp(moment)
    case .ip(let address): return .ip(address)
    case .role(let scopeType, let name): return .role(RoleName(scopeType ?? scope.type, name))
    case .principal(let name): return .principal(name)
    case .list(let values):
      var elements: [ReferenceValue] = []
      for element in values {
        guard let element = self.value(element) else { return nil }
        elements.append(element)
      }
      return .list(elements)
    }
  }
}

/// Where an attribute's value may come from.
struct AttributeSource {
  var type: AttributeType
  var isOverridable: Bool
  /// What the directory knows.
  var known: AttributeValue?
  /// What the request brought.
  var brought: RequestValue?
}

extension ReferenceCondition {
  /// `nil` if what has the attribute does not declare it, which for a principal depends on who asks.
  private func source(of path: [String]) -> AttributeSource? {
    guard path.count == 2, let owner = ConditionOwner(rawValue: path[0]) else { return nil }
    let name = path[1]
    let declared: [AttributeDeclaration]
    var known: [AttributeEntry] = []
    let brought: [String: RequestValue]
    let question = request.question
    switch owner {
    case .principal:
      declared = request.asker.type.attributes
      known = evaluator.describedPrincipal(question.principal)?.attributes ?? []
      brought = question.properties.principal
    case .resource:
      // A resource that is a scope has the scope's attributes too.
      declared = request.resourceType.attributes + (evaluator.scopeType(request.resourceType.name)?.attributes ?? [])
      if let id = question.resourceID {
        let resource = EntityName(type: request.resourceType.name, id: id)
        let isScope = evaluator.scopeType(resource.type) != nil
        known =
          (isScope
            ? evaluator.describedScope(resource)?.attributes : evaluator.describedResource(resource)?.attributes) ?? []
      }
      brought = question.properties.resource
    case .scope:
      declared = evaluator.scopeType(scope.type)?.attributes ?? []
      known = evaluator.describedScope(scope)?.attributes ?? []
      brought = isAskedScope ? question.properties.scope : [:]
    case .context:
      declared = evaluator.policy.contextAttributes
      brought = question.properties.context
    case .action:
      declared = evaluator.policy.actionAttributes
      brought = question.properties.action
    }
    guard let declaration = declared.first(where: { same($0.name, name) }) else { return nil }
    return AttributeSource(
      type: declaration.type, isOverridable: declaration.isOverridable,
      known: known.first { same($0.name, name) }?.value, brought: brought.first { same($0.key, name) }?.value)
  }
}
