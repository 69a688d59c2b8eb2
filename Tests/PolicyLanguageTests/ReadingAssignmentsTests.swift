import Testing

/// The directory: resources and assignments.
@Suite struct ReadingAssignmentsTests {
  @Test(arguments: examples) func finds(_ example: Finding) { expectFindings(example) }

  static let examples: [Finding] = [
    Finding(
      "a resource twice, of an unknown type, and a scope",
      """
      +base
      --- x.yaml
      directory:
        scopes: {organization:acme: {}}
        resources:
          secret:s1: {in: organization:acme}
          "secret:s1": {in: organization:acme}
          secrt:s2: {}
          organization:acme: {}
      """,
      """
      x.yaml:5:5 ""secret:s1"" yaml-duplicate-key: key `secret:s1` is given twice
        x.yaml:4:5 "secret:s1" first given here
        help: remove one, or merge the two
      x.yaml:6:5 "secrt:s2" unknown-resource-type: there is no resource type `secrt`
        help: did you mean `secret`?
      x.yaml:7:5 "organization:acme" wrong-shape: `organization:acme` is a scope, and stands under `scopes`
        help: move the entry to `scopes`; it takes the attributes of the resource type as well
      """),
    Finding(
      "a resource where there is nothing",
      """
      +base
      --- x.yaml
      directory:
        scopes: {organization:acme: {}, folder:f: {in: organization:acme}}
        resources:
          secret:s1: {in: organization:acm}
          secret:s2: {in: folder:f}
          secret:s3: {}
          secret:s4: {in: organization:acme, ownr: user:a}
      """,
      """
      x.yaml:4:21 "organization:acm" unknown-scope: the directory has no scope `organization:acm`
        help: did you mean `organization:acme`?
      x.yaml:5:21 "folder:f" out-of-scope: a `secret` does not live in a `folder`
        help: it lives in `organization` and `project`
      x.yaml:6:5 "secret:s3" homeless-resource: the directory does not say where `secret:s3` lives
        help: add `in:`; until then it can be asked about in any scope
      x.yaml:7:40 "ownr" unknown-attribute: `secret:s4` has no attribute `ownr`: its type does not declare it
        help: did you mean `owner`?
      """),
    Finding(
      "assignments at a scope that is not there",
      """
      +base
      --- x.yaml
      directory:
        scopes: {organization:acme: {}, project:web: {in: organization:acme}}
        assignments:
          project:wep: {admin: [user:a, user:b], viewer: [user:c]}
          region:eu: {admin: [user:a]}
      """,
      """
      x.yaml:4:5 "project:wep" unknown-scope: the directory has no scope `project:wep`
        help: did you mean `project:web`?
      x.yaml:5:5 "region:eu" unknown-scope: the directory has no scope `region:eu`
        help: add it under `directory.scopes`
      """),
    Finding(
      "assignments of a role that is not there",
      """
      +base
      --- x.yaml
      directory:
        scopes: {organization:acme: {}, project:web: {in: organization:acme}}
        assignments:
          project:web: {admn: [user:a, user:b], organization.owner: [user:c], a.b.c: [user:d]}
      """,
      """
      x.yaml:4:19 "admn" unknown-role: scope type `project` has no role `admn`
        help: did you mean `admin`?
      x.yaml:4:43 "organization.owner" wrong-scope-type: `organization.owner` cannot be held at `project:web`, which is a `project`
        help: give it at an `organization`, or name a role of `project`
      x.yaml:4:73 "a.b.c" bad-name: a role cannot be called `a.b.c`
        help: a name begins with a letter and goes on with letters, digits, `_` and `-`
      """),
    Finding(
      "a full name is a role given twice",
      """
      +base
      --- x.yaml
      directory:
        scopes: {organization:acme: {}, project:web: {in: organization:acme}}
        assignments:
          project:web: {admin: [user:a], project.admin: [user:a]}
      """,
      """
      x.yaml:4:52 "user:a" given-twice: `user:a` is given `admin` at `project:web` twice
        x.yaml:4:27 "user:a" first given here
        help: keep one of the two
      """),
    Finding(
      "a holder twice",
      """
      +base
      --- x.yaml
      directory:
        scopes: {organization:acme: {}, project:web: {in: organization:acme}}
        assignments:
          project:web:
            admin: [user:a, user:b, user:a: {until: 2027-03-01T00:00:00Z}]
      """,
      """
      x.yaml:5:31 "user:a" given-twice: `user:a` is given `admin` at `project:web` twice
        x.yaml:5:15 "user:a" first given here
        help: keep one of the two
      """),
    Finding(
      "holders that are none",
      """
      +base
      --- x.yaml
      directory:
        scopes: {organization:acme: {}, project:web: {in: organization:acme}}
        assignments:
          project:web:
            admin: [alice, [user:a], {}, user:b: , user:c: {untill: 2027-03-01T00:00:00Z}, user:d: {until: soon}, usr:e]
            viewer: user:f
          organization:acme:
            owner:
      """,
      """
      x.yaml:5:15 "alice" bad-id: a principal is written `type:id`; `alice` is not
        help: for example `user:alice`
      x.yaml:5:22 "[user:a]" wrong-shape: a mapping is due for a holder, and this is a list
        help: for example `user:bob: {until: 2027-03-01T00:00:00Z}`
      x.yaml:5:32 "{}" empty-value: this holder is nobody
        help: write a principal, such as `user:bob`
      x.yaml:5:44 "" empty-value: nothing stands here
        help: write `{}` if nothing is meant
      x.yaml:5:55 "untill" unknown-key: an assignment has no key `untill`
        help: did you mean `until`?
      x.yaml:5:102 "soon" bad-value: `until` is not a timestamp: `soon`
        help: write date, time and offset, such as `2027-01-01T00:00:00Z` or `2027-01-01T09:00:00+09:00`
      x.yaml:5:109 "usr:e" unknown-principal-type: there is no principal type `usr`
        help: did you mean `user`?
      x.yaml:6:15 "user:f" wrong-shape: a list is due for the holders of a role, and this is a single value
        help: for example `[user:alice]`
      x.yaml:8:13 "" empty-value: nothing stands here
        help: write `[]` if nothing is meant
      """),
    Finding(
      "a list of holders in two files",
      """
      +base
      --- x.yaml
      directory:
        scopes: {organization:acme: {}, project:web: {in: organization:acme}}
        assignments: {project:web: {admin: [user:a]}}
      --- z.yaml
      directory: {assignments: {project:web: {admin: [user:b, user:a]}}}
      """,
      """
      z.yaml:1:57 "user:a" given-twice: `user:a` is given `admin` at `project:web` twice
        x.yaml:3:39 "user:a" first given here
        help: keep one of the two
      """),
    Finding(
      "a directory of its own that is none",
      """
      +base
      --- directory/a.yaml
      policy: other
      directory: {scopes: {organization:acme: {}}}
      --- directory/b.yaml
      - 1
      """,
      """
      directory/a.yaml:1:1 "policy" unknown-key: a directory file has no key `policy`
        help: it has `directory`
      directory/b.yaml:1:1 "- 1" wrong-shape: a mapping is due for a directory file, and this is a list
        help: for example `directory: {}`
      """),
    Finding(
      "a directory of its own that gives none",
      """
      +base
      --- directory/a.yaml
      # nothing
      """,
      """
      - no-policy-files: `directory` gives no directory
        help: it is a YAML file with the key `directory:`, or a folder of them
      """),
  ]
}
