import DecisionTable
import PolicyValues
import Testing

/// Section 4, rules 3 to 7.
@Suite struct RoleRuleTests {
  private static let world = Result {
    try SampleWorld(
      """
      policy: p
      scopes: {org: {in: org}, project: {in: org}}
      principals:
        user: {}
        guest: {roles: request}
        team: {members: [user, team]}
        key: {bounded_by: creator, roles: request}
      resources:
        doc: {in: [org, project], actions: [read, write, drop], attributes: {level: int, flag: bool}}
        project: {in: [org, project], actions: [read]}
      roles:
        org: {admin: {rank: 3, includes: [member, project.member]}, member: {rank: 1}, plain: {}}
        project: {admin: {rank: 5, includes: [member]}, member: {rank: 2}}
      permissions:
        org: {doc: {read: [member], "*": [admin]}, project: {read: [admin]}}
        project: {doc: {read: [member], write: [member if low], drop: [admin, member if flagged, anyone if given]}}
      forbid:
        org: {doc: {write: [anyone if frozen], drop: [member if high]}}
        project: {doc: {"*": [anyone if cursed]}, project: {read: [anyone if cursed]}}
      conditions:
        low: resource.level < principal.rank
        high: principal.rank > resource.level
        flagged: resource.flag
        given: has(resource.level) && resource.level == 7
        frozen: context.frozen == scope.id
        cursed: context.cursed
      context: {frozen: string, cursed: bool}
      directory:
        scopes: {org:a: {}, org:sub: {in: org:a}, project:p: {in: org:sub}, project:off: {in: org:a, disabled: true}}
        principals:
          user:off: {disabled: true}
          user:late: {expires: 2026-11-21T00:00:00Z}
          team:t: {members: [user:t, team:inner]}
          team:inner: {members: [user:inner]}
          team:dead: {members: [user:dead], disabled: true}
          team:old: {members: [user:old], expires: 2026-11-20T00:00:00Z}
          key:admin: {creator: user:admin}
          key:weak: {creator: user:plain}
          key:chain: {creator: key:admin}
          key:broken: {creator: key:orphan}
          key:orphan: {}
          key:ghost: {creator: user:nobody}
          key:off: {creator: user:off}
        assignments:
          org:a:
            admin: [user:admin, team:t, team:dead, team:old, key:admin, key:weak, key:chain, key:broken, key:ghost, user:off, user:late, key:off]
            plain: [user:plain]
            member: [user:until: {until: 2026-11-21T00:00:00Z}, user:member]
          project:p: {member: [user:dev]}
      """)
  }

  /// Decides every condition that forbids, and none of them forbids.
  private static let calm = RequestProperties(
    resource: ["level": .int(0)], context: ["frozen": .string("none"), "cursed": .bool(false)])

  @Test(arguments: [
    Scenario("user:admin read doc:1 in org:a", .granted), Scenario("user:admin read doc:1 in org:sub", .granted),
    Scenario("user:admin read doc:1 in project:p", .granted, calm),
    Scenario("user:member read doc:1 in org:sub", .granted),
    Scenario("user:member read doc:1 in project:p", .noRole), Scenario("user:dev read doc:1 in org:sub", .noRole),
    Scenario("user:dev read doc:1 in project:p", .granted, calm), Scenario("user:nobody read doc:1 in org:a", .noRole),
    Scenario("user:plain read doc:1 in org:a", .noGrant), Scenario("user:member drop doc:1 in org:a", .noGrant),
    Scenario("team:t read doc:1 in org:a", .granted), Scenario("user:t read doc:1 in org:a", .granted),
    Scenario("user:inner read doc:1 in org:a", .granted), Scenario("user:dead read doc:1 in org:a", .noRole),
    Scenario("user:old read doc:1 in org:a", .noRole),
    Scenario("user:old read doc:1 in org:a", .granted, now: "2026-11-19T23:59:59.999999999Z"),
    Scenario("user:until read doc:1 in org:a", .noRole),
    Scenario("user:until read doc:1 in org:a", .granted, now: "2026-11-20T23:59:59.999999999Z"),
  ])
  func rolesReachWhereIncludesLead(scenario: Scenario) throws { try scenario.hold(in: Self.world.get()) }

