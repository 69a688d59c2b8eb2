import DecisionTable
import FoundationEssentials
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import RandomPolicies
import ReferenceEvaluator
import Testing
import YAMLReader

/// The table against the second reading of the design, over random policies, directories and questions.
///
/// `POLICYD_FUZZ_ROUNDS` sets how many policies each case draws; `POLICYD_FUZZ_SEED` where the seeds begin.
@Suite struct DifferentialTests {
  static let rounds = setting("POLICYD_FUZZ_ROUNDS") ?? 40
  static let firstSeed = setting("POLICYD_FUZZ_SEED") ?? 0
  static let questionsPerPolicy = 100

  private static func setting(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }

  @Test(arguments: 0..<8) func agreement(shard: Int) throws {
    var tally = Tally()
    for round in 0..<Self.rounds {
      let seed = UInt64(Self.firstSeed + shard * 1_000_000 + round)
      guard let disagreement = try tally.run(seed: seed, questions: Self.questionsPerPolicy) else { continue }
      let smallest = disagreement.shrunk()
      Issue.record("seed \(seed): \(smallest.report)")
      return
    }
    // Without these the test could pass by asking nothing.
    #expect(tally.drawn * 60 <= tally.valid * 100, "of \(tally.drawn) policies only \(tally.valid) are valid")
    let asked = tally.reasons.values.reduce(0, +)
    #expect(asked == Self.rounds * Self.questionsPerPolicy)
    guard Self.rounds >= 40 else { return }
    #expect(tally.reasons[.granted, default: 0] * 100 >= asked * 8, "\(tally.reasons)")
    for reason in Reason.allCases { #expect(tally.reasons[reason, default: 0] > 0, "no answer was \(reason)") }
  }

  /// Counts what was drawn and answered.
  private struct Tally {
    var drawn = 0
    var valid = 0
    var reasons: [Reason: Int] = [:]

    /// Asks questions of one random policy; the first on which the two disagree.
    mutating func run(seed: UInt64, questions: Int) throws -> FuzzCase? {
      let world = draw(seed)
      let bytes = compile(world.policy, world.directory).encoded()
      let table = try DecisionTable(bytes: bytes)
      let reference = ReferenceEvaluator(policy: world.policy, directory: world.directory)
      var asking = RandomQuestion(
        random: SeededRandom(seed: seed ^ 0xA5A5), policy: world.policy, directory: world.directory)
      var asked: [Question] = []
      for _ in 0..<questions {
        let (question, now) = asking.make()
        asked.append(question)
        let expected = reference.decide(question, at: now)
        let decision = table.decide(question, at: now)
        reasons[expected, default: 0] += 1
        if decision.reason != expected || decision.isAllowed != (expected == .granted) {
          return FuzzCase(policy: world.policy, directory: world.directory, question: question, now: now)
        }
      }
      // The same without what a request brings beside names, as bytes: one by one and all at once.
      for (question, reason) in bytewise(asked, table) {
        guard reference.decide(question, at: Pool.now) == reason else {
          return FuzzCase(policy: world.policy, directory: world.directory, question: question, now: Pool.now)
        }
      }
      return nil
    }

    /// What the table says of questions' names where they lie in bytes.
    private func bytewise(_ asked: [Question], _ table: DecisionTable) -> [(Question, Reason)] {
      var bytes: [UInt8] = Array("not part of any name ".utf8)
      func place(_ text: String) -> BytePlace {
        bytes += text.utf8
        return BytePlace(offset: bytes.count - text.utf8.count, count: text.utf8.count)
      }
      let questions = asked.map { question in
        var question = question
        question.properties = RequestProperties()
        question.roles = .absent
        return question
      }
      let places = questions.map { question in
        QuestionPlaces(
          principalType: place(question.principal.type), principalID: place(question.principal.id),
          action: place(question.action), resourceType: place(question.resourceType),
          resourceID: question.resourceID.map(place) ?? .none, scope: question.scope.map(place) ?? .none)
      }
      var reasons = [Reason](repeating: .granted, count: places.count)
      var span = reasons.mutableSpan
      // Bytes have no padding, which is what is unsafe about taking a span's bytes.
      unsafe table.reasons(of: places.span, in: bytes.span.bytes, at: Pool.now, into: &span)
      for index in places.indices {
        let single = unsafe table.reason(of: places[index], in: bytes.span.bytes, at: Pool.now)
        #expect(single == reasons[index])
        let question = unsafe table.question(places[index], in: bytes.span.bytes)
        #expect(question == questions[index])
      }
      return Array(zip(questions, reasons))
    }

    /// The first valid policy, with a directory, that a seed leads to.
    private mutating func draw(_ seed: UInt64) -> (policy: Policy, directory: Directory) {
      var random = SeededRandom(seed: seed)
      while true {
        drawn += 1
        var policies = RandomPolicy(random: SeededRandom(seed: random.next()))
        let policy = policies.make()
        var directories = RandomDirectory(random: SeededRandom(seed: random.next()), policy: policy)
        let directory = directories.make()
        let question = Question(principal: EntityName(type: "user", id: "1"), action: "read", resourceType: "doc")
        let drawn = FuzzCase(policy: policy, directory: directory, question: question, now: Pool.now)
        guard drawn.isValid else { continue }
        valid += 1
        return (policy, directory)
      }
    }
  }
}
