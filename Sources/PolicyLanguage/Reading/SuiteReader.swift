import PolicyValues
package import YAMLReader

/// Reads one test suite. Names in it are checked against the policy by `validateSuite`.
package struct SuiteReader {
  package var log = DiagnosticLog()
  private let policy: Policy

  package init(policy: Policy) { self.policy = policy }

  /// The suite that a document holds; `path` is the file as messages show it.
  package mutating func read(_ document: YAMLDocument, path: String, file: UInt32) -> Suite {
    let start = Span(file: file, start: 0, end: 0)
    var suite = Suite(file: path, tests: [], span: start)
    guard let root = document.root else {
      reportEmpty(start)
      return suite
    }
    suite.span = root.span
    guard let pairs = log.mapping(root, "a test suite", example: "tests: []") else { return suite }
    var hasTests = false
    for (key, value) in pairs {
      switch key.text ?? "" {
      case "tests":
        hasTests = true
        guard let items = log.sequence(value, "`tests`", example: "- name: a test") else { continue }
        suite.tests = items.compactMap { readTest($0) }
        if items.isEmpty { reportEmpty(value.span) }
      case "directory":
        var reader = DirectoryReader(policy: policy)
        reader.read(value)
        log.report(reader.log.diagnostics)
        suite.directory = reader.directory
      default: log.unknownKey(key, in: "a test suite", known: ["tests", "directory"])
      }
    }
    if !hasTests { reportEmpty(root.span) }
    return suite
  }

  private mutating func reportEmpty(_ span: Span) {
    log.error(
      .emptySuite, "the suite has no tests", at: span, help: "add `tests:` with at least one case, or remove the file")
  }

  private static let testKeys = ["name", "given", "can", "cannot", "in", "as", "expect", "complete"]

  private mutating func readTest(_ node: Node) -> SuiteTest? {
    guard let pairs = log.mapping(node, "a test", example: "{name: …, can: […]}") else { return nil }
    var test = SuiteTest(name: "", span: node.span)
    for (key, value) in pairs {
      switch key.text ?? "" {
      case "name": test.name = log.scalar(value, "a test's name", example: "who may delete") ?? ""
      case "given": readGiven(value, into: &test)
      case "can": test.can = readCases(value, "can")
      case "cannot": test.cannot = readCases(value, "cannot")
      case "in", "as", "expect", "complete": continue
      default: log.unknownKey(key, in: "a test", known: Self.testKeys)
      }
    }
    if node["name"] == nil {
      log.error(.missingKey, "the test has no name", at: node.span, help: "add `name:` with what it shows")
    }
    let isTable = ["in", "as", "expect", "complete"].contains { node[$0] != nil }
    if isTable { test.table = readTable(node) }
    if !isTable, test.can.isEmpty, test.cannot.isEmpty {
      log.error(
        .emptySuite, "the test has no cases", at: node.span, help: "add `can`, `cannot`, or `in`, `as` and `expect`")
    }
    return test
  }

  private mutating func readGiven(_ node: Node, into test: inout SuiteTest) {
    guard let pairs = log.mapping(node, "`given`", example: "{resource.owner: user:bob}") else { return }
    for (key, value) in pairs {
      guard let text = key.text else { continue }
      if text == "now" {
        test.now = log.timestamp(value, "`now`")
        continue
      }
      let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let owner = ConditionOwner(rawValue: String(parts[0])) else {
        log.error(
          .unknownAttribute, "`given` has no `\(text)`", at: key.span,
          help: "give `now`, or an attribute such as `resource.owner` or `context.ip`")
        continue
      }
      guard let given = requestValue(value) else { continue }
      test.given.append(GivenValue(owner, String(parts[1]), given, span: key.span))
    }
  }

  private mutating func requestValue(_ node: Node) -> RequestValue? {
    switch node.kind {
    case .scalar:
      return log.scalar(node, "a given value", example: "user:bob").map { .text($0) }
    case .sequence:
      let items = node.items.compactMap { requestValue($0) }
      return items.count == node.count ? .list(items) : nil
    case .mapping:
      log.error(.wrongShape, "a given value is a single value or a list", at: node.span)
      return nil
    }
  }

  private mutating func readCases(_ node: Node, _ key: String) -> [SuiteCase] {
    guard let items = log.sequence(node, "`\(key)`", example: "[\"user:ada read secret:s1 in project:web\"]") else {
      return []
    }
    return items.compactMap { item in
      guard let text = log.scalar(item, "a case", example: "user:ada read secret:s1 in project:web") else { return nil }
      do throws(CaseError) {
        return try parseCase(text, span: item.span)
      } catch {
        log.error(.badCase, error.message, at: item.span, help: error.help)
        return nil
      }
    }
  }

  private mutating func readTable(_ node: Node) -> TableExpectation? {
    guard let inNode = node["in"], let asNode = node["as"], let expectNode = node["expect"] else {
      let missing = ["in", "as", "expect"].filter { node[$0] == nil }
      log.error(
        .missingKey, "a table of expectations needs \(listed(missing)) too", at: node.span,
        help: "`in` is the scope, `as` the columns, `expect` the rows")
      return nil
    }
    guard let scope = log.scalar(inNode, "`in`", example: "organization:acme"),
      let columns = log.mapping(asNode, "`as`", example: "{admin: user:ada}"),
      let types = log.mapping(expectNode, "`expect`", example: "{secret: {read: [admin]}}")
    else { return nil }
    var table = TableExpectation(
      scope: scope, scopeSpan: inNode.span, columns: [], rows: [], isComplete: false, span: node.span)
    for (key, value) in columns {
      guard let label = log.scalar(key, "a column", example: "admin"), let principal = log.entity(value, "a principal")
      else { continue }
      table.columns.append(TableExpectation.Column(label, principal, span: key.span))
    }
    for (typeKey, value) in types {
      guard let type = typeKey.text, let rows = log.mapping(value, "the rows of `\(type)`", example: "{read: [admin]}")
      else { continue }
      for (key, value) in rows {
        guard let action = log.scalar(key, "an action", example: "read"),
          let labels = log.sequence(value, "a row", example: "[admin]")
        else { continue }
        table.rows.append(
          TableExpectation.Row(
            resourceType: type, action: action, allowed: readLabels(labels, columns: table.columns), span: key.span))
      }
    }
    if let complete = node["complete"] { table.isComplete = log.bool(complete, "`complete`") ?? false }
    if columns.isEmpty || table.rows.isEmpty {
      log.error(
        .emptySuite, "the table has no \(columns.isEmpty ? "columns" : "rows")", at: node.span,
        help: "name at least one principal in `as` and one action in `expect`")
    }
    return table
  }

  private mutating func readLabels(_ items: Node.Items, columns: [TableExpectation.Column]) -> Set<String> {
    let known = columns.map(\.label)
    var labels: Set<String> = []
    for item in items {
      guard let label = log.scalar(item, "a column", example: "admin") else { continue }
      if !known.contains(label) {
        log.error(
          .unknownColumn, "there is no column `\(label)`", at: item.span,
          help: nearest(label, in: known).map { "did you mean `\($0)`?" } ?? "`as` has \(listed(known))")
      } else if !labels.insert(label).inserted {
        log.error(.givenTwice, "column `\(label)` stands twice in the row", at: item.span, help: "remove one")
      }
    }
    return labels
  }
}

