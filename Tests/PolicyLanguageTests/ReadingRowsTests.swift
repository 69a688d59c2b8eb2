import Testing

/// Permission and forbid tables.
@Suite struct ReadingRowsTests {
  @Test(arguments: examples) func finds(_ example: Finding) { expectFindings(example) }

  static let examples: [Finding] = [
    Finding(
      "a table of an unknown scope type",
      """
      +base
      --- x.yaml
      permissions:
        projct:
          secret: {list: [admin], read: [admin]}
      """,
      """
      x.yaml:2:3 "projct" unknown-scope-type: there is no scope type `projct`
        help: did you mean `project`?
      """),
    Finding(
      "rows of an unknown resource type",
      """
      +base
      --- x.yaml
      permissions:
        folder:
          secrt: {list: [reader], read: [reader]}
      """,
      """
      x.yaml:3:5 "secrt" unknown-resource-type: there is no resource type `secrt`
        help: did you mean `secret`?
      """),
    Finding(
      "a row of an unknown action",
      """
      +base
      --- x.yaml
      permissions: {organization: {secret: {reed: [owner], publish: [owner]}}}
      """,
      """
      x.yaml:1:39 "reed" unknown-action: resource type `secret` has no action `reed`
        help: did you mean `read`?
      x.yaml:1:54 "publish" unknown-action: resource type `secret` has no action `publish`
        help: it has `list`, `read` and `write`
      """),
    Finding(
      "rows where the resource type does not live",
      """
      +base
      --- x.yaml
      permissions: {project: {report: {read: [admin], "*": [viewer]}}}
      """,
      """
      x.yaml:1:25 "report" out-of-scope: `report` does not live in a `project`, so its rows say nothing
        base.yaml:17:3 "report" it lives in `organization`
        help: move the rows to the table of `organization`, or add `project` to the type's `in`
      """),
    Finding(
      "a forbid where the resource type does not live",
      """
      +base
      --- x.yaml
      forbid: {folder: {secret: {read: [reader]}}}
      """,
      """
      x.yaml:1:19 "secret" out-of-scope: `secret` does not live in or below a `folder`, so its rows say nothing
        base.yaml:13:3 "secret" it lives in `organization` and `project`
        help: move the rows to the table of `organization` and `project`, or add `folder` to the type's `in`
      """),
    Finding(
      "a row twice",
      """
      +base
      --- x.yaml
      permissions: {project: {secret: {read: []}}}
      """,
      """
      x.yaml:1:34 "read" given-twice: row `permissions.project.secret.read` is given twice
        base.yaml:26:45 "read" first given here
        help: keep one of the two
      """),
    Finding(
      "names with dots are no row twice",
      """
      +base
      --- x.yaml
      resources:
        a: {in: project, actions: [b.c]}
        a.b: {in: project, actions: [c]}
      permissions:
        project: {a: {b.c: [admin]}, a.b: {c: [admin]}}
      """,
      ""),
    Finding(
      "a row that is empty",
      """
      +base
      --- x.yaml
      permissions: {organization: {secret: {read: }}}
      """,
      """
      x.yaml:1:45 "" empty-value: nothing stands here
        help: write `[]` if nothing is meant
      """),
    Finding(
      "a row that is a role",
      """
      +base
      --- x.yaml
      permissions: {organization: {secret: {read: owner}}}
      """,
      """
      x.yaml:1:45 "owner" wrong-shape: a list is due for a row, and this is a single value
        help: for example `[admin, member if owned]`
      """),
    Finding(
      "a row of names that cannot be",
      """
      +base
      --- x.yaml
      permissions: {organization: {"a b": {read: []}, secret: {"read all": []}, "*": {read: []}}}
      """,
      """
      x.yaml:1:30 ""a b"" bad-name: a resource type cannot be called `a b`
        help: it begins with a letter and goes on with letters, digits, `_`, `-`, `.` and `/`
      x.yaml:1:58 ""read all"" bad-name: an action cannot be called `read all`
        help: it begins with a letter and goes on with letters, digits, `_`, `-`, `.`, `/` and `:`
      x.yaml:1:75 ""*"" bad-name: a resource type cannot be called `*`
        help: it begins with a letter and goes on with letters, digits, `_`, `-`, `.` and `/`
      """),
    Finding(
      "a cell twice",
      """
      +base
      --- x.yaml
      permissions: {organization: {secret: {read: [owner, "owner", owner if owned, owner  if  owned]}}}
      """,
      """
      x.yaml:1:53 ""owner"" given-twice: `owner` stands twice in row `permissions.organization.secret.read`
        x.yaml:1:46 "owner" first given here
        help: remove one
      x.yaml:1:78 "owner  if  owned" given-twice: `owner if owned` stands twice in row `permissions.organization.secret.read`
        x.yaml:1:62 "owner if owned" first given here
        help: remove one
      """),
    Finding(
      "a cell of an unknown role",
      """
      +base
      --- x.yaml
      permissions: {organization: {secret: {read: [ownr, viewer, nobody]}}}
      """,
      """
      x.yaml:1:46 "ownr" unknown-role: scope type `organization` has no role `ownr`
        help: did you mean `owner`?
      x.yaml:1:52 "viewer" unknown-role: scope type `organization` has no role `viewer`
        help: there is `project.viewer`, but a table names roles of its own scope type only
      x.yaml:1:60 "nobody" unknown-role: scope type `organization` has no role `nobody`
        help: it has `owner` and `member`
      """),
    Finding(
      "a cell of a full name",
      """
      +base
      --- x.yaml
      permissions: {organization: {secret: {read: [organization.owner, "*", project.admin]}}}
      """,
      """
      x.yaml:1:46 "organization.owner" bad-name: `organization.owner` is a role's full name, and a table names its own scope type's roles only
        help: write `owner` in the table of `organization`
      x.yaml:1:66 ""*"" bad-name: a role cannot be called `*`
        help: a name begins with a letter and goes on with letters, digits, `_` and `-`
      x.yaml:1:71 "project.admin" bad-name: `project.admin` is a role's full name, and a table names its own scope type's roles only
        help: write `admin` in the table of `project`
      """),
    Finding(
      "a cell that is none",
      """
      +base
      --- x.yaml
      permissions: {organization: {secret: {read: [owner when owned, owner if, owner if a && b, {owner: owned}, "", ]}}}
      """,
      #"""
      x.yaml:1:46 "owner when owned" wrong-shape: `owner when owned` is not a cell
        help: a cell is a role, such as `admin`, or a role under a condition, such as `member if owned`
      x.yaml:1:64 "owner if" wrong-shape: `owner if` is not a cell
        help: a cell is a role, such as `admin`, or a role under a condition, such as `member if owned`
      x.yaml:1:74 "owner if a && b" wrong-shape: `owner if a && b` is not a cell
        help: after `if` stands the name of one declared condition; declare it under `conditions`
      x.yaml:1:91 "{owner: owned}" wrong-shape: a single value is due for a cell, and this is a mapping
        help: for example `member if owned`
      x.yaml:1:107 """" wrong-shape: `` is not a cell
        help: a cell is a role, such as `admin`, or a role under a condition, such as `member if owned`
      """#),
    Finding(
      "a cell under an unknown condition",
      """
      +base
      --- x.yaml
      permissions: {organization: {secret: {read: [owner if ownd, member if 1st]}}}
      """,
      """
      x.yaml:1:55 "ownd" unknown-condition: there is no condition `ownd`
        help: did you mean `owned`?
      x.yaml:1:71 "1st" bad-name: a condition cannot be called `1st`
        help: a name begins with a letter and goes on with letters, digits, `_` and `-`
      """),
  ]
}
