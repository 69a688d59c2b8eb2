import Testing

/// Invariants.
@Suite struct ReadingInvariantsTests {
  @Test(arguments: examples) func finds(_ example: Finding) { expectFindings(example) }

  static let examples: [Finding] = [
    Finding(
      "an invariant of no kind",
      """
      +base
      --- x.yaml
      invariants: {odd: {of: organization.owner}}
      """,
      """
      x.yaml:1:14 "odd" bad-invariant: the invariant does not say what it demands
        help: it has exactly one of `exactly`, `at_least`, `at_most`, `every`, `never_both`, `never`, `only`, `isolated`, `never_together` and `no_escalation`
      """),
    Finding(
      "an invariant of two kinds",
      """
      +base
      --- x.yaml
      invariants: {odd: {exactly: 1, at_most: 2, of: organization.owner}}
      """,
      """
      x.yaml:1:14 "odd" bad-invariant: the invariant demands `exactly` and `at_most` at once
        help: it has exactly one of `exactly`, `at_least`, `at_most`, `every`, `never_both`, `never`, `only`, `isolated`, `never_together` and `no_escalation`
      """),
    Finding(
      "an invariant with an unknown key",
      """
      +base
      --- x.yaml
      invariants: {odd: {exactly: 1, off: organization.owner}}
      """,
      """
      x.yaml:1:14 "odd" missing-key: the invariant needs `of`
        help: for example `of: organization.owner`
      x.yaml:1:32 "off" unknown-key: an invariant of kind `exactly` has no key `off`
        help: did you mean `of`?
      """),
    Finding(
      "an invariant twice",
      """
      +base
      --- x.yaml
      --- y.yaml
      invariants: {odd: {exactly: 1, of: organization.owner}}
      --- z.yaml
      invariants: {odd: {exactly: 1, of: organization.owner}}
      """,
      """
      z.yaml:1:14 "odd" given-twice: invariant `odd` is given twice
        y.yaml:1:14 "odd" first given here
        help: keep one of the two
      """),
    Finding(
      "a count that is none",
      """
      +base
      --- x.yaml
      invariants: {a: {exactly: one, of: organization.owner}, b: {at_least: -1, of: organization.owner}, c: {at_most: "1", of: organization.owner}}
      """,
      """
      x.yaml:1:27 "one" bad-value: `exactly` is a whole number; `one` is not
        help: write it in digits
      x.yaml:1:71 "-1" bad-value: `at_least` counts principals; `-1` is no count
        help: from 0 up
      x.yaml:1:113 ""1"" bad-value: `at_most` is a whole number; `1` is not
        help: write it in digits
      """),
    Finding(
      "a count of no role",
      """
      +base
      --- x.yaml
      invariants: {a: {exactly: 1}, b: {exactly: 1, of: owner}, c: {exactly: 1, of: organization.ownr}, d: {exactly: 1, of: org.*}}
      """,
      """
      x.yaml:1:14 "a" missing-key: the invariant needs `of`
        help: for example `of: organization.owner`
      x.yaml:1:51 "owner" bad-name: `owner` is not a role's full name
        help: write `organization.owner`, or `project.*` for every role of a scope type
      x.yaml:1:79 "organization.ownr" unknown-role: scope type `organization` has no role `ownr`
        help: did you mean `owner`?
      x.yaml:1:119 "org.*" unknown-scope-type: there is no scope type `org`
        help: declare it under `scopes`
      """),
    Finding(
      "a pattern of a scope type without roles",
      """
      +base
      --- x.yaml
      scopes: {region: {in: organization}}
      resources: {map: {in: region, actions: [read]}}
      invariants: {a: {exactly: 1, of: region.*}}
      """,
      """
      x.yaml:3:34 "region.*" unknown-role: scope type `region` has no roles
        help: declare one under `roles.region`
      """),
    Finding(
      "every without also, and with a type that is not declared",
      """
      +base
      --- x.yaml
      invariants: {a: {every: project.*}, b: {every: project.*, also: organization.*, for: [usr]}}
      """,
      """
      x.yaml:1:14 "a" missing-key: the invariant needs `also`
        help: for example `also: organization.*`
      x.yaml:1:87 "usr" unknown-principal-type: there is no principal type `usr`
        help: did you mean `user`?
      """),
    Finding(
      "every for nobody",
      """
      +base
      --- x.yaml
      invariants: {a: {every: project.*, also: organization.*, for: []}, b: {every: project.*, also: organization.*, for: }}
      """,
      """
      x.yaml:1:63 "[]" bad-invariant: `for` names nobody, so the invariant would keep nothing
        help: name somebody, or remove the invariant
      x.yaml:1:117 "" empty-value: nothing stands here
        help: write a value, such as `[user]`
      """),
    Finding(
      "every for a group",
      """
      +base
      --- x.yaml
      invariants: {a: {every: project.*, also: organization.*, for: [user, team]}}
      """,
      """
      x.yaml:1:70 "team" bad-invariant: `team` is a group, and what a group holds is held by its members
        help: name the types of the members
      """),
    Finding(
      "every that looks down",
      """
      +base
      --- x.yaml
      invariants: {a: {every: organization.*, also: project.*}}
      """,
      """
      x.yaml:1:47 "project.*" bad-invariant: no `project` lies above an `organization`
        help: `also` names roles held at the same scope or above it
      """),
    Finding(
      "never both of three, of one, and of what never meets",
      """
      +base
      --- x.yaml
      invariants: {a: {never_both: [organization.owner, organization.member, project.admin]}, b: {never_both: [project.admin, project.admin]}, c: {never_both: [project.admin, folder.reader]}, d: {never_both: project.admin}}
      """,
      """
      x.yaml:1:30 "[organization.owner, organization.member, project.admin]" bad-invariant: `never_both` names two roles, and here are 3
        help: write one invariant for each pair
      x.yaml:1:121 "project.admin" bad-invariant: `never_both` names `project.admin` twice
        help: name two roles that nobody may hold together
      x.yaml:1:170 "folder.reader" bad-invariant: a `project` and a `folder` never lie in each other
        help: `never_both` looks at scopes of which one lies in the other, or that are one
      x.yaml:1:203 "project.admin" wrong-shape: a list is due for `never_both`, and this is a single value
        help: for example `[organization.a, organization.b]`
      """),
    Finding(
      "never of what is not declared",
      """
      +base
      --- x.yaml
      invariants: {a: {never: secrt read, for: organization.member}, b: {never: secret reed, for: organization.membr}}
      """,
      """
      x.yaml:1:25 "secrt" unknown-resource-type: there is no resource type `secrt`
        help: did you mean `secret`?
      x.yaml:1:82 "reed" unknown-action: resource type `secret` has no action `reed`
        help: did you mean `read`?
      x.yaml:1:93 "organization.membr" unknown-role: scope type `organization` has no role `membr`
        help: did you mean `member`?
      """),
    Finding(
      "never for nobody, and of one word",
      """
      +base
      --- x.yaml
      invariants: {a: {never: secret read, for: []}, b: {never: secret, for: organization.member}, c: {never: secret read}}
      """,
      """
      x.yaml:1:43 "[]" bad-invariant: `for` names nobody, so the invariant would keep nothing
        help: name somebody, or remove the invariant
      x.yaml:1:59 "secret" bad-invariant: `never` names a resource type and an action; `secret` does not
        help: for example `never: secret read`
      x.yaml:1:94 "c" missing-key: the invariant needs `for`
        help: for example `for: organization.member`
      """),
  ]
}
