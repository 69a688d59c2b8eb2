import PolicyValues

/// What a condition's operand comes to: a value, nothing, or something that cannot be used.
enum OperandValue {
  case value(AttributeValue)
  case absent
  /// A value is there, and of the wrong type. `has` finds it; nothing else decides by it.
  case unusable
}

/// What conditions are asked against: one question, of one asker, at one level.
struct ConditionSubject {
  let view: TableView
  let question: Question
  let asker: Asker
  let judged: JudgedScope
  /// The level whose table holds the cell.
  let level: Int
  /// The roles held there.
  let held: RoleSet
  let resourceType: Int
  let now: Timestamp

  /// The value of a name that every policy has.
  func builtin(_ builtin: TableBuiltin) -> OperandValue {
    let view = self.view
    switch builtin {
    case .principal: return .value(.principal(asker.name))
    case .principalID: return .value(.string(asker.name.id))
    case .principalType: return .value(.string(asker.name.type))
    case .principalGroups:
      let groups = view.activeGroups(asker.principal, at: now)
      return .value(.list(groups.map { .principal(view.principalName($0)) }))
    case .principalRank: return view.highestRank(held).map { .value(.int($0)) } ?? .absent
    case .resource:
      return question.resourceID.map { .value(.principal(EntityName(type: question.resourceType, id: $0))) } ?? .absent
    case .resourceID: return question.resourceID.map { .value(.string($0)) } ?? .absent
    case .resourceType: return .value(.string(question.resourceType))
    case .scope: return view.scopeName(judged.chain, level).map { .value(.principal($0)) } ?? .absent
    case .scopeID: return view.scopeName(judged.chain, level).map { .value(.string($0.id)) } ?? .absent
    case .scopeType: return view.scopeName(judged.chain, level).map { .value(.string($0.type)) } ?? .absent
    case .now: return .value(.timestamp(now))
    }
  }

  /// The value of a declared attribute: the directory's, else the request's; the request's first where it may override.
  func attribute(_ owner: AttributeOwner, name: Int) -> OperandValue {
    let view = self.view
    let text = view.text(.attributeNames, name, 0)
    let entityType: Int
    var entries: Range<Int> = 0..<0
    var requested: RequestValue?
    switch owner {
    case .principal:
      entityType = asker.type
      if let principal = asker.principal { entries = view.run(.principals, principal, 10) }
      if asker.hasRequestProperties { requested = Self.value(named: text, in: question.properties.principal) }
    case .resource:
      entityType = resourceType
      entries = resourceEntries(view)
      requested = Self.value(named: text, in: question.properties.resource)
    case .scope:
      entityType = view.scopeType(judged.chain, level)
      if let scope = view.knownScope(judged.chain, level) { entries = view.run(.scopes, scope, 5) }
      if level == judged.askedLevel { requested = Self.value(named: text, in: question.properties.scope) }
    case .context:
      entityType = 0
      requested = Self.value(named: text, in: question.properties.context)
    case .action:
      entityType = 0
      requested = Self.value(named: text, in: question.properties.action)
    }
    guard let (type, isOverridable) = view.declaration(owner, entityType, name) else { return .absent }
    let stored = entries.first { view.index(.entries, $0, 0) == name }
    if let requested, isOverridable || stored == nil {
      guard let value = requested.typed(as: type), isNamed(value) else { return .unusable }
      return .value(value)
    }
    guard let stored else { return .absent }
    return view.value(view.index(.entries, stored, 1)).map { .value($0) } ?? .unusable
  }

  /// What a request brings under a name. A dictionary finds canonically equivalent keys too, the Kelvin sign for a K,
  /// and such a name is not the declared one.
  private static func value(named name: String, in properties: [String: RequestValue]) -> RequestValue? {
    guard let found = properties.index(forKey: name), properties[found].key.utf8.elementsEqual(name.utf8) else {
      return nil
    }
    return properties[found].value
  }

  private func resourceEntries(_ view: TableView) -> Range<Int> {
    guard let id = question.resourceID else { return 0..<0 }
    if let scopeType = view.optional(.resourceTypes, resourceType, 3) {
      return view.scope(type: scopeType, id: id).map { view.run(.scopes, $0, 5) } ?? 0..<0
    }
    return view.resource(type: resourceType, id: id).map { view.run(.resources, $0, 4) } ?? 0..<0
  }

  /// Whether the principals in a value are of declared types; a request's word for others is not a principal.
  private func isNamed(_ value: AttributeValue) -> Bool {
    switch value {
    case .principal(let name): view.name(name.type, domain: NameDomain.principalType) != nil
    case .list(let values): values.allSatisfy(isNamed)
    default: true
    }
  }

  /// The role that a value names, bare names being of the level's scope type.
  func role(_ scopeType: String?, _ name: String) -> Int? {
    view.role(
      scopeType: scopeType ?? view.text(.scopeTypes, view.scopeType(judged.chain, level), 0), name)
  }
}

extension TableView {
  /// How an attribute is declared; `nil` if it is not.
  func declaration(_ owner: AttributeOwner, _ entityType: Int, _ name: Int) -> (AttributeType, isOverridable: Bool)? {
    for attribute in 0..<count(.attributes) {
      guard word(.attributes, attribute, 0) == owner.rawValue,
        index(.attributes, attribute, 1) == entityType, index(.attributes, attribute, 2) == name,
        let type = AttributeType(code: word(.attributes, attribute, 3))
      else { continue }
      return (type, word(.attributes, attribute, 4) == 1)
    }
    return nil
  }

  /// A value of the table; `nil` if its text is not what its kind says.
  func value(_ position: Int) -> AttributeValue? {
    func half(_ field: Int) -> UInt64 {
      UInt64(word(.values, position, field)) | UInt64(word(.values, position, field + 1)) << 32
    }
    let text = { self.text(.values, position, 1) }
    switch ValueKind(rawValue: word(.values, position, 0)) {
    case .string: return .string(text())
    case .int: return .int(Int64(bitPattern: half(1)))
    case .bool: return .bool(word(.values, position, 1) == 1)
    case .timestamp:
      return .timestamp(
        Timestamp(seconds: Int64(bitPattern: half(1)), nanoseconds: word(.values, position, 3)))
    case .ip: return .ip(IPAddress(high: half(1), low: half(3)))
    case .role: return AttributeValue(text: text(), as: .role)
    case .principal: return AttributeValue(text: text(), as: .principal)
    case .list:
      let values = run(.values, position, 1).compactMap { value($0) }
      return values.count == index(.values, position, 2) ? .list(values) : nil
    case nil: return nil
    }
  }
}
