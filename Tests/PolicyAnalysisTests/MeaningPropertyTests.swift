import DecisionTable
import PolicyAnalysis
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import RandomPolicies
import Testing
import YAMLReader

/// Random conditions, compared by meaning and by asking: what is proved never to happen is not seen to, and each witness is.
@Suite struct MeaningPropertyTests {
  /// A policy with one table of two rows, `before` and `after`, each for one role under a condition of its own.
  private struct Pair {
    var policy: Policy
    var scopeType: String
    var role: String?

    /// `nil` if the seed draws no policy that can be asked.
    init?(_ random: inout SeededRandom) {
      var maker = RandomPolicy(random: random)
      var policy = maker.make()
      random = maker.random
      guard let scope = policy.scopeTypes.first?.name else { return nil }
      let roles = policy.roles.filter { $0.name.scopeType == scope }.map(\.name.name)
      role = roles.isEmpty || random.chance(20) ? nil : random.pick(roles)
      scopeType = scope
      let attributes = policy.resourceTypes.first?.attributes ?? []
      policy.resourceTypes = [
        ResourceType("thing", in: [scope], actions: ["before", "after"], attributes: attributes)
      ]
      policy.permissions = []
      policy.forbids = []
      policy.conditions = []
      policy.invariants = []
      let environment = PolicyIndex(policy).environment(scopeType: scope, resourceType: "thing")
      var known: ConditionExpression?
      for action in ["before", "after"] {
        var conditions = RandomCondition(random: random, policy: policy, environment: environment)
        var expression = conditions.make(depth: conditions.random.int(0...3))
        // Unrelated conditions differ; those that share a part are the ones that are hard to tell apart.
        if let first = known, conditions.random.chance(75) {
          switch conditions.random.int(0...4) {
          case 0: expression = .and(first, .or(expression, first))
          case 1: expression = .or(first, expression)
          case 2: expression = .and(first, expression)
          case 3: expression = .not(.not(first))
          default: expression = .or(.and(first, expression), .and(first, .not(expression)))
          }
        }
        known = expression
        random = conditions.random
        policy.conditions.append(ConditionDeclaration(action, expression, text: expression.description))
        policy.permissions.append(
          TableRow(scopeType: scope, resourceType: "thing", action: action, cells: [Cell(role, if: action)]))
      }
      self.policy = policy
      guard !validate(policy).contains(where: { $0.severity == .error }) else { return nil }
    }

    func table(_ directory: Directory) throws -> DecisionTable {
      try DecisionTable(bytes: compile(policy, directory).encoded())
    }
  }

  @Test(arguments: 0..<4) func holdsAgainstAsking(shard: Int) throws {
    var (proved, shown, open) = (0, 0, 0)
    for seed in 0..<60 {
      var random = SeededRandom(seed: UInt64(9000 + shard * 1000 + seed))
      guard let pair = Pair(&random) else { continue }
      var maker = RandomDirectory(random: random, policy: pair.policy)
      let directory = maker.make()
      random = maker.random
      guard !validate(directory, against: PolicyIndex(pair.policy)).contains(where: { $0.severity == .error }) else {
        continue
      }
      let table = try pair.table(directory)
      let setting = MeaningSetting(table, scopeType: pair.scopeType, resourceType: "thing", role: pair.role)
      func formula(_ action: String) -> GrantFormula {
        GrantFormula(permits: table.cells.filter { $0.action == action }.map { table.term(of: $0.id) })
      }
      let change = compare(formula("before"), in: setting, formula("after"))
      let text = "\(pair.policy.conditions.map(\.text))"
      for possibility in [change.gains, change.losses] {
        switch possibility {
        case .never: proved += 1
        case .sometimes: shown += 1
        case .maybe: open += 1
        }
      }
      var questions = RandomQuestion(random: random, policy: pair.policy, directory: directory)
      for _ in 0..<60 {
        var (question, now) = questions.make()
        question.action = "before"
        let before = table.decide(question, at: now).isAllowed
        question.action = "after"
        let after = table.decide(question, at: now).isAllowed
        if before != after {
          #expect(after ? change.gains != .never : change.losses != .never, "\(text): \(question) at \(now)")
        }
      }
      if case .sometimes(let witness) = change.gains {
        try expect(witness, pair, allowed: "after", denied: "before", text)
      }
      if case .sometimes(let witness) = change.losses {
        try expect(witness, pair, allowed: "before", denied: "after", text)
      }
    }
    // The engine would be of no use if it left most things open, and the test if it proved nothing.
    #expect(proved > 20 && shown > 20 && open < (proved + shown) / 3, "\(proved) proved, \(shown) shown, \(open) open")
  }

