/// The schema of a test suite.
extension Schema {
  static var suiteFile: Schema {
    keys(
      [
        (
          "tests",
          list(of: test, atLeast: 1).described("What the policy must answer.", title: "tests")
            .offering([
              (
                "cases",
                [["name": "${1:what it shows}", "can": ["${2:user:ada read secret:s1 in project:web}"], "cannot": []]]
              ),
              (
                "a table of expectations",
                [
                  [
                    "name": "${1:what each role may}", "in": "${2:organization:acme}",
                    "as": ["${3:admin}": "${4:user:ada}"],
                    "expect": ["${5:secret}": ["${6:read}": ["${3:admin}"]]], "complete": true,
                  ]
                ]
              ),
            ])
        ),
        (
          "directory",
          reference("directory").described("The instances of this suite, in place of the set's.", title: "directory")
        ),
      ], required: ["tests"]
    ).described("Tests of a policy set.", title: "test suite")
  }

  private static var test: Schema {
    let cases = list(of: NamePattern.question.schema)
    return keys(
      [
        ("name", text.described("What the test shows.")),
        ("given", given),
        (
          "can",
          cases.described(
            "Questions that are answered with allow: `principal action resource in scope`.",
            example: "can: [\"user:ada read secret:s1 in project:web\"]")
        ),
        (
          "cannot",
          cases.described(
            "Questions that are answered with deny.",
            example: "cannot: [\"user:max delete secret:s1 in project:web\"]")
        ),
        ("in", NamePattern.scopePath.schema.described("The scope that the table of expectations is asked in.")),
        (
          "as",
          Schema([
            ("type", "object"), ("minProperties", 1), ("additionalProperties", NamePattern.entity.schema.json),
          ]).described(
            "The columns of the table: a label, and the principal who stands for it. A label that is a role "
              + "must be held.",
            example: "as: {admin: user:ada, member: user:max}")
        ),
        (
          "expect",
          map(
            .typeName,
            to: map(
              .actionName,
              to: list(of: text, isSet: true).described("The columns that may. Every other one must be denied.")
            ).described("The rows of a resource type, by action.")
          ).with("minProperties", 1).described(
            "The rows of the table: resource type, action, and the columns that may.",
            example: "expect:\n  secret:\n    read: [admin, member]\n    delete: [admin]")
        ),
        (
          "complete",
          flag.described("Whether every action of the resource types named here must have a row.")
        ),
      ], required: ["name"]
    )
    .with(
      "dependencies",
      [
        "in": ["as", "expect"], "as": ["in", "expect"], "expect": ["in", "as"], "complete": ["in", "as", "expect"],
      ]
    )
    .with(
      "anyOf",
      [
        ["required": ["can"], "properties": ["can": ["minItems": 1]]],
        ["required": ["cannot"], "properties": ["cannot": ["minItems": 1]]],
        ["required": ["in", "as", "expect"]],
      ]
    ).described("A test: a table of expectations, single cases, or both.")
  }

  private static var given: Schema {
    Schema([
      ("type", "object"),
      (
        "properties",
        .object([
          ("now", NamePattern.timestamp.schema.described("The time of the requests; the clock's if not given.").json)
        ])
      ),
      ("propertyNames", NamePattern.given.keySchema.json), ("additionalProperties", textOrTexts.json),
    ]).described(
      "What the requests of this test bring along: `now`, and attributes of `principal`, `resource`, `scope`, "
        + "`context` and `action`.",
      example: "given: {resource.owner: user:bob, context.legal_hold: true}")
  }
}
