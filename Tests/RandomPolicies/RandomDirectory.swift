package import PolicyLanguage
import PolicyValues
import YAMLReader

/// Makes a directory for a policy: few instances of everything, many of them on the brink of something.
package struct RandomDirectory {
  package var random: SeededRandom
  let policy: Policy
  private var directory = Directory()

  package init(random: SeededRandom, policy: Policy) {
    self.random = random
    self.policy = policy
  }

  package mutating func make() -> Directory {
    makeScopes()
    makePrincipals()
    makeAssignments()
    makeResources()
    if random.chance(30), let scope = directory.scopes.randomElement(using: &random) {
      directory.defaultScope = scope.name
    }
    return directory
  }

  private mutating func entries(_ declarations: [AttributeDeclaration]) -> [AttributeEntry] {
    random.some(declarations, 55).compactMap { declaration in
      random.value(declaration.type, policy).map { AttributeEntry(declaration.name, $0) }
    }
  }

  private mutating func makeScopes() {
    for type in policy.scopeTypes {
      let attributes = PolicyIndex(policy).resourceAttributes(of: type.name)
      for id in Pool.ids.prefix(random.int(1...3)) {
        let parents = directory.scopes.map(\.name).filter { type.parents.contains($0.type) }
        let mayStandAlone = type.isRoot && (parents.isEmpty || random.chance(50))
        if parents.isEmpty, !mayStandAlone { continue }
        directory.scopes.append(
          ScopeInstance(
            EntityName(type: type.name, id: id), in: mayStandAlone ? nil : random.pick(parents),
            isDisabled: random.chance(3), attributes: entries(attributes)))
      }
    }
  }

  private mutating func makePrincipals() {
    for type in policy.principalTypes {
      for id in Pool.ids.prefix(random.int(1...4)) {
        var principal = PrincipalInstance(
          EntityName(type: type.name, id: id), isDisabled: random.chance(4),
          expires: random.chance(type.members == nil ? 12 : 30) ? random.pick(Pool.times) : nil,
          attributes: entries(type.attributes))
        if let members = type.members {
          let possible = directory.principals.map(\.name).filter { members.contains($0.type) }
          principal.members = random.some(possible, 45)
          // Someone whom only the list names, and now and then a circle of groups.
          if random.chance(25) { principal.members.append(EntityName(type: "user", id: "member-only")) }
          if random.chance(6), members.contains(type.name) { principal.members.append(principal.name) }
        }
        if type.boundedBy != nil, random.chance(88) {
          // Only earlier ones, so that no circle of bounds comes about.
          principal.bound =
            random.chance(8) ? EntityName(type: "user", id: "nobody") : random.pick(directory.principals).name
        }
        directory.principals.append(principal)
      }
    }
  }

  private mutating func makeAssignments() {
    var holders = directory.principals.map(\.name)
    holders.append(EntityName(type: "user", id: "assigned-only"))
    var seen: Set<String> = []
    for holder in holders {
      for _ in 0..<random.int(0...6) {
        guard let scope = directory.scopes.randomElement(using: &random)?.name else { continue }
        let roles = policy.roles.filter { $0.name.scopeType == scope.type }
        guard !roles.isEmpty else { continue }
        let role = random.pick(roles).name.name
        guard seen.insert("\(holder) \(role) \(scope)").inserted else { continue }
        directory.assignments.append(
          Assignment(holder, role, at: scope, until: random.chance(25) ? random.pick(Pool.times) : nil))
      }
    }
  }

  private mutating func makeResources() {
    for type in policy.resourceTypes where !policy.scopeTypes.contains(where: { $0.name == type.name }) {
      for id in Pool.ids.prefix(random.int(0...4)) {
        let homes = directory.scopes.map(\.name).filter { type.scopeTypes.contains($0.type) }
        let isHomeless = homes.isEmpty || random.chance(15)
        directory.resources.append(
          ResourceInstance(
            EntityName(type: type.name, id: id), in: isHomeless ? nil : random.pick(homes),
            attributes: entries(type.attributes)))
      }
    }
  }
}
