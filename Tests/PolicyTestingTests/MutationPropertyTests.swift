import DecisionTable
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import RandomPolicies
import ReferenceEvaluator
import Testing
import YAMLReader

@testable import PolicyTesting

/// Mutation by batches and by proof, held against making each change alone and asking everything.
@Suite struct MutationPropertyTests {
  @Test(arguments: 0..<4) func agreesWithOneChangeAtATime(shard: Int) throws {
    var (noticed, equivalent, survived) = (0, 0, 0)
    for seed in 0..<3 {
      guard let set = try Self.set(seed: UInt64(4000 + shard * 100 + seed)) else { continue }
      let report = try MutationRun(set, now: Pool.now).report(suggesting: true)
      let study = try SuiteStudy(set, filter: nil, now: Pool.now)
      let base = study.tables[0]
      var random = SeededRandom(seed: UInt64(shard * 100 + seed))
      for mutant in report.mutants where random.chance(25) {
        var policy = set.policy
        mutant.change.apply(to: &policy)
        let tables = try study.tables(policy)
        let failures = study.failures(tables)
        switch mutant.fate {
        case .noticed(let tests):
          noticed += 1
          #expect(failures.count == tests || mutant.change.position == nil, "\(mutant.change.text)")
        case .refused: #expect(failures.isEmpty)
        case .equivalent:
          equivalent += 1
          #expect(failures.isEmpty)
          // No other question tells them apart either.
          var questions = RandomQuestion(random: random, policy: set.policy, directory: set.directory)
          for _ in 0..<200 {
            var (question, now) = questions.make()
            if let position = mutant.change.position {
              (question.resourceType, question.action) = (position.resourceType, position.action)
            }
            #expect(
              base.decide(question, at: now).isAllowed == tables[0].decide(question, at: now).isAllowed,
              "\(mutant.change.text): \(question)")
          }
          random = questions.random
        case .survived(let test):
          survived += 1
          #expect(failures.isEmpty)
          guard let test else { continue }
          try Self.expectKilled(test, mutant.change, set)
        }
      }
    }
    #expect(noticed > 4 && equivalent > 4 && survived > 4, "\(noticed), \(equivalent), \(survived)")
  }

  /// The suggested line passes on the policy as it is, and fails on the changed one.
  private static func expectKilled(_ test: KillingTest, _ change: PolicyChange, _ set: PolicySet) throws {
    let given = test.given.isEmpty ? "" : "    given: {\(test.given.joined(separator: ", "))}\n"
    let now = test.given.contains { $0.hasPrefix("now:") } ? "" : "now: \"\(Pool.now)\""
    let facts = now.isEmpty ? given : "    given: {\((test.given + [now]).joined(separator: ", "))}\n"
    let line = "    \(test.isAllowed ? "can" : "cannot"): [\(quotedScalar(test.text))]\n"
    let suite = "tests:\n  - name: killing\n\(facts)\(line)"
    var printed = set.policy
    change.apply(to: &printed)
    for (policy, fails) in [(set.policy, false), (printed, true)] {
      let files = MemoryFileSystem([
        "p/policy.yaml": policy.yaml + set.directory.yaml(policy), "p/a_test.yaml": suite,
      ])
      var loader = PolicySetLoader(fileSystem: files)
      let report = try SuiteRunner(loader.load(PolicySetLocation(policy: "p")), now: Pool.now).run()
      #expect(report.failed == (fails ? 1 : 0) && report.passed == (fails ? 0 : 1), "\(change.text)\n\(suite)")
    }
  }

  /// Whether a suite may ask it: there misspelt names are errors.
  private static func isDeclared(_ question: Question, _ policy: Policy) -> Bool {
    let scopes = question.scope.map { ScopePath($0)?.elements.map(\.type) ?? [""] } ?? []
    // By their bytes: some of the random names are canonically equivalent to declared ones.
    func same(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }
    return policy.principalTypes.contains { same($0.name, question.principal.type) }
      && policy.resourceTypes.contains { type in
        same(type.name, question.resourceType) && type.actions.contains { same($0, question.action) }
      }
      && scopes.allSatisfy { scope in policy.scopeTypes.contains { same($0.name, scope) } }
  }

  /// A random set whose suite asks some random questions, and expects what they are answered.
  private static func set(seed: UInt64) throws -> PolicySet? {
    var policies = RandomPolicy(random: SeededRandom(seed: seed))
    let policy = policies.make()
    var directories = RandomDirectory(random: policies.random, policy: policy)
    let directory = directories.make()
    let found = validate(policy) + validate(directory, against: PolicyIndex(policy))
    guard !found.contains(where: { $0.severity == .error }) else { return nil }
    let table = try DecisionTable(bytes: compile(policy, directory).encoded())
    var questions = RandomQuestion(random: directories.random, policy: policy, directory: directory)
    var lines: [String] = []
    for _ in 0..<150 {
      var (question, _) = questions.make()
      question.properties = RequestProperties()
      question.roles = .absent
      let words = [question.principal.description, question.action, question.resourceType] + [question.scope ?? ""]
      guard words.allSatisfy({ !$0.contains("\"") && !$0.contains("\\") }) else { continue }
      let resource = question.resourceID.map { "\(question.resourceType):\($0)" } ?? question.resourceType
      let text = "\(question.principal) \(question.action) \(resource)" + (question.scope.map { " in \($0)" } ?? "")
      guard (try? parseCase(text)) != nil, isDeclared(question, policy) else { continue }
      let isAllowed = table.decide(question, at: Pool.now).isAllowed
      lines.append("    \(isAllowed ? "can" : "cannot"): [\(quotedScalar(text))]")
    }
    let tests = lines.enumerated().map { "  - name: t\($0)\n    given: {now: \"\(Pool.now)\"}\n\($1)" }
    let files = MemoryFileSystem([
      "p/policy.yaml": policy.yaml + directory.yaml(policy),
      "p/a_test.yaml": "tests:\n" + tests.joined(separator: "\n") + "\n",
    ])
    var loader = PolicySetLoader(fileSystem: files)
    let set = loader.load(PolicySetLocation(policy: "p"))
    let errors = check(set, at: Pool.now).filter { $0.severity == .error }
    #expect(errors.isEmpty, "\(errors.map(\.message))")
    return set
  }
}
