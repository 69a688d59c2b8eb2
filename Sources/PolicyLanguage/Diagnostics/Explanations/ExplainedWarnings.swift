// What is allowed but hardly meant. DESIGN.md, sections 3 and 4.

extension DiagnosticExplanation {
  static let unusedRole = DiagnosticExplanation(
    "a role gives nothing",
    """
    The role is in no row of a table, includes no other role, and has no rank that a condition could compare. Whoever is
    assigned to it may do no more than without it, which its name may hide.
    """,
    wrong: """
      roles: {organization: {admin: {}, guest: {}}}
      permissions:
        organization:
          connection: {list: [admin]}
      """,
    right: """
      roles: {organization: {admin: {}, guest: {}}}
      permissions:
        organization:
          connection: {list: [admin, guest]}
      """)

  static let unusedCondition = DiagnosticExplanation(
    "a condition is never used",
    """
    No cell has the condition after `if`. It may be left over; or a cell that was to be conditional is not, and grants
    more than it should.
    """,
    wrong: """
      permissions:
        project:
          connection: {read: [member]}
      conditions: {owned: resource.owner == principal}
      """,
    right: """
      permissions:
        project:
          connection: {read: [member if owned]}
      conditions: {owned: resource.owner == principal}
      """)

  static let unusedScopeType = DiagnosticExplanation(
    "a scope type is never used",
    """
    No role is held there, no resource lives there and no other scope type lies there. Nothing can be allowed in such a
    scope.
    """,
    wrong: """
      scopes: {organization: {}, workspace: {in: organization}}
      resources: {connection: {in: organization, actions: [list]}}
      """,
    right: """
      scopes: {organization: {}, workspace: {in: organization}}
      resources: {connection: {in: [organization, workspace], actions: [list]}}
      """)

  static let redundantCell = DiagnosticExplanation(
    "a cell adds nothing to its row",
    """
    Another cell of the same row grants all that this one grants: the same role without the condition, or a role that this
    one includes. The alternatives of a row add up, so the cell changes no answer, though it may read as if it did, like
    a condition that looks as if it held someone back.
    """,
    wrong: """
      connection:
        read: [member, member if owned]
      """,
    right: """
      connection:
        read: [member if owned]
      """)

  static let hidingWildcard = DiagnosticExplanation(
    "a forbidding `\"*\"` row hides a cell of another row",
    """
    In `forbid` the `"*"` row is added to every other row of its resource type, where in `permissions` it stands only for
    actions without a row. So what it forbids is forbidden for this action already, and the cell changes no answer.
    """,
    wrong: """
      forbid:
        organization:
          connection:
            "*":    [manager]
            delete: [manager if under_legal_hold]
      """,
    right: """
      forbid:
        organization:
          connection:
            delete: [manager if under_legal_hold]
      """)

  static let idleWildcard = DiagnosticExplanation(
    "a `\"*\"` row stands for no action",
    """
    In `permissions` the `"*"` row stands for every action that has no row of its own. Here each action has one, so it
    does nothing; but an action that is added later would be granted by it without anyone deciding so.
    """,
    wrong: """
      resources: {invitation: {in: organization, actions: [create, revoke]}}
      permissions:
        organization:
          invitation:
            create: [admin, manager]
            revoke: [admin]
            "*":    [admin]
      """,
    right: """
      resources: {invitation: {in: organization, actions: [create, revoke]}}
      permissions:
        organization:
          invitation:
            create: [admin, manager]
            "*":    [admin]
      """)

  static let unheldRole = DiagnosticExplanation(
    "nobody can hold a role",
    """
    The set has a directory, in which nobody is assigned to the role, and no role that is held includes it. In a sample
    directory this means that no test says anything about the role.
    """,
    wrong: """
      roles: {organization: {admin: {}, auditor: {}}}
      directory:
        assignments:
          organization:acme: {admin: [user:ada]}
      """,
    right: """
      roles: {organization: {admin: {}, auditor: {}}}
      directory:
        assignments:
          organization:acme: {admin: [user:ada], auditor: [user:ivo]}
      """)

  static let comparesID = DiagnosticExplanation(
    "a condition compares a bare id with an attribute",
    """
    `principal.id` is the id without its type, and ids repeat across types: `user:7` and `api_key:7` have the same one. A
    comparison with an attribute may hold for a principal that nobody meant. Declare the attribute as a `principal`, and
    compare it with `principal`, which has the type.
    """,
    wrong: """
      resources:
        connection: {in: project, actions: [read], attributes: {owner: string}}
      conditions: {owned: resource.owner == principal.id}
      """,
    right: """
      resources:
        connection: {in: project, actions: [read], attributes: {owner: principal}}
      conditions: {owned: resource.owner == principal}
      """)

  static let groupCycle = DiagnosticExplanation(
    "groups are members of each other",
    """
    The groups of a circle have the same members, so they are one group under several names, and whoever adds a person to
    one of them gives that person the roles of all. The answers are well defined, but hardly the ones that were meant.
    """,
    wrong: """
      principals:
        team:platform: {members: [team:core]}
        team:core: {members: [team:platform, user:alice]}
      """,
    right: """
      principals:
        team:platform: {members: [team:core]}
        team:core: {members: [user:alice]}
      """)

  static let homelessResource = DiagnosticExplanation(
    "the directory does not say where a resource lives",
    """
    The entry has no `in`, and the directory has no `default_scope`. The scope of such a resource is whatever the request
    says, so whoever may do a thing in one scope may do it to this resource; a request that names no scope is denied.
    """,
    wrong: """
      resources:
        connection:gmail-1: {owner: user:bob}
      """,
    right: """
      resources:
        connection:gmail-1: {in: project:web, owner: user:bob}
      """)
}
