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
            NamePattern.permission.schema.described(
              "A resource type and an action that the roles in `for` are never granted, even under a condition.",
              example: "{never: secret read, for: organization.member}")
          ),
          ("for", oneOrMore(role, atLeast: 1).described("The roles that are never granted it.")),
        ], required: ["never", "for"]),
    ]
  }
}
