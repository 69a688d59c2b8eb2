import DecisionTable
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import Testing
import YAMLReader

@testable import PolicyTesting

/// What tests depend on, and what they would let slip.
@Suite struct CoverageTests {
  private static let policy = """
    policy: small
    scopes:
      team: {}
    principals:
      user: {}
    resources:
      note:
        in: team
        actions: [read, write]
        attributes: {owner: principal}
    context: {frozen: bool}
    roles:
      team:
        lead: {includes: [member]}
        member: {}
    permissions:
      team:
        note:
          read: [member]
          write: [lead, member if owned]
    forbid:
      team:
        note: {write: [anyone if frozen]}
    conditions:
      owned: resource.owner == principal
      frozen: context.frozen
    invariants:
      led: {at_least: 1, of: team.lead}
    directory:
      scopes:
        team:a: {}
      resources:
        note:n: {in: team:a, owner: user:max}
      assignments:
        team:a:
          lead: [user:lea]
          member: [user:max, user:mia]
    """

  private static func set(_ suite: String) -> PolicySet {
    var loader = PolicySetLoader(
      fileSystem: MemoryFileSystem(["p/policy.yaml": policy, "p/a_test.yaml": suite]))
    return loader.load(PolicySetLocation(policy: "p"))
  }

  private static let now = Timestamp(seconds: 1_795_000_000)
  private static let thin = """
    tests:
      - name: lea writes
        given: {context.frozen: "false"}
        can: ["user:lea write note:n", "user:max write note:n"]
    """
  private static let whole = """
    tests:
      - name: while nothing is frozen
        given: {context.frozen: "false"}
        can: ["user:lea write note:n", "user:max write note:n", "user:mia read note:n", "user:lea read note:n"]
        cannot: ["user:mia write note:n", "user:stranger read note:n", "user:stranger write note:n"]
      - name: while everything is
        given: {context.frozen: "true"}
        cannot: ["user:lea write note:n"]
    """

  @Test func onlyWhatAnOutcomeDependsOnIsCovered() throws {
    let report = try CoverageRun(Self.set(Self.thin), now: Self.now).report()
    let cells = report.cells.map { cell in
      let mark =
        switch cell.state {
        case .covered(let tests): "\(tests)"
        case .uncovered: "-"
        case .irrelevant: "="
        }
      return
        "\(cell.position.isForbid ? "forbid " : "")\(cell.position.action) \(cell.position.role ?? "anyone"): \(mark)"
    }
    // What reads is asked by nobody. A lead's reading comes from being a member: no cell of its own matters.
    #expect(
      cells == [
        "read lead: =", "read member: -", "read anyone: -", "write lead: 1", "write member: 1", "write anyone: -",
        "forbid write anyone: -",
      ])
    #expect(report.atoms.map(\.text) == ["resource.owner == principal", "context.frozen"])
    #expect(report.atoms.map(\.isTrue) == [.covered(1), .uncovered])
    #expect(report.atoms.map(\.isFalse) == [.uncovered, .covered(2)])
    #expect(report.summary == "small: 5 of 11 covered (45.4 %)")
  }

  @Test func wholeSuitesCoverEverything() throws {
    let coverage = try CoverageRun(Self.set(Self.whole), now: Self.now).report()
    #expect(coverage.terminalText(style: .plain).contains("✓ small: 11 of 11 covered (100 %)"))
    let mutation = try MutationRun(Self.set(Self.whole), now: Self.now).report()
    #expect(mutation.survivors.map(\.change.text) == [])
    #expect(mutation.score == 100)
  }

  @Test func thinSuitesAreToldWhatTheyLack() throws {
    let mutation = try MutationRun(Self.set(Self.thin), now: Self.now).report(suggesting: true)
    #expect(
      mutation.terminalText(style: .plain, suggesting: true) == """
        ✗ small: 5 of 11 changes noticed (45.4 %), 1 change no answer
          grant removed: 2 of 3
          grant added: 0 of 2
          condition dropped: 1 of 2
          condition negated: 2 of 2
          forbid removed: 0 of 1
          include removed: 0 of 1

        No test notices if
          `team.member` loses `note read`  p/policy.yaml:19
          `anyone in team` gets `note read`  p/policy.yaml:19
          `team.member` gets `note write` always, not only if owned  p/policy.yaml:20
          `anyone in team` gets `note write`  p/policy.yaml:20
          `note write` is no longer forbidden to `anyone in team` if frozen  p/policy.yaml:23
          `team.lead` no longer includes `team.member`  p/policy.yaml:14

        tests:
          - name: what no other test depends on
            can:
              - "user:lea read note in team:a"
            cannot:
              - "user:stranger read note in team:a"
              - "user:lea write note in team:a"
          - name: what no other test depends on, 2
            given: {context.frozen: "false"}
            cannot:
              - "user:max write note in team:a"

        """)
  }

  @Test func tracefile() throws {
    let report = try CoverageRun(Self.set(Self.thin), now: Self.now).report()
    let text = CoverageReport.lcov([report])
    #expect(text.hasPrefix("TN:\nSF:p/policy.yaml\nBRDA:19,0,0,0\n"))
    #expect(text.contains("DA:20,2\n"))
    #expect(text.hasSuffix("end_of_record\n"))
  }

  /// Of a branch that lets members write, and takes a lead's reading away, those places are looked at, and no others.
  @Test func onlyWhatChanged() throws {
    var old = Self.set(Self.thin).policy
    let new = Self.set(Self.thin).policy
    let report = try CoverageRun(Self.set(Self.thin), now: Self.now).report()
    #expect(report.changes(from: old, to: new).total == CoverageReport.Count())
    let write = try #require(old.permissions.firstIndex { $0.action == "write" })
    old.permissions[write].cells.removeAll { $0.role == "member" }
    let cells = report.changes(from: old, to: new).cells
    // A lead reaches what a member does.
    #expect(cells.map(\.position.roleText) == ["team.lead", "team.member"])
    #expect(cells.allSatisfy { $0.position.permission == "note write" })
    let frozen = try #require(old.conditions.firstIndex { $0.name == "frozen" })
    old = new
    old.conditions[frozen].expression = .literal(true, .none)
    let changed = report.changes(from: old, to: new)
    #expect(changed.atoms.map(\.condition) == ["frozen"])
    #expect(changed.cells.map(\.position.isForbid) == [true])
  }

  @Test func annotationsStandAtTheLines() throws {
    let study = StudyReport(
      coverage: [try CoverageRun(Self.set(Self.thin), now: Self.now).report()],
      mutation: [try MutationRun(Self.set(Self.thin), now: Self.now).report()])
    let text = study.text(.github)
    #expect(
      text.contains(
        "::warning file=p/policy.yaml,line=19,title=no test depends on this::`note read` of `team.member`%0A"))
    #expect(text.contains("title=no test notices this change::`anyone in team` gets `note write`"))
    #expect(study.reaches(coverage: 45, score: 45))
    #expect(!study.reaches(coverage: 46, score: nil))
    #expect(!study.reaches(coverage: nil, score: 46))
  }
}
