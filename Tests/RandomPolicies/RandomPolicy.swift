package import PolicyLanguage
import PolicyValues
import YAMLReader

/// Makes a policy that uses most of what the language has; `validate` may still refuse it.
package struct RandomPolicy {
  package var random: SeededRandom
  var policy = Policy(name: "random")
  private var index = PolicyIndex(Policy(name: ""))

  package init(random: SeededRandom) { self.random = random }

  package mutating func make() -> Policy {
    makeScopeTypes()
    makePrincipalTypes()
    makeRoles()
    makeResourceTypes()
    policy.contextAttributes = declarations(25)
    policy.actionAttributes = declarations(15)
    index = PolicyIndex(policy)
    makePermissions()
    makeForbids()
    return policy
  }

  private mutating func declarations(_ percent: Int) -> [AttributeDeclaration] {
    random.some(Pool.attributes, percent).map {
      AttributeDeclaration($0.name, $0.type, isOverridable: random.chance(25))
    }
  }

  private mutating func makeScopeTypes() {
    let names = ["org", "proj", "env", "Keep"].prefix(random.int(1...4))
    for (position, name) in names.enumerated() {
      var parents: [String] = []
      if position > 0, random.chance(88) {
        parents = random.some(Array(names[..<position]), 45)
        if parents.isEmpty { parents = [names[position - 1]] }
      }
      if random.chance(25) { parents.append(name) }
      policy.scopeTypes.append(
        ScopeType(name, in: parents, isOpen: random.chance(30), attributes: declarations(30)))
    }
  }

  private mutating func makePrincipalTypes() {
    policy.principalTypes = [
      PrincipalType("user", attributes: declarations(35), takesRequestRoles: random.chance(35)),
      PrincipalType("team", attributes: declarations(10), members: random.chance(60) ? ["user", "team"] : ["user"]),
    ]
    if random.chance(70) {
      policy.principalTypes.append(
        PrincipalType(
          "bot", attributes: declarations(35), boundedBy: "creator", takesRequestRoles: random.chance(45)))
    }
    if random.chance(30) { policy.principalTypes.append(PrincipalType("guest")) }
  }

  private mutating func makeRoles() {
    for type in policy.scopeTypes where random.chance(95) {
      let names = ["owner", "admin", "member", "Kiosk"].prefix(random.int(1...4))
      for name in names {
        policy.roles.append(
          Role(RoleName(type.name, name), rank: random.chance(70) ? Int64(random.int(-1...4)) : nil))
      }
    }
    index = PolicyIndex(policy)
    for position in policy.roles.indices {
      // Of the same type only roles further down, so that no circle comes about.
      let reach = policy.roles.enumerated().filter { other, role in
        role.name.scopeType == policy.roles[position].name.scopeType
          ? other > position
          : index.scopeType(role.name.scopeType, liesInOrBelow: policy.roles[position].name.scopeType)
      }
      policy.roles[position].includes = random.some(reach, 30).map { Role.Inclusion($0.element.name) }
    }
  }

  private mutating func makeResourceTypes() {
    let actions = ["read", "write", "list", "Kick", "a:b/c.d"]
    let scopes = policy.scopeTypes.map(\.name)
    func atLeastOne(_ some: [String], _ all: [String]) -> [String] { some.isEmpty ? [all[0]] : some }
    for name in ["doc", "repo/file", "Key"].prefix(random.int(1...3)) {
      policy.resourceTypes.append(
        ResourceType(
          name, in: atLeastOne(random.some(scopes, 55), scopes),
          actions: atLeastOne(random.some(actions, 45), actions), attributes: declarations(30),
          isListed: random.chance(20)))
    }
    for type in policy.scopeTypes where random.chance(45) {
      let homes = type.parents.filter { $0 != type.name } + [type.name]
      let own = declarations(20).filter { a in !type.attributes.contains { $0.name == a.name } }
      policy.resourceTypes.append(
        ResourceType(
          type.name, in: atLeastOne(random.some(homes, 65), homes),
          actions: atLeastOne(random.some(actions, 45), actions),
          attributes: own + random.some(type.attributes, 30), isListed: random.chance(10)))
    }
  }

  // MARK: - Tables

  private mutating func makePermissions() {
    // By scope type first, as files have it: printing a policy and reading it back keeps the order of its rows.
    for scope in policy.scopeTypes.map(\.name) {
      for type in policy.resourceTypes where type.scopeTypes.contains(scope) && random.chance(92) {
        for action in random.some(type.actions, 70) { addRow(scope, type, action, isForbid: false) }
        if random.chance(35) { addRow(scope, type, nil, isForbid: false) }
      }
    }
  }

  private mutating func makeForbids() {
    for scope in policy.scopeTypes {
      for type in policy.resourceTypes
      where type.scopeTypes.contains(where: { index.scopeType($0, liesInOrBelow: scope.name) }) && random.chance(40) {
        for action in random.some(type.actions, 30) { addRow(scope.name, type, action, isForbid: true) }
        if random.chance(15) { addRow(scope.name, type, nil, isForbid: true) }
      }
    }
  }

  private mutating func addRow(_ scope: String, _ type: ResourceType, _ action: String?, isForbid: Bool) {
    let roles = policy.roles.filter { $0.name.scopeType == scope }.map(\.name.name)
    var cells: [Cell] = []
    for _ in 0..<random.int(isForbid ? 1...2 : 0...4) {
      let isAnyone = roles.isEmpty || random.chance(12)
      let role = isAnyone ? nil : random.pick(roles)
      let condition = random.chance(isForbid ? 80 : 40) ? condition(scope, type.name) : nil
      let cell = Cell(role, if: condition)
      if !cells.contains(cell) { cells.append(cell) }
    }
    let row = TableRow(scopeType: scope, resourceType: type.name, action: action, cells: cells)
    if isForbid { policy.forbids.append(row) } else { policy.permissions.append(row) }
  }

  /// The name of a condition that can be asked there: an earlier one if it fits, else a new one.
  private mutating func condition(_ scope: String, _ resource: String) -> String {
    let environment = index.environment(scopeType: scope, resourceType: resource)
    if random.chance(30), !policy.conditions.isEmpty {
      let known = random.pick(policy.conditions)
      if checkCondition(known.expression, name: known.name, in: environment).checked != nil { return known.name }
    }
    let name = "c\(policy.conditions.count)"
    var conditions = RandomCondition(random: random, policy: policy, environment: environment)
    let expression = conditions.make(depth: random.int(0...3))
    random = conditions.random
    policy.conditions.append(ConditionDeclaration(name, expression, text: expression.description))
    return name
  }
}
