import Testing

/// Resource types and attributes.
@Suite struct ReadingResourceTypesTests {
  @Test(arguments: examples) func finds(_ example: Finding) { expectFindings(example) }

  static let examples: [Finding] = [
    Finding(
      "a resource type by a bad name",
      """
      +base
      --- x.yaml
      resources: {"a b": {in: project, actions: [read]}}
      """,
      """
      x.yaml:1:13 ""a b"" bad-name: a resource type cannot be called `a b`
        help: it begins with a letter and goes on with letters, digits, `_`, `-`, `.` and `/`
      """),
    Finding(
      "a resource type twice",
      """
      +base
      --- x.yaml
      resources: {secret: {in: project, actions: [read]}}
      """,
      """
      x.yaml:1:13 "secret" given-twice: resource type `secret` is given twice
        base.yaml:13:3 "secret" first given here
        help: keep one of the two
      """),
    Finding(
      "a resource type without in and actions",
      """
      +base
      --- x.yaml
      resources: {thing: {}}
      """,
      """
      x.yaml:1:13 "thing" missing-key: resource type `thing` does not say where it is
        help: add `in:` with the scope types it lives in
      x.yaml:1:13 "thing" missing-key: resource type `thing` has no actions
        help: add `actions:` with what can be done to it
      """),
    Finding(
      "a resource type that lives nowhere and does nothing",
      """
      +base
      --- x.yaml
      resources: {thing: {in: [], actions: []}}
      """,
      """
      x.yaml:1:13 "thing" missing-key: resource type `thing` does not say where it is
        help: add `in:` with the scope types it lives in
      x.yaml:1:13 "thing" missing-key: resource type `thing` has no actions
        help: add `actions:` with what can be done to it
      """),
    Finding(
      "a resource type in an unknown scope type",
      """
      +base
      --- x.yaml
      resources: {thing: {in: projct, actions: [read]}}
      """,
      """
      x.yaml:1:25 "projct" unknown-scope-type: there is no scope type `projct`
        help: did you mean `project`?
      """),
    Finding(
      "actions that are no list",
      """
      +base
      --- x.yaml
      resources: {thing: {in: project, actions: read}}
      """,
      """
      x.yaml:1:43 "read" wrong-shape: a list is due for `actions`, and this is a single value
        help: for example `[list, read]`
      """),
    Finding(
      "an action twice",
      """
      +base
      --- x.yaml
      resources: {thing: {in: project, actions: [read, read]}}
      """,
      """
      x.yaml:1:50 "read" given-twice: action `read` is given twice
        x.yaml:1:44 "read" first given here
        help: remove one
      """),
    Finding(
      "an action by a bad name",
      """
      +base
      --- x.yaml
      resources: {thing: {in: project, actions: [read it, "*"]}}
      """,
      """
      x.yaml:1:44 "read it" bad-name: an action cannot be called `read it`
        help: it begins with a letter and goes on with letters, digits, `_`, `-`, `.`, `/` and `:`
      x.yaml:1:53 ""*"" bad-name: an action cannot be called `*`
        help: it begins with a letter and goes on with letters, digits, `_`, `-`, `.`, `/` and `:`
      """),
    Finding(
      "an action that is a list",
      """
      +base
      --- x.yaml
      resources: {thing: {in: project, actions: [[read]]}}
      """,
      """
      x.yaml:1:44 "[read]" wrong-shape: a single value is due for an action, and this is a list
        help: for example `read`
      """),
    Finding(
      "a resource type with an unknown key",
      """
      +base
      --- x.yaml
      resources: {thing: {in: project, actions: [read], list: true}}
      """,
      """
      x.yaml:1:51 "list" unknown-key: a resource type has no key `list`
        help: did you mean `listed`?
      """),
    Finding(
      "an attribute of an unknown type",
      """
      +base
      --- x.yaml
      resources: {thing: {in: project, actions: [read], attributes: {a: strng, b: "[string]", c: number}}}
      """,
      """
      x.yaml:1:67 "strng" unknown-attribute-type: there is no attribute type `strng`
        help: did you mean `string`?
      x.yaml:1:77 ""[string]"" unknown-attribute-type: there is no attribute type `[string]`
        help: did you mean `string`?
      x.yaml:1:92 "number" unknown-attribute-type: there is no attribute type `number`
        help: the types are `string`, `int`, `bool`, `timestamp`, `ip`, `role` and `principal`, and lists of one such as `[string]`
      """),
    Finding(
      "an attribute without a type",
      """
      +base
      --- x.yaml
      resources: {thing: {in: project, actions: [read], attributes: {a: {override: true}, b: }}}
      """,
      """
      x.yaml:1:64 "a" missing-key: attribute `a` has no type
        help: add `type: string`
      x.yaml:1:88 "" empty-value: nothing stands here
        help: write a value, such as `string`
      """),
    Finding(
      "a list type of two",
      """
      +base
      --- x.yaml
      resources: {thing: {in: project, actions: [read], attributes: {a: [string, int], b: []}}}
      """,
      """
      x.yaml:1:67 "[string, int]" unknown-attribute-type: a list type names the type of its elements
        help: write `[string]`
      x.yaml:1:85 "[]" unknown-attribute-type: a list type names the type of its elements
        help: write `[string]`
      """),
    Finding(
      "an attribute with an unknown key",
      """
      +base
      --- x.yaml
      context: {held: {type: bool, overide: true}}
      """,
      """
      x.yaml:1:30 "overide" unknown-key: an attribute has no key `overide`
        help: did you mean `override`?
      """),
    Finding(
      "an override that is quoted",
      """
      +base
      --- x.yaml
      context: {held: {type: bool, override: "true"}}
      """,
      """
      x.yaml:1:40 ""true"" bad-value: `override` is `true` or `false`; `true` is neither
        help: write `true` or `false`
      """),
    Finding(
      "an attribute by a bad name",
      """
      +base
      --- x.yaml
      context: {held.now: bool}
      """,
      """
      x.yaml:1:11 "held.now" bad-name: an attribute cannot be called `held.now`
        help: a name begins with a letter and goes on with letters, digits, `_` and `-`
      """),
    Finding(
      "built-in names as attributes",
      """
      +base
      --- x.yaml
      principals: {robot: {attributes: {id: string, groups: [string], members: [string], disabled: bool}}}
      """,
      """
      x.yaml:1:35 "id" reserved-name: `id` has a meaning of its own and cannot be declared
        help: give the attribute another name
      x.yaml:1:47 "groups" reserved-name: `groups` has a meaning of its own and cannot be declared
        help: give the attribute another name
      x.yaml:1:65 "members" reserved-name: `members` has a meaning of its own and cannot be declared
        help: give the attribute another name
      x.yaml:1:84 "disabled" reserved-name: `disabled` has a meaning of its own and cannot be declared
        help: give the attribute another name
      """),
    Finding(
      "what a request says of the scope as an attribute",
      """
      +base
      --- x.yaml
      context: {scope: string, explain: bool}
      """,
      """
      x.yaml:1:11 "scope" reserved-name: `scope` has a meaning of its own and cannot be declared
        help: give the attribute another name
      x.yaml:1:26 "explain" reserved-name: `explain` has a meaning of its own and cannot be declared
        help: give the attribute another name
      """),
    Finding(
      "an attribute of the context in two files",
      """
      --- a.yaml
      policy: p
      context: {ip: ip}
      --- b.yaml
      context: {ip: ip}
      """,
      """
      b.yaml:1:11 "ip" given-twice: attribute `ip` of context is given twice
        a.yaml:2:11 "ip" first given here
        help: keep one of the two
      """),
    Finding(
      "an attribute of a scope type and otherwise of the resource type",
      """
      +base
      --- x.yaml
      resources: {project: {in: [organization, project], actions: [read], attributes: {region: int}}}
      """,
      """
      base.yaml:4:44 "region" given-twice: `project` declares `region` as a scope and, otherwise, as a resource
        x.yaml:1:82 "region" first given here
        help: declare it once, or alike
      """),
  ]
}
