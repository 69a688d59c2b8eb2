import Testing

/// Roles.
@Suite struct ReadingRolesTests {
  @Test(arguments: examples) func finds(_ example: Finding) { expectFindings(example) }

  static let examples: [Finding] = [
    Finding(
      "roles of an unknown scope type",
      """
      +base
      --- x.yaml
      roles:
        projct: {admin: {}, viewer: {}}
      """,
      """
      x.yaml:2:3 "projct" unknown-scope-type: there is no scope type `projct`
        help: did you mean `project`?
      """),
    Finding(
      "a role twice",
      """
      +base
      --- x.yaml
      roles: {project: {admin: {}}}
      """,
      """
      x.yaml:1:19 "admin" given-twice: role `project.admin` is given twice
        base.yaml:22:13 "admin" first given here
        help: keep one of the two
      """),
    Finding(
      "a role by the reserved name",
      """
      +base
      --- x.yaml
      roles: {project: {anyone: {}}}
      """,
      """
      x.yaml:1:19 "anyone" reserved-name: `anyone` is every principal, and cannot be declared
        help: give the role another name
      """),
    Finding(
      "a role by a bad name",
      """
      +base
      --- x.yaml
      roles: {project: {project.owner: {}}}
      """,
      """
      x.yaml:1:19 "project.owner" bad-name: a role cannot be called `project.owner`
        help: a name begins with a letter and goes on with letters, digits, `_` and `-`
      """),
    Finding(
      "a role that is a list",
      """
      +base
      --- x.yaml
      roles: {project: {owner: [viewer]}}
      """,
      """
      x.yaml:1:26 "[viewer]" wrong-shape: a mapping is due for role `project.owner`, and this is a list
        help: for example `{rank: 1, includes: [member]}`
      """),
    Finding(
      "a role with an unknown key",
      """
      +base
      --- x.yaml
      roles: {project: {owner: {include: [viewer]}}}
      """,
      """
      x.yaml:1:27 "include" unknown-key: a role has no key `include`
        help: did you mean `includes`?
      """),
    Finding(
      "a rank that is no number",
      """
      +base
      --- x.yaml
      roles: {project: {one: {rank: high}, two: {rank: 1.5}, three: {rank: "3"}, four: {rank: +4}, five: {rank: }}}
      """,
      """
      x.yaml:1:31 "high" bad-value: a rank is a whole number; `high` is not
        help: write it in digits
      x.yaml:1:50 "1.5" bad-value: a rank is a whole number; `1.5` is not
        help: write it in digits
      x.yaml:1:70 ""3"" bad-value: a rank is a whole number; `3` is not
        help: write it in digits
      x.yaml:1:89 "+4" bad-value: a rank is a whole number; `+4` is not
        help: write it in digits
      x.yaml:1:107 "" empty-value: nothing stands here
        help: write a value, such as `1`
      """),
    Finding(
      "a role includes another twice",
      """
      +base
      --- x.yaml
      roles: {project: {lead: {includes: [viewer, project.viewer]}}}
      """,
      """
      x.yaml:1:45 "project.viewer" given-twice: `project.lead` includes `project.viewer` twice
        x.yaml:1:37 "viewer" first given here
        help: remove one
      """),
    Finding(
      "a role includes what is not declared",
      """
      +base
      --- x.yaml
      roles: {project: {lead: {includes: [viewr, organization.memb]}}}
      """,
      """
      x.yaml:1:37 "viewr" unknown-role: scope type `project` has no role `viewr`
        help: did you mean `viewer`?
      x.yaml:1:44 "organization.memb" unknown-role: scope type `organization` has no role `memb`
        help: did you mean `member`?
      """),
    Finding(
      "a role includes what is no name",
      """
      +base
      --- x.yaml
      roles: {project: {lead: {includes: [a.b.c, "*"]}}}
      """,
      """
      x.yaml:1:37 "a.b.c" bad-name: `a.b.c` is not a role's name
        help: write `member` for a role of the same scope type, or `project.member`
      x.yaml:1:44 ""*"" bad-name: `*` is not a role's name
        help: write `member` for a role of the same scope type, or `project.member`
      """),
    Finding(
      "a role includes one above",
      """
      +base
      --- x.yaml
      roles: {project: {lead: {includes: [organization.member]}}}
      """,
      """
      x.yaml:1:37 "organization.member" includes-upward: `project.lead` cannot include `organization.member`: an `organization` does not lie in a `project`
        help: a role includes roles of its own scope type, or of types below it
      """),
    Finding(
      "roles include each other",
      """
      +base
      --- x.yaml
      roles:
        project:
          a: {includes: [b]}
          b: {includes: [c]}
          c: {includes: [a]}
      """,
      """
      x.yaml:3:5 "a" role-cycle: `project.a` includes itself: `project.a` → `project.b` → `project.c` → `project.a`
        x.yaml:4:5 "b" on the way
        x.yaml:5:5 "c" on the way
        help: take one of the includes out
      """),
    Finding(
      "a role includes itself",
      """
      +base
      --- x.yaml
      roles: {project: {a: {includes: [a]}}}
      """,
      """
      x.yaml:1:19 "a" role-cycle: `project.a` includes itself: `project.a` → `project.a`
        help: take one of the includes out
      """),
  ]
}
