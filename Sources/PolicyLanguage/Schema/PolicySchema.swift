import PolicyValues

/// The schema of a policy file: the sections that declare types. `TableSchema.swift` has those that make tables.
extension Schema {
  static var policyFile: Schema {
    keys([
      (
        "policy",
        NamePattern.name.schema.described(
          "The policy's name, as logs, metrics and reports show it. Once per set.", title: "policy",
          example: "policy: pica")
      ),
      ("scopes", scopeTypes), ("principals", principalTypes), ("resources", resourceTypes),
      (
        "context",
        reference("attributes").described(
          "What a request may say of its surroundings: attributes that conditions call `context.name`.",
          title: "context", example: "context: {legal_hold: bool, ip: ip}")
      ),
      (
        "action",
        reference("attributes").described(
          "What a request may say of the action: attributes that conditions call `action.name`.", title: "action",
          example: "action: {reason: string}")
      ),
      ("roles", roles),
      (
        "permissions",
        reference("table").described(
          "The permission tables: scope type, resource type, action, and the roles that may.", title: "permissions",
          example: """
            permissions:
              organization:
                secret:
                  "*": [admin]
                  read: [admin, member if owned]
            """)
      ),
      (
        "forbid",
        reference("table").described(
          "What is forbidden whatever the permissions say, in the scope and below it. Of the same shape as "
            + "`permissions`, but "
            + "`\"*\"` adds to the other rows.", title: "forbid",
          example: """
            forbid:
              organization:
                secret:
                  delete: [anyone if under_legal_hold]
            """)
      ),
      ("conditions", conditions), ("invariants", invariants), ("directory", directorySection),
    ]).described("A part of a policy set. Sections merge across the set's files.", title: "policy set")
  }

  /// What `policyFile` refers to.
  static var policyDefinitions: [(String, Schema)] {
    [("attributes", attributes), ("table", table)]
  }

  private static var scopeTypes: Schema {
    map(
      .name,
      to: keys([
        (
          "in",
          oneOrMore(.name).described(
            "The scope types that this one lies in. Without it scopes of the type are "
              + "roots.")
        ),
        (
          "open",
          flag.described(
            "Whether scopes of this type need no entry in the directory: a request writes the path, such as "
              + "`project:web in organization:acme`."
          )
        ),
        ("attributes", reference("attributes").described("Attributes that conditions call `scope.name`.")),
      ]).described("A scope type.")
    ).described(
      "The types of scopes, and what each lies in. Roles are held at scopes.", title: "scopes",
      example: "scopes:\n  organization: {}\n  project: {in: organization}")
  }

  private static var principalTypes: Schema {
    map(
      .name,
      to: keys([
        ("attributes", reference("attributes").described("Attributes that conditions call `principal.name`.")),
        (
          "members",
          oneOrMore(.name).described(
            "Makes this a type of groups, and says whose. What a group holds is held by its members.")
        ),
        (
          "bounded_by",
          NamePattern.name.schema.described(
            "The key by which a directory entry names another principal. This one is never allowed what that "
              + "one is not allowed, at the time of asking."
          )
        ),
        (
          "roles",
          Schema([("type", "string"), ("enum", ["request"])]).described(
            "`request`: a request may bring roles in `subject.properties.roles`, which count as assignments.")
        ),
      ]).described("A principal type.")
    ).described(
      "The types of those who ask.", title: "principals",
      example:
        "principals:\n  user: {attributes: {email: string}}\n  team: {members: [user]}\n  api_key: "
        + "{bounded_by: creator}"
    )
  }

  private static var resourceTypes: Schema {
    map(
      .typeName,
      to: keys(
        [
          ("in", oneOrMore(.name, atLeast: 1).described("The scope types that resources of this type live in.")),
          (
            "actions",
            list(of: NamePattern.actionName.schema, atLeast: 1, isSet: true)
              .described("What can be done to a resource of this type.")
          ),
          ("attributes", reference("attributes").described("Attributes that conditions call `resource.name`.")),
          (
            "listed",
            flag.described("Whether only those in the directory exist; all others are denied.")
          ),
        ], required: ["in", "actions"]
      ).described("A resource type.")
    ).described(
      "The types of things, where they live and what can be done to them.", title: "resources",
      example:
        "resources:\n  secret:\n    in: [organization, project]\n    actions: [list, read]\n    attributes: "
        + "{owner: principal}"
    )
  }

  private static var attributes: Schema {
    let scalars = JSONValue.array(AttributeType.Scalar.allCases.map { .string($0.rawValue) })
    let scalar = Schema([("type", "string"), ("enum", scalars)])
    let type = any(of: [scalar, list(of: scalar, atLeast: 1, atMost: 1)])
    return map(
      .name,
      to: any(of: [
        scalar, list(of: scalar, atLeast: 1, atMost: 1),
        keys(
          [
            ("type", type.described("The attribute's type, or a list of one such as `[string]`.")),
            (
              "override",
              flag.described("Whether a request's value goes before the directory's.")
            ),
          ], required: ["type"]),
      ]).described(
        "An attribute's type: `string`, `int`, `bool`, `timestamp`, `ip`, `role` or `principal`, a list of one "
          + "such as `[string]`, or `{type: bool, override: true}`."
      )
    ).described("Attributes and their types.")
  }
}
