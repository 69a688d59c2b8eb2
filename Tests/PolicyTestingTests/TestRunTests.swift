import PolicyLanguage
import PolicyTesting
import PolicyValues
import Testing

@Suite struct TestRunTests {
  private let now = Timestamp("2026-06-01T00:00:00Z") ?? Timestamp(seconds: 0)

  private static func policy(_ name: String, role: String = "owner") -> String {
    """
    policy: \(name)
    scopes: {shop: {}}
    principals: {user: {}}
    resources: {item: {in: shop, actions: [read]}}
    roles: {shop: {owner: {}}}
    permissions: {shop: {item: {read: [\(role)]}}}
    directory: {scopes: {shop:a: {}}, assignments: {shop:a: {owner: [user:o]}}}

    """
  }

  private static let passing = "tests: [{name: x, can: [\"user:o read item in shop:a\"]}]\n"
  private static let failing = "tests: [{name: y, cannot: [\"user:o read item in shop:a\"]}]\n"
  private static let unheld = "tests: [{name: z, in: shop:a, as: {owner: user:p}, expect: {item: {read: []}}}]\n"

  private func outcome(
    _ files: [String: String], _ sets: [String], _ options: RunOptions = RunOptions()
  ) -> TestOutcome {
    TestRun(sets.map { PolicySetLocation(policy: $0) }, options: options)
      .outcome(fileSystem: MemoryFileSystem(files), at: now)
  }

  @Test func setsAreRunInOrder() {
    let files = [
      "a/p.yaml": Self.policy("a"), "a/a_test.yaml": Self.passing, "b/p.yaml": Self.policy("b"),
      "b/b_test.yaml": Self.failing,
    ]
    let both = outcome(files, ["b", "a"])
    #expect(both.report.suites.map(\.set) == ["b", "a"])
    #expect(both.report.suites.map(\.policy) == ["b", "a"])
    #expect(both.exitStatus == 1)
    #expect(outcome(files, ["b", "a"], RunOptions(failFast: true)).report.suites.map(\.set) == ["b"])
    #expect(outcome(files, ["a"]).exitStatus == 0)
  }

  /// What is wrong with any of them refuses the run, and is told of each.
  @Test func setsWithErrors() {
    let files = [
      "a/p.yaml": Self.policy("a", role: "ownr"), "a/a_test.yaml": Self.passing,
      "b/p.yaml": Self.policy("b"), "b/b_test.yaml": Self.passing,
      "c/p.yaml": Self.policy("c"), "c/c_test.yaml": Self.unheld,
    ]
    let found = outcome(files, ["a", "b", "c"])
    #expect(found.exitStatus == 2)
    #expect(found.report.suites.map(\.file) == ["a/p.yaml", "c/c_test.yaml"])
    #expect(found.report.suites.map(\.policy) == ["a", "c"])
    #expect(found.report.summary == "0 passed, 2 failed")
    guard case .cannotRun(let refusal) = found else { return #expect(Bool(false), "\(found)") }
    #expect(refusal.diagnostics.map(\.code) == [.unknownRole, .columnNotHeld])
    let text = refusal.text(style: .plain)
    #expect(text.contains("a/p.yaml:6:") && text.contains("c/c_test.yaml:1:") && text.hasSuffix("\n2 errors\n"))
    #expect(refusal.github().split(separator: "\n").count == 2)
  }

  @Test func noTests() throws {
    let files = ["a/p.yaml": Self.policy("a"), "b/p.yaml": Self.policy("b"), "b/b_test.yaml": Self.passing]
    let none = outcome(files, ["a"])
    #expect(none.exitStatus == 2)
    #expect(
      none.text(.terminal) == "error: there are no tests; a suite is a file that ends in `_test.yaml`\n")
    #expect(outcome(files, ["a", "b"]).exitStatus == 0)
    let unmatched = outcome(files, ["a", "b"], RunOptions(filter: "q*"))
    #expect(unmatched.text(.terminal) == "error: no test's name matches `q*`\n")
    #expect(unmatched.text(.github) == "::error title=policy test::no test's name matches `q*`\n")
    #expect(
      unmatched.text(.markdown) == """
        ## ❌ policy test cannot run

        ```text
        error: no test's name matches `q*`
        ```

        """)
    // Whoever waits for a report does not take it for one of tests that passed.
    for format in [ReportFormat.tap, .junit, .json] {
      #expect(unmatched.text(format).contains("s name matches `q*`"))
    }
    #expect(unmatched.report.failed == 1)
  }
}
