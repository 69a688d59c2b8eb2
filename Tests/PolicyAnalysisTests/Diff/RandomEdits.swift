import PolicyLanguage
import PolicyValues
import RandomPolicies
import YAMLReader

/// Small changes to a policy and its directory, such as people make; `validate` may refuse the outcome.
struct RandomEdits {
  var random: SeededRandom
  var policy: Policy
  var directory: Directory

  mutating func editPolicy() {
    switch random.int(0...9) {
    case 0:
      editRow { random, row, _ in if !row.cells.isEmpty { row.cells.remove(at: random.int(0...(row.cells.count - 1))) }
      }
    case 1, 2: addCell()
    case 3:
      editRow { random, row, conditions in
        guard !row.cells.isEmpty else { return }
        let index = random.int(0...(row.cells.count - 1))
        row.cells[index] = Cell(
          row.cells[index].role, if: random.chance(40) ? nil : conditions.randomElement(using: &random))
      }
    case 4:
      if !policy.permissions.isEmpty { policy.permissions.remove(at: random.int(0...(policy.permissions.count - 1))) }
    case 5: toggleInclude()
    case 6:
      if !policy.roles.isEmpty {
        policy.roles[random.int(0...(policy.roles.count - 1))].rank = Int64(random.int(-1...4))
      }
    case 7: policy.resourceTypes[random.int(0...(policy.resourceTypes.count - 1))].isListed.toggle()
    case 8: editConditions()
    default: policy.scopeTypes[random.int(0...(policy.scopeTypes.count - 1))].isOpen.toggle()
    }
  }

  private mutating func editRow(_ edit: (inout SeededRandom, inout TableRow, [String]) -> Void) {
    let names = policy.conditions.map(\.name)
    if random.chance(30), !policy.forbids.isEmpty {
      edit(&random, &policy.forbids[random.int(0...(policy.forbids.count - 1))], names)
    } else if !policy.permissions.isEmpty {
      edit(&random, &policy.permissions[random.int(0...(policy.permissions.count - 1))], names)
    }
  }

  private mutating func addCell() {
    let roles = policy.roles
    editRow { random, row, conditions in
      let own = roles.filter { $0.name.scopeType == row.scopeType }.map(\.name.name)
      let cell = Cell(
        random.chance(15) ? nil : own.randomElement(using: &random),
        if: random.chance(60) ? nil : conditions.randomElement(using: &random))
      if !row.cells.contains(cell) { row.cells.append(cell) }
    }
  }

  private mutating func toggleInclude() {
    guard !policy.roles.isEmpty else { return }
    let index = random.int(0...(policy.roles.count - 1))
    if !policy.roles[index].includes.isEmpty, random.chance(50) {
      policy.roles[index].includes.removeLast()
    } else {
      let other = random.pick(policy.roles).name
      if other != policy.roles[index].name { policy.roles[index].includes.append(Role.Inclusion(other)) }
    }
  }

  /// The same in other words, or something else.
  private mutating func editConditions() {
    guard !policy.conditions.isEmpty else { return }
    let index = random.int(0...(policy.conditions.count - 1))
    let old = policy.conditions[index]
    let other = random.pick(policy.conditions).expression
    let expression: ConditionExpression =
      switch random.int(0...3) {
      case 0: .not(.not(old.expression))
      case 1: .and(old.expression, old.expression)
      case 2: .or(old.expression, other)
      default: .and(other, old.expression)
      }
    policy.conditions[index] = ConditionDeclaration(old.name, expression, text: expression.description)
  }

  /// Another order of everything that has none.
  mutating func shuffle() {
    policy.permissions.shuffle(using: &random)
    policy.forbids.shuffle(using: &random)
    policy.conditions.shuffle(using: &random)
    for index in policy.permissions.indices { policy.permissions[index].cells.shuffle(using: &random) }
  }

  mutating func editDirectory() {
    var assignments = Array(directory.assignments)
    switch random.int(0...8) {
    case 0: if !assignments.isEmpty { assignments.remove(at: random.int(0...(assignments.count - 1))) }
    case 1, 2:
      guard let scope = directory.scopes.randomElement(using: &random)?.name,
        let role = policy.roles.filter({ $0.name.scopeType == scope.type }).randomElement(using: &random),
        let principal = directory.principals.randomElement(using: &random)?.name,
        !assignments.contains(where: { $0.principal == principal && $0.scope == scope && $0.role == role.name.name })
      else { return }
      assignments.append(Assignment(principal, role.name.name, at: scope))
    case 3: toggle(\.isDisabled)
    case 4:
      if !directory.scopes.isEmpty {
        directory.scopes[random.int(0...(directory.scopes.count - 1))].isDisabled.toggle()
      }
    case 5:
      if !directory.resources.isEmpty {
        directory.resources.remove(at: random.int(0...(directory.resources.count - 1)))
      }
    case 6:
      guard !directory.principals.isEmpty else { return }
      let index = random.int(0...(directory.principals.count - 1))
      if !directory.principals[index].attributes.isEmpty { directory.principals[index].attributes.removeLast() }
    case 7:
      guard !directory.scopes.isEmpty else { return }
      let index = random.int(0...(directory.scopes.count - 1))
      if !directory.scopes[index].attributes.isEmpty { directory.scopes[index].attributes.removeLast() }
    default:
      guard !directory.principals.isEmpty else { return }
      let index = random.int(0...(directory.principals.count - 1))
      if !directory.principals[index].members.isEmpty { directory.principals[index].members.removeLast() }
    }
    directory.assignments = AssignmentList(assignments)
  }

  private mutating func toggle(_ flag: WritableKeyPath<PrincipalInstance, Bool>) {
    guard !directory.principals.isEmpty else { return }
    directory.principals[random.int(0...(directory.principals.count - 1))][keyPath: flag].toggle()
  }
}
