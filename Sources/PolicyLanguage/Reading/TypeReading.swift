import PolicyValues
import YAMLReader

/// The sections that declare types: `scopes`, `principals`, `resources`, and attributes wherever they stand.
extension PolicyReader {
  mutating func readScopeTypes(_ node: Node) {
    guard let pairs = log.mapping(node, "`scopes`", example: "project: {in: organization}") else { return }
    for (key, value) in pairs {
      guard let name = log.name(key, "a scope type"), log.claim("scope type `\(name)`", at: key.span) else { continue }
      var type = ScopeType(name, span: key.span)
      // What is declared wrongly is declared all the same, so that its uses are not errors too.
      for (fact, value) in log.facts(value, "scope type `\(name)`", example: "{in: organization}") {
        switch fact.text ?? "" {
        case "in": (type.parents, type.parentSpans) = readNames(value, "`in`", example: "organization")
        case "open": type.isOpen = log.bool(value, "`open`") ?? false
        case "attributes": type.attributes = readAttributes(value, of: "scope type `\(name)`")
        default: log.unknownKey(fact, in: "a scope type", known: ["in", "open", "attributes"])
        }
      }
      addScopeType(type)
    }
  }

  mutating func readPrincipalTypes(_ node: Node) {
    guard let pairs = log.mapping(node, "`principals`", example: "user: {}") else { return }
    for (key, value) in pairs {
      guard let name = log.name(key, "a principal type"), log.claim("principal type `\(name)`", at: key.span)
      else { continue }
      var type = PrincipalType(name, span: key.span)
      for (fact, value) in log.facts(value, "principal type `\(name)`", example: "{attributes: {email: string}}") {
        switch fact.text ?? "" {
        case "attributes": type.attributes = readAttributes(value, of: "principal type `\(name)`")
        case "members":
          let (members, spans) = readNames(value, "`members`", example: "[user]")
          (type.members, type.memberSpans) = (members, spans)
        case "bounded_by": (type.boundedBy, type.boundSpan) = (log.name(value, "what `bounded_by` names"), value.span)
        case "roles":
          guard let text = log.scalar(value, "`roles`", example: "request") else { continue }
          if text == "request" {
            type.takesRequestRoles = true
          } else {
            log.error(
              .badValue, "`roles` of a principal type can only be `request`", at: value.span,
              help: "roles themselves are declared under the top-level key `roles`")
          }
        default:
          log.unknownKey(fact, in: "a principal type", known: ["attributes", "members", "bounded_by", "roles"])
        }
      }
      addPrincipalType(type)
    }
  }

  mutating func readResourceTypes(_ node: Node) {
    guard let pairs = log.mapping(node, "`resources`", example: "secret: {in: project, actions: [read]}") else {
      return
    }
    for (key, value) in pairs {
      guard let name = log.typeName(key, "a resource type"), log.claim("resource type `\(name)`", at: key.span)
      else { continue }
      var type = ResourceType(name, in: [], actions: [], span: key.span)
      var hasScopes = value.kind != .mapping
      var hasActions = value.kind != .mapping
      for (fact, value) in log.facts(value, "resource type `\(name)`", example: "{in: project, actions: [read]}") {
        switch fact.text ?? "" {
        case "in":
          (type.scopeTypes, type.scopeSpans) = readNames(value, "`in`", example: "project")
          hasScopes = value.kind == .scalar || value.count > 0
        case "actions":
          type.actions = readActions(value)
          hasActions = value.kind == .scalar || value.count > 0
        case "attributes": type.attributes = readAttributes(value, of: "resource type `\(name)`")
        case "listed": type.isListed = log.bool(value, "`listed`") ?? false
        default: log.unknownKey(fact, in: "a resource type", known: ["in", "actions", "attributes", "listed"])
        }
      }
      if !hasScopes {
        log.error(
          .missingKey, "resource type `\(name)` does not say where it is", at: key.span,
          help: "add `in:` with the scope types it lives in")
      }
      if !hasActions {
        log.error(
          .missingKey, "resource type `\(name)` has no actions", at: key.span,
          help: "add `actions:` with what can be done to it")
      }
      addResourceType(type)
    }
  }

  /// Attribute declarations: a name, and a type or `{type: …, override: true}`.
  mutating func readAttributes(_ node: Node, of owner: String) -> [AttributeDeclaration] {
    guard let pairs = log.mapping(node, "the attributes of \(owner)", example: "{email: string}") else { return [] }
    var declarations: [AttributeDeclaration] = []
    for (key, value) in pairs {
      guard let name = log.name(key, "an attribute"), log.claim("attribute `\(name)` of \(owner)", at: key.span)
      else { continue }
      var declaration = AttributeDeclaration(name, AttributeType(.string), span: key.span)
      if value.kind == .mapping {
        var hasType = false
        for (fact, value) in value.pairs {
          switch fact.text ?? "" {
          case "type":
            hasType = true
            if let type = attributeType(value) { declaration.type = type }
          case "override": declaration.isOverridable = log.bool(value, "`override`") ?? false
          default: log.unknownKey(fact, in: "an attribute", known: ["type", "override"])
          }
        }
        if !hasType {
          log.error(.missingKey, "attribute `\(name)` has no type", at: key.span, help: "add `type: string`")
        }
      } else if let type = attributeType(value) {
        declaration.type = type
      }
      declarations.append(declaration)
    }
    return declarations
  }

  private mutating func attributeType(_ node: Node) -> AttributeType? {
    var scalarNode = node
    if node.kind == .sequence {
      guard node.count == 1, let only = node.items.first else {
        log.error(
          .unknownAttributeType, "a list type names the type of its elements", at: node.span,
          help: "write `[string]`")
        return nil
      }
      scalarNode = only
    }
    guard let text = log.scalar(scalarNode, "an attribute's type", example: "string") else { return nil }
    if let scalar = AttributeType.Scalar(rawValue: text) {
      return AttributeType(scalar, isList: node.kind == .sequence)
    }
    let known = AttributeType.Scalar.allCases.map(\.rawValue)
    log.error(
      .unknownAttributeType, "there is no attribute type `\(text)`", at: scalarNode.span,
      help: nearest(text, in: known).map { "did you mean `\($0)`?" }
        ?? "the types are \(listed(known)), and lists of one such as `[string]`")
    return nil
  }

  /// One name or a list of names, with the place of each; a name that stands twice is reported.
  private mutating func readNames(
    _ node: Node, _ what: String, example: String
  ) -> (names: [String], spans: [Span]) {
    var names: [String] = []
    var spans: [Span] = []
    for (text, span) in log.scalars(node, what, example: example) ?? [] {
      guard log.checkedName(text, "a type", at: span) else { continue }
      if let first = names.firstIndex(of: text) {
        log.reportTwice("`\(text)` stands twice in \(what)", at: span, first: spans[first])
      } else {
        names.append(text)
        spans.append(span)
      }
    }
    return (names, spans)
  }

  private mutating func readActions(_ node: Node) -> [String] {
    guard let items = log.sequence(node, "`actions`", example: "[list, read]") else { return [] }
    var actions: [String] = []
    var seen: [String: Span] = [:]
    for item in items {
      guard let text = log.actionName(item, "an action") else { continue }
      if let first = seen.updateValue(item.span, forKey: text) {
        log.reportTwice("action `\(text)` is given twice", at: item.span, first: first)
      } else {
        actions.append(text)
      }
    }
    return actions
  }
}
