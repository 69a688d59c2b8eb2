/// The schemas of the sections that make tables: roles, permissions and forbids, conditions.
extension Schema {
  static var roles: Schema {
    let role = keys([
      (
        "rank",
        number().described(
          "How high the role stands, for conditions such as `rank(resource.role) <= principal.rank`.")
      ),
      (
        "includes",
        list(of: NamePattern.inclusion.schema, isSet: true).described(
          "The roles that come with this one: a bare name is a role of the same scope type, `project.admin` "
            + "one that is held in every project below."
        )
      ),
    ]).described("A role.")
    return map(
      .name,
      to: map(.roleName, to: role).described("The roles of a scope type.")
    ).described(
      "The roles of each scope type: the columns of its tables.", title: "roles",
      example: "roles:\n  organization:\n    admin: {rank: 2, includes: [member, project.admin]}\n    member: {rank: 1}"
    )
  }

  /// A permission or forbid table: scope type, resource type, action, roles.
  static var table: Schema {
    let row = list(of: NamePattern.cell.schema, isSet: true).described(
      "The roles that may, or under `forbid` may not: `admin`, `member if owned`, `anyone if …`. They are "
        + "alternatives; `[]` is nobody.",
      example: "[admin, member if owned]")
    let rows = map(.rowKey, to: row).described(
      "The rows of a resource type, by action. `\"*\"` is every action that has no row of its own.")
    return map(.name, to: map(.typeName, to: rows).described("The table of a scope type, by resource type."))
      .described("A table: scope type, resource type, action, roles.")
  }

  static var conditions: Schema {
    map(
      .name,
      to: Schema([("type", ["string", "boolean"])]).described(
        "When it is true, in CEL's syntax: `&& || !`, `== != < <= > >=`, `in`, `has()`, `startsWith`, "
          + "`endsWith`, `timestamp(\"…\")`, `ip_in(ip, \"10.0.0.0/8\")`, `rank(role)`.",
        example: "owned: resource.owner == principal")
    ).described(
      "Conditions that cells name after `if`.", title: "conditions",
      example: "conditions:\n  owned: resource.owner == principal\n  in_office: ip_in(context.ip, \"10.0.0.0/8\")")
  }
}
