import DecisionTable
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import RandomPolicies
import ReferenceEvaluator
import YAMLReader

/// A random policy and directory, compiled, with the slow reading of the same.
struct RandomWorld {
  let policy: Policy
  let directory: Directory
  let table: DecisionTable
  let reference: ReferenceEvaluator

  /// The first valid one that a seed leads to.
  init(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    while true {
      var policies = RandomPolicy(random: SeededRandom(seed: random.next()))
      let policy = policies.make()
      var directories = RandomDirectory(random: SeededRandom(seed: random.next()), policy: policy)
      let directory = directories.make()
      let found = validate(policy) + validate(directory, against: PolicyIndex(policy))
      if found.contains(where: { $0.severity == .error }) { continue }
      self.policy = policy
      self.directory = directory
      table = try DecisionTable(bytes: compile(policy, directory).encoded())
      reference = ReferenceEvaluator(policy: policy, directory: directory)
      return
    }
  }

  /// Random questions, at `Pool.now` or another time.
  func questions(_ count: Int, seed: UInt64) -> [(question: Question, now: Timestamp)] {
    var asking = RandomQuestion(random: SeededRandom(seed: seed), policy: policy, directory: directory)
    return (0..<count).map { _ in asking.make() }
  }

  /// The same question of another principal, of which a search believes nothing that the question says.
  func asked(_ question: Question, of principal: EntityName) -> Question {
    var question = question
    question.principal = principal
    question.properties.principal = [:]
    question.roles = .absent
    return question
  }
}

extension Array {
  /// Each of them twice over, for tests to fail with what differs.
  func difference(_ other: [Element]) -> [Element] where Element: Hashable {
    let known = Set(other)
    return filter { !known.contains($0) }
  }
}
