import PolicyFormat
import PolicyLanguage
import RandomPolicies
import ReferenceEvaluator
import Testing
import YAMLReader

/// Policies and directories drawn at random, printed, and strewn with comments: their sets are formatted and come to the
/// same table.
@Suite struct RandomSetTests {
  @Test(arguments: 0..<12)
  func printedSetsAreFormatted(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<MutantTests.scale {
      var policies = RandomPolicy(random: SeededRandom(seed: random.next()))
      let policy = policies.make()
      var directories = RandomDirectory(random: SeededRandom(seed: random.next()), policy: policy)
      let directory = directories.make()
      var mutator = TextMutator(random: SeededRandom(seed: random.next()))
      let texts = [policy.yaml, directory.yaml(policy)]
      let strewn = texts.map { mutator.strewn($0, comments: 1...12) }
      for (text, strewn) in zip(texts, strewn) {
        for text in [text, strewn] {
          switch MutantCheck(roles: RoleOrders(policy)).result(of: text) {
          case .formatted: continue
          case .refusedRightly: #expect(text == strewn, "what is printed is YAML")
          case .wrong(let why): Issue.record("\(why):\n\(MutantCheck(roles: RoleOrders(policy)).shrunk(text))")
          }
        }
      }
      let files = MemoryFileSystem(["set/policy.yaml": strewn[0], "set/directory.yaml": strewn[1]])
      let set = SetFormatter(fileSystem: files, at: Pool.now).format(set: "set")
      for file in set.files {
        guard case .refused(let failure) = file.outcome, failure.report != nil else { continue }
        Issue.record("\(failure)\n\(strewn[0])\(strewn[1])")
      }
    }
  }
}
