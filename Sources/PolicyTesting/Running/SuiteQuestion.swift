import DecisionTable
package import PolicyLanguage
import PolicyValues
package import YAMLReader

/// One question that a suite asks, with the answer that it expects.
package struct SuiteQuestion: Sendable {
  /// The name of the test that it belongs to.
  package var test: String
  /// As reports show it: the case itself, or `connection delete · manager (user:mia)` for a cell of a table.
  package var title: String
  package var span: Span
  var question: Question
  package var isAllowExpected: Bool
  /// The time that the test gives it; `nil` for the clock's.
  var now: Timestamp?
}

extension SuiteTest {
  /// The questions of the test: what can, what cannot, then its table row by row.
  package var questions: [SuiteQuestion] {
    let properties = RequestProperties(given)
    func asked(_ question: Question, _ isAllowed: Bool, title: String, at span: Span) -> SuiteQuestion {
      SuiteQuestion(
        test: name, title: title, span: span, question: question, isAllowExpected: isAllowed, now: now)
    }
    var questions: [SuiteQuestion] = []
    for (items, isAllowed) in [(can, true), (cannot, false)] {
      questions += items.map { item in
        let question = Question(
          principal: item.principal, action: item.action, resourceType: item.resourceType,
          resourceID: item.resourceID, scope: item.scope, properties: properties)
        return asked(question, isAllowed, title: item.text, at: item.span)
      }
    }
    guard let table else { return questions }
    for row in table.rows {
      questions += table.columns.map { column in
        let question = Question(
          principal: column.principal, action: row.action, resourceType: row.resourceType, scope: table.scope,
          properties: properties)
        return asked(
          question, row.allowed.contains(column.label),
          title: "\(row.resourceType) \(row.action) · \(column.label) (\(column.principal))", at: row.span)
      }
    }
    return questions
  }
}

extension RequestProperties {
  /// The values that a test gives its requests.
  package init(_ given: [GivenValue]) {
    self.init()
    for value in given {
      switch value.owner {
      case .principal: principal[value.attribute] = value.value
      case .resource: resource[value.attribute] = value.value
      case .scope: scope[value.attribute] = value.value
      case .context: context[value.attribute] = value.value
      case .action: action[value.attribute] = value.value
      }
    }
  }
}
