// What the language does not allow. DESIGN.md, sections 3 and 4.

extension DiagnosticExplanation {
  static let scopeTypeCycle = DiagnosticExplanation(
    "scope types lie in each other",
    """
    Scopes form trees, so their types may not lie in each other in a circle. A type may nest in itself, as folders do;
    that is the only circle allowed, since its scopes still end somewhere.
    """,
    wrong: """
      scopes:
        organization: {in: project}
        project: {in: organization}
      """,
    right: """
      scopes:
        organization: {}
        project: {in: organization}
        folder: {in: [project, folder]}
      """)

  static let roleCycle = DiagnosticExplanation(
    "roles include each other",
    """
    A role that includes another holds all that the other one holds. In a circle all of the roles would be the same one
    under several names, and nobody could say which of them was meant to be the stronger.
    """,
    wrong: """
      roles:
        organization:
          admin:   {includes: [manager]}
          manager: {includes: [admin]}
      """,
    right: """
      roles:
        organization:
          admin:   {includes: [manager]}
          manager: {}
      """)

  static let includesUpward = DiagnosticExplanation(
    "a role includes a role of a scope above it or beside it",
    """
    A role may include roles of its own scope type and of types below it: an organization's admin may be an admin of each
    of its projects. The other way round, whoever runs one project would rule the whole organization.
    """,
    wrong: """
      roles:
        organization: {member: {}}
        project:
          admin: {includes: [organization.member]}
      """,
    right: """
      roles:
        organization:
          admin: {includes: [project.admin]}
        project:
          admin: {}
      """)

  static let outOfScope = DiagnosticExplanation(
    "a table's row is for something that does not live there",
    """
    A resource type says in `in` which scope types it lives in. A row in the permission table of another scope type can
    never be asked about, so it grants nothing; in a forbid table, which reaches below too, it forbids nothing. Either the
    row stands in the wrong table, or the type's `in` forgets a place.
    """,
    wrong: """
      resources: {secret: {in: project, actions: [read]}}
      permissions:
        organization:
          secret: {read: [admin]}
      """,
    right: """
      resources: {secret: {in: project, actions: [read]}}
      permissions:
        project:
          secret: {read: [admin]}
      """)

  static let groupBounded = DiagnosticExplanation(
    "a group is bounded",
    """
    `bounded_by` holds a principal to what another one may do, when the principal asks. The roles of a group are used by
    its members, who ask for themselves and are not bounded; so the bound would promise what it does not keep.
    """,
    wrong: """
      principals:
        user: {}
        team: {members: [user], bounded_by: lead}
      """,
    right: """
      principals:
        user: {}
        team: {members: [user]}
        api_key: {bounded_by: creator}
      """)

  static let conditionSyntax = DiagnosticExplanation(
    "a condition cannot be read",
    """
    Conditions are written in a part of CEL that stays exact: `&& || !`, parentheses, comparisons, `in`, `has()`,
    `startsWith` and `endsWith`, `timestamp("...")`, `ip_in()` and `rank()`. There is no arithmetic, no regular expression
    and no loop, so that every answer can be computed for all cases and explained.
    """,
    wrong: """
      conditions:
        owned: resource.owner = principal
        small: resource.size + 1 < 100
      """,
    right: """
      conditions:
        owned: resource.owner == principal
        small: resource.size < 99
      """)

  static let conditionType = DiagnosticExplanation(
    "a condition compares what cannot be compared",
    """
    Both sides of a comparison have to be of one type, `in` needs a list of the type on its left, and only ints, strings,
    bools and timestamps have an order. A comparison across types could never be true, and would be undecided for ever.
    """,
    wrong: """
      context: {seats: int}
      conditions:
        full: context.seats == "0"
      """,
    right: """
      context: {seats: int}
      conditions:
        full: context.seats == 0
      """)

  static let conditionTooLong = DiagnosticExplanation(
    "a condition has more than 64 atoms",
    """
    A condition may have 64 atoms, that is comparisons, calls and plain booleans. Beyond that nobody can review it, and a
    request could make one check cost as much as thousands. A long list of alternatives is usually an attribute, or a
    literal list after `in`.
    """,
    wrong: """
      conditions:
        internal: resource.owner == "user:a" || resource.owner == "user:b" || ...
      """,
    right: """
      conditions:
        internal: '"internal" in resource.tags'
      """)
}