  /// Asks what a witness says, of a directory that has just that.
  private func expect(
    _ witness: MeaningWitness, _ pair: Pair, allowed: String, denied: String, _ text: String
  ) throws {
    let types = pair.policy.principalTypes
    var principal = EntityName(type: types[0].name, id: "someone")
    var scope = EntityName(type: pair.scopeType, id: "somewhere")
    var question = Question(principal: principal, action: allowed, resourceType: "thing")
    var now = Pool.now
    var groups: [EntityName] = []
    var rank: Int64?
    for fact in witness.facts {
      let value: AttributeValue? = if case .value(let value) = fact.value { value } else { nil }
      switch (fact.name, value) {
      case ("principal", .principal(let name)?): principal = name
      case ("principal.type", .string(let type)?): principal.type = type
      case ("principal.id", .string(let id)?): principal.id = id
      case ("principal.groups", .list(let names)?):
        groups = names.compactMap { if case .principal(let name) = $0 { name } else { nil } }
      case ("principal.rank", .int(let value)?): rank = value
      case ("resource", .principal(let name)?): question.resourceID = name.id
      case ("scope", .principal(let name)?): scope = name
      case ("now", .timestamp(let time)?): now = time
      default:
        let parts = fact.name.split(separator: ".").map(String.init)
        let given: RequestValue? =
          switch fact.value {
          case .absent: nil
          case .unusable: .other
          case .value(let value): RequestValue(value)
          }
        guard parts.count == 2, let given else { continue }
        switch parts[0] {
        case "principal": question.properties.principal[parts[1]] = given
        case "resource": question.properties.resource[parts[1]] = given
        case "scope": question.properties.scope[parts[1]] = given
        case "context": question.properties.context[parts[1]] = given
        default: question.properties.action[parts[1]] = given
        }
      }
    }
    // A group that would be in itself, or is in no directory that is valid, cannot be shown this way.
    let memberTypes = types.filter { $0.members?.contains(principal.type) ?? false }.map(\.name)
    guard groups.allSatisfy({ memberTypes.contains($0.type) && $0 != principal }) else { return }
    var directory = Directory()
    directory.scopes = [ScopeInstance(scope)]
    let bound = types.first { $0.name == principal.type }?.boundedBy
    // Whoever is bounded would need a bound that may as well, under a condition that is its own.
    guard bound == nil, pair.policy.scopeTypes.first?.isRoot == true else { return }
    directory.principals = [PrincipalInstance(principal)] + groups.map { PrincipalInstance($0, members: [principal]) }
    if let role = pair.role { directory.assignments.append(Assignment(principal, role, at: scope)) }
    let index = PolicyIndex(pair.policy)
    if let rank {
      let roles = pair.policy.roles.filter { role in
        role.name.scopeType == pair.scopeType
          && index.closure(of: role.name).filter { $0.scopeType == pair.scopeType }
            .compactMap { name in pair.policy.roles.first { $0.name == name }?.rank }.max() == rank
      }
      let beside = try #require(roles.first, "no role comes to rank \(rank)")
      if beside.name.name != pair.role {
        directory.assignments.append(Assignment(principal, beside.name.name, at: scope))
      }
    }
    question.principal = principal
    question.scope = scope.description
    guard !validate(directory, against: index).contains(where: { $0.severity == .error }) else { return }
    let table = try pair.table(directory)
    #expect(table.decide(question, at: now).isAllowed, "\(text): \(witness)")
    question.action = denied
    #expect(!table.decide(question, at: now).isAllowed, "\(text): \(witness)")
  }
}

extension RequestValue {
  /// The value as a request would bring it.
  fileprivate init(_ value: AttributeValue) {
    switch value {
    case .int(let value): self = .int(value)
    case .bool(let value): self = .bool(value)
    case .list(let values): self = .list(values.map { RequestValue($0) })
    default: self = .string(value.description)
    }
  }
}
