import Testing

/// `no_escalation`: nobody gives what they do not have.
@Suite struct EscalationTests {
  private func found(
    _ permissions: String, _ rest: String = "", invariant: String = "{no_escalation: member add, role: resource.role}",
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> [String] {
    broken(
      """
      scopes: {organization: {}, project: {in: organization}}
      principals: {user: {}}
      resources:
        member: {in: [organization, project], actions: [add], attributes: {role: role}}
        bill: {in: organization, actions: [read, pay]}
        page: {in: project, actions: [read, write]}
      roles:
        organization:
          owner: {rank: 3, includes: [admin]}
          admin: {rank: 2, includes: [member, project.editor]}
          member: {rank: 1}
          auditor: {rank: 5}
        project: {editor: {}}
      conditions:
        at_most_own: rank(resource.role) <= principal.rank
        no_owner: resource.role in ["admin", "member", "auditor"]
        a_member: resource.role == "member"
        flagged: context.flag
        senior: principal.rank >= 2
        chief: principal.rank >= 4
        makes_owner: has(resource.role) && resource.role == "owner"
      context: {flag: bool}
      permissions: {\(permissions)}
      invariants: {a: \(invariant)}
      \(rest)
      """, sourceLocation: sourceLocation)
  }

  private let ownersPay = "bill: {pay: [owner], read: [member]}"

  @Test func anyRole() {
    #expect(
      found("organization: {member: {add: [admin]}, \(ownersPay)}") == [
        "`organization.admin` may give `organization.owner` by `member add`, and so `pay` a `bill` in an `organization`, which it may not [this cell lets it give roles: admin] [this cell grants what it lacks: owner]"
      ])
    #expect(found("organization: {member: {add: [owner]}, \(ownersPay)}") == [])
    #expect(found("organization: {member: {add: [admin if flagged]}, \(ownersPay)}").count == 1)
  }

  @Test(arguments: [("no_owner", 0), ("a_member", 0), ("at_most_own", 1), ("flagged", 1)])
  func conditions(_ condition: String, _ count: Int) {
    let found = found("organization: {member: {add: [admin if \(condition)]}, \(ownersPay)}")
    #expect(found.count == count, "\(found)")
  }

  /// The auditor's rank is the highest, and who holds it beside `admin` may give `owner`, which has more.
  @Test func ranksOfAnotherRole() {
    #expect(
      found("organization: {member: {add: [admin if at_most_own]}, \(ownersPay)}") == [
        "`organization.admin`, with the rank of `organization.auditor`, may give `organization.owner` by `member add`, and so `pay` a `bill` in an `organization`, which it may not [this cell lets it give roles: admin if at_most_own] [held beside it, for its rank: auditor] [this cell grants what it lacks: owner]"
      ])
    #expect(
      found("organization: {member: {add: [admin if at_most_own]}, bill: {pay: [owner, auditor], read: [member]}}")
        == [])
  }

  @Test func forbidsTakeGiftsBack() {
    let tables = "organization: {member: {add: [admin]}, \(ownersPay)}"
    #expect(found(tables, "forbid: {organization: {member: {add: [anyone if makes_owner]}}}") == [])
    #expect(found(tables, "forbid: {organization: {member: {add: [anyone if flagged]}}}").count == 1)
  }

  /// A forbid on the giver is something that it does not have.
  @Test func whatTheGiverIsForbidden() {
    let tables = "organization: {member: {add: [admin if a_member]}, bill: {read: [member]}}"
    #expect(found(tables) == [])
    #expect(
      found(tables, "forbid: {organization: {bill: {read: [admin if flagged]}}}") == [
        "`organization.admin` may give `organization.member` by `member add`, and so `read` a `bill` in an `organization`, which it may not [this cell lets it give roles: admin if a_member] [this cell grants what it lacks: member]"
      ])
    #expect(found(tables, "forbid: {organization: {bill: {read: [member]}}}") == [])
  }

  @Test func throughIncludesAndBelow() {
    #expect(
      found(
        "organization: {member: {add: [auditor]}}, project: {page: {write: [editor if flagged]}}"
      ) == [
        "`organization.auditor` may give `organization.owner` by `member add`, and so perhaps `write` a `page` in a `project`, which it may not [this cell lets it give roles: auditor] [through this include: admin] [this cell grants what it lacks: editor if flagged]"
      ])
    #expect(found("organization: {member: {add: [admin]}}, project: {page: {write: [editor if flagged]}}") == [])
    #expect(
      found(
        "project: {member: {add: [editor]}, page: {write: [editor]}}, organization: {bill: {pay: [owner]}}") == [])
  }

  @Test func conditionsOnRanks() {
    // The owner is senior, and no chief; the auditor is one.
    let seniors = "organization: {member: {add: [owner]}, bill: {pay: [admin if senior, auditor if senior]}}"
    #expect(found(seniors) == [])
    let chiefs = "organization: {member: {add: [owner]}, bill: {pay: [admin if chief, auditor if chief]}}"
    #expect(found(chiefs).count == 1)
    #expect(found(chiefs, invariant: "{no_escalation: member add, role: organization.member}") == [])
    #expect(
      found("organization: {member: {add: [member]}, bill: {pay: [anyone if senior]}}").count == 1)
    #expect(
      found("organization: {member: {add: [auditor]}, bill: {pay: [anyone if senior]}}") == [])
  }

  @Test func fixedRolesAndExceptions() {
    let tables = "organization: {member: {add: [member]}, \(ownersPay)}"
    #expect(found(tables, invariant: "{no_escalation: member add, role: organization.member}") == [])
    #expect(found(tables, invariant: "{no_escalation: member add, role: organization.owner}").count == 1)
    #expect(found(tables, invariant: "{no_escalation: member add}").count == 1)
    #expect(found(tables, invariant: "{no_escalation: [member add], except: [organization.*]}") == [])
    #expect(
      found("organization: {member: {add: [anyone]}, bill: {read: [member]}}") == [
        "anyone may give `organization.owner` by `member add`, and so `read` a `bill` in an `organization`, which it may not [this cell lets it give roles: anyone] [through this include: admin] [this cell grants what it lacks: member]"
      ])
  }
}
