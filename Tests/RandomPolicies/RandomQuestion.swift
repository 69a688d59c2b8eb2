package import DecisionTable
package import PolicyLanguage
package import PolicyValues

/// Makes questions that mostly ask of what is there, and now and then of what is not, or cannot be.
package struct RandomQuestion {
  package var random: SeededRandom
  let policy: Policy
  let directory: Directory

  package init(random: SeededRandom, policy: Policy, directory: Directory) {
    self.random = random
    self.policy = policy
    self.directory = directory
  }

  package mutating func make() -> (question: Question, now: Timestamp) {
    let type = random.pick(policy.resourceTypes)
    var question = Question(
      principal: principal(), action: action(type), resourceType: type.name, resourceID: resourceID(type))
    question.scope = scope(for: question, type)
    question.properties = properties(question, type)
    let takesRoles = policy.principalTypes.contains { $0.name == question.principal.type && $0.takesRequestRoles }
    if random.chance(takesRoles ? 60 : 15) { question.roles = roles() }
    if random.chance(2) { question.resourceType = random.pick(["dox", "", "\u{212A}ey"]) }
    return (question, time())
  }

  private mutating func time() -> Timestamp {
    if random.chance(85) { return Pool.now }
    if random.chance(5) { return random.pick([Timestamp(seconds: .min), Timestamp(seconds: .max)]) }
    return random.pick(Pool.times)
  }

  private mutating func principal() -> EntityName {
    if random.chance(2) { return EntityName(type: random.pick(["usr", "", "\u{212A}ey", "anyone"]), id: "1") }
    let type = random.pick(policy.principalTypes).name
    if random.chance(2) { return EntityName(type: type, id: random.pick(["", "a b", "a\u{A0}", "\u{0}"])) }
    if random.chance(8) {
      return EntityName(type: "user", id: random.pick(["nobody", "assigned-only", "member-only"]))
    }
    // Rather one that holds something.
    let holders = directory.assignments.map(\.principal).filter { $0.type == type }
    return random.pick(holders.isEmpty || random.chance(25) ? directory.principals.map(\.name) : holders)
  }

  private mutating func action(_ type: ResourceType) -> String {
    random.chance(2) ? random.pick(["", "*", "raed", "\u{212A}ick", "any one"]) : random.pick(type.actions)
  }

  private mutating func resourceID(_ type: ResourceType) -> String? {
    if random.chance(25) { return nil }
    if random.chance(2) { return random.pick(["", "a b", "\u{85}", "\u{2028}"]) }
    if random.chance(5) { return "unknown" }
    let known = directory.resources.map(\.name) + directory.scopes.map(\.name)
    let ids = known.filter { $0.type == type.name }.map(\.id)
    return random.pick(ids.isEmpty || random.chance(8) ? Pool.ids : ids)
  }

  // MARK: - Scopes

  /// The scope that fits, most often.
  private mutating func scope(for question: Question, _ type: ResourceType) -> String? {
    if random.chance(12) { return nil }
    if random.chance(3) {
      return random.pick(["", "org", "org:", ":1", "org:1 in", "nope:1", "org:1  in org:2", "org:1 in nope:1", "-"])
    }
    if let id = question.resourceID, random.chance(70) {
      let name = EntityName(type: type.name, id: id)
      if let scope = directory.scopes.first(where: { $0.name == name }) {
        return text(random.chance(50) ? scope.name : scope.parent ?? scope.name)
      }
      if policy.scopeTypes.contains(where: { $0.name == type.name }), random.chance(60) { return openPath(name) }
      if let home = directory.resources.first(where: { $0.name == name })?.scope { return text(home) }
    }
    let fitting = directory.scopes.map(\.name).filter { type.scopeTypes.contains($0.type) }
    if random.chance(85), !fitting.isEmpty { return text(random.pick(fitting)) }
    if random.chance(45), let open = policy.scopeTypes.filter(\.isOpen).randomElement(using: &random) {
      return openPath(EntityName(type: open.name, id: random.pick(["new", "newer"] + Pool.ids)))
    }
    let scopeType = random.pick(policy.scopeTypes).name
    return text(EntityName(type: scopeType, id: random.pick(["1", "1", "2", "3", "unknown"])))
  }

  /// A known scope alone or with some of its path, which is wrong now and then.
  private mutating func text(_ scope: EntityName) -> String {
    var text = scope.description
    var last = scope
    while random.chance(25), let parent = directory.scopes.first(where: { $0.name == last })?.parent {
      last = random.chance(10) ? random.pick(directory.scopes).name : parent
      text += " in \(last)"
    }
    return random.chance(3) ? text + " in \(random.pick(policy.scopeTypes).name):1" : text
  }

  /// A scope that perhaps only the request knows, in a way to the top.
  private mutating func openPath(_ start: EntityName) -> String {
    var path = [start]
    while let last = path.last, path.count < 5,
      let parents = policy.scopeTypes.first(where: { $0.name == last.type })?.parents, !parents.isEmpty,
      random.chance(90)
    {
      let type = random.chance(95) ? random.pick(parents) : random.pick(policy.scopeTypes).name
      let known = directory.scopes.map(\.name).filter { $0.type == type }
      if random.chance(80), !known.isEmpty {
        path.append(random.pick(known))
        if random.chance(80) { break }
      } else {
        path.append(EntityName(type: type, id: random.pick(["new", "newer", "1"])))
      }
    }
    return path.map(\.description).joined(separator: " in ")
  }

  // MARK: - What requests bring

  private mutating func values(_ declarations: [AttributeDeclaration]) -> [String: RequestValue] {
    var values: [String: RequestValue] = [:]
    for declaration in random.some(declarations, 45) {
      let name = declaration.name == "Kind" && random.chance(15) ? "\u{212A}ind" : declaration.name
      values[name] = random.requestValue(declaration.type, policy)
    }
    if random.chance(5) { values["undeclared"] = .int(1) }
    return values
  }

  private mutating func properties(_ question: Question, _ type: ResourceType) -> RequestProperties {
    // Not only what the type declares: a bound of another type must not get to see it.
    let principal = policy.principalTypes.flatMap(\.attributes)
    let scopes = policy.scopeTypes.flatMap(\.attributes)
    return RequestProperties(
      principal: values(principal), resource: values(PolicyIndex(policy).resourceAttributes(of: type.name)),
      scope: values(scopes), action: values(policy.actionAttributes), context: values(policy.contextAttributes))
  }

  private mutating func roles() -> RequestRoles {
    if random.chance(6) { return .malformed }
    var entries: [RequestRoles.Entry] = []
    for _ in 0..<random.int(0...3) {
      var scope = directory.scopes.randomElement(using: &random)?.name ?? EntityName(type: "org", id: "1")
      if random.chance(25) { scope = EntityName(type: random.pick(policy.scopeTypes).name, id: "new") }
      let own = policy.roles.filter { $0.name.scopeType == scope.type }
      var names = random.some(own, 40).map { random.chance(20) ? $0.name.description : $0.name.name }
      if random.chance(4) { names.append(random.pick(["anyone", "\u{212A}iosk", "org.admin", "", "boss"])) }
      let text = random.chance(80) ? text(scope) : openPath(scope)
      if !entries.contains(where: { $0.scope == text }) {
        entries.append(RequestRoles.Entry(scope: random.chance(2) ? "nope:1" : text, roles: names))
      }
    }
    return .given(entries)
  }
}
