import Testing

/// The directory: its shape, and scopes.
@Suite struct ReadingScopesTests {
  @Test(arguments: examples) func finds(_ example: Finding) { expectFindings(example) }

  static let examples: [Finding] = [
    Finding(
      "an unknown key",
      """
      +base
      --- x.yaml
      directory: {scope: {}}
      """,
      """
      x.yaml:1:13 "scope" unknown-key: a directory has no key `scope`
        help: did you mean `scopes`?
      """),
    Finding(
      "a directory that is empty",
      """
      +base
      --- x.yaml
      directory:
      """,
      """
      x.yaml:1:11 "" empty-value: nothing stands here
        help: write `{}` if nothing is meant
      """),
    Finding(
      "a directory that is a list",
      """
      +base
      --- x.yaml
      directory: []
      """,
      """
      x.yaml:1:12 "[]" wrong-shape: a mapping is due for `directory`, and this is a list
        help: for example `{scopes: {}, assignments: {}}`
      """),
    Finding(
      "a scope twice",
      """
      +base
      --- x.yaml
      --- y.yaml
      directory: {scopes: {organization:acme: {}}}
      --- z.yaml
      directory: {scopes: {organization:acme: {}}}
      """,
      """
      z.yaml:1:22 "organization:acme" given-twice: scope `organization:acme` is given twice
        y.yaml:1:22 "organization:acme" first given here
        help: keep one of the two
      """),
    Finding(
      "canonically equivalent ids are two",
      #"""
      +base
      --- x.yaml
      directory:
        scopes: {"organization:caf\#u{E9}": {}, "organization:cafe\#u{301}": {}}
      """#,
      ""),
    Finding(
      "scopes by bad names",
      #"""
      +base
      --- x.yaml
      directory:
        scopes:
          acme: {}
          "organization:": {}
          "organization:a b": {}
          ":x": {}
          "organization:a\Nb": {}
      """#,
      #"""
      x.yaml:3:5 "acme" bad-id: a scope is written `type:id`; `acme` is not
        help: for example `organization:acme`
      x.yaml:4:5 ""organization:"" bad-id: the id of a scope `organization:` is not well formed
        help: an id is 1 to 256 bytes without white space or control characters
      x.yaml:5:5 ""organization:a b"" bad-id: the id of a scope `organization:a b` is not well formed
        help: an id is 1 to 256 bytes without white space or control characters
      x.yaml:6:5 "":x"" bad-id: a scope is written `type:id`; `:x` is not
        help: for example `organization:acme`
      x.yaml:7:5 ""organization:a\Nb"" bad-id: the id of a scope `organization:a\#u{85}b` is not well formed
        help: an id is 1 to 256 bytes without white space or control characters
      """#),
    Finding(
      "an id that is too long",
      """
      +base
      --- x.yaml
      directory: {scopes: {organization:xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: {}}}
      """,
      """
      x.yaml:1:22 "organization:xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…" bad-id: the id of a scope `organization:xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` is not well formed
        help: an id is 1 to 256 bytes without white space or control characters
      """),
    Finding(
      "a scope of an unknown type",
      """
      +base
      --- x.yaml
      directory: {scopes: {organisation:acme: {}}}
      """,
      """
      x.yaml:1:22 "organisation:acme" unknown-scope-type: there is no scope type `organisation`
        help: did you mean `organization`?
      """),
    Finding(
      "a scope without a value",
      """
      +base
      --- x.yaml
      directory: {scopes: {organization:acme: }}
      """,
      """
      x.yaml:1:41 "" empty-value: nothing stands here
        help: write `{}` if nothing is meant
      """),
    Finding(
      "a scope that does not say what it lies in",
      """
      +base
      --- x.yaml
      directory: {scopes: {project:web: {}}}
      """,
      """
      x.yaml:1:22 "project:web" missing-key: `project:web` does not say what it lies in
        help: add `in:` with a scope of type `organization`
      """),
    Finding(
      "a scope in one of another type",
      """
      +base
      --- x.yaml
      directory:
        scopes:
          organization:acme: {}
          project:web: {in: organization:acme}
          project:sub: {in: project:web}
          organization:sub: {in: organization:acme}
      """,
      """
      x.yaml:5:23 "project:web" wrong-scope-type: a `project` does not lie in a `project`
        help: it lies in `organization`
      x.yaml:6:28 "organization:acme" wrong-scope-type: an `organization` does not lie in an `organization`
        help: take its `in` out
      """),
    Finding(
      "a scope in an unknown one",
      """
      +base
      --- x.yaml
      directory: {scopes: {organization:acme: {}, project:web: {in: organization:acm}, project:app: {in: organization:none}}}
      """,
      """
      x.yaml:1:63 "organization:acm" unknown-scope: the directory has no scope `organization:acm`
        help: did you mean `organization:acme`?
      x.yaml:1:100 "organization:none" unknown-scope: the directory has no scope `organization:none`
        help: did you mean `organization:acme`?
      """),
    Finding(
      "scopes in each other",
      """
      +base
      --- x.yaml
      directory:
        scopes:
          folder:a: {in: folder:b}
          folder:b: {in: folder:a}
          folder:c: {in: folder:c}
      """,
      """
      x.yaml:3:5 "folder:a" scope-cycle: `folder:a` lies in itself: `folder:a` → `folder:b` → `folder:a`
        help: take one `in` of the way out
      x.yaml:5:5 "folder:c" scope-cycle: `folder:c` lies in itself: `folder:c` → `folder:c`
        help: take one `in` of the way out
      """),
    Finding(
      "attributes of a scope",
      """
      +base
      --- x.yaml
      directory: {scopes: {organization:acme: {}, project:web: {in: organization:acme, region: [eu], regio: eu, disabled: no}}}
      """,
      """
      x.yaml:1:90 "[eu]" wrong-shape: a single value is due for attribute `region`, and this is a list
        help: for example `text`
      x.yaml:1:96 "regio" unknown-attribute: `project:web` has no attribute `regio`: its type does not declare it
        help: did you mean `region`?
      x.yaml:1:117 "no" bad-value: `disabled` is `true` or `false`; `no` is neither
        help: write `true` or `false`
      """),
    Finding(
      "a default scope twice, and unknown",
      """
      +base
      --- x.yaml
      --- y.yaml
      directory: {default_scope: organization:acme}
      --- z.yaml
      directory: {default_scope: organization:acme}
      """,
      """
      y.yaml:1:28 "organization:acme" unknown-scope: the directory has no scope `organization:acme`
        help: add it under `directory.scopes`
      z.yaml:1:28 "organization:acme" given-twice: the default scope is given twice
        y.yaml:1:28 "organization:acme" first given here
        help: keep one of the two
      """),
  ]
}