  @Test(arguments: [
    Scenario("guest:g read doc:1 in org:a", .granted, roles: .at("org:a", "member")),
    Scenario("guest:g read doc:1 in org:a", .granted, roles: .at("org:a", "org.member")),
    Scenario("guest:g read doc:1 in org:sub", .granted, roles: .at("org:a", "member")),
    Scenario("guest:g read doc:1 in org:a", .noRole, roles: .at("org:sub", "member")),
    Scenario("guest:g read doc:1 in org:a", .noRole, roles: .at("org:nowhere", "member")),
    Scenario("guest:g read doc:1 in org:sub", .granted, roles: .at("org:sub in org:a", "member")),
    Scenario("guest:g read doc:1 in org:sub", .noRole, roles: .at("org:sub in org:b", "member")),
    Scenario("guest:g read doc:1 in org:a", .unknownRole, roles: .at("org:a", "member", "boss")),
    Scenario("guest:g read doc:1 in org:a", .unknownRole, roles: .at("org:a", "project.member")),
    Scenario("guest:g read doc:1 in org:a", .unknownRole, roles: .at("org:a", "anyone")),
    Scenario("guest:g read doc:1 in org:a", .unknownRole, roles: .at("team:a", "member")),
    Scenario("guest:g read doc:1 in org:a", .unknownRole, roles: .at("", "member")),
    Scenario("guest:g read doc:1 in org:a", .unknownRole, roles: .malformed),
    Scenario("user:u read doc:1 in org:a", .noRole, roles: .at("org:a", "member")),
    Scenario("user:u read doc:1 in org:a", .noRole, roles: .malformed),
    Scenario("key:weak read doc:1 in org:a", .bounded, roles: .at("org:a", "admin")),
  ])
  func requestsMayBringRoles(scenario: Scenario) throws { try scenario.hold(in: Self.world.get()) }

  @Test(arguments: [
    Scenario("user:dev write doc:1 in project:p", .conditionUndecided),
    Scenario(
      "user:dev write doc:1 in project:p", .granted,
      RequestProperties(resource: ["level": .int(1)], context: ["frozen": .string("no"), "cursed": .bool(false)])),
    Scenario("user:dev write doc:1 in project:p", .conditionFalse, RequestProperties(resource: ["level": .int(2)])),
    Scenario(
      "user:dev write doc:1 in project:p", .conditionUndecided, RequestProperties(resource: ["level": .bool(true)])),
    Scenario("user:dev drop doc:1 in project:p", .conditionUndecided),
    Scenario("user:dev drop doc:1 in project:p", .conditionFalse, RequestProperties(resource: ["flag": .bool(false)])),
    Scenario(
      "user:nobody drop doc:1 in project:p", .conditionFalse, RequestProperties(resource: ["level": .int(1)])),
    Scenario(
      "user:nobody drop doc:1 in project:p", .forbidden, RequestProperties(resource: ["level": .int(7)])),
  ])
  func aConditionMustBeTrue(scenario: Scenario) throws { try scenario.hold(in: Self.world.get()) }

