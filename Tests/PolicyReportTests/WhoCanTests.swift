import DecisionTable
import PolicyAnalysis
import PolicyValues
import Testing

@testable import PolicyReport

/// The answers that a page brings along, against the table's own search.
@Suite struct WhoCanTests {
  @Test(arguments: ["pica", "pug", "studio"]) func answersAreTheSearchs(set: String) throws {
    let report = try PolicyReportTests.seed(set)
    let (table, now) = (report.table, report.now)
    let who = WhoCan(table, limits: report.limits, at: now)
    #expect(who.scopes == table.scopes)
    let search = TableSearch(table)
    var open = 0
    for (scope, types) in zip(who.scopes, who.answers) {
      for (type, actions) in zip(table.resourceTypeNames, types) {
        #expect(actions.isEmpty != table.scopeTypes(of: type).contains(scope.type))
        for (action, answer) in zip(table.actions(of: type), actions) {
          let everyone = table.principalTypeNames.flatMap { kind in
            search.principals(
              Question(
                principal: EntityName(type: kind, id: "x"), action: action, resourceType: type,
                scope: scope.description), at: now)
          }
          #expect(answer.can.map { who.principals[$0] } == everyone.sorted(), "\(action) \(type) \(scope)")
          #expect(Set(answer.can).isDisjoint(with: answer.may))
          open += answer.may.count
        }
      }
    }
    // Nothing in pug's tables waits for a request's values but a forbid that has its own.
    #expect((open > 0) == (set != "pug"))
  }

  @Test func base64IsThatOfTheStandard() {
    // RFC 4648, section 10.
    let vectors = [
      "": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==", "fooba": "Zm9vYmE=", "foobar": "Zm9vYmFy",
    ]
    for (text, encoded) in vectors { #expect(base64(Array(text.utf8)) == encoded) }
    let policy = contentPolicy(style: "", script: "abc")
    #expect(policy.contains("style-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';"))
    #expect(policy.contains("script-src 'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=';"))
  }
}
