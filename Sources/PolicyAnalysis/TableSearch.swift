package import DecisionTable
package import PolicyValues

/// Searches over what a table's directory knows: complete, ordered by bytes, without duplicates. What is undecided is
/// left out, and properties sent for the searched entity are not used.
package struct TableSearch: Sendable {
  let table: DecisionTable

  package init(_ table: DecisionTable) { self.table = table }

  /// The principals of the question's principal type that may; its id is not used.
  package func principals(_ question: Question, at now: Timestamp) -> [EntityName] {
    var question = question
    question.properties.principal = [:]
    question.roles = .absent
    return table.principals(ofType: question.principal.type).filter { principal in
      question.principal = principal
      return table.decide(question, at: now).isAllowed
    }
  }

  /// The principals of every type that may; the question's own is not used.
  package func everyone(_ question: Question, at now: Timestamp) -> [EntityName] {
    table.principalTypeNames.flatMap { type in
      var question = question
      question.principal.type = type
      return principals(question, at: now)
    }.sorted()
  }

  /// The resources of the question's resource type that the principal may do it to; its id is not used. Without a
  /// scope, each is asked about where it lives.
  package func resources(_ question: Question, at now: Timestamp) -> [EntityName] {
    var question = question
    question.properties.resource = [:]
    return table.resources(ofType: question.resourceType).filter { resource in
      question.resourceID = resource.id
      return table.decide(question, at: now).isAllowed
    }
  }

  /// The actions that the principal may do; the question's own is not used.
  package func actions(_ question: Question, at now: Timestamp) -> [String] {
    var question = question
    question.properties.action = [:]
    return table.actions(of: question.resourceType).filter { action in
      question.action = action
      return table.decide(question, at: now).isAllowed
    }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
