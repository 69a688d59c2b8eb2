package import DecisionTable
package import PolicyValues

/// Searches over what a table's directory knows: complete, ordered by bytes, without duplicates. What is undecided is
/// left out, and properties sent for the searched entity are not used.
package struct TableSearch: Sendable {
  let table: DecisionTable

  package init(_ table: DecisionTable) { self.table = table }

  /// Some of a search's results in their order.
  package struct Page: Hashable, Sendable {
    /// Ids, or names of actions.
    package var names: [String]
    /// Whether there is nothing behind them.
    package var isLast: Bool
  }

  /// The principals of the question's principal type that may; its id is not used.
  package func principals(_ question: Question, at now: Timestamp) -> [EntityName] {
    page(ofPrincipals: question, at: now).names.map { EntityName(type: question.principal.type, id: $0) }
  }

  /// The ids of those of them that come after an id, at most so many.
  package func page(
    ofPrincipals question: Question, after id: String? = nil, limit: Int = .max, at now: Timestamp
  ) -> Page {
    var page = Page(names: [], isLast: true)
    forEachPrincipal(question, after: id, at: now) { search, position in
      guard page.names.count < limit else {
        page.isLast = false
        return false
      }
      page.names.append(search.id(position))
      return true
    }
    return page
  }

  /// How many they are.
  package func count(ofPrincipals question: Question, at now: Timestamp) -> Int {
    var count = 0
    forEachPrincipal(question, after: nil, at: now) { _, _ in
      count += 1
      return true
    }
    return count
  }

  private func forEachPrincipal(
    _ question: Question, after id: String?, at now: Timestamp,
    _ body: (PrincipalSearch, PrincipalPosition) -> Bool
  ) {
    _ = table.withPrincipalSearch(question, at: now) { search in
      search.forEach(ofType: question.principal.type, after: id) { position in
        search.isAllowed(position) ? body(search, position) : true
      }
    }
  }

  /// The resources of the question's resource type that the principal may do it to; its id is not used. Without a
  /// scope, each is asked about where it lives.
  package func resources(_ question: Question, at now: Timestamp) -> [EntityName] {
    page(ofResources: question, at: now).names.map { EntityName(type: question.resourceType, id: $0) }
  }

  /// The ids of those of them that come after an id, at most so many.
  package func page(
    ofResources question: Question, after id: String? = nil, limit: Int = .max, at now: Timestamp
  ) -> Page {
    var page = Page(names: [], isLast: true)
    table.forEachAllowedResource(question, after: id, at: now) { position in
      guard page.names.count < limit else {
        page.isLast = false
        return false
      }
      page.names.append(table.id(position, ofType: question.resourceType))
      return true
    }
    return page
  }

  /// How many they are.
  package func count(ofResources question: Question, at now: Timestamp) -> Int {
    var count = 0
    table.forEachAllowedResource(question, at: now) { _ in
      count += 1
      return true
    }
    return count
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
