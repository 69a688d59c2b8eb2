// What must be kept. DESIGN.md, section 3.

extension DiagnosticExplanation {
  static let badInvariant = DiagnosticExplanation(
    "an invariant is not one that can be checked",
    """
    An invariant demands one thing, in one of these forms. Of who holds which role, counted through groups and not
    through includes: `{exactly: 1, of: organization.owner}`, likewise `at_least` and `at_most`, in each scope;
    `{every: project.*, also: organization.*, for: [user]}`, who holds one holds the other there or above;
    `{never_both: [role, role]}`.

    Of what the tables let roles and principals do, conditional grants counted:
    `{never: secret read, for: [organization.member, api_key]}`, where `for` names roles, principal types, or `anyone`, and
    either word may be `*`; `{only: organization delete, for: organization.owner}`, where a role that includes one that is
    named counts as one; `{never_together: [invoice create, invoice approve]}`, by any role or any principal of the
    directory, in one scope or two of which one lies in the other, with `for` as above if not for everybody.

    `{isolated: organization, except: [platform.operator], shared_by: [user]}`: nothing held in or below one organization
    gives anything in another, nothing held above gives anything in one but for the roles of `except`, what is granted to
    `anyone` is tied to the scope by its condition (`scope.id == principal.x`, `scope == principal.x`,
    `scope.id in principal.x`, or denies whoever has no `principal.rank` there), and only principals of the types of
    `shared_by` hold roles in several.

    `{no_escalation: [member invite], role: resource.role, except: [platform.operator]}`: the actions give the role that
    `role` names, an attribute or roles in full, or any role of the scope's type without it; and whatever a role that can
    be given may do, whoever gives it may do too.

    Anything else could be written down but not be kept.
    """,
    wrong: """
      invariants:
        one_owner: {exactly: 1, at_most: 2, of: organization.owner}
        no_keys:   {never: secret, for: []}
      """,
    right: """
      invariants:
        one_owner: {exactly: 1, of: organization.owner}
        no_keys:   {never: secret read, for: api_key}
      """)

  static let brokenInvariant = DiagnosticExplanation(
    "an invariant is not kept",
    """
    The policy's `invariants` say what must hold of who has which role, and of what roles and principals may do. This
    policy, or this directory, does not keep one of them; the labels are the smallest reason why: the cells, includes and
    assignments that together break it. `check`, `test` and `build` refuse it. A running daemon loads it all the same and
    reports it, since to refuse would freeze revocations too.

    What a condition decides is counted as granted whenever it may be true; a forbid takes a grant back only if it always
    applies. So an invariant that is reported as broken may be kept by what conditions know and the proof does not, and one
    that is not reported is kept.
    """,
    wrong: """
      invariants: {one_owner: {exactly: 1, of: organization.owner}}
      directory:
        assignments:
          organization:acme: {owner: [user:alice, user:bob]}
      """,
    right: """
      invariants: {one_owner: {exactly: 1, of: organization.owner}}
      directory:
        assignments:
          organization:acme: {owner: [user:alice], admin: [user:bob]}
      """)
}
