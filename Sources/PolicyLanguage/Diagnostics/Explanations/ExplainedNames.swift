// Names that lead nowhere. DESIGN.md, section 2.

extension DiagnosticExplanation {
  static let unknownScopeType = DiagnosticExplanation(
    "a scope type is not declared",
    """
    Scope types are declared under `scopes`. Everything that names one elsewhere, in a table, a role, an `in` or the
    directory, has to name one of those, or it would never apply to anything.
    """,
    wrong: """
      scopes: {organization: {}}
      roles:
        organisation: {admin: {}}
      """,
    right: """
      scopes: {organization: {}}
      roles:
        organization: {admin: {}}
      """)

  static let unknownPrincipalType = DiagnosticExplanation(
    "a principal type is not declared",
    """
    Principal types are declared under `principals`. A principal of another type is denied everything, so a directory
    entry, an assignment or a test case that names one cannot be meant as it is written.
    """,
    wrong: """
      principals: {user: {}}
      directory:
        principals: {person:alice: {}}
      """,
    right: """
      principals: {user: {}}
      directory:
        principals: {user:alice: {}}
      """)

  static let unknownResourceType = DiagnosticExplanation(
    "a resource type is not declared",
    """
    Resource types are declared under `resources`, with the scope types they live in and their actions. The vocabulary is
    closed: what is not declared is denied whatever the tables say, so a row for it would be dead.
    """,
    wrong: """
      resources: {connection: {in: organization, actions: [list]}}
      permissions:
        organization:
          connections: {list: [admin]}
      """,
    right: """
      resources: {connection: {in: organization, actions: [list]}}
      permissions:
        organization:
          connection: {list: [admin]}
      """)

  static let unknownAction = DiagnosticExplanation(
    "a resource type has no such action",
    """
    The actions of a resource type are listed where it is declared. A row or a test case for another action is refused:
    it would be the misspelt name of one that stays without a row.
    """,
    wrong: """
      resources: {invitation: {in: organization, actions: [create, revoke]}}
      permissions:
        organization:
          invitation: {remove: [admin]}
      """,
    right: """
      resources: {invitation: {in: organization, actions: [create, revoke]}}
      permissions:
        organization:
          invitation: {revoke: [admin]}
      """)

  static let unknownRole = DiagnosticExplanation(
    "a role is not declared",
    """
    Roles are declared under `roles`, by scope type. In a table a bare name is a role of the table's own scope type; in
    `includes` a role of the same scope type, unless it is written in full, as `project.admin`.
    """,
    wrong: """
      roles: {organization: {admin: {}, member: {}}}
      permissions:
        organization:
          connection: {list: [admn, member]}
      """,
    right: """
      roles: {organization: {admin: {}, member: {}}}
      permissions:
        organization:
          connection: {list: [admin, member]}
      """)

  static let unknownCondition = DiagnosticExplanation(
    "a condition is not declared",
    """
    After `if` stands the name of one condition that `conditions` declares; an expression is not written there. A name
    keeps the table readable, and gives the condition one place where it is reviewed.
    """,
    wrong: """
      permissions:
        project:
          connection: {read: [member if own]}
      conditions: {owned: resource.owner == principal}
      """,
    right: """
      permissions:
        project:
          connection: {read: [member if owned]}
      conditions: {owned: resource.owner == principal}
      """)

  static let unknownAttribute = DiagnosticExplanation(
    "an attribute is not declared",
    """
    Conditions, directory entries and `given` values can only use attributes that a type, `context` or `action` declares.
    An attribute that nothing declares would be undecided for ever: it grants nothing, and in `forbid` it denies all.
    """,
    wrong: """
      resources:
        connection: {in: project, actions: [read], attributes: {owner: principal}}
      conditions: {owned: resource.owned_by == principal}
      """,
    right: """
      resources:
        connection: {in: project, actions: [read], attributes: {owner: principal}}
      conditions: {owned: resource.owner == principal}
      """)

  static let unknownAttributeType = DiagnosticExplanation(
    "there is no such attribute type",
    """
    An attribute is of type `string`, `int`, `bool`, `timestamp`, `ip`, `role` or `principal`, or a list of one of them,
    written `[string]`. There are no floating point numbers and no nested values: what a condition says of them would not
    be exact.
    """,
    wrong: """
      attributes: {owner: user, score: float, tags: list}
      """,
    right: """
      attributes: {owner: principal, score: int, tags: [string]}
      """)

  static let unknownScope = DiagnosticExplanation(
    "a scope is not in the directory",
    """
    Scopes are entries under the directory's `scopes`. An assignment at a scope that is not there gives nobody anything,
    and a resource in one could never be reached; both are nearly always a misspelt id. Scopes of a type that is declared
    `open: true` need no entry.
    """,
    wrong: """
      directory:
        scopes: {organization:acme: {}}
        assignments:
          organization:acme-inc: {owner: [user:alice]}
      """,
    right: """
      directory:
        scopes: {organization:acme: {}}
        assignments:
          organization:acme: {owner: [user:alice]}
      """)

  static let unknownColumn = DiagnosticExplanation(
    "a row of a test names a column that the table has not",
    """
    The columns of a test's table are the labels under `as`. A row under `expect` lists the columns that may; every other
    column must be denied. A label that is not there would be a promise that nobody checks.
    """,
    wrong: """
      as: {admin: user:ada, member: user:max}
      expect:
        connection: {delete: [admin, manager]}
      """,
    right: """
      as: {admin: user:ada, manager: user:mia, member: user:max}
      expect:
        connection: {delete: [admin, manager]}
      """)
}
