import Testing

/// Warnings: where they fire, and where they do not.
@Suite struct ValidationWarningsTests {
  @Test(arguments: examples) func finds(_ example: Finding) { expectFindings(example) }

  static let examples: [Finding] = [
    Finding(
      "a scope type that nothing uses",
      """
      +base
      --- x.yaml
      scopes: {region: {in: [organization, region]}}
      """,
      """
      x.yaml:1:10 "region" unused-scope-type: scope type `region` is never used
        help: no role, resource type or other scope type names it; remove it
      """),
    Finding(
      "a role that gives nothing",
      """
      +base
      --- x.yaml
      roles: {project: {guest: {}, ranked: {rank: 3}, counted: {}, lead: {includes: [viewer]}}}
      invariants: {few: {at_most: 3, of: project.counted}}
      """,
      """
      x.yaml:1:19 "guest" unused-role: role `project.guest` gives nothing
        help: no row or condition names it, it includes nothing, and no condition compares its rank; remove it, or give it a cell
      x.yaml:1:30 "ranked" unused-role: role `project.ranked` gives nothing
        help: no row or condition names it, it includes nothing, and no condition compares its rank; remove it, or give it a cell
      """),
    Finding(
      "a rank that a condition compares, and a role that one names",
      """
      +base
      --- x.yaml
      roles: {project: {ranked: {rank: 3}, named: {}, full: {}}}
      principals: {clerk: {attributes: {post: role}}}
      conditions: {high: principal.rank >= 2, post: "principal.post in ['project.named', 'project.full']"}
      permissions: {organization: {secret: {read: [owner, member if high, anyone if post]}}}
      """,
      ""),
    Finding(
      "a condition that nothing uses",
      """
      +base
      --- x.yaml
      conditions: {shared: resource.shared, wrong: resource.nothing == 1}
      """,
      """
      x.yaml:1:46 "resource.nothing" unknown-attribute: `resource.nothing` is not declared by resource type `secret`
        help: there is `resource.id`, `resource.labels`, `resource.owner`, `resource.shared` and `resource.type`
      """),
    Finding(
      "a condition that nothing uses is right somewhere",
      """
      +base
      --- x.yaml
      conditions: {region: scope.region == "eu"}
      """,
      """
      x.yaml:1:14 "region" unused-condition: condition `region` is never used
        help: no cell has it after `if`; remove it
      """),
    Finding(
      "cells that add nothing",
      """
      +base
      --- x.yaml
      permissions:
        organization:
          secret:
            read: [owner, member]
            list: [member, member if owned]
            write: [anyone if owned, owner if owned, member]
      """,
      """
      base.yaml:25:27 ""*"" idle-wildcard: the `"*"` row does nothing: every action of `secret` has a row of its own
        help: remove it, or remove the rows that it should stand for
      x.yaml:4:14 "owner" redundant-cell: `owner` adds nothing: `member` is enough
        x.yaml:4:21 "member" this covers it
        help: `organization.owner` includes `organization.member`; remove the cell
      x.yaml:5:22 "member if owned" redundant-cell: `member if owned` adds nothing: `member` is enough
        x.yaml:5:14 "member" this covers it
        help: remove one of the two
      x.yaml:6:32 "owner if owned" redundant-cell: `owner if owned` adds nothing: `anyone if owned` is enough
        x.yaml:6:15 "anyone if owned" this covers it
        help: remove one of the two
      """),
    Finding(
      "cells that add something",
      """
      +base
      --- x.yaml
      permissions:
        organization:
          secret: {read: [owner, member if owned], write: [owner if owned, member if shared]}
      conditions: {shared: resource.shared}
      """,
      ""),
    Finding(
      "anyone covers all",
      """
      +base
      --- x.yaml
      permissions: {organization: {secret: {read: [anyone, owner, anyone if owned]}}}
      """,
      """
      x.yaml:1:54 "owner" redundant-cell: `owner` adds nothing: `anyone` is enough
        x.yaml:1:46 "anyone" this covers it
        help: remove one of the two
      x.yaml:1:61 "anyone if owned" redundant-cell: `anyone if owned` adds nothing: `anyone` is enough
        x.yaml:1:46 "anyone" this covers it
        help: remove one of the two
      """),
    Finding(
      "a wildcard that stands for nothing",
      """
      +base
      --- x.yaml
      permissions: {folder: {page: {"*": [reader]}}}
      """,
      """
      x.yaml:1:31 ""*"" idle-wildcard: the `"*"` row does nothing: every action of `page` has a row of its own
        help: remove it, or remove the rows that it should stand for
      """),
    Finding(
      "a forbidding wildcard that hides cells",
      """
      +base
      --- x.yaml
      forbid:
        organization:
          secret:
            "*": [member, anyone if owned]
            read: [owner, anyone, member if owned, owner if owned]
            write: [anyone if shared]
      conditions: {shared: resource.shared}
      """,
      """
      x.yaml:5:14 "owner" hiding-wildcard: `owner` adds nothing: the `"*"` row forbids it already
        x.yaml:4:13 "member" this forbids every action
        help: in `forbid`, the `"*"` row is added to every other row; remove one of the two
      x.yaml:5:14 "owner" redundant-cell: `owner` adds nothing: `anyone` is enough
        x.yaml:5:21 "anyone" this covers it
        help: remove one of the two
      x.yaml:5:29 "member if owned" hiding-wildcard: `member if owned` adds nothing: the `"*"` row forbids it already
        x.yaml:4:13 "member" this forbids every action
        help: in `forbid`, the `"*"` row is added to every other row; remove one of the two
      x.yaml:5:29 "member if owned" redundant-cell: `member if owned` adds nothing: `anyone` is enough
        x.yaml:5:21 "anyone" this covers it
        help: remove one of the two
      x.yaml:5:46 "owner if owned" hiding-wildcard: `owner if owned` adds nothing: the `"*"` row forbids it already
        x.yaml:4:13 "member" this forbids every action
        help: in `forbid`, the `"*"` row is added to every other row; remove one of the two
      x.yaml:5:46 "owner if owned" redundant-cell: `owner if owned` adds nothing: `owner` is enough
        x.yaml:5:14 "owner" this covers it
        help: remove one of the two
      """),
    Finding(
      "a permitting wildcard hides nothing",
      """
      +base
      --- x.yaml
      permissions: {organization: {secret: {read: [member], list: []}}}
      """,
      ""),
    Finding(
      "warnings wait until there are no errors",
      """
      +base
      --- x.yaml
      scopes: {region: {in: organization}}
      roles: {project: {guest: {rank: x}}}
      """,
      """
      x.yaml:2:33 "x" bad-value: a rank is a whole number; `x` is not
        help: write it in digits
      """),
  ]
}
