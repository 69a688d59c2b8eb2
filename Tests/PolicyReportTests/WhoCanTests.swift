import DecisionTable
import PolicyValues
import Testing

@testable import PolicyReport

/// The answers that a page brings along, against the table's decisions, one by one.
@Suite struct WhoCanTests {
  @Test(arguments: ["pica", "pug", "studio"]) func answersAreTheTables(set: String) throws {
    let report = try PolicyReportTests.seed(set)
    let (table, now) = (report.table, report.now)
    let who = WhoCan(table, limits: report.limits, at: now)
    #expect(who.scopes == table.scopes)
    var open = 0
    for (scope, types) in zip(who.scopes, who.answers) {
      for (type, actions) in zip(table.resourceTypeNames, types) {
        #expect(actions.isEmpty != table.scopeTypes(of: type).contains(scope.type))
        for (action, answer) in zip(table.actions(of: type), actions) {
          let allowed = who.principals.indices.filter { position in
            let question = Question(
              principal: who.principals[position], action: action, resourceType: type, scope: scope.description)
            return table.decide(question, at: now).isAllowed
          }
          #expect(answer.can == allowed, "\(action) \(type) \(scope)")
          #expect(Set(answer.can).isDisjoint(with: answer.may))
          open += answer.may.count
        }
      }
    }
    if set == "pica" { #expect(open > 0) }
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
