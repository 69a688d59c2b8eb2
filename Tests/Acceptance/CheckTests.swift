import Testing

@Suite(.timeLimit(.minutes(2))) struct CheckTests {
  /// Three mistakes in three places, and a warning.
  private static let broken = """
    policy: broken
    scopes: {team: {}}
    principals: {user: {}}
    resources: {page: {in: team, actions: [read, write]}}
    roles: {team: {reader: {}, idle: {}}}
    permissions:
      team:
        page:
          reed: [reader]
          write: [raeder, reader if ownd]

    """

  private func check(_ set: String, _ arguments: [String] = []) async throws -> Program.Outcome {
    try await TemporaryFolder.with { folder in
      try folder.writeSet(set)
      return try await Program.policy.run(["check", "set"] + arguments, in: folder.path)
    }
  }

  @Test func cleanSetSaysSoAndEndsWell() async throws {
    let outcome = try await check(Samples.set)
    #expect(outcome.status == 0)
    #expect(outcome.output == "`set`: no errors\n")
    #expect(outcome.errors == "")
  }

  @Test func everyErrorIsReportedAtOnceWithItsPlaceAndARemedy() async throws {
    let outcome = try await check(Self.broken)
    #expect(outcome.status == 1)
    for code in ["unknown-action", "unknown-role", "unknown-condition"] {
      #expect(outcome.output.contains("error[\(code)]"), "\(outcome.output)")
    }
    #expect(outcome.output.contains("set/policy.yaml:9:7"))
    #expect(outcome.output.contains("9 |       reed: [reader]"))
    #expect(outcome.output.contains("^^^^"))
    #expect(outcome.output.contains("`read`"))
    #expect(outcome.output.contains("`reader`"))
    #expect(outcome.output.contains("3 errors"))
  }

  @Test func warningsDoNotFail() async throws {
    let idle = try await check(Samples.tiny())
    #expect(idle.status == 0)
    #expect(idle.output.contains("warning[unused-role]"), "\(idle.output)")
    #expect(idle.output.contains("boss"))
  }

  @Test func whatIsGivenTwiceShowsBothPlaces() async throws {
    try await TemporaryFolder.with { folder in
      try folder.writeSet(Samples.tiny())
      try folder.write("roles: {team: {reader: {}}}\n", to: "set/more/roles.yml")
      let outcome = try await Program.policy.run(["check", "set", "--format", "json"], in: folder.path)
      #expect(outcome.status == 1)
      let found = try outcome.json()["diagnostics"]?.items.first { $0["code"] == "given-twice" }
      let files = [found?["file"]?.string, found?["labels"]?.items.first?["file"]?.string].compactMap { $0 }
      #expect(Set(files) == ["set/policy.yaml", "set/more/roles.yml"], "\(outcome.output)")
    }
  }

  @Test func jsonHasEveryFindingWithLineAndColumn() async throws {
    let outcome = try await check(Self.broken, ["--format", "json"])
    #expect(outcome.status == 1)
    let json = try outcome.json()
    #expect(json["errors"] == 3)
    let action = json["diagnostics"]?.items.first { $0["code"] == "unknown-action" }
    #expect(action?["severity"] == "error")
    #expect(action?["file"] == "set/policy.yaml")
    #expect(action?["line"] == 9)
    #expect(action?["column"] == 7)
    #expect(action?["endColumn"] == 11)
    let clean = try await check(Samples.set, ["--format", "json"])
    #expect(clean.status == 0)
    #expect(try clean.json() == ["diagnostics": [], "errors": 0, "warnings": 0])
  }

  @Test func githubHasAnAnnotationForEachFinding() async throws {
    let outcome = try await check(Self.broken, ["--format", "github"])
    #expect(outcome.status == 1)
    let errors = outcome.lines.filter { $0.hasPrefix("::error ") }
    #expect(errors.count == 3)
    #expect(errors.contains { $0.contains("file=set/policy.yaml") && $0.contains("line=9") && $0.contains("col=7") })
    let clean = try await check(Samples.set, ["--format", "github"])
    #expect(clean.status == 0)
    #expect(clean.output == "")
  }

  @Test func sarifNamesRulesAndPlaces() async throws {
    let outcome = try await check(Self.broken, ["--format", "sarif"])
    #expect(outcome.status == 1)
    let log = try outcome.json()
    #expect(log["version"] == "2.1.0")
    let run = try #require(log["runs"]?.items.first)
    let results = run["results"]?.items ?? []
    #expect(results.filter { $0["level"] == "error" }.count == 3)
    let rules = run["tool"]?["driver"]?["rules"]?.items.compactMap { $0["id"]?.string } ?? []
    #expect(results.allSatisfy { rules.contains($0["ruleId"]?.string ?? "?") })
    let place = results.first { $0["ruleId"] == "unknown-action" }?["locations"]?.items.first?["physicalLocation"]
    #expect(place?["artifactLocation"]?["uri"] == "set/policy.yaml")
    #expect(place?["region"]?["startLine"] == 9)
    #expect(place?["region"]?["startColumn"] == 7)
  }

  @Test func explainSaysMoreOfACode() async throws {
    let outcome = try await Program.policy.run(["check", "--explain", "unknown-role"])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("Wrong:"))
    #expect(outcome.output.contains("Right:"))
    let all = try await Program.policy.run(["check", "--explain", "all"])
    #expect(all.status == 0)
    #expect(all.lines.contains { $0.contains("unknown-role") })
    let typo = try await Program.policy.run(["check", "--explain", "unknown-rol"])
    #expect(typo.status == 2)
    #expect(typo.errors.contains("did you mean `unknown-role`?"))
  }

  @Test func severalSetsAndFoldersOfSets() async throws {
    try await TemporaryFolder.with { folder in
      try folder.writeSet(Samples.set, to: "policies/good")
      try folder.writeSet(Self.broken, to: "policies/bad")
      let both = try await Program.policy.run(["check"], in: folder.path)
      #expect(both.status == 1)
      #expect(both.output.contains("policies/bad/policy.yaml"))
      let one = try await Program.policy.run(["check", "policies/good"], in: folder.path)
      #expect(one.status == 0)
      let here = try await Program.policy.run(["check"], in: folder.path("policies/good"))
      #expect(here.status == 0)
    }
  }

  @Test func noSetIsAnError() async throws {
    let nothing = try await Program.policy.run(["check"])
    #expect(nothing.status == 2)
    #expect(nothing.errors.contains("./policies"))
    let missing = try await Program.policy.run(["check", "/nowhere/at/all"])
    #expect(missing.status == 1)
    #expect(missing.output.contains("unreadable-file"))
  }

  @Test func brokenInvariantsAreErrors() async throws {
    let set = Samples.tiny(invariants: "invariants: {two: {exactly: 2, of: team.boss}}")
    let outcome = try await check(set)
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("broken-invariant"))
    #expect(outcome.output.contains("team:a"))
  }

  @Test func directoryAndAssignmentsFromElsewhere() async throws {
    try await TemporaryFolder.with { folder in
      try folder.writeSet(Samples.tiny())
      try folder.write("directory:\n  scopes: {team:b: {}}\n", to: "directory.yaml")
      try folder.write("team:b\treader\tuser:zed\n", to: "good.tsv")
      try folder.write("team:b\treader\tuser:zed", to: "cut.tsv")
      let arguments = ["check", "set", "--directory", "directory.yaml", "--assignments"]
      let good = try await Program.policy.run(arguments + ["good.tsv"], in: folder.path)
      #expect(good.status == 0, "\(good.output)")
      let cut = try await Program.policy.run(arguments + ["cut.tsv"], in: folder.path)
      #expect(cut.status == 1)
      #expect(cut.output.contains("truncated-assignments"))
    }
  }
}
