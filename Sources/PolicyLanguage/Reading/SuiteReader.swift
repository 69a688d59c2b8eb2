import PolicyValues
package import YAMLReader

/// Reads one test suite. Names in it are checked against the policy by `validateSuite`.
package struct SuiteReader {
  package var log = DiagnosticLog()
  private let policy: Policy
  private var source = SourceFile(path: "", bytes: [])

  package init(policy: Policy) { self.policy = policy }

  /// The suite that a document holds, read from `source`, which is `file` of the source map.
  package mutating func read(_ document: YAMLDocument, source: SourceFile, file: UInt32) -> Suite {
    self.source = source
    let path = source.path
    let start = Span(file: file, start: 0, end: 0)
    var suite = Suite(file: path, tests: [], span: start)
    guard let root = document.root else {
      reportEmpty(start)
      return suite
    }
    suite.span = root.span
    guard let pairs = log.mapping(root, "a test suite", example: "tests: [{name: …, can: […]}]") else { return suite }
    var hasTests = false
    for (key, value) in pairs {
      switch key.text ?? "" {
      case "tests":
        hasTests = true
        guard let items = log.sequence(value, "`tests`", example: "[{name: …, can: […]}]") else { continue }
        suite.tests = items.compactMap { readTest($0) }
        if items.isEmpty { reportEmpty(value.span) }
      case "directory":
        var reader = DirectoryReader(policy: policy)
        reader.read(value)
        log.report(reader.log.diagnostics)
        suite.directory = reader.directory
      case let text where PolicyReader.sections.contains(text):
        log.error(
          .unknownKey, "`\(text)` does not stand in a test suite", at: key.span,
          help: "move it to a file whose name does not end in `_test.yaml`")
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
      guard parts.count == 2, let owner = ConditionOwner(rawValue: String(parts[0])),
        NameGrammar.isName(parts[1].utf8)
      else {
        log.error(
          .unknownAttribute, "`given` has no `\(text)`", at: key.span,
          help: "give `now`, or an attribute such as `resource.owner` or `context.ip`")
        continue
      }
      guard let given = requestValue(value) else { continue }
      var read = GivenValue(owner, String(parts[1]), given, span: key.span)
      read.valueSpan = value.span
      test.given.append(read)
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
      log.error(
        .wrongShape, "a given value is a single value or a list, and this is a mapping", at: node.span,
        help: "for example `user:bob` or `[a, b]`")
      return nil
    }
  }

  private mutating func readCases(_ node: Node, _ key: String) -> [SuiteCase] {
    guard let items = log.sequence(node, "`\(key)`", example: "[\"user:ada read secret:s1 in project:web\"]") else {
      return []
    }
    return items.compactMap { item in
      guard let text = log.scalar(item, "a case", example: "user:ada read secret:s1 in project:web") else { return nil }
      let places = ScalarPlaces(node: item, text: text, source: source)
      do throws(CaseError) {
        return try parseCase(text, span: item.span) { places.span(of: $0) }
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
      // Swift takes canonically equivalent labels for one, and so would whoever reads the file.
      if let same = table.columns.first(where: { $0.label == label }) {
        log.reportTwice("column `\(label)` is given twice", at: key.span, first: same.span)
        continue
      }
      var column = TableExpectation.Column(label, principal, span: key.span)
      column.principalSpan = value.span
      table.columns.append(column)
    }
    for (typeKey, value) in types {
      guard let type = log.typeName(typeKey, "a resource type"),
        let rows = log.mapping(value, "the rows of `\(type)`", example: "{read: [admin]}")
      else { continue }
      for (key, value) in rows {
        guard let action = log.actionName(key, "an action"),
          let labels = log.sequence(value, "a row", example: "[admin]")
        else { continue }
        var row = TableExpectation.Row(
          resourceType: type, action: action, allowed: readLabels(labels, columns: table.columns), span: key.span)
        row.resourceSpan = typeKey.span
        table.rows.append(row)
      }
    }
    if let complete = node["complete"] { table.isComplete = log.bool(complete, "`complete`") ?? false }
    if columns.isEmpty || types.allSatisfy({ $0.value.kind == .mapping && $0.value.count == 0 }) {
      log.error(
        .emptySuite, "the table has no \(columns.isEmpty ? "columns" : "rows")",
        at: (columns.isEmpty ? asNode : expectNode).span,
        help: "name at least one principal in `as` and one action in `expect`")
    }
    return table
  }

  private mutating func readLabels(_ items: Node.Items, columns: [TableExpectation.Column]) -> Set<String> {
    let known = columns.map(\.label)
    var labels: Set<String> = []
    var first: [String: Span] = [:]
    for item in items {
      guard let label = log.scalar(item, "a column", example: "admin") else { continue }
      if !known.contains(where: { item.isText($0) }) {
        log.error(
          .unknownColumn, "there is no column `\(label)`", at: item.span,
          help: nearest(label, in: known).map { "did you mean `\($0)`?" } ?? "`as` has \(listed(known))")
      } else if let first = first.updateValue(item.span, forKey: label) {
        log.reportTwice("column `\(label)` stands twice in the row", at: item.span, first: first)
      } else {
        labels.insert(label)
      }
    }
    return labels
  }
}
