/// The schema of `invariants`. A new kind is one more entry of `invariantKinds`.
extension Schema {
  static var invariants: Schema {
    map(
      .name,
      to: any(of: invariantKinds).described("What the directory, or the policy, must keep.")
    ).described(
      "What the directory, and the policy, must keep. Checked by `check`, `test` and `build`.", title: "invariants",
      example: "invariants:\n  one_owner: {exactly: 1, of: organization.owner}")
  }

  /// What an invariant may look like: one closed mapping for each kind.
  private static var invariantKinds: [Schema] {
    let role = NamePattern.rolePattern
    let counts: [(String, String)] = [
      ("exactly", "How many principals hold the role at each scope, no more and no fewer."),
      ("at_least", "How many principals hold the role at each scope, or more."),
      ("at_most", "How many principals hold the role at each scope, or fewer."),
    ]
    let counting = counts.map { name, text in
      keys(
        [
          (name, number(from: 0, to: Int(Int32.max)).described(text)),
          (
            "of",
            role.schema.described("The role that is counted: `organization.owner`, or `project.*` for every role.")
          ),
        ], required: [name, "of"])
    }
    return counting + [
      keys(
        [
          ("every", role.schema.described("Whoever holds this role at a scope …")),
          ("also", role.schema.described("… holds this one there or above it too.")),
          ("for", oneOrMore(.name, atLeast: 1).described("The principal types that it is said of; all if left out.")),
        ], required: ["every", "also"]),
      keys(
        [
          (
            "never_both",
            list(of: role.schema, atLeast: 2, atMost: 2).described(
              "Two roles that nobody may hold together.",
              example: "never_both: [organization.auditor, organization.admin]")
          )
        ], required: ["never_both"]),
      keys(
        [
          (
            "never",
            things.described(
              "What those in `for` are never granted, even under a condition; either word may be `*`.",
              example: "{never: secret read, for: [organization.member, api_key]}")
          ),
          ("for", subjects.described("Roles, principal types, or `anyone`.")),
        ], required: ["never", "for"]),
      keys(
        [
          (
            "only",
            things.described(
              "What nobody is granted but those in `for`, and roles that include one of them.",
              example: "{only: organization delete, for: organization.owner}")
          ),
          ("for", subjects.described("Roles and principal types.")),
        ], required: ["only", "for"]),
      keys(
        [
          (
            "isolated",
            NamePattern.name.schema.described(
              "A scope type: what is held in or below one of its scopes gives nothing in another.",
              example: "{isolated: organization, except: [platform.operator], shared_by: user}")
          ),
          ("except", oneOrMore(role, atLeast: 1).described("Roles held above that may reach in.")),
          (
            "shared_by",
            oneOrMore(.name, atLeast: 1).described("Principal types that may hold roles in several of them.")
          ),
        ], required: ["isolated"]),
      keys(
        [
          (
            "never_together",
            list(of: NamePattern.permission.schema, atLeast: 2, atMost: 2).described(
              "Two things that no role, and nobody, may do both in one scope.",
              example: "{never_together: [invoice create, invoice approve]}")
          ),
          ("for", subjects.described("The roles and principal types that it is said of; all if left out.")),
        ], required: ["never_together"]),
      keys(
        [
          (
            "no_escalation",
            oneOrMore(.permission, atLeast: 1).described(
              "Things that give a role: nobody gives a role that may do what the giver may not.",
              example: "{no_escalation: member invite, role: resource.role}")
          ),
          (
            "role",
            role.schema.described(
              "Which role is given: the attribute that names it, such as `resource.role`, or a role.")
          ),
          ("except", oneOrMore(role, atLeast: 1).described("Givers that it is not said of.")),
        ], required: ["no_escalation"]),
    ]
  }

  private static var things: Schema { oneOrMore(.permissionPattern, atLeast: 1) }
  private static var subjects: Schema { oneOrMore(.subject, atLeast: 1) }
}
