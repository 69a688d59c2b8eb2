package import PolicyLanguage
package import YAMLReader

extension TestReport {
  /// The report of a policy's tests that cannot run: each error as a failed case, in a suite of its file.
  package init(cannotRun diagnostics: [Diagnostic], policy: String, sources: SourceMap) {
    self.init()
    for diagnostic in diagnostics.inReportOrder() where diagnostic.severity == .error {
      let file = sources[diagnostic.span.file]
      let position = file?.position(at: Int(diagnostic.span.start))
      let path = file?.path ?? ""
      let failure = CaseReport.Failure(
        expected: "a set without errors", actual: diagnostic.message, reason: diagnostic.code.rawValue,
        because: diagnostic.help.map { [$0] } ?? [])
      let entry = CaseReport(
        test: "check", title: diagnostic.message, file: path, line: position?.line ?? 0, column: position?.column ?? 0,
        outcome: .failed(failure))
      if let last = suites.indices.last, suites[last].file == path {
        suites[last].cases.append(entry)
      } else {
        suites.append(SuiteReport(policy: policy, file: path, cases: [entry]))
      }
    }
  }
}
