import Testing

/// The directory: principals and attribute values.
@Suite struct ReadingPrincipalsTests {
  @Test(arguments: examples) func finds(_ example: Finding) { expectFindings(example) }

  static let examples: [Finding] = [
    Finding(
      "a principal twice",
      """
      +base
      --- x.yaml
      directory:
        principals:
          user:alice: {}
          "user:alice": {}
      """,
      """
      x.yaml:4:5 ""user:alice"" yaml-duplicate-key: key `user:alice` is given twice
        x.yaml:3:5 "user:alice" first given here
        help: remove one, or merge the two
      """),
    Finding(
      "a principal in two files",
      """
      +base
      --- x.yaml
      --- y.yaml
      directory: {principals: {user:alice: {}}}
      --- z.yaml
      directory: {principals: {user:alice: {disabled: true}}}
      """,
      """
      z.yaml:1:26 "user:alice" given-twice: principal `user:alice` is given twice
        y.yaml:1:26 "user:alice" first given here
        help: keep one of the two
      """),
    Finding(
      "a principal of an unknown type",
      """
      +base
      --- x.yaml
      directory: {principals: {usr:alice: {}}}
      """,
      """
      x.yaml:1:26 "usr:alice" unknown-principal-type: there is no principal type `usr`
        help: did you mean `user`?
      """),
    Finding(
      "disabled that is no boolean",
      """
      +base
      --- x.yaml
      directory: {principals: {user:a: {disabled: "true"}, user:b: {disabled: yes}, user:c: {disabled: }, user:d: {disabled: [true]}}}
      """,
      """
      x.yaml:1:45 ""true"" bad-value: `disabled` is `true` or `false`; `true` is neither
        help: write `true` or `false`
      x.yaml:1:73 "yes" bad-value: `disabled` is `true` or `false`; `yes` is neither
        help: write `true` or `false`
      x.yaml:1:98 "" empty-value: nothing stands here
        help: write `true` or `false`
      x.yaml:1:120 "[true]" bad-value: `disabled` is `true` or `false`; this is neither
        help: write `true` or `false`
      """),
    Finding(
      "expires that is no timestamp",
      """
      +base
      --- x.yaml
      directory: {principals: {user:a: {expires: 2027-01-01}, user:b: {expires: 2027-01-01T00:00:00}, user:c: {expires: }}}
      """,
      """
      x.yaml:1:44 "2027-01-01" bad-value: `expires` is not a timestamp: `2027-01-01`
        help: write date, time and offset, such as `2027-01-01T00:00:00Z` or `2027-01-01T09:00:00+09:00`
      x.yaml:1:75 "2027-01-01T00:00:00" bad-value: `expires` is not a timestamp: `2027-01-01T00:00:00`
        help: write date, time and offset, such as `2027-01-01T00:00:00Z` or `2027-01-01T09:00:00+09:00`
      x.yaml:1:115 "" empty-value: nothing stands here
        help: write a value, such as `2027-01-01T00:00:00Z`
      """),
    Finding(
      "members of who has none",
      """
      +base
      --- x.yaml
      directory: {principals: {user:a: {members: [user:b]}}}
      """,
      """
      x.yaml:1:35 "members" unknown-attribute: `user:a` has no attribute `members`: its type does not declare it
        help: declare it under the attributes of `user`, or use `email`, `level`, `disabled` and `expires`
      """),
    Finding(
      "members of another type, twice and unreadable",
      """
      +base
      --- x.yaml
      directory:
        principals:
          team:a: {members: [user:x, api_key:k, usr:y, user:x, someone]}
      """,
      """
      x.yaml:3:32 "api_key:k" bad-value: a `team` has no members of type `api_key`: `api_key:k`
        help: its members are of type `user` and `team`; see `principals.team.members`
      x.yaml:3:43 "usr:y" unknown-principal-type: there is no principal type `usr`
        help: did you mean `user`?
      x.yaml:3:50 "user:x" given-twice: `user:x` stands twice among the members of `team:a`
        x.yaml:3:24 "user:x" first given here
        help: remove one
      x.yaml:3:58 "someone" bad-id: a member is written `type:id`; `someone` is not
        help: for example `user:alice`
      """),
    Finding(
      "groups in each other",
      """
      +base
      --- x.yaml
      directory:
        principals:
          team:a: {members: [team:b]}
          team:b: {members: [team:c, user:x]}
          team:c: {members: [team:a]}
      """,
      """
      x.yaml:3:5 "team:a" group-cycle: `team:a` is a member of itself: `team:a` → `team:b` → `team:c` → `team:a`
        help: take one of them out of the other's members
      """),
    Finding(
      "bounds in a circle, and of an unknown type",
      """
      +base
      --- x.yaml
      directory:
        principals:
          api_key:a: {creator: api_key:b}
          api_key:b: {creator: api_key:a}
          api_key:c: {creator: usr:x}
          api_key:d: {creator: [user:x]}
      """,
      """
      x.yaml:3:5 "api_key:a" bound-cycle: `api_key:a` bounds itself: `api_key:a` → `api_key:b` → `api_key:a`
        help: give one of them another bound
      x.yaml:5:26 "usr:x" unknown-principal-type: there is no principal type `usr`
        help: did you mean `user`?
      x.yaml:6:26 "[user:x]" wrong-shape: a single value is due for a principal, and this is a list
        help: for example `type:id`
      """),
    Finding(
      "attribute values of another type",
      """
      +base
      --- x.yaml
      directory:
        principals:
          user:a: {level: 1.5}
          user:b: {level: "one"}
          api_key:c: {flag: "true"}
          api_key:d: {flag: True}
          api_key:e: {since: yesterday}
          api_key:f: {from: 10.0.0.256}
          api_key:g: {rank_of: a.b.c}
          api_key:h: {owner: alice}
          api_key:i: {tags: one}
          api_key:j: {tags: [one, [two]]}
          api_key:k: {tags: [one, ]}
          api_key:l: {flag: }
          api_key:m: {creatr: user:a}
      """,
      """
      x.yaml:3:21 "1.5" bad-value: attribute `level` is of type `int`; `1.5` is not
        help: write a value such as `42`
      x.yaml:4:21 ""one"" bad-value: attribute `level` is of type `int`; `one` is not
        help: write a value such as `42`
      x.yaml:5:23 ""true"" bad-value: attribute `flag` is of type `bool`; `true` in quotes is text
        help: take the quotes out
      x.yaml:6:23 "True" bad-value: attribute `flag` is of type `bool`; `True` is not
        help: write a value such as `true`
      x.yaml:7:24 "yesterday" bad-value: attribute `since` is of type `timestamp`; `yesterday` is not
        help: write a value such as `2027-01-01T00:00:00Z`
      x.yaml:8:23 "10.0.0.256" bad-value: attribute `from` is of type `ip`; `10.0.0.256` is not
        help: write a value such as `10.0.0.1`
      x.yaml:9:26 "a.b.c" bad-value: attribute `rank_of` is of type `role`; `a.b.c` is not
        help: write a value such as `organization.admin`
      x.yaml:10:24 "alice" bad-value: attribute `owner` is of type `principal`; `alice` is not
        help: write a value such as `user:alice`
      x.yaml:11:23 "one" wrong-shape: a list is due for attribute `tags`, and this is a single value
        help: for example `[a, b]`
      x.yaml:12:29 "[two]" wrong-shape: a single value is due for attribute `tags`, and this is a list
        help: for example `text`
      x.yaml:14:23 "" empty-value: nothing stands here
        help: write a value, such as `true`
      x.yaml:15:17 "creatr" unknown-attribute: `api_key:m` has no attribute `creatr`: its type does not declare it
        help: did you mean `creator`?
      """),
    Finding(
      "attribute values that name what is not declared",
      """
      +base
      --- x.yaml
      directory:
        principals:
          api_key:a: {owner: usr:x}
          api_key:b: {rank_of: admn}
          api_key:c: {rank_of: project.admn}
      """,
      """
      x.yaml:3:24 "usr:x" unknown-principal-type: there is no principal type `usr`
        help: did you mean `user`?
      x.yaml:4:26 "admn" unknown-role: there is no role `admn`
        help: did you mean `admin`?
      x.yaml:5:26 "project.admn" unknown-role: there is no role `project.admn`
        help: did you mean `project.admin`?
      """),
  ]
}
