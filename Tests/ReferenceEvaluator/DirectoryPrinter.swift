package import PolicyLanguage
import PolicyValues

extension Directory {
  /// The directory as a section that reads back as the same directory.
  package func yaml(_ policy: Policy) -> String {
    var sections: [(key: String, value: YAMLText)] = []
    func add(_ key: String, _ pairs: [(key: String, value: YAMLText)]) {
      if !pairs.isEmpty { sections.append((key, .map(pairs))) }
    }
    add("scopes", scopes.map { ($0.name.description, $0.yaml) })
    add(
      "principals",
      principals.map { principal in
        let type = policy.principalTypes.first { $0.name == principal.name.type }
        return (principal.name.description, principal.yaml(type))
      })
    add("resources", resources.map { ($0.name.description, $0.yaml) })
    add("assignments", assignmentPairs)
    if let defaultScope { sections.append(("default_scope", .text(defaultScope.description))) }
    return YAMLText.map([("directory", .map(sections))]).printed(blocks: 4)
  }

  private var assignmentPairs: [(key: String, value: YAMLText)] {
    var seen: Set<EntityName> = []
    return assignments.map(\.scope).filter { seen.insert($0).inserted }.map { scope in
      let here = assignments.filter { $0.scope == scope }
      var roles: [String] = []
      for assignment in here where !roles.contains(assignment.role) { roles.append(assignment.role) }
      let lists = roles.map { role in
        (key: role, value: YAMLText.list(here.filter { $0.role == role }.map(\.yaml)))
      }
      return (scope.description, .map(lists))
    }
  }
}

extension Assignment {
  fileprivate var yaml: YAMLText {
    guard let until else { return .text(principal.description) }
    return .map([(principal.description, .map([("until", .text(until.description))]))])
  }
}

extension [AttributeEntry] {
  fileprivate var pairs: [(key: String, value: YAMLText)] { map { ($0.name, $0.value.yaml) } }
}

extension AttributeValue {
  fileprivate var yaml: YAMLText {
    if case .list(let values) = self { .list(values.map(\.yaml)) } else { .text(description) }
  }
}

extension ScopeInstance {
  fileprivate var yaml: YAMLText {
    var facts: [(key: String, value: YAMLText)] = []
    if let parent { facts.append(("in", .text(parent.description))) }
    if isDisabled { facts.append(("disabled", .plain("true"))) }
    return .map(facts + attributes.pairs)
  }
}

extension PrincipalInstance {
  fileprivate func yaml(_ type: PrincipalType?) -> YAMLText {
    var facts: [(key: String, value: YAMLText)] = []
    if isDisabled { facts.append(("disabled", .plain("true"))) }
    if let expires { facts.append(("expires", .text(expires.description))) }
    if !members.isEmpty { facts.append(("members", .list(members.map { .text($0.description) }))) }
    if let bound { facts.append((type?.boundedBy ?? "bound", .text(bound.description))) }
    return .map(facts + attributes.pairs)
  }
}

extension ResourceInstance {
  fileprivate var yaml: YAMLText {
    var facts: [(key: String, value: YAMLText)] = []
    if let scope { facts.append(("in", .text(scope.description))) }
    return .map(facts + attributes.pairs)
  }
}
