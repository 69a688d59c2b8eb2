package import PolicyLanguage
import PolicyValues

extension Policy {
  /// The policy as a file that reads back as the same policy. Invariants are left out: no answer depends on them.
  package var yaml: String {
    var sections: [(key: String, value: YAMLText)] = [("policy", .text(name))]
    func add(_ key: String, _ pairs: [(key: String, value: YAMLText)]) {
      if !pairs.isEmpty { sections.append((key, .map(pairs))) }
    }
    add("scopes", scopeTypes.map { ($0.name, $0.yaml) })
    add("principals", principalTypes.map { ($0.name, $0.yaml) })
    add("resources", resourceTypes.map { ($0.name, $0.yaml) })
    add("context", contextAttributes.pairs)
    add("action", actionAttributes.pairs)
    add("roles", grouped(roles, by: \.name.scopeType) { .map($0.map { ($0.name.name, $0.yaml) }) })
    add("permissions", Self.table(permissions))
    add("forbid", Self.table(forbids))
    add("conditions", conditions.map { ($0.name, .text($0.expression.description)) })
    return YAMLText.map(sections).printed(blocks: 4)
  }

  private static func table(_ rows: [TableRow]) -> [(key: String, value: YAMLText)] {
    grouped(rows, by: \.scopeType) { rows in
      .map(
        grouped(rows, by: \.resourceType) { rows in
          .map(rows.map { ($0.action ?? "*", .list($0.cells.map { .text($0.text) })) })
        })
    }
  }
}

/// Groups values under what they have in common, in the order in which that first appears.
private func grouped<Value>(
  _ values: [Value], by key: (Value) -> String, _ print: ([Value]) -> YAMLText
) -> [(key: String, value: YAMLText)] {
  var keys: [String] = []
  for value in values where !keys.contains(key(value)) { keys.append(key(value)) }
  return keys.map { name in (name, print(values.filter { key($0) == name })) }
}

extension [AttributeDeclaration] {
  fileprivate var pairs: [(key: String, value: YAMLText)] {
    map { declaration in
      let scalar = YAMLText.text(declaration.type.scalar.rawValue)
      let type = declaration.type.isList ? YAMLText.list([scalar]) : scalar
      let overridable = YAMLText.map([("type", type), ("override", .plain("true"))])
      return (declaration.name, declaration.isOverridable ? overridable : type)
    }
  }
}

extension ScopeType {
  fileprivate var yaml: YAMLText {
    var facts: [(key: String, value: YAMLText)] = []
    if !parents.isEmpty { facts.append(("in", .list(parents.map { .text($0) }))) }
    if isOpen { facts.append(("open", .plain("true"))) }
    if !attributes.isEmpty { facts.append(("attributes", .map(attributes.pairs))) }
    return .map(facts)
  }
}

extension PrincipalType {
  fileprivate var yaml: YAMLText {
    var facts: [(key: String, value: YAMLText)] = []
    if let members { facts.append(("members", .list(members.map { .text($0) }))) }
    if let boundedBy { facts.append(("bounded_by", .text(boundedBy))) }
    if takesRequestRoles { facts.append(("roles", .text("request"))) }
    if !attributes.isEmpty { facts.append(("attributes", .map(attributes.pairs))) }
    return .map(facts)
  }
}

extension ResourceType {
  fileprivate var yaml: YAMLText {
    var facts: [(key: String, value: YAMLText)] = [
      ("in", .list(scopeTypes.map { .text($0) })), ("actions", .list(actions.map { .text($0) })),
    ]
    if isListed { facts.append(("listed", .plain("true"))) }
    if !attributes.isEmpty { facts.append(("attributes", .map(attributes.pairs))) }
    return .map(facts)
  }
}

extension Role {
  fileprivate var yaml: YAMLText {
    var facts: [(key: String, value: YAMLText)] = []
    if let rank { facts.append(("rank", .plain(String(rank)))) }
    if !includes.isEmpty { facts.append(("includes", .list(includes.map { .text($0.role.description) }))) }
    return .map(facts)
  }
}
