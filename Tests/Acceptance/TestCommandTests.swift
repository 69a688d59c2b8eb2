import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite(.timeLimit(.minutes(2))) struct TestCommandTests {
  private func test(_ suite: String?, _ arguments: [String] = []) async throws -> Program.Outcome {
    try await TemporaryFolder.with { folder in
      try folder.writeSet(Samples.set, suite: suite)
      return try await Program.policy.run(["test", "set"] + arguments, in: folder.path)
    }
  }

  @Test func passing() async throws {
    let outcome = try await test(Samples.suite)
    #expect(outcome.status == 0)
    #expect(outcome.lines.last == "4 passed, 0 failed")
    #expect(outcome.errors == "")
  }

  @Test func failuresSayWhatWasExpectedWhatCameAndWhy() async throws {
    let outcome = try await test(Samples.failingSuite)
    #expect(outcome.status == 1)
    #expect(outcome.lines.last == "4 passed, 2 failed")
    #expect(outcome.output.contains("failed: wrong on purpose"))
    #expect(outcome.output.contains("user:rita create document in project:web"))
    #expect(outcome.output.contains("set/policy_test.yaml:8:11"))
    #expect(outcome.output.contains("expected allow, got deny: no_grant"))
    #expect(outcome.output.contains("project.reader at project:web"))
    #expect(outcome.output.contains("expected deny, got allow: granted"))
  }

  @Test func failFastStopsAtTheFirstFailure() async throws {
    let outcome = try await test(Samples.failingSuite, ["--fail-fast"])
    #expect(outcome.status == 1)
    #expect(outcome.lines.last == "4 passed, 1 failed")
  }

  @Test func filterRunsWhatMatches() async throws {
    let some = try await test(Samples.failingSuite, ["--filter", "str?ng*"])
    #expect(some.status == 0)
    #expect(some.lines.last == "2 passed, 0 failed")
    let none = try await test(Samples.suite, ["--filter", "*nothing of the sort*"])
    #expect(none.status == 2)
    #expect(none.errors.contains("no test's name matches"))
  }

  @Test func studiesEndWithOneBelowWhatIsAskedFor() async throws {
    let covered = try await test(Samples.suite, ["--coverage", "--min", "1", "--coverage-report", "lcov=policy.info"])
    #expect(covered.status == 0)
    #expect(covered.output.contains("4 passed, 0 failed"))
    #expect(covered.output.contains("covered ("))
    #expect(try await test(Samples.suite, ["--coverage", "--min", "99"]).status == 1)
    let mutated = try await test(Samples.suite, ["--mutate", "--suggest", "--min-score", "99.5"])
    #expect(mutated.status == 1)
    #expect(mutated.output.contains("No test notices if"))
    #expect(mutated.output.contains("  - name: what no other test depends on"))
    let data = try await test(Samples.suite, ["--coverage", "--mutate", "--format", "json"])
    #expect(data.status == 0)
    #expect(data.output.contains("\"survivors\""))
    // Tests that fail have to be mended first.
    #expect(try await test(Samples.failingSuite, ["--mutate"]).output.contains("failed: wrong on purpose"))
    let misspelt = try await test(Samples.suite, ["--coverage-report", "lcv=policy.info"])
    #expect(misspelt.status == 2)
    #expect(misspelt.errors.contains("there is no coverage format `lcv`; did you mean `lcov`?"))
  }

  /// The seeds' sets: nothing that the documents say could be changed without a test's noticing.
  @Test(arguments: ["studio", "pug"]) func seedsNoticeEveryChange(name: String) async throws {
    let set = Program.package + "/policies/\(name)"
    let outcome = try await Program.policy.run(
      ["test", set, "--coverage", "--min", "100", "--mutate", "--min-score", "100"])
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(outcome.output.contains("\(name): "))
  }

  @Test func tapHasAPointForEachCase() async throws {
    let outcome = try await test(Samples.failingSuite, ["--format", "tap"])
    #expect(outcome.status == 1)
    #expect(outcome.lines.prefix(2) == ["TAP version 14", "1..6"])
    let points = outcome.lines.filter { $0.hasPrefix("ok ") || $0.hasPrefix("not ok ") }
    #expect(points.count == 6)
    #expect(points.filter { $0.hasPrefix("not ok ") }.count == 2)
    #expect(points[0] == "ok 1 - sample: readers: user:rita read document:plan in project:web")
  }

  @Test func junitIsXMLWithTheCounts() async throws {
    let outcome = try await test(Samples.failingSuite, ["--format", "junit"])
    #expect(outcome.status == 1)
    let root = try #require(try XMLDocument(xmlString: outcome.output).rootElement())
    #expect(root.name == "testsuites")
    #expect(root.attribute(forName: "tests")?.stringValue == "6")
    #expect(root.attribute(forName: "failures")?.stringValue == "2")
    #expect(try root.nodes(forXPath: "testsuite/testcase").count == 6)
    let failures = try root.nodes(forXPath: "testsuite/testcase/failure/@message").compactMap(\.stringValue)
    #expect(failures == ["expected allow, got deny: no_grant", "expected deny, got allow: granted"])
  }

  @Test func jsonHasCasesAndReasons() async throws {
    let outcome = try await test(Samples.failingSuite, ["--format", "json"])
    #expect(outcome.status == 1)
    let report = try outcome.json()
    #expect(report["passed"] == 4)
    #expect(report["failed"] == 2)
    let cases = report["suites"]?.items.flatMap { $0["cases"]?.items ?? [] } ?? []
    #expect(cases.map { $0["outcome"] } == ["passed", "passed", "passed", "passed", "failed", "failed"])
    #expect(cases.last { $0["test"] == "wrong on purpose" }?["failure"]?["reason"] == "no_grant")
  }

  @Test func githubAnnotatesFailuresAndEndsWithTheSummary() async throws {
    let outcome = try await test(Samples.failingSuite, ["--format", "github"])
    #expect(outcome.status == 1)
    let errors = outcome.lines.filter { $0.hasPrefix("::error ") }
    #expect(errors.count == 2)
    #expect(errors.first?.contains("file=set/policy_test.yaml,line=8") == true)
    #expect(outcome.lines.last == "4 passed, 2 failed")
  }

  @Test(arguments: [
    (
      "an unknown role as column",
      "  - {name: x, in: organization:acme, as: {admin: user:max}, expect: {document: {list: []}}}"
    ),
    ("an unknown action", "  - {name: x, can: [\"user:ada reed document in project:web\"]}"),
    ("an unknown resource type", "  - {name: x, can: [\"user:ada read dokument in project:web\"]}"),
    ("an unknown principal type", "  - {name: x, cannot: [\"usr:ada read document in project:web\"]}"),
    ("an unknown scope type", "  - {name: x, cannot: [\"user:ada read document in projekt:web\"]}"),
    ("an unknown label", "  - {name: x, in: organization:acme, as: {a: user:max}, expect: {document: {list: [b]}}}"),
    (
      "an unknown attribute",
      "  - {name: x, given: {resource.ownr: user:a}, can: [\"user:ada read document in project:web\"]}"
    ),
    ("no cases", "  - {name: x}"),
    ("a case that is no question", "  - {name: x, can: [\"user:ada may read\"]}"),
  ])
  func suitesThatCannotBeAsked(what: String, test: String) async throws {
    let outcome = try await self.test("tests:\n\(test)\n")
    #expect(outcome.status == 2, "\(what): \(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.contains("error["), "\(what): \(outcome.errors)")
    #expect(outcome.errors.contains("set/policy_test.yaml:2:"), "\(what): \(outcome.errors)")
  }

  /// That its table is complete is the test's own promise, so a missing row fails the test.
  @Test func aCompleteTableThatLacksARowFails() async throws {
    let table = "{name: x, in: project:web, as: {a: user:max}, expect: {document: {list: []}}, complete: true}"
    let outcome = try await test("tests:\n  - \(table)\n")
    #expect(outcome.status == 1)
    #expect(outcome.lines.last == "1 passed, 1 failed")
    #expect(outcome.output.contains("`create`, `read`, `update` and `delete`"), "\(outcome.output)")
  }

  @Test(arguments: ["tests: []\n", "", "directory: {}\n"])
  func emptySuites(suite: String) async throws {
    let outcome = try await test(suite)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("error["), "\(outcome.errors)")
  }

  @Test func noSuitesAtAll() async throws {
    let outcome = try await test(nil)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("_test.yaml"))
  }

  @Test func aBrokenSetCannotBeTested() async throws {
    try await TemporaryFolder.with { folder in
      try folder.writeSet(Samples.tiny(grants: "[raeder]"), suite: Samples.suite)
      let outcome = try await Program.policy.run(["test", "set"], in: folder.path)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("did you mean `reader`?"), "\(outcome.errors)")
    }
  }

  /// A report that a CI job waits for is there even if the tests cannot run.
  @Test(arguments: ["tap", "junit", "json", "github"])
  func aBrokenSetIsReportedInTheChosenForm(format: String) async throws {
    try await TemporaryFolder.with { folder in
      try folder.writeSet(
        Samples.tiny(grants: "[raeder]"), suite: "tests: [{name: x, cannot: [\"user:ann read page\"]}]\n")
      let outcome = try await Program.policy.run(["test", "set", "--format", format], in: folder.path)
      #expect(outcome.status == 2)
      switch format {
      case "tap": #expect(outcome.lines.contains { $0.hasPrefix("not ok 1 ") })
      case "junit":
        let root = try XMLDocument(xmlString: outcome.output).rootElement()
        #expect(root?.attribute(forName: "failures")?.stringValue == "1")
      case "json": #expect(try outcome.json()["failed"] == 1)
      default: #expect(outcome.lines.first?.hasPrefix("::error file=set/policy.yaml,line=6") == true)
      }
      #expect(outcome.output.contains("raeder"))
    }
  }

  @Test func withoutAPathItTakesThePoliciesFolder() async throws {
    try await TemporaryFolder.with { folder in
      try folder.writeSet(Samples.set, suite: Samples.suite, to: "policies/one")
      try folder.writeSet(Samples.set, suite: Samples.failingSuite, to: "policies/two")
      let all = try await Program.policy.run(["test"], in: folder.path)
      #expect(all.status == 1)
      #expect(all.lines.last == "8 passed, 2 failed")
      let here = try await Program.policy.run(["test"], in: folder.path("policies/one"))
      #expect(here.status == 0)
      #expect(here.lines.last == "4 passed, 0 failed")
    }
  }

  /// In a subfolder of a repository the repository's policies are meant, and it is said which were taken; outside of a
  /// repository nothing is looked for further up.
  @Test func inASubfolderItTakesTheRepositorysPolicies() async throws {
    try await TemporaryFolder.with { folder in
      try folder.writeSet(Samples.set, suite: Samples.failingSuite, to: "work/policies/one")
      try folder.write("", to: "work/src/deep/file")
      let alone = try await Program.policy.run(["test"], in: folder.path("work/src/deep"))
      #expect(alone.status == 2)
      #expect(alone.output == "")
      #expect(alone.errors.contains("there is no ./policies here"), "\(alone.errors)")
      try folder.write("ref: refs/heads/main\n", to: "work/.git/HEAD")
      let found = try await Program.policy.run(["test"], in: folder.path("work/src/deep"))
      #expect(found.status == 1)
      #expect(found.lines.last == "4 passed, 2 failed")
      #expect(found.errors == "note: there is no ./policies here; taking ../../policies of this repository\n")
      #expect(found.output.contains("at ../../policies/one/policy_test.yaml:8:11"))
      // One's own comes first.
      try folder.writeSet(Samples.set, suite: Samples.suite, to: "work/src/deep/policies")
      let own = try await Program.policy.run(["test"], in: folder.path("work/src/deep"))
      #expect(own.status == 0)
      #expect(own.errors == "")
    }
  }

  @Test func aSuiteMayBringItsOwnDirectory() async throws {
    let suite = """
      directory:
        scopes: {project:solo: {in: organization:one}, organization:one: {}}
        assignments: {project:solo: {reader: [user:ada]}}
      tests:
        - name: another world
          can: ["user:ada read document in project:solo"]
          cannot: ["user:rita read document:plan in project:web"]

      """
    let outcome = try await test(suite)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.lines.last == "2 passed, 0 failed")
  }
}
