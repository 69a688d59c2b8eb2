import PolicyLanguage
import PolicyValues
import Testing

/// Invariants over what the tables let roles and principals do.
@Suite struct ReadingPolicyInvariantsTests {
  @Test(arguments: examples) func finds(_ example: Finding) { expectFindings(example) }

  private func kind(_ invariant: String) throws -> Invariant.Kind {
    let set = policySet("+base\n--- x.yaml\n\(Self.grant)\ninvariants: {a: \(invariant)}")
    #expect(diagnostics(of: set).map(\.message) == [])
    return try #require(set.policy.invariants.first).kind
  }

  @Test func readsNever() throws {
    guard
      case .never(let things, let subjects) = try kind(
        "{never: [secret *, \"* write\", \"* *\"], for: [organization.member, project.*, user]}")
    else { return #expect(Bool(false)) }
    #expect(things.map(\.description) == ["secret *", "* write", "* *"])
    #expect(things.map(\.resourceType) == ["secret", nil, nil] && things.map(\.action) == [nil, "write", nil])
    #expect(subjects.map(\.description) == ["organization.member", "project.*", "user"])
    guard case .never(_, let all) = try kind("{never: secret read, for: anyone}"), case .anyone = all.first else {
      return #expect(Bool(false))
    }
  }

  @Test func readsTheOthers() throws {
    guard
      case .isolated(let type, let except, let shared) = try kind(
        "{isolated: project, except: [organization.owner], shared_by: user}")
    else { return #expect(Bool(false)) }
    #expect(type.name == "project" && except.map(\.description) == ["organization.owner"])
    #expect(shared.map(\.name) == ["user"])
    guard case .neverTogether(let one, let other, let whom) = try kind("{never_together: [secret read, secret write]}")
    else { return #expect(Bool(false)) }
    #expect(one.description == "secret read" && other.description == "secret write" && whom.isEmpty)
    guard
      case .noEscalation(_, .attribute(let owner, let name, _), _) = try kind(
        "{no_escalation: grant give, role: resource.role}")
    else { return #expect(Bool(false)) }
    #expect(owner == "resource" && name == "role")
    guard
      case .noEscalation(_, .pattern(let pattern), let givers) = try kind(
        "{no_escalation: grant give, role: project.*, except: organization.owner}")
    else { return #expect(Bool(false)) }
    #expect(pattern?.description == "project.*" && givers.map(\.description) == ["organization.owner"])
  }

  private static let grant = """
    resources: {grant: {in: organization, actions: [give], attributes: {role: role}}, note: {in: project, actions: [read]}}
    """

  static let examples: [Finding] = [
    Finding(
      "never of what is no thing to do",
      """
      +base
      --- x.yaml
      invariants: {a: {never: secret, for: user}, b: {never: [secret read, secret], for: user}, c: {never: [], for: user}, d: {never: "a? b", for: user}}
      """,
      """
      x.yaml:1:25 "secret" bad-invariant: `never` names a resource type and an action; `secret` does not
        help: for example `never: secret read`
      x.yaml:1:70 "secret" bad-invariant: `never` names a resource type and an action; `secret` does not
        help: for example `never: secret read`
      x.yaml:1:102 "[]" bad-invariant: `never` names nothing to do, so the invariant would keep nothing
        help: name something, or remove the invariant
      x.yaml:1:129 ""a? b"" bad-name: `a? b` does not name a resource type and an action
        help: for example `never: secret read`
      """),
    Finding(
      "never of what is not declared, for whom there is not",
      """
      +base
      --- x.yaml
      invariants: {a: {never: "* reed", for: usr}, b: {never: secrets *, for: owner}, c: {never: secret read, for: "a b"}}
      """,
      """
      x.yaml:1:28 "reed" unknown-action: no resource type has an action `reed`
        help: did you mean `read`?
      x.yaml:1:40 "usr" unknown-principal-type: there is no principal type `usr`
        help: did you mean `user`?
      x.yaml:1:57 "secrets" unknown-resource-type: there is no resource type `secrets`
        help: did you mean `secret`?
      x.yaml:1:73 "owner" unknown-principal-type: there is no principal type `owner`
        help: a role is written in full: `organization.owner`
      x.yaml:1:110 ""a b"" bad-name: `a b` names neither a role nor a principal type
        help: write a role as `organization.owner` or `project.*`, a principal type as `user`
      """),
    Finding(
      "never for a group, for anyone and others, and for the same twice",
      """
      +base
      --- x.yaml
      invariants: {a: {never: secret read, for: [team]}, b: {never: secret read, for: [anyone, user]}, c: {never: secret read, for: [user, user]}}
      """,
      """
      x.yaml:1:44 "team" bad-invariant: `team` is a group, and what a group holds is held by its members
        help: name the types of the members
      x.yaml:1:82 "anyone" bad-invariant: `anyone` is everybody, so `for` says nothing more with the others
        help: leave the others out, or `anyone`
      x.yaml:1:134 "user" bad-invariant: `for` names `user` twice
        help: name it once
      """),
    Finding(
      "only for nobody, and for everybody",
      """
      +base
      --- x.yaml
      invariants: {a: {only: secret read}, b: {only: secret read, for: []}, c: {only: secret read, for: anyone}}
      """,
      """
      x.yaml:1:14 "a" missing-key: the invariant needs `for`
        help: for example `for: organization.member`
      x.yaml:1:66 "[]" bad-invariant: `for` names nobody, so the invariant would keep nothing
        help: name somebody, or remove the invariant
      x.yaml:1:99 "anyone" bad-invariant: an action that is for `anyone` alone is for everybody
        help: name the roles that may, or remove the invariant
      """),
    Finding(
      "isolation of nothing, from nowhere, and with a key too many",
      """
      +base
      --- x.yaml
      invariants: {a: {isolated: projct}, b: {isolated: organization, except: [project.admin, owner]}, c: {isolated: project, shared_by: [usr], for: user}}
      """,
      """
      x.yaml:1:28 "projct" unknown-scope-type: there is no scope type `projct`
        help: did you mean `project`?
      x.yaml:1:89 "owner" bad-name: `owner` is not a role's full name
        help: write `organization.owner`, or `project.*` for every role of a scope type
      x.yaml:1:139 "for" unknown-key: an invariant of kind `isolated` has no key `for`
        help: it has `isolated`, `except` and `shared_by`
      """),
    Finding(
      "isolation with ways in that are none",
      """
      +base
      --- x.yaml
      invariants: {a: {isolated: organization, except: [project.admin, organization.owner]}, b: {isolated: project, shared_by: [usr, user, user]}}
      """,
      """
      x.yaml:1:51 "project.admin" bad-invariant: `project.admin` is not held above an `organization`, so it does not reach into one from there
        help: `except` names roles of the types that lie above
      x.yaml:1:66 "organization.owner" bad-invariant: `organization.owner` is not held above an `organization`, so it does not reach into one from there
        help: `except` names roles of the types that lie above
      x.yaml:1:123 "usr" unknown-principal-type: there is no principal type `usr`
        help: did you mean `user`?
      x.yaml:1:134 "user" bad-invariant: `shared_by` names `user` twice
        help: name it once
      """),
    Finding(
      "never together of one, of three, of the same, of a wildcard, and of what never meets",
      """
      +base
      --- x.yaml
      \(grant)
      invariants:
        a: {never_together: [secret read]}
        b: {never_together: [secret read, secret write, secret list]}
        c: {never_together: [secret read, secret read]}
        d: {never_together: [secret *, secret read]}
        e: {never_together: [page read, secret read]}
        f: {never_together: secret read}
        g: {never_together: [secret read, secret write], for: anyone}
        h: {never_together: [page read, note read]}
      """,
      """
      x.yaml:3:23 "[secret read]" bad-invariant: `never_together` names two things to do, and here is 1
        help: write one invariant for each pair
      x.yaml:4:23 "[secret read, secret write, secret list]" bad-invariant: `never_together` names two things to do, and here are 3
        help: write one invariant for each pair
      x.yaml:5:37 "secret" bad-invariant: `never_together` names `secret read` twice
        help: name two things that nobody may do both of; what nobody may at all, `never` says
      x.yaml:6:24 "secret" bad-invariant: `never_together` takes no `*`
        help: name the resource type and the action
      x.yaml:8:23 "secret read" wrong-shape: a list is due for `never_together`, and this is a single value
        help: for example `[invoice create, invoice approve]`
      x.yaml:9:57 "anyone" bad-invariant: `never_together` speaks of everybody unless `for` names somebody
        help: leave `for` out
      x.yaml:10:35 "note" bad-invariant: `page read` and `note read` are never done in scopes that lie in each other
        help: `never_together` looks at scopes of which one lies in the other, or that are one
      """),
    Finding(
      "no escalation by what gives no role",
      """
      +base
      --- x.yaml
      \(grant)
      invariants:
        a: {no_escalation: secret write, role: resource.rle}
        b: {no_escalation: secret write, role: resource.owner}
        c: {no_escalation: "secret *"}
        d: {no_escalation: secret write, role: context.role, except: [organization.ownr]}
        e: {no_escalation: secret write, role: owner}
        f: {no_escalation: [grant give, grant give], role: resource.role}
      """,
      """
      x.yaml:3:42 "resource.rle" unknown-attribute: there is no attribute `rle` of `secret`
        help: declare it under `resources.secret.attributes`
      x.yaml:4:42 "resource.owner" bad-invariant: `resource.owner` is no role
        base.yaml:16:18 "owner" declared as `principal`
        help: name the attribute that says which role is given, or declare it as `role`
      x.yaml:5:23 "secret" bad-invariant: `no_escalation` takes no `*`
        help: name the resource type and the action
      x.yaml:6:42 "context.role" unknown-attribute: there is no attribute `role` of the context
        help: declare it under `context`
      x.yaml:6:65 "organization.ownr" unknown-role: scope type `organization` has no role `ownr`
        help: did you mean `owner`?
      x.yaml:7:42 "owner" bad-name: `owner` is not a role's full name
        help: write `organization.owner`, or `project.*` for every role of a scope type
      x.yaml:8:35 "grant" bad-invariant: `no_escalation` names `grant give` twice
        help: name it once
      """),
  ]
}
