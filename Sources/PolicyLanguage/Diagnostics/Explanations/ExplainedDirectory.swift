// What is wrong with the instances. DESIGN.md, sections 3 and 4.

extension DiagnosticExplanation {
  static let wrongScopeType = DiagnosticExplanation(
    "a scope of another type is due here",
    """
    A scope's parent is of a type that the scope's own type is not `in`, or an assignment gives a role at a scope of
    another type than the role's. The scope would hang in a tree that the policy does not know, or the role would count
    nowhere.
    """,
    wrong: """
      scopes: {organization: {}, project: {in: organization}}
      directory:
        scopes: {organization:acme: {}, project:web: {in: project:mobile}}
        assignments:
          project:web: {organization.admin: [user:alice]}
      """,
    right: """
      scopes: {organization: {}, project: {in: organization}}
      directory:
        scopes: {organization:acme: {}, project:web: {in: organization:acme}}
        assignments:
          organization:acme: {admin: [user:alice]}
      """)

  static let scopeCycle = DiagnosticExplanation(
    "scopes lie in each other",
    """
    A scope of a type that nests in itself lies in itself, by way of its own parents. A role held anywhere in the circle
    would reach everywhere in it, and no scope would be the top.
    """,
    wrong: """
      scopes:
        folder:a: {in: folder:b}
        folder:b: {in: folder:a}
      """,
    right: """
      scopes:
        folder:a: {in: organization:acme}
        folder:b: {in: folder:a}
      """)

  static let boundCycle = DiagnosticExplanation(
    "principals bound each other",
    """
    A bounded principal is never allowed what its bound is not allowed. Bounds may chain, but each chain has to end with a
    principal that answers for itself; in a circle nobody does.
    """,
    wrong: """
      principals:
        agent:a: {acts_for: agent:b}
        agent:b: {acts_for: agent:a}
      """,
    right: """
      principals:
        agent:a: {acts_for: agent:b}
        agent:b: {acts_for: user:alice}
        user:alice: {}
      """)

  static let badAssignmentRow = DiagnosticExplanation(
    "a row of an assignments file cannot be read",
    """
    A row has three or four fields with a tab between: scope, role, principal, and a time at which the assignment ends,
    where `\\N` is none. It is the text format that PostgreSQL's `COPY ... TO STDOUT` prints, with its escapes. A row that
    is not right refuses the file: one that is skipped could be the one that mattered.
    """,
    wrong: """
      organization:acme,admin,user:alice
      """,
    right: """
      organization:acme<TAB>admin<TAB>user:alice<TAB>\\N
      """)

  static let truncatedAssignments = DiagnosticExplanation(
    "an assignments file is cut short",
    """
    The last row has no newline, so the file was not written to its end: a disk was full, or a copy was interrupted. What
    is missing cannot be known, so none of it is taken. Write it under another name, and rename it when it is whole.
    """,
    wrong: """
      $ psql -c "COPY (...) TO STDOUT" > assignments.tsv        # interrupted half way
      """,
    right: """
      $ psql -c "COPY (...) TO STDOUT" > new.tsv && mv new.tsv assignments.tsv
      """)
}
