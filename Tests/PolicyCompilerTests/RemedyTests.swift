import DecisionTable
import PolicyAnalysis
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import RandomPolicies
import Testing

/// What `policy why` says would allow a thing, done to the policy, the directory and the question, compiled anew and
/// asked: the answer must be allow, and with any step left out it must not be.
///
/// `POLICYD_FUZZ_ROUNDS` sets how many policies each case draws.
@Suite struct RemedyTests {
  static let policies = DifferentialTests.rounds / 10
  static let questions = 10

  @Test(arguments: 0..<8) func remediesDoWhatTheySay(shard: Int) throws {
    var denied = 0
    var helped = 0
    var kinds: Set<String> = []
    for round in 0..<Self.policies {
      let seed = UInt64(7_000_000 + shard * 1_000 + round)
      let world = Self.draw(seed)
      let table = try DecisionTable(bytes: compile(world.policy, world.directory).encoded())
      var asking = RandomQuestion(
        random: SeededRandom(seed: seed ^ 0xA5A5), policy: world.policy, directory: world.directory)
      for _ in 0..<Self.questions {
        let (question, now) = asking.make()
        let start = FuzzCase(policy: world.policy, directory: world.directory, question: question, now: now)
        let answer = table.decide(question, at: now)
        let excerpt = try #require(table.excerpt(for: question).table())
        #expect(excerpt.decide(question, at: now).reason == answer.reason, "\(start.report)")
        let derivation = table.derivation(of: question, at: now)
        #expect(derivation.decision == answer)
        guard !answer.isAllowed else { continue }
        denied += 1
        let limits = RemedySearch.Limits(questions: 25, remedies: 3, steps: 5)
        let remedies = RemedySearch.remedies(for: question, in: table, at: now, limits: limits)
        if !remedies.found.isEmpty { helped += 1 }
        for remedy in remedies.found {
          for step in remedy.steps { kinds.insert(Self.kind(step)) }
          guard Self.isRight(remedy, start) else {
            let texts = remedy.steps.map { $0.text(root: "") }.joined(separator: "; ")
            Issue.record("seed \(seed): [\(texts)] of \(start.report)")
            return
          }
        }
      }
    }
    // Without these the test could pass by finding nothing.
    guard Self.policies >= 4 else { return }
    #expect(helped * 100 >= denied * 55, "of \(denied) denies \(helped) have a remedy")
    #expect(kinds.count >= 5, "\(kinds.sorted())")
  }

  /// A role's way to another is made of includes that stand in the policy, and there is one exactly if it includes it.
  @Test func includePathsAreWritten() throws {
    for seed in UInt64(7_100_000)..<7_100_060 {
      let world = Self.draw(seed)
      let table = try DecisionTable(bytes: compile(world.policy, world.directory).encoded())
      for first in world.policy.roles {
        for second in world.policy.roles {
          let names = (first.name.description, second.name.description)
          guard let path = table.includePath(from: names.0, to: names.1) else {
            #expect(!table.role(names.0, includes: names.1))
            continue
          }
          #expect(path.first == names.0 && path.last == names.1 && Set(path).count == path.count)
          for (upper, lower) in zip(path, path.dropFirst()) {
            let role = try #require(world.policy.roles.first { $0.name.description == upper })
            #expect(role.includes.contains { $0.role.description == lower }, "\(path)")
          }
        }
      }
    }
  }

  /// Whether all steps allow it, and none can be left out.
  private static func isRight(_ remedy: Remedy, _ start: FuzzCase) -> Bool {
    guard isAllowed(remedy.steps, start) == true else { return false }
    guard remedy.steps.count > 1 else { return true }
    return remedy.steps.allSatisfy { step in isAllowed(remedy.steps.filter { $0 != step }, start) != true }
  }

  /// `nil` if what comes out is no valid set.
  private static func isAllowed(_ steps: [RemedyStep], _ start: FuzzCase) -> Bool? {
    var changed = start
    for step in steps { changed.apply(step) }
    guard changed.isValid, let answers = changed.answers else { return nil }
    return answers.reference == .granted && answers.table.isAllowed
  }

  private static func kind(_ step: RemedyStep) -> String {
    let text = "\(step)"
    return String(text.prefix { $0 != "(" })
  }

  private static func draw(_ seed: UInt64) -> (policy: Policy, directory: Directory) {
    var random = SeededRandom(seed: seed)
    while true {
      var policies = RandomPolicy(random: SeededRandom(seed: random.next()))
      let policy = policies.make()
      var directories = RandomDirectory(random: SeededRandom(seed: random.next()), policy: policy)
      let directory = directories.make()
      let question = Question(principal: EntityName(type: "user", id: "1"), action: "read", resourceType: "doc")
      let drawn = FuzzCase(policy: policy, directory: directory, question: question, now: Pool.now)
      if drawn.isValid { return (policy, directory) }
    }
  }
}
