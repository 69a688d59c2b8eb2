import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// `policy test --report`, and what it does in GitHub Actions.
@Suite(.timeLimit(.minutes(2))) struct ReportTests {
  private static let all = ["terminal", "tap", "junit", "json", "github", "markdown"]

  /// Every report of one run, by format, and what was printed.
  private func reports(
    suite: String, policy: String = Samples.set, _ arguments: [String] = []
  ) async throws -> (outcome: Program.Outcome, texts: [String: String]) {
    try await TemporaryFolder.with { folder in
      try folder.writeSet(policy, suite: suite)
      let files = Self.all.flatMap { ["--report", "\($0)=\($0).out"] }
      let outcome = try await Program.policy.run(["test", "set"] + files + arguments, in: folder.path)
      let texts = try Self.all.map { ($0, try folder.read("\($0).out")) }
      return (outcome, Dictionary(uniqueKeysWithValues: texts))
    }
  }

  @Test func severalReportsInOneRun() async throws {
    let (outcome, texts) = try await reports(suite: Samples.failingSuite)
    #expect(outcome.status == 1)
    #expect(outcome.lines.last == "4 passed, 2 failed")
    #expect(texts["terminal"] == outcome.output)
    #expect(texts["tap"]?.hasPrefix("TAP version 14\n1..6\n") == true)
    let xml = try XMLDocument(xmlString: texts["junit"] ?? "").rootElement()
    #expect(xml?.attribute(forName: "failures")?.stringValue == "2")
    #expect(try JSON(texts["json"] ?? "")["failed"] == 2)
    #expect(texts["github"]?.hasPrefix("::error file=set/policy_test.yaml,line=8") == true)
    let markdown = try #require(texts["markdown"])
    #expect(markdown.hasPrefix("## ❌ policy test: 4 passed, 2 failed\n"))
    #expect(markdown.contains("- ❌ `user:rita create document in project:web`"))
    #expect(markdown.contains("expected **allow**, got **deny**: `no_grant`"))
    #expect(markdown.contains("at `set/policy_test.yaml:8:11`"))
  }

  @Test func reportsOfTestsThatPass() async throws {
    let (outcome, texts) = try await reports(suite: Samples.suite, ["--format", "json"])
    #expect(outcome.status == 0)
    #expect(try outcome.json()["passed"] == 4)
    #expect(texts["terminal"]?.hasSuffix("\n4 passed, 0 failed\n") == true)
    #expect(texts["markdown"]?.contains("| ✅ set | 1 ") == true)
  }

  /// A report that a CI job waits for is there even if the tests cannot run.
  @Test func reportsOfTestsThatCannotRun() async throws {
    let (outcome, texts) = try await reports(suite: Samples.suite, policy: Samples.tiny(grants: "[raeder]"))
    #expect(outcome.status == 2)
    #expect(outcome.output == "")
    for (format, text) in texts { #expect(text.contains("raeder"), "\(format): \(text)") }
    #expect(texts["terminal"] == outcome.errors)
    let none = try await reports(suite: Samples.suite, ["--filter", "nothing"])
    #expect(none.outcome.status == 2)
    for (format, text) in none.texts { #expect(text.contains("name matches `nothing`"), "\(format): \(text)") }
  }

  @Test(arguments: [
    (["junti=x.xml"], "there is no report format `junti`; did you mean `junit`?"),
    (["junit=no/x.xml"], "there is no folder `no` for `no/x.xml`; make it first"),
    (["junit=-"], "`--format junit` prints to standard output"),
    (["junit=x", "tap=./x"], "is given to two reports, junit and tap"),
  ])
  func reportsThatAreRefusedBeforeAnythingRuns(reports: [String], message: String) async throws {
    try await TemporaryFolder.with { folder in
      try folder.writeSet(Samples.set, suite: Samples.failingSuite)
      let outcome = try await Program.policy.run(
        ["test", "set"] + reports.flatMap { ["--report", $0] }, in: folder.path)
      #expect(outcome.status == 2)
      #expect(outcome.output == "")
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
      #expect(!folder.holds("x") && !folder.holds("x.xml"))
    }
  }

  /// A device that is full: the report is not there, and the exit code says so.
  @Test func aReportThatCannotBeWritten() async throws {
    try await TemporaryFolder.with { folder in
      try folder.writeSet(Samples.set, suite: Samples.suite)
      let outcome = try await Program.policy.run(
        ["test", "set", "--report", "tap=/dev/full", "--report", "json=ok.json"], in: folder.path)
      #expect(outcome.status == 2)
      #expect(outcome.errors.hasPrefix("error: cannot write `/dev/full`: "), "\(outcome.errors)")
      #expect(outcome.lines.last == "4 passed, 0 failed")
      #expect(try JSON(folder.read("ok.json"))["passed"] == 4)
    }
  }

  @Test func aSummaryIsAddedToTheStep() async throws {
    try await TemporaryFolder.with { folder in
      try folder.writeSet(Samples.set, suite: Samples.failingSuite, to: "policies/one")
      try folder.writeSet(Samples.set, suite: Samples.suite, to: "policies/two")
      try folder.write("# What came before\n", to: "summary.md")
      let environment = ["GITHUB_STEP_SUMMARY": folder.path("summary.md")]
      let outcome = try await Program.policy.run(["test"], in: folder.path, environment: environment)
      #expect(outcome.status == 1)
      #expect(outcome.errors == "")
      let summary = try folder.read("summary.md")
      #expect(summary.hasPrefix("# What came before\n\n## ❌ policy test: 8 passed, 2 failed\n"))
      #expect(summary.contains("| ❌ policies/one | 1      | 4      | 2      |"))
      #expect(summary.contains("| ✅ policies/two | 1      | 4      | 0      |"))
      #expect(summary.contains("`policies/one/policy_test.yaml:8:11`"))
    }
  }

  /// Not to be shown is no reason to fail.
  @Test func aSummaryThatCannotBeAddedIsAWarning() async throws {
    try await TemporaryFolder.with { folder in
      try folder.writeSet(Samples.set, suite: Samples.suite)
      let outcome = try await Program.policy.run(
        ["test", "set"], in: folder.path, environment: ["GITHUB_STEP_SUMMARY": "/nowhere/x"])
      #expect(outcome.status == 0)
      #expect(outcome.errors.hasPrefix("warning: cannot add to the step's summary, `/nowhere/x`: "))
    }
  }

  /// Where no form is asked for, the log is for a person and the failures stand beside their lines.
  @Test func inGitHubActionsFailuresAreAnnotated() async throws {
    try await TemporaryFolder.with { folder in
      try folder.writeSet(Samples.set, suite: Samples.failingSuite)
      let environment = ["GITHUB_ACTIONS": "true"]
      let outcome = try await Program.policy.run(["test", "set"], in: folder.path, environment: environment)
      #expect(outcome.lines.prefix(2).allSatisfy { $0.hasPrefix("::error file=set/policy_test.yaml,line=") })
      #expect(outcome.output.contains("failed: wrong on purpose"))
      #expect(outcome.lines.last == "4 passed, 2 failed")
      let chosen = try await Program.policy.run(
        ["test", "set", "--format", "terminal"], in: folder.path, environment: environment)
      #expect(!chosen.output.contains("::error"))
      try folder.writeSet(Samples.tiny(grants: "[raeder]"), suite: Samples.suite)
      let broken = try await Program.policy.run(["test", "set"], in: folder.path, environment: environment)
      #expect(broken.status == 2)
      #expect(broken.lines.first?.hasPrefix("::error file=set/policy.yaml,line=6") == true)
    }
  }
}
