import DecisionTable
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import RandomPolicies
import ReferenceEvaluator
import Testing
import YAMLReader

/// What is printed as YAML reads back as the same policy and directory: the table's bytes are the same.
@Suite struct RoundTripTests {
  @Test(arguments: 0..<60) func printedSetsReadBack(seed: UInt64) throws {
    let (policy, directory) = try #require(world(seed: seed))
    let files = MemoryFileSystem([
      "/set/policy.yaml": policy.yaml, "/set/directory.yaml": directory.yaml(policy),
    ])
    var loader = PolicySetLoader(fileSystem: files)
    let set = loader.load(PolicySetLocation(policy: "/set"))
    let errors = set.diagnostics.filter { $0.severity == .error }
    #expect(errors.isEmpty, "\(errors.map(\.message))\n\(policy.yaml)\(directory.yaml(policy))")
    // Without sources, neither knows the places that the other was read from.
    let isSame = compile(set.policy, set.directory).encoded() == compile(policy, directory).encoded()
    #expect(isSame, "\(policy.yaml)\(directory.yaml(policy))")
  }

  @Test func questionsReadBackAsCases() throws {
    let question = Question(
      principal: EntityName(type: "user", id: "a:b"), action: "read", resourceType: "doc", resourceID: "1",
      scope: "proj:x in org:1",
      properties: RequestProperties(context: ["flag": .bool(true), "label": .string("a: \"b\"\u{7F}")]))
    let policy = """
      policy: p
      scopes: {org: {}}
      principals: {user: {}}
      resources: {doc: {in: org, actions: [read]}}
      context: {flag: bool, label: string}
      """
    let files = MemoryFileSystem([
      "/set/policy.yaml": policy, "/set/case_test.yaml": question.yaml(now: Pool.now, isAllowed: false),
    ])
    var loader = PolicySetLoader(fileSystem: files)
    let set = loader.load(PolicySetLocation(policy: "/set"))
    #expect(set.diagnostics.map(\.message) == [])
    let test = try #require(set.suites.first?.tests.first)
    let read = try #require(test.cannot.first)
    #expect(read.principal == question.principal && read.scope == question.scope && read.resourceID == "1")
    #expect(test.now == Pool.now)
    #expect(test.given.map(\.attribute) == ["flag", "label"])
    #expect(test.given.map(\.value) == [.text("true"), .text("a: \"b\"\u{7F}")])
  }

  /// The first valid world that a seed leads to.
  private func world(seed: UInt64) -> (Policy, Directory)? {
    var random = SeededRandom(seed: seed)
    for _ in 0..<50 {
      var policies = RandomPolicy(random: SeededRandom(seed: random.next()))
      let policy = policies.make()
      var directories = RandomDirectory(random: SeededRandom(seed: random.next()), policy: policy)
      let directory = directories.make()
      let found = validate(policy) + validate(directory, against: PolicyIndex(policy))
      if !found.contains(where: { $0.severity == .error }) { return (policy, directory) }
    }
    return nil
  }
}
