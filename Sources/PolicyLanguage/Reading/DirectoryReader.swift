import PolicyValues
package import YAMLReader

/// Reads `directory:` sections into one `Directory`, attribute values as the types that the policy declares.
package struct DirectoryReader {
  package internal(set) var directory = Directory()
  package var log = DiagnosticLog()

  private let principalTypes: [String: PrincipalType]
  private let scopeAttributes: [String: [AttributeDeclaration]]
  private let resourceAttributes: [String: [AttributeDeclaration]]
  private let scopeTypes: Set<String>
  /// The roles met so far, of which there are few, up to a bound.
  var roles: [(text: [UInt8], scopeType: Int, number: Int)] = []
  /// Holders that are still to be read.
  var waiting = WaitingHolders()
  private var scopes = NamedPlaces()
  private var principals = NamedPlaces()
  private var resources = NamedPlaces()

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
        guard let scope = entity(value, "a scope"), log.claim("the default scope", at: value.span) else {
          continue
        }
        directory.defaultScope = scope
        directory.defaultScopeSpan = value.span
      default: log.unknownKey(key, in: "a directory", known: Self.sections)
      }
    }
  }

  /// `type:id`; most names are plain, and are taken from the bytes at once.
  private mutating func entity(_ node: Node, _ what: String) -> EntityName? {
    if node.kind == .scalar, let name = node.withUTF8Text({ EntityNames.plainName($0) }) { return name }
    return log.entity(node, what)
  }

  private mutating func readScopes(_ node: Node) {
    guard let pairs = log.mapping(node, "`scopes`", example: "{organization:acme: {}}") else { return }
    for (key, value) in pairs {
      guard let name = entity(key, "a scope"), log.claim("scope", name, at: key.span, among: &scopes) else {
        continue
      }
      var scope = ScopeInstance(name, span: key.span)
      for (fact, value) in log.facts(value, "scope `\(name)`", example: "{in: organization:acme}") {
        switch fact.text ?? "" {
        case "in": (scope.parent, scope.parentSpan) = (entity(value, "a scope"), value.span)
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
      guard let name = entity(key, "a principal"), log.claim("principal", name, at: key.span, among: &principals)
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
          (principal.bound, principal.boundSpan) = (entity(value, "a principal"), value.span)
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
      guard let member = entity(item, "a member") else { continue }
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
      guard let name = entity(key, "a resource"), log.claim("resource", name, at: key.span, among: &resources)
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
          (resource.scope, resource.scopeSpan) = (entity(value, "a scope"), value.span)
        } else if let known = resourceAttributes[name.type],
          let entry = attribute(fact, value, known: known, of: name, structural: ["in"])
        {
          resource.attributes.append(entry)
        }
      }
      directory.resources.append(resource)
    }
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

/// Names that may be given once, and where each was given first.
struct NamedPlaces: Sendable {
  private var names = EntityNames()
  private var spans: [Span] = []

  /// Where a name was given before; if it was not, it is given here now.
  mutating func claim(_ name: EntityName, at span: Span) -> Span? {
    let number = names.insert(name)
    if number < spans.count { return spans[number] }
    spans.append(span)
    return nil
  }
}

extension DiagnosticLog {
  /// Notes that an entity is given at `span`; false, with an error that shows both places, if it was given before.
  fileprivate mutating func claim(
    _ what: String, _ name: EntityName, at span: Span, among places: inout NamedPlaces
  ) -> Bool {
    guard let first = places.claim(name, at: span) else { return true }
    reportTwice("\(what) `\(name)` is given twice", at: span, first: first, help: "keep one of the two")
    return false
  }
}
