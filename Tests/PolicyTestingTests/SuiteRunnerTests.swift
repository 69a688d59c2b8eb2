import PolicyCompiler
import PolicyLanguage
import PolicyTesting
import PolicyValues
import Testing

@Suite struct SuiteRunnerTests {
  static let policy = """
    policy: shop
    scopes: {shop: {}}
    principals: {user: {}}
    resources: {item: {in: shop, actions: [read, buy], attributes: {price: int}}}
    roles: {shop: {owner: {}, guest: {}}}
    permissions:
      shop:
        item: {read: [owner, guest], buy: [owner, guest if cheap]}
    conditions: {cheap: resource.price < 10}
    directory:
      scopes: {shop:a: {}}
      assignments: {shop:a: {owner: [user:o], guest: [user:g: {until: 2027-01-01T00:00:00Z}]}}

    """
  let now = Timestamp("2026-06-01T00:00:00Z") ?? Timestamp(seconds: 0)

  private func set(_ suite: String) -> PolicySet {
    let files = MemoryFileSystem(["p/policy.yaml": Self.policy, "p/a_test.yaml": suite])
    var loader = PolicySetLoader(fileSystem: files)
    return loader.load(PolicySetLocation(policy: "p"))
  }

  private func run(_ suite: String, _ options: RunOptions = RunOptions()) throws -> TestReport {
    try SuiteRunner(set(suite), options: options, now: now).run()
  }

  static let suite = """
    tests:
      - name: table
        in: shop:a
        as: {owner: user:o, guest: user:g}
        expect: {item: {read: [owner, guest], buy: [owner]}}
        complete: true
      - name: cheap things
        given: {resource.price: 5}
        can: ["user:g buy item:pen in shop:a"]
        cannot: ["user:g buy item:car in shop:a"]
      - name: later
        given: {now: 2028-01-01T00:00:00Z}
        cannot: ["user:g read item in shop:a"]

    """

  @Test func everyCaseIsAskedAndPlaced() throws {
    let report = try run(Self.suite)
    #expect(report.passed == 7)
    #expect(report.failed == 1)
    let failed = try #require(report.suites.first?.cases.first { $0.failure != nil })
    #expect(failed.title == "user:g buy item:car in shop:a")
    #expect(failed.line == 10)
    #expect(failed.failure?.expected == "deny")
    #expect(failed.failure?.actual == "allow")
    #expect(failed.failure?.reason == "granted")
    #expect(
      failed.failure?.because == [
        "granted by permissions.shop.item.buy: guest if cheap (p/policy.yaml:8)",
        "user:g holds shop.guest at shop:a until 2027-01-01T00:00:00Z", "condition cheap: resource.price < 10",
        "  resource.price < 10 is true (resource.price is 5)",
      ])
  }

  @Test func aFilterTakesTestsByName() throws {
    #expect(try run(Self.suite, RunOptions(filter: "la*")).passed == 1)
    #expect(try run(Self.suite, RunOptions(filter: "nothing")).suites.isEmpty)
  }

  @Test func theFirstFailureEndsTheRun() throws {
    let report = try run(Self.suite, RunOptions(failFast: true))
    #expect(report.passed == 6)
    #expect(report.failed == 1)
  }

  @Test func aColumnThatIsARoleMustHoldIt() throws {
    let suite = """
      tests:
        - name: table
          in: shop:a
          as: {owner: user:g}
          expect: {item: {read: [owner]}}

      """
    let error = #expect(throws: LoadFailure.self) { try run(suite) }
    #expect(error?.diagnostics.map(\.code) == [.columnNotHeld])
    #expect(
      error?.diagnostics.first?.message
        == "column `owner` is a role, and `user:g` does not hold it at `shop:a`")
  }

  @Test func aCompleteTableHasARowForEveryAction() throws {
    let suite = """
      tests:
        - name: table
          in: shop:a
          as: {owner: user:o}
          expect: {item: {read: [owner]}}
          complete: true

      """
    let report = try run(suite)
    #expect(report.passed == 1)
    let failed = try #require(report.suites.first?.cases.last?.failure)
    #expect(failed.message == "expected a row for every action, got none for `buy`: incomplete")
    #expect(failed.because == ["add rows for `buy`; `[]` is for what no column may"])
  }

  @Test func aSuitesOwnDirectoryReplacesTheSets() throws {
    let suite = """
      directory:
        scopes: {shop:b: {}}
        assignments: {shop:b: {owner: [user:n]}}
      tests:
        - name: the other shop
          can: ["user:n buy item in shop:b"]
          cannot: ["user:o read item in shop:a"]

      """
    let report = try run(suite)
    #expect(report.passed == 2)
    #expect(report.failed == 0)
  }

  @Test(arguments: [
    ("", "", true), ("a", "", false), ("", "*", true), ("keys of one", "*keys*", true), ("abc", "a?c", true),
    ("abc", "a?", false), ("aaab", "*ab", true), ("é", "?", true), ("ab", "b*", false),
  ]) func globs(text: String, pattern: String, matches: Bool) {
    #expect(matchesGlob(text, pattern) == matches)
  }
}
