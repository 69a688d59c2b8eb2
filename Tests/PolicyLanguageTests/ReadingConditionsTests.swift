import Testing

/// Conditions: where they stand and how they are used.
@Suite struct ReadingConditionsTests {
  @Test(arguments: examples) func finds(_ example: Finding) { expectFindings(example) }

  static let examples: [Finding] = [
    Finding(
      "a condition twice",
      """
      +base
      --- x.yaml
      conditions: {owned: "true"}
      """,
      """
      x.yaml:1:14 "owned" given-twice: condition `owned` is given twice
        base.yaml:28:14 "owned" first given here
        help: keep one of the two
      """),
    Finding(
      "a condition by a bad name",
      """
      +base
      --- x.yaml
      conditions: {is owned: "true"}
      """,
      """
      x.yaml:1:14 "is owned" bad-name: a condition cannot be called `is owned`
        help: a name begins with a letter and goes on with letters, digits, `_` and `-`
      """),
    Finding(
      "a condition that is empty",
      """
      +base
      --- x.yaml
      conditions: {empty: , none: "", listed: [a]}
      """,
      """
      x.yaml:1:21 "" empty-value: nothing stands here
        help: write a value, such as `resource.owner == principal`
      x.yaml:1:30 "" condition-syntax: the condition is empty
        help: write what must hold, such as `resource.owner == principal`
      x.yaml:1:41 "[a]" wrong-shape: a single value is due for a condition, and this is a list
        help: for example `resource.owner == principal`
      """),
    Finding(
      "a condition that cannot be read",
      """
      +base
      --- x.yaml
      conditions: {broken: resource.owner = principal}
      permissions: {organization: {secret: {read: [owner if broken]}}}
      """,
      """
      x.yaml:1:37 "=" condition-syntax: `=` is not an operator
        help: write `==`
      """),
    Finding(
      "a condition that is wrong where it is used",
      """
      +base
      --- x.yaml
      conditions: {late: now > principal.level}
      permissions: {organization: {secret: {read: [owner if late]}}}
      """,
      """
      x.yaml:1:20 "now > principal.level" condition-type: `now` is a timestamp and `principal.level` an int: they cannot be compared
        x.yaml:2:55 "late" asked of `secret` here
        help: compare values of one type
      """),
    Finding(
      "a condition of an attribute that is not declared",
      """
      +base
      --- x.yaml
      conditions: {mine: resource.ownr == principal}
      permissions: {organization: {report: {"*": [owner if mine]}, secret: {read: [owner if mine]}}}
      """,
      """
      x.yaml:1:20 "resource.ownr" unknown-attribute: `resource.ownr` is not declared by resource type `report`
        x.yaml:2:54 "mine" asked of `report` here
        help: there is `resource.id` and `resource.type`
      x.yaml:1:20 "resource.ownr" unknown-attribute: `resource.ownr` is not declared by resource type `secret`
        x.yaml:2:87 "mine" asked of `secret` here
        help: did you mean `resource.owner`?
      """),
    Finding(
      "a condition that is too long",
      """
      +base
      --- x.yaml
      conditions: {long: "resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared || resource.shared"}
      permissions: {organization: {secret: {read: [owner if long]}}}
      """,
      """
      x.yaml:1:1237 "resource.shared" condition-too-long: a condition holds at most 64 comparisons, and this is one more
        help: ask for one of several values with `in ["…", "…"]`, or put them in an attribute
      """),
    Finding(
      "a condition that compares ids",
      """
      +base
      --- x.yaml
      conditions: {mine: "principal.email == principal.id"}
      permissions: {organization: {secret: {read: [owner if mine]}}}
      """,
      """
      x.yaml:1:21 "principal.email == principal.id" compares-id: `principal.id` is compared with `principal.email`, and ids repeat across principal types
        help: declare `principal.email` as `principal` and compare it with `principal`
      """),
  ]
}
