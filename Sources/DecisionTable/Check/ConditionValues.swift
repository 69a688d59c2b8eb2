import PolicyValues

/// What a condition's operand comes to: a value, nothing, or something that cannot be used. Texts stay where they lie,
/// in the request or the table.
enum OperandValue {
  case absent
  /// A value is there, and of the wrong type. `has` finds it; nothing else decides by it.
  case unusable
  case text(ByteText)
  /// A principal, or another name written `type:id`.
  case name(type: ByteText, id: ByteText)
  case int(Int64)
  case bool(Bool)
  case time(Timestamp)
  case ip(IPAddress)
  /// A list of the table, by the positions of its elements in `values`.
  case list(Range<Int>)
  /// The asker's groups.
  case groups
  /// What a request brings, and roles.
  case value(AttributeValue)

  /// Whether there is a value.
  var isUsable: Bool {
    switch self {
    case .absent, .unusable: false
    default: true
    }
  }

  /// The value by itself; `nil` if there is none.
  func value(_ subject: ConditionSubject) -> AttributeValue? {
    switch self {
    case .absent, .unusable: return nil
    case .text(let text): return .string(text.string)
    case .name(let type, let id): return .principal(EntityName(type: type.string, id: id.string))
    case .int(let value): return .int(value)
    case .bool(let value): return .bool(value)
    case .time(let value): return .timestamp(value)
    case .ip(let value): return .ip(value)
    case .list(let positions):
      let values = positions.compactMap { subject.view.operand($0).value(subject) }
      return values.count == positions.count ? .list(values) : nil
    case .groups:
      let groups = subject.view.activeGroups(subject.asker.principal, at: subject.check.now)
      return .list(groups.map { .principal(subject.view.principalName($0)) })
    case .value(let value): return value
    }
  }
}

extension ConditionSubject {
  /// The value of a name that every policy has.
  func builtin(_ builtin: TableBuiltin) -> OperandValue {
    let names = check.names
    switch builtin {
    case .principal:
      let name = check.name(of: asker)
      return .name(type: name.type, id: name.id)
    case .principalID: return .text(check.name(of: asker).id)
    case .principalType: return .text(check.name(of: asker).type)
    case .principalGroups: return .groups
    case .principalRank: return check.highestRank(asker, level: level).map { .int($0) } ?? .absent
    case .resource: return names.resourceID.map { .name(type: names.resourceType, id: $0) } ?? .absent
    case .resourceID: return names.resourceID.map { .text($0) } ?? .absent
    case .resourceType: return .text(names.resourceType)
    case .scope:
      let name = scopeName
      return .name(type: name.type, id: name.id)
    case .scopeID: return .text(scopeName.id)
    case .scopeType: return .text(scopeName.type)
    case .now: return .time(check.now)
    }
  }

  private var scopeName: (type: ByteText, id: ByteText) {
    if let scope = check.knownScope(level) {
      return (view.bytes(.scopeTypes, view.scopes.kind(scope), 0), view.scopes.id(scope))
    }
    let name = view.openScope(check.chain, level, check.names, check.resourceType).name
    return (name.type, name.id)
  }

  /// Where the value of a declared attribute may come from.
  struct AttributeSource {
    /// Its declaration, a position in `attributes`.
    var declaration: Int
    /// The directory's value, a position in `entries`.
    var stored: Int?
    /// Whether a request may say it.
    var brings: Bool
  }

  /// Where an attribute's value may come from; `nil` if what should have it does not declare it.
  @inline(__always)
  func source(_ owner: AttributeOwner, name: Int) -> AttributeSource? {
    let view = self.view
    let declarations: Range<Int>
    var entries: Range<Int> = 0..<0
    var brings = true
    switch owner {
    case .principal:
      declarations = view.run(.principalTypes, asker.type, 3)
      if let details = asker.principal.flatMap({ view.details(of: $0) }) {
        entries = view.run(.principalDetails, details, 4)
      }
      brings = asker.isQuestions
    case .resource:
      declarations = view.run(.resourceTypes, check.resourceType, 8)
      entries = resourceEntries(view)
    case .scope:
      declarations = view.run(.scopeTypes, check.scopeType(level), 5)
      if let scope = check.knownScope(level) { entries = view.entries(view.scopes, scope) }
      brings = level == check.askedLevel
    case .context: declarations = view.run(.facts, 0, 8)
    case .action: declarations = view.run(.facts, 0, 10)
    }
    guard let declaration = declarations.first(where: { view.index(.attributes, $0, 2) == name }) else { return nil }
    let stored = entries.first { view.index(.entries, $0, 0) == name }
    brings = brings && (stored == nil || view.word(.attributes, declaration, 4) == 1)
    return AttributeSource(declaration: declaration, stored: stored, brings: brings)
  }

