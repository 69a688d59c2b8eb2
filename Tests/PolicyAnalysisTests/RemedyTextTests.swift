import DecisionTable
import PolicyAnalysis
import PolicyValues
import Testing

/// What would have been needed, word for word.
@Suite struct RemedyTextTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var question: String
    var given: [String: RequestValue] = [:]
    var told: [String]
    var testDescription: String { question }
  }

  static let ofPica = [
    // Two roles of the project, one from above, and the row.
    Example(
      question: "user:rae delete secret in project:web",
      told: [
        "1. assign project.manager at project:web to user:rae", "2. assign project.admin at project:web to user:rae",
        "3. assign organization.admin at organization:acme to user:rae",
        "4. add `member` to permissions.project.secret.delete (policies/pica/permissions.yaml:74); 1 other principal holds it there too",
      ]),
    // What the directory knows no request can say otherwise.
    Example(
      question: "end_user:ida update connection:gmail-joe",
      told: [
        "1. principal.identity is user_123 in the directory, for end_user:ida; it would have to be user_456",
        "2. resource.identity is user_456 in the directory, for connection:gmail-joe; it would have to be user_123",
        "3. assign project.manager at project:web to end_user:ida",
        "4. assign project.admin at project:web to end_user:ida",
        "5. assign organization.admin at organization:acme to end_user:ida",
      ]),
    // What bounds a key has to be let in itself.
    Example(
      question: "api_key:web-rae read secret in project:web",
      told: [
        "1. assign project.manager at project:web to user:rae", "2. assign project.admin at project:web to user:rae",
        "3. assign organization.admin at organization:acme to user:rae",
        "4. add `member` to permissions.project.secret.read (policies/pica/permissions.yaml:72); 1 other principal holds it there too",
      ]),
    Example(
      question: "api_key:unknown read secret in project:web",
      told: [
        "1. all of",
        "   1.1 say in the directory what bounds api_key:unknown: one that may do it itself, such as user:ada",
        "   1.2 assign project.manager at project:web to api_key:unknown", "2. all of",
        "   2.1 say in the directory what bounds api_key:unknown: one that may do it itself, such as user:ada",
        "   2.2 assign project.admin at project:web to api_key:unknown", "3. all of",
        "   3.1 say in the directory what bounds api_key:unknown: one that may do it itself, such as user:ada",
        "   3.2 assign organization.admin at organization:acme to api_key:unknown",
      ]),
    // A condition that needs values of two sides at once.
    Example(
      question: "user:ben transfer_ownership organization:acme",
      told: [
        "1. add `admin` to permissions.organization.organization.transfer_ownership (policies/pica/permissions.yaml:43); 9 other principals hold it there too",
        "2. all of", "   2.1 assign organization.owner at organization:acme to user:ben",
        "   2.2 resource.to_role would have to be organization.admin", "3. all of",
        "   3.1 assign organization.owner at organization:acme to user:ben",
        "   3.2 add `owner` to permissions.organization.organization.transfer_ownership (policies/pica/permissions.yaml:43); 1 other principal holds it there too",
      ]),
    Example(
      question: "user:quin read secret in project:tps",
      told: [
        "1. all of", "   1.1 enable organization:initech, which is disabled",
        "   1.2 assign project.manager at project:tps to user:quin", "2. all of",
        "   2.1 enable organization:initech, which is disabled",
        "   2.2 assign project.admin at project:tps to user:quin", "3. all of",
        "   3.1 enable organization:initech, which is disabled",
        "   3.2 assign organization.admin at organization:initech to user:quin",
      ]),
    // A forbid that a request's value wakes, and a role that is not held.
    Example(
      question: "user:mia add member in organization:acme", given: ["resource.role": .text("owner")],
      told: [
        "1. all of", "   1.1 assign organization.admin at organization:acme to user:mia",
        "   1.2 resource.role would have to be other than organization.owner, such as admin; it is owner", "2. all of",
        "   2.1 assign organization.admin at organization:acme to user:mia",
        "   2.2 resource.role would have to be left out; it is owner", "3. all of",
        "   3.1 add `manager` to permissions.organization.member.add (policies/pica/permissions.yaml:47); 1 other principal holds it there too",
        "   3.2 resource.role would have to be other than organization.owner, such as admin; it is owner", "4. all of",
        "   4.1 add `manager` to permissions.organization.member.add (policies/pica/permissions.yaml:47); 1 other principal holds it there too",
        "   4.2 resource.role would have to be left out; it is owner", "5. all of",
        "   5.1 assign organization.admin at organization:acme to user:mia",
        "   5.2 take `anyone if makes_an_owner` out of forbid.organization.member.add (policies/pica/rules.yaml:64)",
        "and 1 more; --all lists it",
      ]),
    // A row that nobody is in.
    Example(
      question: "user:rae create project in project:web",
      told: [
        "1. add `member` to permissions.project.project.create, where no cell stands, in the table at policies/pica/permissions.yaml:84; 1 other principal holds it there too"
      ]),
    Example(question: "user:dora read secret in project:web", told: ["1. enable user:dora, which is disabled"]),
    Example(
      question: "user:adda read connection:gmail-ida",
      told: [
        "1. ask about user:ada", "2. assign project.manager at project:web to user:adda",
        "3. assign project.admin at project:web to user:adda",
        "4. assign organization.admin at organization:acme to user:adda",
      ]),
    Example(question: "user:ada read connection:gmail-ida in project:mobile", told: ["1. ask in project:web"]),
    Example(question: "user:ada read connection", told: ["1. ask in organization:acme"]),
    Example(question: "user:ada reed connection in project:web", told: ["1. ask for the action read"]),
    Example(question: "user:ada read conection in project:web", told: ["1. ask of a connection"]),
    Example(question: "usr:ada read connection in project:web", told: ["1. ask about user:ada"]),
    Example(question: "user:ada read connection in project:wbe", told: ["1. ask in project:web"]),
  ]

  @Test(arguments: ofPica) func pica(_ example: Example) throws { try expect(example, of: "pica") }

  static let ofStudio = [
    // The role given, the role held, or the row.
    Example(
      question: "user:adam invite member in organization:acme", given: ["resource.role": .text("owner")],
      told: [
        "1. resource.role would have to be one of admin, member, such as admin",
        "2. assign organization.owner at organization:acme to user:adam",
        "3. add `admin` to permissions.organization.member.invite (policies/studio/permissions.yaml:19); 1 other principal holds it there too",
      ]),
    Example(
      question: "user:tara manage billing in organization:acme",
      told: [
        "1. extend the assignment of organization.admin at organization:acme to user:tara, which ended 2026-08-01T00:00:00Z",
        "2. assign organization.owner at organization:acme to user:tara",
      ]),
    Example(
      question: "api_key:trial call api in organization:acme",
      told: ["1. extend api_key:trial, which expired 2026-08-01T00:00:00Z"]),
  ]

  @Test(arguments: ofStudio) func studio(_ example: Example) throws { try expect(example, of: "studio") }

  static let ofPug = [
    // A rank that everybody with a role has.
    Example(
      question: "user:nia list organization:acme",
      told: [
        "1. assign organization.viewer at organization:acme to user:nia",
        "2. assign organization.member at organization:acme to user:nia",
        "3. assign organization.admin at organization:acme to user:nia",
        "4. take `anyone if holds_no_role_here` out of forbid.organization.organization.list (policies/pug/rules.yaml:14)",
      ]),
    Example(
      question: "user:mel get project:web", given: ["context.jwt_organization": .text("globex")],
      told: [
        "1. context.jwt_organization would have to be acme; it is globex",
        "2. context.jwt_organization would have to be left out; it is globex",
        "3. take `anyone if jwt_of_another_organization` out of forbid.organization.project.\"*\" (policies/pug/rules.yaml:22), which stands for every action",
      ]),
    // Not granted and forbidden: neither step alone helps.
    Example(
      question: "user:vic create project in organization:acme", given: ["context.jwt_organization": .text("globex")],
      told: [
        "1. all of", "   1.1 assign organization.admin at organization:acme to user:vic",
        "   1.2 context.jwt_organization would have to be acme; it is globex", "2. all of",
        "   2.1 assign organization.admin at organization:acme to user:vic",
        "   2.2 context.jwt_organization would have to be left out; it is globex", "3. all of",
        "   3.1 add `viewer` to permissions.organization.project.create (policies/pug/permissions.yaml:17); 1 other principal holds it there too",
        "   3.2 context.jwt_organization would have to be acme; it is globex", "4. all of",
        "   4.1 add `viewer` to permissions.organization.project.create (policies/pug/permissions.yaml:17); 1 other principal holds it there too",
        "   4.2 context.jwt_organization would have to be left out; it is globex", "5. all of",
        "   5.1 assign organization.admin at organization:acme to user:vic",
        "   5.2 take `anyone if jwt_of_another_organization` out of forbid.organization.project.\"*\" (policies/pug/rules.yaml:22), which stands for every action",
        "and 1 more; --all lists it",
      ]),
  ]

  @Test(arguments: ofPug) func pug(_ example: Example) throws { try expect(example, of: "pug") }

  private func expect(_ example: Example, of set: String) throws {
    let report = try Seeds.why(
      example.question, given: example.given, in: Seeds.table(set), root: "policies/\(set)")
    #expect(!report.explanation.decision.isAllowed)
    #expect(report.told == example.told)
  }

  // MARK: What the seeds do not have

  /// A role that would grant it, and that a forbid is for.
  private static let trap = """
    policy: trap
    scopes: {team: {}}
    principals: {user: {}, crew: {members: [user]}, guest: {roles: request}}
    resources:
      page: {in: team, actions: [read, write, print], attributes: {level: {type: int, override: true}, tags: [string]}}
    context: {ip: ip, at: timestamp}
    roles: {team: {reader: {}, writer: {includes: [reader]}, auditor: {}}}
    permissions:
      team:
        page: {"*": [reader, auditor if low], write: [writer, auditor], print: [reader if near]}
    forbid: {team: {page: {write: [auditor]}}}
    conditions: {low: resource.level < 3, near: 'ip_in(context.ip, "10.0.0.0/8") && now < timestamp("2026-01-01T00:00:00Z")'}
    directory:
      scopes: {team:a: {}}
      principals: {crew:c: {members: [user:cy]}}
      resources: {page:p: {in: team:a, level: 9}}
      assignments: {team:a: {reader: [user:ann, crew:c], auditor: [user:al]}}

    """

  static let ofTraps = [
    // An auditor may write and is forbidden to; no cell is told that would be in vain.
    Example(
      question: "user:bob write page:p",
      told: ["1. assign team.writer at team:a to user:bob"] + [
        "2. all of", "   2.1 assign team.auditor at team:a to user:bob",
        "   2.2 take `auditor` out of forbid.team.page.write (w/policy.yaml:11)",
      ]),
    // A row of its own takes the place of the `"*"` row; what overrides the directory may be said in the request.
    Example(
      question: "user:al read page:p",
      told: [
        "1. resource.level would have to be less than 3, such as 2; it is 9",
        "2. assign team.reader at team:a to user:al", "3. add user:al to the members of crew:c",
        "4. add the row permissions.team.page.read: [reader, auditor if low, auditor], for which \"*\" stands now (w/policy.yaml:10)",
      ]),
    Example(
      question: "guest:g read page:p",
      told: [
        "1. bring the role team.reader at team:a with the request", "2. assign team.reader at team:a to guest:g",
        "3. all of", "   3.1 bring the role team.auditor at team:a with the request",
        "   3.2 resource.level would have to be less than 3, such as 2; it is 9", "4. all of",
        "   4.1 assign team.auditor at team:a to guest:g",
        "   4.2 resource.level would have to be less than 3, such as 2; it is 9", "5. all of",
        "   5.1 bring the role team.auditor at team:a with the request",
        "   5.2 add the row permissions.team.page.read: [reader, auditor if low, auditor], for which \"*\" stands now (w/policy.yaml:10); 1 other principal holds it there too",
        "and 1 more; --all lists it",
      ]),
    Example(
      question: "user:ann print page:p", given: ["context.ip": .text("192.168.0.1")],
      told: [
        "1. add `reader` to permissions.team.page.print (w/policy.yaml:10); 2 other principals hold it there too",
        "2. all of", "   2.1 context.ip would have to be in 10.0.0.0/8, such as 10.0.0.0; it is 192.168.0.1",
        "   2.2 ask at another time, such as 2025-12-31T23:59:59Z",
      ]),
  ]

  @Test(arguments: ofTraps) func traps(_ example: Example) throws {
    let table = try Seeds.table(text: Self.trap)
    let report = try Seeds.why(example.question, given: example.given, in: table, root: "w")
    #expect(report.told == example.told)
  }
}
