/// The schema of a directory: the instances.
extension Schema {
  static var directoryFile: Schema {
    keys([("directory", directorySection)]).described(
      "A directory: scopes, principals, resources and who holds what.", title: "directory")
  }

  /// A policy file's `directory:`.
  static var directorySection: Schema { reference("directory").described(description, title: "directory") }

  /// What a `directory:` refers to, and itself.
  static var directoryDefinitions: [(String, Schema)] { [("directory", directory)] }

  private static var directory: Schema {
    let scope = NamePattern.entity.schema
    return keys([
      (
        "scopes",
        map(
          .entity,
          to: instance([
            ("in", scope.described("The scope that this one lies in.")), ("disabled", disabled),
          ]).described("A scope, with its attributes.")
        ).described(
          "The scopes there are.", example: "scopes:\n  organization:acme: {}\n  project:web: {in: organization:acme}")
      ),
      (
        "principals",
        map(
          .entity,
          to: instance([
            ("disabled", disabled),
            (
              "expires",
              NamePattern.timestamp.schema.described(
                "When it stops being allowed anything, with an offset: `2027-01-01T00:00:00Z`.")
            ),
            (
              "members",
              list(of: NamePattern.entity.schema, isSet: true).described("The members of a group.")
            ),
          ]).described("A principal, with its attributes and, for one that is bounded, what bounds it.")
        ).described(
          "What is known of those who ask.",
          example: "principals:\n  user:alice: {email: alice@acme.example}\n  team:platform: {members: [user:alice]}")
      ),
      (
        "resources",
        map(
          .entity,
          to: instance([("in", scope.described("The scope that it lives in."))])
            .described("A resource, with its attributes.")
        ).described(
          "What is known of things.", example: "resources:\n  secret:s1: {in: project:web, owner: user:bob}")
      ),
      (
        "assignments",
        map(.entity, to: map(.heldRole, to: holders).described("The roles held at a scope."))
          .described(
            "Who holds which role at which scope.",
            example:
              "assignments:\n  organization:acme:\n    owner: [user:alice]\n    member: [user:bob, user:carol: "
              + "{until: 2027-03-01T00:00:00Z}]"
          )
      ),
      (
        "default_scope",
        scope.described("The scope that is meant where neither a request nor the directory names one.")
      ),
    ]).described(description, title: "directory")
  }

  private static let description =
    "The instances: scopes, principals, resources and who holds what. `--directory PATH` replaces a set's own."

  private static let disabled = flag.described("Whether it, and all below it, is denied everything.")

  /// An entry with these facts, and attributes, whose types only the policy knows.
  private static func instance(_ facts: [(String, Schema)]) -> Schema {
    Schema([
      ("type", "object"), ("properties", .object(facts.map { ($0.0, $0.1.json) })),
      ("propertyNames", NamePattern.name.keySchema.json), ("additionalProperties", textOrTexts.json),
    ])
  }

  private static var holders: Schema {
    let timed = Schema([
      ("type", "object"), ("minProperties", 1), ("propertyNames", NamePattern.entity.keySchema.json),
      (
        "additionalProperties",
        keys([
          (
            "until",
            NamePattern.timestamp.schema.described("Held while the time is before this: `2027-03-01T00:00:00Z`.")
          )
        ]).json
      ),
    ])
    return list(of: any(of: [NamePattern.entity.schema, timed])).described(
      "Who holds the role; `user:carol: {until: …}` until a time.",
      example: "[user:bob, user:carol: {until: 2027-03-01T00:00:00Z}]")
  }
}
