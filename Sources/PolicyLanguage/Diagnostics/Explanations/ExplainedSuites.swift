// What is wrong with a test suite. DESIGN.md, section 3.

extension DiagnosticExplanation {
  static let emptySuite = DiagnosticExplanation(
    "a suite or a test asks nothing",
    """
    A suite without tests, or a test without cases, passes whatever the policy says. It is refused, because it looks like
    protection in a report.
    """,
    wrong: """
      tests:
        - name: members cannot delete
          cannot: []
      """,
    right: """
      tests:
        - name: members cannot delete
          cannot: ["user:max delete connection:c1 in project:web"]
      """)

  static let badCase = DiagnosticExplanation(
    "a case is not a question",
    """
    A case is written `principal action resource in scope`, as `user:ada delete connection:c1 in project:web`. The
    resource may be a bare type, for creating and listing; the scope may be left out where the directory says where the
    resource lives.
    """,
    wrong: """
      can: ["user:ada may delete connection:c1 of project:web"]
      """,
    right: """
      can: ["user:ada delete connection:c1 in project:web"]
      """)

  static let columnNotHeld = DiagnosticExplanation(
    "a column is named for a role that its principal does not hold",
    """
    A column whose label is a role has to be a principal that holds this role at the table's scope. Otherwise the table
    would show, under the name of one role, what another one may do.
    """,
    wrong: """
      in: organization:acme
      as: {admin: user:max}            # the directory makes user:max a member
      """,
    right: """
      in: organization:acme
      as: {admin: user:ada, member: user:max}
      """)
}