  @Test(arguments: [
    Scenario("user:dev write doc:1 in project:p", .granted, calm),
    // Undecided forbids.
    Scenario("user:dev write doc:1 in project:p", .forbidden, RequestProperties(resource: ["level": .int(0)])),
    // `scope` is the one whose table holds the cell, here and at every ancestor.
    Scenario(
      "user:dev write doc:1 in project:p", .forbidden,
      RequestProperties(resource: ["level": .int(0)], context: ["frozen": .string("a"), "cursed": .bool(false)])),
    Scenario(
      "user:dev write doc:1 in project:p", .granted,
      RequestProperties(resource: ["level": .int(0)], context: ["frozen": .string("p"), "cursed": .bool(false)])),
    // A forbid's row is added to by its wildcard.
    Scenario(
      "user:dev write doc:1 in project:p", .forbidden,
      RequestProperties(resource: ["level": .int(0)], context: ["frozen": .string("none"), "cursed": .bool(true)])),
    // It is asked only of what would be allowed.
    Scenario("user:nobody write doc:1 in project:p", .noRole, RequestProperties(context: ["cursed": .bool(true)])),
    // `principal.rank` is the one held at the forbidding scope.
    Scenario("user:admin drop doc:1 in org:a", .forbidden, RequestProperties(resource: ["level": .int(2)])),
    Scenario("user:admin drop doc:1 in org:a", .granted, RequestProperties(resource: ["level": .int(3)])),
    Scenario(
      "project:p read project:p in org:a", .unknownPrincipalType),
    Scenario("user:admin read project:p in org:sub", .granted, calm),
    // Named in its parent, a scope's own table forbids all the same.
    Scenario("user:admin read project:p in org:sub", .forbidden),
    Scenario("user:admin read project:p in project:p", .forbidden),
  ])
  func aForbidWins(scenario: Scenario) throws { try scenario.hold(in: Self.world.get()) }

  @Test(arguments: [
    Scenario("key:admin read doc:1 in org:a", .granted), Scenario("key:weak read doc:1 in org:a", .bounded),
    Scenario("key:chain read doc:1 in org:a", .granted), Scenario("key:broken read doc:1 in org:a", .bounded),
    Scenario("key:orphan read doc:1 in org:a", .bounded), Scenario("key:ghost read doc:1 in org:a", .bounded),
    Scenario("key:nobody read doc:1 in org:a", .bounded), Scenario("key:off read doc:1 in org:a", .bounded),
    Scenario("key:weak write doc:1 in project:p", .conditionUndecided),
  ])
  func aBoundHoldsNow(scenario: Scenario) throws { try scenario.hold(in: Self.world.get()) }

  /// What a request says of its subject, it does not say of what bounds it.
  @Test func propertiesDoNotPassToTheBound() throws {
    let world = try SampleWorld(
      """
      policy: p
      scopes: {org: {}}
      principals: {user: {attributes: {level: int}}, key: {bounded_by: creator, attributes: {level: int}}}
      resources: {doc: {in: org, actions: [read]}}
      permissions: {org: {doc: {read: [anyone if high]}}}
      conditions: {high: principal.level > 3}
      directory:
        scopes: {org:a: {}}
        principals: {user:high: {level: 4}, user:silent: {}, key:1: {creator: user:high}, key:2: {creator: user:silent}}
      """)
    let high = RequestProperties(principal: ["level": .int(9)])
    for scenario in [
      Scenario("key:1 read doc in org:a", .conditionUndecided), Scenario("key:1 read doc in org:a", .granted, high),
      Scenario("key:2 read doc in org:a", .bounded, high), Scenario("user:silent read doc in org:a", .granted, high),
    ] {
      try scenario.hold(in: world)
    }
  }

  @Test(arguments: [
    Scenario("user:off read doc:1 in org:a", .disabled), Scenario("user:late read doc:1 in org:a", .expired),
    Scenario("user:late read doc:1 in org:a", .granted, now: "2026-11-20T23:59:59Z"),
    Scenario("user:admin read doc:1 in project:off", .disabled),
    Scenario("user:admin read project:off in org:a", .disabled),
    Scenario("user:late read doc:1 in project:off", .expired),
    Scenario("team:dead read doc:1 in org:a", .disabled), Scenario("team:old read doc:1 in org:a", .expired),
  ])
  func disabledAndExpired(scenario: Scenario) throws { try scenario.hold(in: Self.world.get()) }
}
