import Testing

/// Files as a whole.
@Suite struct ReadingFilesTests {
  @Test(arguments: examples) func finds(_ example: Finding) { expectFindings(example) }

  static let examples: [Finding] = [
    Finding(
      "a set without a name",
      """
      scopes: {}
      """,
      """
      policy.yaml:1:1 "" missing-policy-name: the policy has no name
        help: begin one of the files with `policy: name`
      """),
    Finding(
      "a set of comments",
      """
      # nothing
      """,
      """
      policy.yaml:1:1 "" missing-policy-name: the policy has no name
        help: begin one of the files with `policy: name`
      """),
    Finding(
      "two names",
      """
      --- a.yaml
      policy: one
      --- b.yaml
      policy: two
      """,
      """
      b.yaml:1:1 "policy" given-twice: the policy's name is given twice
        a.yaml:1:1 "policy" first given here
        help: a set has one `policy:` line
      """),
    Finding(
      "an unknown section",
      """
      policy: p
      permisions: {}
      """,
      """
      policy.yaml:2:1 "permisions" unknown-key: a policy file has no key `permisions`
        help: did you mean `permissions`?
      """),
    Finding(
      "an unknown section that is near to none",
      """
      policy: p
      things: {}
      """,
      """
      policy.yaml:2:1 "things" unknown-key: a policy file has no key `things`
        help: it has `policy`, `scopes`, `principals`, `resources`, `context`, `action`, `roles`, `permissions`, `forbid`, `conditions`, `invariants` and `directory`
      """),
    Finding(
      "tests in a policy file",
      """
      policy: p
      tests: []
      """,
      """
      policy.yaml:2:1 "tests" unknown-key: tests stand in a file of their own
        help: move them to a file whose name ends in `_test.yaml`
      """),
    Finding(
      "a policy file that is a list",
      """
      - policy: p
      """,
      """
      policy.yaml:1:1 "" missing-policy-name: the policy has no name
        help: begin one of the files with `policy: name`
      policy.yaml:1:1 "- policy: p" wrong-shape: a mapping is due for a policy file, and this is a list
        help: for example `policy: name`
      """),
    Finding(
      "a name that is none",
      """
      policy: 1st policy
      """,
      """
      policy.yaml:1:9 "1st policy" bad-name: a policy cannot be called `1st policy`
        help: a name begins with a letter and goes on with letters, digits, `_` and `-`
      """),
    Finding(
      "an empty name",
      """
      policy:
      """,
      """
      policy.yaml:1:8 "" empty-value: nothing stands here
        help: write a value, such as `name`
      """),
    Finding(
      "a name that is a list",
      """
      policy: [a]
      """,
      """
      policy.yaml:1:9 "[a]" wrong-shape: a single value is due for a policy, and this is a list
        help: for example `name`
      """),
    Finding(
      "an empty section",
      """
      policy: p
      scopes:
      """,
      """
      policy.yaml:2:8 "" empty-value: nothing stands here
        help: write `{}` if nothing is meant
      """),
    Finding(
      "a key twice",
      """
      policy: p
      policy: q
      """,
      """
      policy.yaml:2:1 "policy" yaml-duplicate-key: key `policy` is given twice
        policy.yaml:1:1 "policy" first given here
        help: remove one, or merge the two
      """),
    Finding(
      "a file that cannot be followed leaves no name unknown",
      """
      --- a.yaml
      policy: p
      scopes: {organization: [}
      --- b.yaml
      permissions: {organization: {secret: {read: [admin]}}}
      """,
      """
      a.yaml:2:25 "}" yaml-syntax: a value is expected here
        help: write the value; a value that begins with a sign of YAML needs quotes
      """),
    Finding(
      "all errors of a run",
      """
      --- a.yaml
      policy: p
      scopes: {a: {in: b}, 1: {}}
      --- b.yaml
      roles: {c: {anyone: {}}}
      things: {}
      """,
      """
      a.yaml:2:18 "b" unknown-scope-type: there is no scope type `b`
        help: declare it under `scopes`
      a.yaml:2:22 "1" bad-name: a scope type cannot be called `1`
        help: a name begins with a letter and goes on with letters, digits, `_` and `-`
      b.yaml:1:13 "anyone" reserved-name: `anyone` is every principal, and cannot be declared
        help: give the role another name
      b.yaml:2:1 "things" unknown-key: a policy file has no key `things`
        help: it has `policy`, `scopes`, `principals`, `resources`, `context`, `action`, `roles`, `permissions`, `forbid`, `conditions`, `invariants` and `directory`
      """),
  ]
}
