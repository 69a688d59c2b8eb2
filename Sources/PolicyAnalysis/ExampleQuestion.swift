package import DecisionTable
package import PolicyValues

extension TableSearch {
  /// How many principals are tried before giving up: an example is a courtesy, and must not cost a start.
  private static let triedPrincipals = 64

  /// A question that the answer to is allow, for a person to try; `nil` if none is found soon.
  package func example(at now: Timestamp) -> Question? {
    for principal in table.principals(first: Self.triedPrincipals) {
      for holding in table.holdings(of: principal, at: now) {
        for type in table.resourceTypeNames where table.scopeTypes(of: type).contains(holding.scope.type) {
          for action in table.actions(of: type) {
            let question = Question(
              principal: principal, action: action, resourceType: type, scope: holding.scope.description)
            if table.decide(question, at: now).isAllowed { return question }
          }
        }
      }
    }
    return nil
  }
}
