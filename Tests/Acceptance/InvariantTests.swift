import Testing

/// Invariants over a policy that is broken, as `policy check` tells of them.
@Suite(.timeLimit(.minutes(2))) struct InvariantTests {
  private static let set = """
    policy: shop
    scopes: {platform: {}, tenant: {in: platform}}
    principals: {user: {}, key: {bounded_by: maker}}
    resources:
      invoice: {in: tenant, actions: [create, approve]}
      member: {in: tenant, actions: [invite], attributes: {role: role}}
    roles:
      platform:
        support: {includes: [tenant.clerk]}
      tenant:
        owner: {includes: [clerk]}
        clerk: {}
        approver: {}
    permissions:
      tenant:
        invoice:
          create: [clerk]
          approve: [owner, approver]
        member:
          invite: [clerk]
    invariants:
      apart:    {isolated: tenant}
      people:   {never: invoice *, for: key}
      owners:   {only: invoice approve, for: tenant.owner}
      four_eye: {never_together: [invoice create, invoice approve]}
      no_climb: {no_escalation: member invite, role: resource.role}
    directory:
      scopes: {platform:p: {}, tenant:a: {in: platform:p}, tenant:b: {in: platform:p}}
      principals: {key:k: {maker: user:u}}
      assignments:
        tenant:a: {clerk: [user:u, key:k], approver: [user:u]}
        tenant:b: {approver: [user:u]}

    """

  @Test func eachShowsItsWitness() async throws {
    try await TemporaryFolder.with { folder in
      try folder.writeSet(Self.set)
      let outcome = try await Program.policy.run(["check", "set"], in: folder.path)
      #expect(outcome.status == 1)
      let messages = outcome.output.split(separator: "\n").filter { $0.hasPrefix("error[broken-invariant]") }
      let expected = [
        "`apart` is broken: `platform.support` is held above a `tenant`, and may `create` an `invoice` in every one",
        "`apart` is broken: `user:u` holds `tenant.clerk` at `tenant:a` and holds `tenant.approver` at `tenant:b`",
        "`people` is broken: `key:k` may `create` an `invoice`, by `clerk` in the table of `tenant`",
        "`owners` is broken: `tenant.approver` may `approve` an `invoice`, which is for `tenant.owner` alone",
        "`four_eye` is broken: `user:u` may both `create` an `invoice` at `tenant:a` and `approve` an `invoice` at `tenant:a`",
        "`four_eye` is broken: whoever holds `tenant.owner` may both `create` an `invoice` and `approve` an `invoice`",
        "`no_climb` is broken: `tenant.clerk` may give `tenant.owner` by `member invite`, and so `approve` an `invoice` in a `tenant`, which it may not",
      ]
      #expect(messages.map(String.init) == expected.map { "error[broken-invariant]: invariant " + $0 })
      for label in [
        "this include crosses", "this cell grants it", "`user:u`, which bounds it, may by this", "this cell grants one",
        "this cell lets it give roles", "this cell grants what it lacks", "support: {includes: [tenant.clerk]}",
      ] { #expect(outcome.output.contains(label), "\(label): \(outcome.output)") }
    }
  }

  @Test func explained() async throws {
    let outcome = try await Program.policy.run(["check", "--explain", "bad-invariant"])
    #expect(outcome.status == 0)
    for kind in ["never:", "only:", "isolated:", "never_together:", "no_escalation:"] {
      #expect(outcome.output.contains("{" + kind), "\(kind)")
    }
  }
}
