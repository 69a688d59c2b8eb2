import PolicyValues
package import YAMLReader

/// Reads `directory:` sections into one `Directory`, attribute values as the types that the policy declares.
package struct DirectoryReader {
  package private(set) var directory = Directory()
  package var log = DiagnosticLog()

  private let principalTypes: [String: PrincipalType]
  private let scopeAttributes: [String: [AttributeDeclaration]]
  private let resourceAttributes: [String: [AttributeDeclaration]]
  private let scopeTypes: Set<String>
  /// The roles met so far, of which there are few, up to a bound.
  private var roles: [(text: String, scopeType: Int, number: Int)] = []

  package init(policy: Policy) {
    principalTypes = Dictionary(policy.principalTypes.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
    scopeTypes = Set(policy.scopeTypes.map(\.name))
    resourceAttributes = Dictionary(
      policy.resourceTypes.map { ($0.name, $0.attributes) }, uniquingKeysWith: { a, _ in a })
    // A scope can be asked about as a resource too, so its entry takes the attributes of both.
    var ofScopes: [String: [AttributeDeclaration]] = [:]
    for type in policy.scopeTypes {
      let asResource = resourceAttributes[type.name] ?? []
      ofScopes[type.name] = type.attributes + asResource.filter { a in !type.attributes.contains { $0.name == a.name } }
    }
    scopeAttributes = ofScopes
  }

  static let sections = ["scopes", "principals", "resources", "assignments", "default_scope"]

  /// Takes in the value of one `directory:` key.
  package mutating func read(_ node: Node) {
    guard let pairs = log.mapping(node, "`directory`", example: "{scopes: {}, assignments: {}}") else { return }
    for (key, value) in pairs {
      switch key.text ?? "" {
      case "scopes": readScopes(value)
      case "principals": readPrincipals(value)
      case "resources": readResources(value)
      case "assignments": readAssignments(value)
      case "default_scope":
        guard let scope = log.entity(value, "a scope"), log.claim("the default scope", at: value.span) else {
          continue
        }
        directory.defaultScope = scope
        directory.defaultScopeSpan = value.span
      default: log.unknownKey(key, in: "a directory", known: Self.sections)
      }
    }
  }

  private mutating func readScopes(_ node: Node) {
    guard let pairs = log.mapping(node, "`scopes`", example: "{organization:acme: {}}") else { return }
    for (key, value) in pairs {
      guard let name = log.entity(key, "a scope"), log.claim("scope `\(name)`", at: key.span) else { continue }
      var scope = ScopeInstance(name, span: key.span)
      for (fact, value) in log.facts(value, "scope `\(name)`", example: "{in: organization:acme}") {
        switch fact.text ?? "" {
        case "in": (scope.parent, scope.parentSpan) = (log.entity(value, "a scope"), value.span)
        case "disabled": scope.isDisabled = flag(value)
        default:
          guard let known = scopeAttributes[name.type] else { continue }  // its type is reported once, elsewhere
          if let entry = attribute(fact, value, known: known, of: name, structural: ["in", "disabled"]) {
            scope.attributes.append(entry)
          }
        }
      }
      directory.scopes.append(scope)
    }
  }

  private mutating func readPrincipals(_ node: Node) {
    guard let pairs = log.mapping(node, "`principals`", example: "{user:alice: {}}") else { return }
    for (key, value) in pairs {
      guard let name = log.entity(key, "a principal"), log.claim("principal `\(name)`", at: key.span)
      else { continue }
      let type = principalTypes[name.type]
      var principal = PrincipalInstance(name, span: key.span)
      for (fact, value) in log.facts(value, "principal `\(name)`", example: "{email: alice@acme.example}") {
        switch fact.text ?? "" {
        case "disabled": principal.isDisabled = flag(value)
        case "expires":
          // An unreadable end is an error, so this value never comes to stand for "no end".
          principal.expires = log.timestamp(value, "`expires`")
        case "members" where type == nil || type?.members != nil:
          (principal.members, principal.memberSpans) = readMembers(value, of: name)
        case let text where type?.boundedBy.map { UTF8Key($0) == UTF8Key(text) } ?? false:
          (principal.bound, principal.boundSpan) = (log.entity(value, "a principal"), value.span)
        default:
          guard let type else { continue }
          var structural = ["disabled", "expires"]
          if type.members != nil { structural.append("members") }
          if let bound = type.boundedBy { structural.append(bound) }
          if let entry = attribute(fact, value, known: type.attributes, of: name, structural: structural) {
            principal.attributes.append(entry)
          }
        }
      }
      directory.principals.append(principal)
    }
  }

  private mutating func readMembers(
    _ node: Node, of group: EntityName
  ) -> (members: [EntityName], spans: [Span]) {
    guard let items = log.sequence(node, "`members`", example: "[user:alice]") else { return ([], []) }
    var members: [EntityName] = []
    var spans: [Span] = []
    var seen: [EntityName: Span] = [:]
    for item in items {
      guard let member = log.entity(item, "a member") else { continue }
      if let first = seen.updateValue(item.span, forKey: member) {
        log.reportTwice("`\(member)` stands twice among the members of `\(group)`", at: item.span, first: first)
      } else {
        members.append(member)
        spans.append(item.span)
      }
    }
    return (members, spans)
  }

  private mutating func readResources(_ node: Node) {
    guard let pairs = log.mapping(node, "`resources`", example: "{secret:s1: {in: project:web}}") else { return }
    for (key, value) in pairs {
      guard let name = log.entity(key, "a resource"), log.claim("resource `\(name)`", at: key.span)
      else { continue }
      if scopeTypes.contains(name.type) {
        log.error(
          .wrongShape, "`\(name)` is a scope, and stands under `scopes`", at: key.span,
          help: "move the entry to `scopes`; it takes the attributes of the resource type as well")
        continue
      }
      var resource = ResourceInstance(name, span: key.span)
      for (fact, value) in log.facts(value, "resource `\(name)`", example: "{in: project:web}") {
        if fact.isText("in") {
          (resource.scope, resource.scopeSpan) = (log.entity(value, "a scope"), value.span)
        } else if let known = resourceAttributes[name.type],
          let entry = attribute(fact, value, known: known, of: name, structural: ["in"])
        {
          resource.attributes.append(entry)
        }
      }
      directory.resources.append(resource)
    }
  }

  private mutating func readAssignments(_ node: Node) {
    guard let pairs = log.mapping(node, "`assignments`", example: "{organization:acme: {owner: [user:alice]}}")
    else { return }
    for (key, value) in pairs {
      guard let scope = readScope(key) else { continue }
      guard value.kind == .mapping else {
        _ = log.mapping(
          value, "the assignments at `\(directory.assignments.scopes[scope])`", example: "{owner: [user:alice]}")
        continue
      }
      for (roleKey, value) in value.pairs {
        // Lists of one role at one scope merge across files; a holder that stands in two of them is found later.
        guard let role = readRole(roleKey, at: scope),
          let items = log.sequence(value, "the holders of a role", example: "[user:alice]")
        else { continue }
        directory.assignments.beginList(scope: key.span, role: roleKey.span, file: key.span.file)
        for item in items { readHolder(item, (scope, role)) }
      }
    }
  }

  /// The number of the scope that a scalar names.
  private mutating func readScope(_ node: Node) -> Int? {
    if node.kind == .scalar {
      let plain = node.withUTF8Text { directory.assignments.scopes.insert(plain: $0) }
      if let plain { return plain }
    }
    return log.entity(node, "a scope").map { directory.assignments.scopes.insert($0) }
  }

  /// The number of a role's full name; it may be written bare or in full.
  private mutating func readRole(_ node: Node, at scope: Int) -> Int? {
    let type = directory.assignments.scopes.typeNumber(of: scope)
    for known in roles where known.scopeType == type && node.isText(known.text) { return known.number }
    let name = directory.assignments.scopes[scope]
    guard let text = log.scalar(node, "a role", example: "owner"),
      let role = log.role(text, heldAt: name, at: node.span)
    else { return nil }
    let number = directory.assignments.number(ofRole: RoleName(name.type, role))
    if roles.count < 16 { roles.append((text, type, number)) }
    return number
  }

  /// `user:bob`, or `user:bob: {until: …}`.
  private mutating func readHolder(_ node: Node, _ holding: (scope: Int, role: Int)) {
    if node.kind == .scalar {
      if let principal = readPrincipal(node) { add(principal, holding, until: nil, at: node.span) }
      return
    }
    guard let pairs = log.mapping(node, "a holder", example: "user:bob: {until: 2027-03-01T00:00:00Z}") else { return }
    if pairs.isEmpty {
      log.error(.emptyValue, "this holder is nobody", at: node.span, help: "write a principal, such as `user:bob`")
    }
    for (key, value) in pairs {
      guard let principal = readPrincipal(key),
        let facts = log.mapping(value, "what is said of a holder", example: "{until: 2027-03-01T00:00:00Z}")
      else { continue }
      var until: Timestamp?
      var isWhole = true
      for (fact, value) in facts {
        if fact.isText("until") {
          until = log.timestamp(value, "`until`")
          isWhole = isWhole && until != nil
        } else {
          log.unknownKey(fact, in: "an assignment", known: ["until"])
          isWhole = false
        }
      }
      if isWhole { add(principal, holding, until: until, at: key.span) }
    }
  }

  /// The number of a principal that a scalar names.
  private mutating func readPrincipal(_ node: Node) -> Int? {
    if node.kind == .scalar {
      let plain = node.withUTF8Text { directory.assignments.principals.insert(plain: $0) }
      if let plain { return plain }
    }
    return log.entity(node, "a principal").map { directory.assignments.principals.insert($0) }
  }

  private mutating func add(
    _ principal: Int, _ holding: (scope: Int, role: Int), until: Timestamp?, at span: Span
  ) {
    directory.assignments.append(
      AssignmentList.Record(
        scope: holding.scope, role: holding.role, principal: principal,
        end: directory.assignments.number(ofEnd: until), start: span.start, length: span.end - span.start))
  }

  /// `disabled: …`; what cannot be read is reported, and counts as disabled.
  private mutating func flag(_ node: Node) -> Bool { log.bool(node, "`disabled`") ?? true }

  private mutating func attribute(
    _ key: Node, _ value: Node, known: [AttributeDeclaration], of owner: EntityName, structural: [String]
  ) -> AttributeEntry? {
    let name = key.text ?? ""
    guard let declaration = known.first(where: { key.isText($0.name) }) else {
      let names = known.map(\.name) + structural
      log.error(
        .unknownAttribute, "`\(owner)` has no attribute `\(name)`: its type does not declare it", at: key.span,
        help: nearest(name, in: names).map { "did you mean `\($0)`?" }
          ?? "declare it under the attributes of `\(owner.type)`, or use \(listed(names))")
      return nil
    }
    guard let read = attributeValue(value, as: declaration.type, "attribute `\(name)`") else { return nil }
    return AttributeEntry(declaration.name, read, span: value.span)
  }

  private mutating func attributeValue(_ node: Node, as type: AttributeType, _ what: String) -> AttributeValue? {
    if type.isList {
      guard let items = log.sequence(node, what, example: "[a, b]") else { return nil }
      let values = items.compactMap { attributeValue($0, as: AttributeType(type.scalar), what) }
      return values.count == items.count ? .list(values) : nil
    }
    guard let text = log.scalar(node, what, example: Self.example(of: type.scalar)) else { return nil }
    let value = AttributeValue(text: text, as: type.scalar)
    // A boolean is `true` or `false` only, as it is everywhere else in the files.
    if let value, node.isPlain || type.scalar != .bool { return value }
    log.error(
      .badValue, "\(what) is of type `\(type)`; `\(text)` \(value == nil ? "is not" : "in quotes is text")",
      at: node.span,
      help: value == nil ? "write a value such as `\(Self.example(of: type.scalar))`" : "take the quotes out")
    return nil
  }

  private static func example(of scalar: AttributeType.Scalar) -> String {
    switch scalar {
    case .string: "text"
    case .int: "42"
    case .bool: "true"
    case .timestamp: "2027-01-01T00:00:00Z"
    case .ip: "10.0.0.1"
    case .role: "organization.admin"
    case .principal: "user:alice"
    }
  }
}

extension DirectoryReader {
  /// Takes in assignments that are rows of a TSV file.
  package mutating func readRows(_ source: SourceFile, file: UInt32, progress: LoadProgress? = nil) {
    readAssignmentRows(source, file: file, into: &directory.assignments, log: &log, progress: progress)
  }
}