  /// The value of a declared attribute: the directory's, else the request's; the request's first where it may override.
  func attribute(_ owner: AttributeOwner, name: Int) -> OperandValue {
    guard let source = source(owner, name: name) else { return .absent }
    if source.brings, let value = requested(owner, name) {
      guard let type = AttributeType(code: view.word(.attributes, source.declaration, 3)),
        let value = value.typed(as: type), isNamed(value)
      else { return .unusable }
      return OperandValue(value)
    }
    guard let stored = source.stored else { return .absent }
    return view.operand(view.index(.entries, stored, 1))
  }

  /// What the request brings for an attribute.
  func requested(_ owner: AttributeOwner, _ name: Int) -> RequestValue? {
    guard let request = unsafe check.request else { return nil }
    let properties =
      switch owner {
      case .principal: unsafe request.pointee.properties.principal
      case .resource: unsafe request.pointee.properties.resource
      case .scope: unsafe request.pointee.properties.scope
      case .context: unsafe request.pointee.properties.context
      case .action: unsafe request.pointee.properties.action
      }
    // A dictionary finds canonically equivalent keys too, the Kelvin sign for a K, and such a name is not the declared
    // one.
    let text = view.text(.attributeNames, name, 0)
    guard let found = properties.index(forKey: text), properties[found].key.utf8.elementsEqual(text.utf8) else {
      return nil
    }
    return properties[found].value
  }

  func resourceEntries(_ view: TableView) -> Range<Int> {
    guard let id = check.names.resourceID else { return 0..<0 }
    if let scopeType = view.optional(.resourceTypes, check.resourceType, 3) {
      return view.scope(type: scopeType, id: id).map { view.entries(view.scopes, $0) } ?? 0..<0
    }
    return view.resource(type: check.resourceType, id: id).map { view.entries(view.resources, $0) } ?? 0..<0
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
    view.role(scopeType: scopeType ?? view.text(.scopeTypes, check.scopeType(level), 0), name)
  }
}

extension OperandValue {
  /// A value that a request brought.
  init(_ value: AttributeValue) {
    switch value {
    case .int(let value): self = .int(value)
    case .bool(let value): self = .bool(value)
    case .timestamp(let value): self = .time(value)
    case .ip(let value): self = .ip(value)
    case .string, .role, .principal, .list: self = .value(value)
    }
  }
}

extension TableView {
  /// A value of the table; `unusable` if its text is not what its kind says.
  func operand(_ position: Int) -> OperandValue {
    func half(_ field: Int) -> UInt64 {
      UInt64(word(.values, position, field)) | UInt64(word(.values, position, field + 1)) << 32
    }
    switch ValueKind(rawValue: word(.values, position, 0)) {
    case .string: return .text(bytes(.values, position, 1))
    case .int: return .int(Int64(bitPattern: half(1)))
    case .bool: return .bool(word(.values, position, 1) == 1)
    case .timestamp:
      return .time(Timestamp(seconds: Int64(bitPattern: half(1)), nanoseconds: word(.values, position, 3)))
    case .ip: return .ip(IPAddress(high: half(1), low: half(3)))
    case .role: return AttributeValue(text: text(.values, position, 1), as: .role).map { .value($0) } ?? .unusable
    case .principal:
      let text = bytes(.values, position, 1)
      guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return .unusable }
      return .name(type: text.slice(0, colon), id: text.slice(colon + 1, text.count))
    case .list: return .list(run(.values, position, 1))
    case nil: return .unusable
    }
  }

  /// A principal of the directory as an operand.
  func nameOperand(ofPrincipal principal: Int) -> OperandValue {
    .name(type: bytes(.principalTypes, principals.kind(principal), 0), id: principals.id(principal))
  }
}