/// Why a question's text cannot be read.
package struct CaseError: Error {
  package var message: String
  package var help: String
}

/// Reads `principal action resource`, perhaps followed by `in scope`; the scope may be a path.
package func parseCase(_ text: String, span: Span = .none) throws(CaseError) -> SuiteCase {
  let words = text.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\n" })
  let form = "write `principal action resource in scope`, such as `user:ada read secret:s1 in project:web`"
  guard words.count >= 3 else { throw CaseError(message: "`\(text)` is not a question", help: form) }
  guard let principal = EntityName(String(words[0])) else {
    throw CaseError(message: "the principal `\(words[0])` is not of the form `type:id`", help: form)
  }
  var scope: String?
  if words.count > 3 {
    guard words[3] == "in", words.count >= 5 else {
      throw CaseError(message: "after the resource stands `in` and a scope; `\(text)` goes on otherwise", help: form)
    }
    scope = words[4...].joined(separator: " ")
  }
  let resource = String(words[2])
  let parts: (String, String?)
  if resource.utf8.contains(UInt8(ascii: ":")) {
    guard let name = EntityName(resource) else {
      throw CaseError(message: "the resource `\(resource)` is not of the form `type:id`", help: form)
    }
    parts = (name.type, name.id)
  } else {
    guard NameGrammar.isTypeName(resource.utf8) else {
      throw CaseError(message: "`\(resource)` is not a resource type", help: form)
    }
    parts = (resource, nil)
  }
  return SuiteCase(
    principal: principal, action: String(words[1]), resourceType: parts.0, resourceID: parts.1, scope: scope,
    text: text, span: span)
}
