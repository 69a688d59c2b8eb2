import Testing

/// Test suites.
@Suite struct SuiteReadingTests {
  @Test(arguments: examples) func finds(_ example: Finding) { expectFindings(example) }

  static let examples: [Finding] = [
    Finding(
      "an empty suite",
      """
      +base
      --- x_test.yaml
      # nothing
      """,
      """
      x_test.yaml:1:1 "" empty-suite: the suite has no tests
        help: add `tests:` with at least one case, or remove the file
      """),
    Finding(
      "a suite without tests",
      """
      +base
      --- x_test.yaml
      directory: {}
      """,
      """
      x_test.yaml:1:1 "directory: {}" empty-suite: the suite has no tests
        help: add `tests:` with at least one case, or remove the file
      """),
    Finding(
      "a suite of no tests",
      """
      +base
      --- x_test.yaml
      tests: []
      """,
      """
      x_test.yaml:1:8 "[]" empty-suite: the suite has no tests
        help: add `tests:` with at least one case, or remove the file
      """),
    Finding(
      "a suite that is a list",
      """
      +base
      --- x_test.yaml
      - name: a
      """,
      """
      x_test.yaml:1:1 "- name: a" wrong-shape: a mapping is due for a test suite, and this is a list
        help: for example `tests: [{name: …, can: […]}]`
      """),
    Finding(
      "policy in a suite",
      """
      +base
      --- x_test.yaml
      policy: other
      roles: {}
      things: {}
      tests: [{name: a, can: ["user:a read secret in project:web"]}]
      """,
      """
      x_test.yaml:1:1 "policy" unknown-key: `policy` does not stand in a test suite
        help: move it to a file whose name does not end in `_test.yaml`
      x_test.yaml:2:1 "roles" unknown-key: `roles` does not stand in a test suite
        help: move it to a file whose name does not end in `_test.yaml`
      x_test.yaml:3:1 "things" unknown-key: a test suite has no key `things`
        help: it has `tests` and `directory`
      """),
    Finding(
      "a test without a name and without cases",
      """
      +base
      --- x_test.yaml
      tests:
        - {can: []}
        - name:
          cannot: ["user:a read secret in project:web"]
        - just words
      """,
      """
      x_test.yaml:2:5 "{can: []}" empty-suite: the test has no cases
        help: add `can`, `cannot`, or `in`, `as` and `expect`
      x_test.yaml:2:5 "{can: []}" missing-key: the test has no name
        help: add `name:` with what it shows
      x_test.yaml:3:10 "" empty-value: nothing stands here
        help: write a value, such as `who may delete`
      x_test.yaml:5:5 "just words" wrong-shape: a mapping is due for a test, and this is a single value
        help: for example `{name: …, can: […]}`
      """),
    Finding(
      "a test with an unknown key",
      """
      +base
      --- x_test.yaml
      tests: [{name: a, cant: ["user:a read secret in project:web"], can: ["user:a read secret in project:web"]}]
      """,
      """
      x_test.yaml:1:19 "cant" unknown-key: a test has no key `cant`
        help: did you mean `can`?
      """),
    Finding(
      "cases that are none",
      """
      +base
      --- x_test.yaml
      tests:
        - name: a
          can: ["user:a read", "alice read secret", "user:a read secret:", "user:a read secret at project:web", "user:a read secret in", "user:a re*d secret", "user:a read se*ret", "user:a read secret in web", [a], ]
          cannot: user:a read secret
      """,
      """
      x_test.yaml:3:11 ""user:a read"" bad-case: `user:a read` is not a question
        help: write `principal action resource in scope`, such as `user:ada read secret:s1 in project:web`
      x_test.yaml:3:26 ""alice read secret"" bad-case: the principal `alice` is not of the form `type:id`
        help: write `principal action resource in scope`, such as `user:ada read secret:s1 in project:web`
      x_test.yaml:3:47 ""user:a read secret:"" bad-case: the resource `secret:` is not of the form `type:id`
        help: write `principal action resource in scope`, such as `user:ada read secret:s1 in project:web`
      x_test.yaml:3:70 ""user:a read secret at project:web"" bad-case: after the resource stands `in` and a scope; `user:a read secret at project:web` goes on otherwise
        help: write `principal action resource in scope`, such as `user:ada read secret:s1 in project:web`
      x_test.yaml:3:107 ""user:a read secret in"" bad-case: after the resource stands `in` and a scope; `user:a read secret in` goes on otherwise
        help: write `principal action resource in scope`, such as `user:ada read secret:s1 in project:web`
      x_test.yaml:3:140 "re*d" unknown-action: resource type `secret` has no action `re*d`
        help: did you mean `read`?
      x_test.yaml:3:154 ""user:a read se*ret"" bad-case: `se*ret` is not a resource type
        help: write `principal action resource in scope`, such as `user:ada read secret:s1 in project:web`
      x_test.yaml:3:199 "web" bad-case: `web` is not a scope
        help: write `project:web`, or a path such as `project:web in organization:acme`
      x_test.yaml:3:205 "[a]" wrong-shape: a single value is due for a case, and this is a list
        help: for example `user:ada read secret:s1 in project:web`
      x_test.yaml:4:13 "user:a read secret" wrong-shape: a list is due for `cannot`, and this is a single value
        help: for example `["user:ada read secret:s1 in project:web"]`
      """),
    Finding(
      "cases of what is not declared",
      """
      +base
      --- x_test.yaml
      tests:
        - name: a
          cannot:
            - usr:a read secret:s1 in project:web
            - user:a reed secret:s1 in project:web
            - user:a read secrt in project:web
            - >-
              user:a read secret:s1
              in project:web in organisation:acme
      """,
      """
      x_test.yaml:4:9 "usr:a" unknown-principal-type: there is no principal type `usr`
        help: did you mean `user`?
      x_test.yaml:5:16 "reed" unknown-action: resource type `secret` has no action `reed`
        help: did you mean `read`?
      x_test.yaml:6:21 "secrt" unknown-resource-type: there is no resource type `secrt`
        help: did you mean `secret`?
      x_test.yaml:9:12 "project:web in organisation:acme" unknown-scope-type: there is no scope type `organisation`
        help: did you mean `organization`?
      """),
    Finding(
      "given values that are none",
      """
      +base
      --- x_test.yaml
      tests:
        - name: a
          given: {time: x, resource.owner: alice, resource.ownr: user:a, context.ip: {a: b}, resource.shared: maybe, now: noon, principal.creator: user:x, resource.labels: one, context: x}
          cannot: ["user:a read secret:s1 in project:web"]
      """,
      """
      x_test.yaml:3:13 "time" unknown-attribute: `given` has no `time`
        help: give `now`, or an attribute such as `resource.owner` or `context.ip`
      x_test.yaml:3:38 "alice" bad-value: `resource.owner` is of type `principal`, and this value is not
        help: give a value of that type
      x_test.yaml:3:45 "resource.ownr" unknown-attribute: no `resource` declares an attribute `ownr`
        help: did you mean `resource.owner`?
      x_test.yaml:3:80 "{a: b}" wrong-shape: a given value is a single value or a list, and this is a mapping
        help: for example `user:bob` or `[a, b]`
      x_test.yaml:3:105 "maybe" bad-value: `resource.shared` is of type `bool`, and this value is not
        help: give a value of that type
      x_test.yaml:3:117 "noon" bad-value: `now` is not a timestamp: `noon`
        help: write date, time and offset, such as `2027-01-01T00:00:00Z` or `2027-01-01T09:00:00+09:00`
      x_test.yaml:3:123 "principal.creator" unknown-attribute: no `principal` declares an attribute `creator`
        help: there is `email`, `flag`, `from`, `level`, `owner`, `rank_of`, `since` and `tags`
      x_test.yaml:3:167 "one" bad-value: `resource.labels` is of type `[string]`, and this value is not
        help: give a value of that type
      x_test.yaml:3:172 "context" unknown-attribute: `given` has no `context`
        help: give `now`, or an attribute such as `resource.owner` or `context.ip`
      """),
    Finding(
      "given values that name what is not declared",
      """
      +base
      --- x_test.yaml
      tests:
        - name: a
          given: {resource.owner: usr:a, principal.rank_of: admn}
          cannot: ["user:a read secret:s1 in project:web"]
      """,
      """
      x_test.yaml:3:29 "usr:a" unknown-principal-type: there is no principal type `usr`
        help: did you mean `user`?
      x_test.yaml:3:55 "admn" unknown-role: there is no role `admn`
        help: did you mean `admin`?
      """),
    Finding(
      "a table without its parts",
      """
      +base
      --- x_test.yaml
      tests:
        - {name: a, expect: {secret: {read: []}}}
        - {name: b, in: project:web, as: {}, expect: {secret: {read: []}}}
        - {name: c, in: project:web, as: {admin: user:a}, expect: {}}
        - {name: d, in: [project:web], as: [user:a], expect: {secret: {read: []}}}
      """,
      """
      x_test.yaml:2:5 "{name: a, expect: {secret: {read: []}}}" missing-key: a table of expectations needs `in` and `as` too
        help: `in` is the scope, `as` the columns, `expect` the rows
      x_test.yaml:3:36 "{}" empty-suite: the table has no columns
        help: name at least one principal in `as` and one action in `expect`
      x_test.yaml:4:61 "{}" empty-suite: the table has no rows
        help: name at least one principal in `as` and one action in `expect`
      x_test.yaml:5:19 "[project:web]" wrong-shape: a single value is due for `in`, and this is a list
        help: for example `organization:acme`
      """),
    Finding(
      "columns that are not there, and twice",
      #"""
      +base
      --- x_test.yaml
      tests:
        - name: a
          in: project:web
          as: {admin: user:a, caf\#u{E9}: user:b, "cafe\#u{301}": user:c, robot: alice}
          expect: {secret: {read: [admn, admin, admin], write: admin, list: , "*": []}}
      """#,
      #"""
      x_test.yaml:4:39 ""cafe\#u{301}"" given-twice: column `cafe\#u{301}` is given twice
        x_test.yaml:4:25 "caf\#u{E9}" first given here
        help: remove one
      x_test.yaml:4:63 "alice" bad-id: a principal is written `type:id`; `alice` is not
        help: for example `user:alice`
      x_test.yaml:5:30 "admn" unknown-column: there is no column `admn`
        help: did you mean `admin`?
      x_test.yaml:5:43 "admin" given-twice: column `admin` stands twice in the row
        x_test.yaml:5:36 "admin" first given here
        help: remove one
      x_test.yaml:5:58 "admin" wrong-shape: a list is due for a row, and this is a single value
        help: for example `[admin]`
      x_test.yaml:5:71 "" empty-value: nothing stands here
        help: write `[]` if nothing is meant
      x_test.yaml:5:73 ""*"" bad-name: an action cannot be called `*`
        help: it begins with a letter and goes on with letters, digits, `_`, `-`, `.`, `/` and `:`
      """#),
    Finding(
      "a table of what is not declared",
      """
      +base
      --- x_test.yaml
      tests:
        - name: a
          in: projct:web
          as: {admin: usr:a}
          expect: {secrt: {read: []}, secret: {reed: [admin]}}
        - {name: b, in: web, as: {x: user:a}, expect: {secret: {read: []}}}
      """,
      """
      x_test.yaml:3:9 "projct:web" unknown-scope-type: there is no scope type `projct`
        help: did you mean `project`?
      x_test.yaml:4:17 "usr:a" unknown-principal-type: there is no principal type `usr`
        help: did you mean `user`?
      x_test.yaml:5:14 "secrt" unknown-resource-type: there is no resource type `secrt`
        help: did you mean `secret`?
      x_test.yaml:5:42 "reed" unknown-action: resource type `secret` has no action `reed`
        help: did you mean `read`?
      x_test.yaml:6:19 "web" bad-case: `web` is not a scope
        help: write `project:web`, or a path such as `project:web in organization:acme`
      """),
    Finding(
      "rows of what does not live there",
      """
      +base
      --- x_test.yaml
      tests:
        - {name: a, in: project:web, as: {x: user:a}, expect: {report: {read: [x]}}}
      """,
      """
      x_test.yaml:2:58 "report" out-of-scope: a `report` does not live in a `project`, so nobody may and its rows say nothing
        help: it lives in `organization`
      """),
    Finding(
      "a table that is not complete",
      """
      +base
      --- x_test.yaml
      tests:
        - {name: a, in: project:web, as: {x: user:a}, expect: {secret: {read: [x]}}, complete: true}
        - {name: b, in: project:web, as: {x: user:a}, expect: {secret: {read: [x]}}, complete: "true"}
      """,
      """
      x_test.yaml:3:90 ""true"" bad-value: `complete` is `true` or `false`; `true` is neither
        help: write `true` or `false`
      """),
    Finding(
      "a directory of its own with errors",
      """
      +base
      --- x_test.yaml
      directory: {scopes: {project:web: {in: organization:acme}}, things: {}}
      tests: [{name: a, can: ["user:a read secret in project:web"]}]
      """,
      """
      x_test.yaml:1:40 "organization:acme" unknown-scope: the directory has no scope `organization:acme`
        help: add it under `directory.scopes`
      x_test.yaml:1:61 "things" unknown-key: a directory has no key `things`
        help: it has `scopes`, `principals`, `resources`, `assignments` and `default_scope`
      """),
  ]
}
