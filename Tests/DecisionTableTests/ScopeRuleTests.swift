import DecisionTable
import PolicyValues
import Testing

/// Section 4, rules 1 and 2.
@Suite struct ScopeRuleTests {
  private static let world = Result {
    try SampleWorld(
      """
      policy: p
      scopes:
        org: {}
        project: {in: org}
        folder: {in: folder, open: true}
        env: {in: project, open: true}
      principals: {user: {}}
      resources:
        doc: {in: [org, project, folder, env], actions: [read, a:b]}
        card: {in: project, actions: [read], listed: true}
        org: {in: org, actions: [read]}
        project: {in: org, actions: [read, create]}
        folder: {in: folder, actions: [read]}
        env: {in: [project, env], actions: [read], listed: true}
      permissions:
        org: {doc: {"*": [anyone]}, org: {read: [anyone]}, project: {"*": [anyone]}}
        project: {doc: {"*": [anyone]}, card: {read: [anyone]}, env: {read: [anyone]}}
        folder: {doc: {"*": [anyone]}, folder: {read: [anyone]}}
        env: {doc: {"*": [anyone]}, env: {read: [anyone]}}
      directory:
        scopes: {org:a: {}, org:b: {}, project:p: {in: org:a}, folder:top: {}, folder:in: {in: folder:top}}
        resources:
          doc:1: {in: project:p}
          doc:homeless: {}
          card:1: {in: project:p}
      """)
  }

  @Test(arguments: [
    Scenario("user:u read doc:1 in project:p", .granted), Scenario("user:u a:b doc:new in org:a", .granted),
    Scenario("users:u read doc:1 in project:p", .unknownPrincipalType),
    Scenario("User:u read doc:1 in project:p", .unknownPrincipalType),
    Scenario("user:u read docs:1 in project:p", .unknownResourceType),
    Scenario("user:u write doc:1 in project:p", .unknownAction),
    Scenario("user:u * doc:1 in project:p", .unknownAction),
    Scenario("user:u READ doc:1 in project:p", .unknownAction),
    Scenario("user:u create card in project:p", .unknownAction),
    Scenario("user:u read card:1 in org:a", .outOfScope), Scenario("user:u read card in org:nowhere", .outOfScope),
  ])
  func closedVocabulary(scenario: Scenario) throws { try scenario.hold(in: Self.world.get()) }

  @Test(arguments: [
    Scenario("user:u read doc:1", .granted), Scenario("user:u read doc:1 in org:a", .scopeMismatch),
    Scenario("user:u read doc:homeless", .noScope), Scenario("user:u read doc:homeless in org:b", .granted),
    Scenario("user:u read doc:new", .noScope), Scenario("user:u read doc", .noScope),
    Scenario("user:u read doc:new in org:nowhere", .unknownScope),
    Scenario("user:u read doc:new in team:a", .unknownScope), Scenario("user:u read doc:new in org:A", .unknownScope),
    Scenario("user:u read doc:new in project", .unknownScope),
    Scenario("user:u read doc:new in project:p in org:a", .granted),
    Scenario("user:u read doc:new in project:p in org:b", .scopeMismatch),
    Scenario("user:u read doc:new in project:p in org:nowhere", .scopeMismatch),
    Scenario("user:u read doc:new in project:p in team:a", .unknownScope),
    Scenario("user:u read doc:new in project:new in org:a", .unknownScope),
    Scenario("user:u read doc:new in org:a in org:a", .scopeMismatch),
    Scenario("user:u read card:1 in project:p", .granted), Scenario("user:u read card:1", .granted),
    Scenario("user:u read card:2 in project:p", .unknownResource), Scenario("user:u read card in project:p", .granted),
  ])
  func theDirectoryKnowsBetter(scenario: Scenario) throws { try scenario.hold(in: Self.world.get()) }

  @Test(arguments: [
    Scenario("user:u read doc:new in folder:new", .granted),
    Scenario("user:u read doc:new in folder:new in folder:top", .granted),
    Scenario("user:u read doc:new in folder:new in folder:newer", .granted),
    Scenario("user:u read doc:new in folder:in in folder:new", .scopeMismatch),
    Scenario("user:u read doc:new in folder:top in folder:new", .scopeMismatch),
    Scenario("user:u read doc:new in folder:new in org:a", .unknownScope),
    Scenario("user:u read doc:new in folder:new in folder:new", .unknownScope),
    Scenario("user:u read doc:new in env:e in project:p", .granted),
    Scenario("user:u read doc:new in env:e in project:p in org:a", .granted),
    Scenario("user:u read doc:new in env:e in project:p in org:b", .scopeMismatch),
    Scenario("user:u read doc:new in env:e in project:new", .unknownScope),
    Scenario("user:u read doc:new in env:e in project:new in org:a", .unknownScope),
    Scenario("user:u read doc:new in env:e in org:a", .unknownScope),
    Scenario("user:u read doc:new in env:e", .unknownScope),
    Scenario("user:u read doc:1 in env:e in project:p", .scopeMismatch),
  ])
  func openScopesAreBelieved(scenario: Scenario) throws { try scenario.hold(in: Self.world.get()) }

  @Test(arguments: [
    Scenario("user:u read org:a", .granted), Scenario("user:u read org:a in org:a", .granted),
    Scenario("user:u read org:a in org:b", .scopeMismatch), Scenario("user:u read org:new", .unknownResource),
    Scenario("user:u read org:new in org:a", .unknownResource),
    Scenario("user:u read org:new in org:new", .unknownScope),
    Scenario("user:u read project:p in org:a", .granted), Scenario("user:u read project:p in project:p", .granted),
    Scenario("user:u read project:p", .granted), Scenario("user:u read project:p in org:b", .scopeMismatch),
    Scenario("user:u create project in org:a", .granted), Scenario("user:u create project", .noScope),
    Scenario("user:u create project in project:p", .outOfScope),
    Scenario("user:u create project:new in org:a", .unknownResource),
    Scenario("user:u read folder:in in folder:top", .granted), Scenario("user:u read folder:new", .granted),
    Scenario("user:u read folder:new in folder:in", .granted),
    Scenario("user:u read folder:new in folder:new in folder:top", .granted),
    Scenario("user:u read folder:in in folder:new", .scopeMismatch),
    // Listed goes before open.
    Scenario("user:u read env:new in project:p", .unknownResource),
    Scenario("user:u read env:new in env:new in project:p", .unknownResource),
    Scenario("user:u read env:new", .unknownResource), Scenario("user:u read env in project:p", .granted),
  ])
  func scopesAreResourcesToo(scenario: Scenario) throws { try scenario.hold(in: Self.world.get()) }

  @Test func theDefaultScopeIsForThoseThatNameNone() throws {
    let world = try SampleWorld(
      """
      policy: p
      scopes: {app: {}, org: {}}
      principals: {user: {}}
      resources: {doc: {in: [app, org], actions: [read]}, bill: {in: org, actions: [read]}}
      permissions: {app: {doc: {read: [anyone]}}}
      directory:
        default_scope: app:main
        scopes: {app:main: {}, org:a: {}}
        resources: {doc:1: {in: org:a}}
      """)
    for scenario in [
      Scenario("user:u read doc", .granted), Scenario("user:u read doc:new", .granted),
      Scenario("user:u read doc:1", .noRole), Scenario("user:u read doc:1 in app:main", .scopeMismatch),
      Scenario("user:u read bill", .outOfScope),
    ] {
      try scenario.hold(in: world)
    }
  }
}
