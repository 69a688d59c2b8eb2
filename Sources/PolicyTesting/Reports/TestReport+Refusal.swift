import PolicyLanguage
import YAMLReader

extension TestReport {
  /// The report of tests that cannot run: each error as a failed case, in a suite of its file.
  package init(_ refusal: TestRefusal) {
    self.init()
    guard !refusal.findings.isEmpty else {
      let entry = CaseReport(
        test: "check", title: refusal.message, file: refusal.path, line: 0, column: 0,
        outcome: .failed(.init(expected: "tests that can run", actual: refusal.message, reason: "cannot_run")))
      suites = [SuiteReport(policy: "", file: refusal.path, cases: [entry])]
      return
    }
    for found in refusal.findings { add(found, refusal.sources) }
  }

  private mutating func add(_ found: TestRefusal.Findings, _ sources: SourceMap) {
    var isFirst = true
    for diagnostic in found.diagnostics.inReportOrder() where diagnostic.severity == .error {
      let file = sources[diagnostic.span.file]
      let position = file?.position(at: Int(diagnostic.span.start))
      let path = file?.path ?? ""
      let failure = CaseReport.Failure(
        expected: "a set without errors", actual: diagnostic.message, reason: diagnostic.code.rawValue,
        because: diagnostic.help.map { [$0] } ?? [])
      let entry = CaseReport(
        test: "check", title: diagnostic.message, file: path, line: position?.line ?? 0, column: position?.column ?? 0,
        outcome: .failed(failure))
      if !isFirst, let last = suites.indices.last, suites[last].file == path {
        suites[last].cases.append(entry)
      } else {
        suites.append(SuiteReport(policy: found.policy, file: path, cases: [entry]))
        isFirst = false
      }
    }
  }
}
