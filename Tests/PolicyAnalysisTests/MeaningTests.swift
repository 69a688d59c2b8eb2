import DecisionTable
import PolicyAnalysis
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import Testing
import YAMLReader

/// Conditions compared by what they say.
@Suite struct MeaningTests {
  /// What becomes of a row's answers when its condition changes. A user holds `organization.member`, rank 1 of 3.
  private func change(_ before: String, _ after: String) throws -> MeaningChange {
    let text = """
      policy: meaning
      scopes:
        organization: {attributes: {plan: string}}
      principals:
        user: {attributes: {level: int, region: string, tags: [string]}}
        team: {members: [user]}
      resources:
        document:
          in: organization
          actions: [before, after]
          attributes: {owner: principal, label: string, role: role, size: int, open: bool, since: timestamp}
      context: {hold: bool, from: ip}
      roles:
        organization: {admin: {rank: 3}, editor: {rank: 2}, member: {rank: 1}}
      permissions:
        organization:
          document: {before: [member if first], after: [member if second]}
      conditions:
        first: '\(before)'
        second: '\(after)'
      """
    var loader = PolicySetLoader(fileSystem: MemoryFileSystem(["set/policy.yaml": text]))
    let now = Timestamp(seconds: 1_795_000_000)
    let table = try loadPolicy(loader.load(PolicySetLocation(policy: "set")), at: now).table
    let setting = MeaningSetting(table, scopeType: "organization", resourceType: "document", role: "member")
    func formula(_ action: String) -> GrantFormula {
      GrantFormula(permits: table.cells.filter { $0.action == action }.map { table.term(of: $0.id) })
    }
    return compare(formula("before"), in: setting, formula("after"))
  }

  @Test(arguments: [
    ("context.hold", "context.hold == true"),
    ("!(context.hold == true)", "context.hold != true"),
    ("resource.open && context.hold", "context.hold && resource.open"),
    ("resource.open || resource.open && context.hold", "resource.open"),
    ("!(resource.open && context.hold)", "!context.hold || !resource.open"),
    ("resource.size > 3", "resource.size >= 4"),
    ("resource.size in [1, 2]", "resource.size >= 1 && resource.size <= 2"),
    ("resource.label in [\"a\", \"b\"]", "resource.label == \"b\" || resource.label == \"a\""),
    ("resource.label == \"ab\"", "resource.label == \"ab\" && resource.label.startsWith(\"a\")"),
    ("resource.label == \"a\" && resource.label == \"b\"", "false"),
    ("has(resource.owner) || !has(resource.owner)", "true"),
    (
      "ip_in(context.from, \"10.0.0.0/8\")",
      "ip_in(context.from, \"10.0.0.0/9\") || ip_in(context.from, \"10.128.0.0/9\")"
    ),
    ("principal.type == \"user\" || principal.type == \"team\"", "true"),
    ("principal.rank >= 1", "true"),
    ("rank(resource.role) <= principal.rank", "principal.rank >= rank(resource.role)"),
    ("resource.type == \"document\" && resource.open", "resource.open"),
    (
      "resource.since < timestamp(\"2026-01-01T00:00:00Z\")",
      "resource.since <= timestamp(\"2025-12-31T23:59:59.999999999Z\")"
    ),
  ]) func meanTheSame(_ before: String, _ after: String) throws {
    #expect(try change(before, after) == MeaningChange(gains: .never, losses: .never))
  }

  @Test(
    arguments: [
      ("context.hold", "!context.hold", "context.hold is false", "context.hold is true"),
      ("resource.size > 3", "resource.size > 4", nil, "resource.size is 4"),
      ("resource.owner == principal", "resource.owner == principal && context.hold", nil, nil),
      ("resource.label.startsWith(\"ab\")", "resource.label.startsWith(\"a\")", "resource.label is a", nil),
      ("principal.rank >= 2", "principal.rank >= 3", nil, "principal.rank is 2"),
      ("true", "has(context.hold)", nil, "context.hold is not given"),
      (
        "has(context.hold)", "has(context.hold) && context.hold == context.hold", nil, "context.hold is of a wrong type"
      ),
    ] as [(String, String, String?, String?)])
  func witness(_ before: String, _ after: String, gain: String?, loss: String?) throws {
    let found = try change(before, after)
    func text(_ possibility: Possibility) -> String? {
      guard case .sometimes(let witness) = possibility else { return nil }
      return witness.description
    }
    if let gain { #expect(text(found.gains) == gain) } else { #expect(found.gains == .never) }
    if let loss {
      #expect(text(found.losses) == loss)
    } else if before.contains("owner") {
      #expect(text(found.losses)?.contains("resource.owner is user:other1") == true)
    } else {
      #expect(found.losses == .never)
    }
  }

  /// What is not decided is said to be open, and never to be the same.
  @Test(arguments: [
    ("resource.label < \"m\"", "!(resource.label >= \"m\")"),
    ("principal.tags == [\"a\"]", "principal.tags == [\"a\"] && \"a\" in principal.tags"),
  ]) func undecided(_ before: String, _ after: String) throws {
    let found = try change(before, after)
    #expect(found.gains == .never || found.gains == .maybe)
    #expect(found.losses == .never || found.losses == .maybe)
    #expect(!found.isNone)
  }
}
