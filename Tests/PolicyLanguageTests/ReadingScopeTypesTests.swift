import Testing

/// Scope types and principal types.
@Suite struct ReadingScopeTypesTests {
  @Test(arguments: examples) func finds(_ example: Finding) { expectFindings(example) }

  static let examples: [Finding] = [
    Finding(
      "a scope type by a bad name",
      """
      +base
      --- x.yaml
      scopes: {org/unit: {}}
      """,
      """
      x.yaml:1:10 "org/unit" bad-name: a scope type cannot be called `org/unit`
        help: a name begins with a letter and goes on with letters, digits, `_` and `-`
      """),
    Finding(
      "a scope type twice",
      """
      +base
      --- x.yaml
      scopes:
        project: {}
      """,
      """
      x.yaml:2:3 "project" given-twice: scope type `project` is given twice
        base.yaml:4:3 "project" first given here
        help: keep one of the two
      """),
    Finding(
      "a scope type that is a scalar",
      """
      +base
      --- x.yaml
      scopes: {region: organization}
      """,
      """
      x.yaml:1:18 "organization" wrong-shape: a mapping is due for scope type `region`, and this is a single value
        help: for example `{in: organization}`
      """),
    Finding(
      "a scope type without a value",
      """
      +base
      --- x.yaml
      scopes: {region: }
      """,
      """
      x.yaml:1:18 "" empty-value: nothing stands here
        help: write `{}` if nothing is meant
      """),
    Finding(
      "a scope type with an unknown key",
      """
      +base
      --- x.yaml
      scopes: {region: {inn: organization}}
      """,
      """
      x.yaml:1:19 "inn" unknown-key: a scope type has no key `inn`
        help: did you mean `in`?
      """),
    Finding(
      "a parent that is not declared",
      """
      +base
      --- x.yaml
      scopes: {region: {in: [organization, organizaton]}}
      """,
      """
      x.yaml:1:38 "organizaton" unknown-scope-type: there is no scope type `organizaton`
        help: did you mean `organization`?
      """),
    Finding(
      "a parent twice",
      """
      +base
      --- x.yaml
      scopes: {region: {in: [organization, organization]}}
      """,
      """
      x.yaml:1:38 "organization" given-twice: `organization` stands twice in `in`
        x.yaml:1:24 "organization" first given here
        help: remove one
      """),
    Finding(
      "a parent by a bad name",
      """
      +base
      --- x.yaml
      scopes: {region: {in: org.unit}}
      """,
      """
      x.yaml:1:23 "org.unit" bad-name: a type cannot be called `org.unit`
        help: a name begins with a letter and goes on with letters, digits, `_` and `-`
      """),
    Finding(
      "an empty parent",
      """
      +base
      --- x.yaml
      scopes: {region: {in: }}
      """,
      """
      x.yaml:1:23 "" empty-value: nothing stands here
        help: write a value, such as `organization`
      """),
    Finding(
      "open that is quoted",
      """
      +base
      --- x.yaml
      scopes: {region: {in: organization, open: "true"}}
      """,
      """
      x.yaml:1:43 ""true"" bad-value: `open` is `true` or `false`; `true` is neither
        help: write `true` or `false`
      """),
    Finding(
      "open that is yes",
      """
      +base
      --- x.yaml
      scopes: {region: {in: organization, open: yes}}
      """,
      """
      x.yaml:1:43 "yes" bad-value: `open` is `true` or `false`; `yes` is neither
        help: write `true` or `false`
      """),
    Finding(
      "open that is empty",
      """
      +base
      --- x.yaml
      scopes: {region: {in: organization, open: }}
      """,
      """
      x.yaml:1:43 "" empty-value: nothing stands here
        help: write `true` or `false`
      """),
    Finding(
      "a circle of scope types",
      """
      +base
      --- x.yaml
      scopes:
        a: {in: b}
        b: {in: [c, b]}
        c: {in: a}
      """,
      """
      x.yaml:2:3 "a" scope-type-cycle: scope type `a` lies in itself: `a` → `b` → `c` → `a`
        x.yaml:3:3 "b" on the way
        x.yaml:4:3 "c" on the way
        help: a type may nest in itself directly; take one `in` of the other way out
      """),
    Finding(
      "a principal type twice",
      """
      +base
      --- x.yaml
      principals: {user: {}}
      """,
      """
      x.yaml:1:14 "user" given-twice: principal type `user` is given twice
        base.yaml:7:3 "user" first given here
        help: keep one of the two
      """),
    Finding(
      "a principal type that is a list",
      """
      +base
      --- x.yaml
      principals: {robot: []}
      """,
      """
      x.yaml:1:21 "[]" wrong-shape: a mapping is due for principal type `robot`, and this is a list
        help: for example `{attributes: {email: string}}`
      """),
    Finding(
      "a principal type with an unknown key",
      """
      +base
      --- x.yaml
      principals: {robot: {member: [user]}}
      """,
      """
      x.yaml:1:22 "member" unknown-key: a principal type has no key `member`
        help: did you mean `members`?
      """),
    Finding(
      "members of a type that is not declared",
      """
      +base
      --- x.yaml
      principals: {crew: {members: [usr]}}
      """,
      """
      x.yaml:1:31 "usr" unknown-principal-type: there is no principal type `usr`
        help: did you mean `user`?
      """),
    Finding(
      "roles that are not request",
      """
      +base
      --- x.yaml
      principals: {robot: {roles: [admin]}}
      """,
      """
      x.yaml:1:29 "[admin]" wrong-shape: a single value is due for `roles`, and this is a list
        help: for example `request`
      """),
    Finding(
      "roles that are another word",
      """
      +base
      --- x.yaml
      principals: {robot: {roles: requests}}
      """,
      """
      x.yaml:1:29 "requests" bad-value: `roles` of a principal type can only be `request`
        help: roles themselves are declared under the top-level key `roles`
      """),
    Finding(
      "a bound by a bad name",
      """
      +base
      --- x.yaml
      principals: {robot: {bounded_by: "user:alice"}}
      """,
      """
      x.yaml:1:34 ""user:alice"" bad-name: what `bounded_by` names cannot be called `user:alice`
        help: a name begins with a letter and goes on with letters, digits, `_` and `-`
      """),
    Finding(
      "a bound that has a meaning",
      """
      +base
      --- x.yaml
      principals: {robot: {bounded_by: expires}}
      """,
      """
      x.yaml:1:34 "expires" reserved-name: `expires` has a meaning of its own and cannot be what bounds `robot`
        help: choose a name such as `creator`
      """),
    Finding(
      "a bound that brings roles",
      """
      +base
      --- x.yaml
      principals: {robot: {bounded_by: roles, roles: request}}
      """,
      """
      x.yaml:1:34 "roles" reserved-name: `roles` has a meaning of its own and cannot be what bounds `robot`
        help: choose a name such as `creator`
      """),
    Finding(
      "a bound that is an attribute",
      """
      +base
      --- x.yaml
      principals: {robot: {bounded_by: maker, attributes: {maker: string}}}
      """,
      """
      x.yaml:1:54 "maker" reserved-name: `maker` bounds `robot` and cannot be an attribute too
        help: remove the attribute; directory entries give `maker` all the same
      """),
    Finding(
      "a bounded group",
      """
      +base
      --- x.yaml
      principals: {crew: {members: [user], bounded_by: maker}}
      """,
      """
      x.yaml:1:50 "maker" group-bounded: `crew` is a group and cannot be bounded
        help: its members hold its roles, and would hold them unbounded; bound the members' types instead
      """),
    Finding(
      "an attribute named roles",
      """
      +base
      --- x.yaml
      principals: {robot: {roles: request, attributes: {roles: [string]}}}
      """,
      """
      x.yaml:1:51 "roles" reserved-name: requests bring roles for `robot`, so `roles` cannot be an attribute
        help: give the attribute another name
      """),
  ]
}
