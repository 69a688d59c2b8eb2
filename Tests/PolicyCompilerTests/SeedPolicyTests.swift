import DecisionTable
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import ReferenceEvaluator
import Testing
import YAMLReader

/// Every suite of the seeds' policies, through both evaluators.
@Suite struct SeedPolicyTests {
  /// The clock of tests that set no time of their own.
  private static let clock = Timestamp(seconds: 1_795_000_000)

  @Test(arguments: ["pica", "pug", "studio"]) func suitesHold(name: String) throws {
    let root = String("\(#filePath)".dropLast("Tests/PolicyCompilerTests/SeedPolicyTests.swift".count))
    var loader = PolicySetLoader()
    let set = loader.load(PolicySetLocation(policy: root + "policies/" + name))
    try #require(set.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
    try #require(!set.suites.isEmpty)
    var asked = 0
    for suite in set.suites {
      let directory = suite.directory ?? set.directory
      let table = try DecisionTable(bytes: compile(set.policy, directory).encoded())
      let reference = ReferenceEvaluator(policy: set.policy, directory: directory)
      for test in suite.tests {
        for (question, isExpected) in questions(of: test) {
          let now = test.now ?? Self.clock
          let reason = reference.decide(question, at: now)
          let decision = table.decide(question, at: now)
          asked += 1
          let place: Comment = "\(suite.file): \(test.name): \(question)"
          #expect((reason == .granted) == isExpected, place)
          #expect(decision.reason == reason, place)
        }
      }
    }
    #expect(asked > 100)
  }

  private func questions(of test: SuiteTest) -> [(Question, isExpected: Bool)] {
    var properties = RequestProperties()
    for given in test.given {
      switch given.owner {
      case .principal: properties.principal[given.attribute] = given.value
      case .resource: properties.resource[given.attribute] = given.value
      case .scope: properties.scope[given.attribute] = given.value
      case .action: properties.action[given.attribute] = given.value
      case .context: properties.context[given.attribute] = given.value
      }
    }
    let cases = test.can.map { ($0, true) } + test.cannot.map { ($0, false) }
    var questions = cases.map { item, isExpected in
      (
        Question(
          principal: item.principal, action: item.action, resourceType: item.resourceType,
          resourceID: item.resourceID, scope: item.scope, properties: properties), isExpected: isExpected
      )
    }
    for row in test.table?.rows ?? [] {
      for column in test.table?.columns ?? [] {
        questions.append(
          (
            Question(
              principal: column.principal, action: row.action, resourceType: row.resourceType,
              scope: test.table?.scope, properties: properties), isExpected: row.allowed.contains(column.label)
          ))
      }
    }
    return questions
  }
}
