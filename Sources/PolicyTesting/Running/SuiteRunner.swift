import DecisionTable
import PolicyAnalysis
package import PolicyCompiler
package import PolicyLanguage
package import PolicyValues
import YAMLReader

/// What a run takes in, and when it ends.
package struct RunOptions: Sendable {
  /// A glob over the names of tests, with `*` and `?`; `nil` runs all.
  package var filter: String?
  /// Whether the first failure ends the run.
  package var failFast: Bool

  package init(filter: String? = nil, failFast: Bool = false) {
    self.filter = filter
    self.failFast = failFast
  }
}

/// Runs the suites of one set.
package struct SuiteRunner {
  private let set: PolicySet
  private let options: RunOptions
  private let now: Timestamp

  package init(_ set: PolicySet, options: RunOptions = RunOptions(), now: Timestamp) {
    self.set = set
    self.options = options
    self.now = now
  }

  /// Runs every test that the filter lets through. Fails if the set does not compile, or a suite cannot be asked:
  /// a column that stands for a role must hold it.
  package func run() throws(LoadFailure) -> TestReport {
    let loaded = try loadPolicy(set, at: now, checksInvariants: false)
    let index = PolicyIndex(set.policy)
    var log = DiagnosticLog()
    var tables: [DecisionTable] = []
    for suite in set.suites {
      let table =
        try suite.directory.map { directory throws(LoadFailure) in
          try compiledTable(set.policy, directory, sources: set.sources, root: set.path)
        } ?? loaded.table
      checkColumns(of: suite, table, index, &log)
      tables.append(table)
    }
    if log.hasErrors { throw LoadFailure(diagnostics: log.diagnostics, sources: set.sources) }
    var report = TestReport()
    let clock = ContinuousClock()
    for (suite, table) in zip(set.suites, tables) {
      let start = clock.now
      var run = SuiteRun(
        table: table, sources: set.sources, file: suite.file, root: set.path, failFast: options.failFast, now: now)
      for test in suite.tests where isWanted(test) && !run.isOver { run.run(test) }
      if !run.cases.isEmpty {
        report.suites.append(
          SuiteReport(
            policy: set.policy.name, set: set.path, file: suite.file, cases: run.cases, duration: clock.now - start))
      }
      if run.isOver { break }
    }
    return report
  }

  private func isWanted(_ test: SuiteTest) -> Bool {
    options.filter.map { matchesGlob(test.name, $0) } ?? true
  }

  /// A label that is a role's name must be held by the principal that stands for it, or the column says nothing of it.
  private func checkColumns(
    of suite: Suite, _ table: DecisionTable, _ index: PolicyIndex, _ log: inout DiagnosticLog
  ) {
    for test in suite.tests {
      guard let expectation = test.table, let path = ScopePath(expectation.scope) else { continue }
      let roles = index.rolesByScopeType[path.elements[0].type] ?? []
      for column in expectation.columns where roles.contains(column.label) {
        let held = table.effectiveRoles(of: column.principal, at: expectation.scope, now: test.now ?? now)
        guard let held else {
          log.error(
            .unknownScope, "the directory has no scope `\(expectation.scope)`", at: expectation.scopeSpan,
            help: "name a scope of the directory that the suite runs on")
          break
        }
        if !held.contains(column.label) {
          let instead = held.isEmpty ? "holds no role there" : "holds \(listed(held))"
          log.error(
            .columnNotHeld,
            "column `\(column.label)` is a role, and `\(column.principal)` does not hold it at `\(expectation.scope)`",
            at: column.span, help: "it \(instead); name a principal that holds the role, or choose another label")
        }
      }
    }
  }
}

/// One suite's run.
private struct SuiteRun {
  let table: DecisionTable
  let sources: SourceMap
  let file: String
  let root: String
  let failFast: Bool
  let now: Timestamp
  var cases: [CaseReport] = []
  /// Whether a failure has ended it.
  var isOver = false

  mutating func run(_ test: SuiteTest) {
    for question in test.questions { ask(question, test) }
    if let expectation = test.table, expectation.isComplete { checkCompleteness(expectation, test) }
  }

  /// `complete: true` is a case of its own for each resource type named: it fails when an action that can be asked of
  /// the type in this scope has no row.
  private mutating func checkCompleteness(_ expectation: TableExpectation, _ test: SuiteTest) {
    let scopeType = String(expectation.scope.prefix { $0 != ":" })
    let types = expectation.rows.reduce(into: [String]()) { types, row in
      if !types.contains(row.resourceType) { types.append(row.resourceType) }
    }
    for type in types where table.scopeTypes(of: type).contains(scopeType) {
      let rows = expectation.rows.filter { $0.resourceType == type }
      let missing = table.actions(of: type).filter { action in !rows.contains { $0.action == action } }
      let because = missing.isEmpty ? [] : ["add rows for \(listed(missing)); `[]` is for what no column may"]
      record(
        missing.isEmpty
          ? .passed
          : .failed(
            CaseReport.Failure(
              expected: "a row for every action", actual: "none for \(listed(missing))", reason: "incomplete",
              because: because)), test, title: "\(type) · complete", at: rows.first?.span ?? expectation.span)
    }
  }

  private mutating func record(
    _ outcome: CaseReport.Outcome, _ test: SuiteTest, title: String, at span: Span
  ) {
    guard !isOver else { return }
    if case .failed = outcome { isOver = failFast }
    let position = sources[span.file]?.position(at: Int(span.start))
    cases.append(
      CaseReport(
        test: test.name, title: title, file: file, line: position?.line ?? 0, column: position?.column ?? 0,
        outcome: outcome))
  }

  private mutating func ask(_ asked: SuiteQuestion, _ test: SuiteTest) {
    guard !isOver else { return }
    let time = asked.now ?? now
    let decision = table.decide(asked.question, at: time)
    var outcome = CaseReport.Outcome.passed
    if decision.isAllowed != asked.isAllowExpected {
      outcome = .failed(
        CaseReport.Failure(
          expected: asked.isAllowExpected ? "allow" : "deny", actual: decision.isAllowed ? "allow" : "deny",
          reason: decision.reason.rawValue, because: explain(asked.question, in: table, at: time, root: root).lines))
    }
    record(outcome, test, title: asked.title, at: asked.span)
  }
}
