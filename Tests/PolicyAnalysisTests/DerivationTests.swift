import DecisionTable
import PolicyAnalysis
import PolicyLanguage
import PolicyValues
import Testing

/// The whole of `policy why`, word for word.
@Suite struct DerivationTests {
  @Test func anAllowThroughIncludes() throws {
    let report = try Seeds.why(
      "user:ada delete secret in project:web", in: Seeds.table("pica"), root: "policies/pica")
    #expect(
      report.lines().joined(separator: "\n") == """
        granted by permissions.project.secret.delete: admin (policies/pica/permissions.yaml:74)
        user:ada holds organization.owner at organization:acme, which includes project.admin

        asked: may user:ada delete secret in project:web?
          scope: project:web in organization:acme, as the question says
        user:ada holds
          organization.owner at organization:acme
            organization.owner includes organization.admin includes project.admin
        cells that grant
          permissions.project.secret.delete: admin (policies/pica/permissions.yaml:74), which decides
        cells that do not grant
          permissions.project.secret.delete: manager (policies/pica/permissions.yaml:74): project.manager is not held at project:web
        """)
  }

  @Test func anAllowThroughAGroupPastAForbid() throws {
    let report = try Seeds.why(
      "api_key:k read doc:plan", in: World.table(), root: "w")
    #expect(
      report.lines().joined(separator: "\n") == """
        granted by permissions.project.doc.read: viewer (w/policy.yaml:29)
        api_key:k holds project.viewer at project:web
        user:max, which bounds it, may do so too

        asked: may api_key:k read doc:plan in project:web?
          scope: project:web in organization:acme, where doc:plan lives
        api_key:k holds
          project.editor at project:web
            project.editor includes project.viewer
          project.viewer at project:web
        cells that grant
          permissions.project.doc.read: viewer (w/policy.yaml:29), which decides
        bounded by user:max, which may do so too
          asked: may user:max read doc:plan in project:web?
            scope: project:web in organization:acme, where doc:plan lives
          user:max holds
            project.viewer at project:web
          cells that grant
            permissions.project.doc.read: viewer (w/policy.yaml:29), which decides
        """)
    let question = try World.question("user:ada delete doc:plan")
    let past = WhyReport(question, in: try World.table(), at: World.now, root: "w")
    #expect(
      past.lines().suffix(4).joined(separator: "\n") == """
        forbids that do not apply
          forbid.organization.doc.delete: anyone if on_hold (w/policy.yaml:34): its condition is false
            condition on_hold: context.hold == true
              context.hold == true is false (context.hold is false)
        """)
  }

  @Test func aDenyWithItsConditions() throws {
    let report = try Seeds.why("user:mia update doc:plan", in: World.table(), root: "w")
    #expect(
      report.lines().joined(separator: "\n") == """
        permissions.project.doc.update: viewer if owned (w/policy.yaml:30) would grant it, but its condition is false
        condition owned: resource.owner == principal
          resource.owner == principal is false (resource.owner is user:max, principal is user:mia)
        what would allow it, nearest first
          1. resource.owner is user:max in the directory, for doc:plan; it would have to be user:mia
          2. assign project.editor at project:web to user:mia
          3. assign organization.admin at organization:acme to user:mia
          4. add `viewer` to permissions.project.doc.update (w/policy.yaml:30); 5 other principals hold it there too

        asked: may user:mia update doc:plan in project:web?
          scope: project:web in organization:acme, where doc:plan lives
        user:mia holds
          project.viewer at project:web through team:core
        cells that do not grant
          permissions.project.doc.update: editor (w/policy.yaml:30): project.editor is not held at project:web
          permissions.project.doc.update: viewer if owned (w/policy.yaml:30): its condition is false
        """)
  }

  @Test func theAnswerAndItsDerivationAgree() throws {
    let table = try World.table()
    for example in ExplanationTests.examples {
      let question = try World.question(example.question, hold: example.hold)
      let derivation = table.derivation(of: question, at: World.now)
      #expect(derivation.decision == table.decide(question, at: World.now))
      if derivation.decision.isAllowed {
        #expect(derivation.permits.first?.decides == true)
      }
    }
  }

  @Test func jsonStandsBesideTheAnswer() throws {
    let question = try World.question("user:mia update doc:plan")
    let report = WhyReport(question, in: try World.table(), at: World.now, root: "w")
    let json = JSONValue.object(report.jsonMembers).text(pretty: false)
    let remedy =
      #"{"steps":[{"kind":"directory_value","text":"resource.owner is user:max in the directory, for doc:plan; it would have to be user:mia","name":"resource.owner","entity":"doc:plan","value":"user:mia","need":null,"current":"user:max"}]}"#
    #expect(json.contains(#""remedies":["# + remedy))
    #expect(json.hasSuffix(#""remediesComplete":true}"#))
    #expect(
      json.hasPrefix(
        #"{"derivation":{"principal":"user:mia","action":"update","resource":"doc:plan","decision":false,"reason":"condition_false","scopeFrom":"home","scopes":[{"scope":"project:web","known":true,"disabled":false,"permissionsAsked":true,"roles":["project.viewer"]},"#
      ))
    let held =
      #""held":[{"role":"project.viewer","scope":"project:web","group":"team:core","until":null,"over":false,"fromRequest":false,"includes":[]}]"#
    #expect(json.contains(held))
  }
}
