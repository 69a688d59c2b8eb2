import PolicyLanguage

extension TestReport {
  /// The report as GitHub Actions workflow commands: an error for each failure, at the line of its case, and as last
  /// line the summary for the step's log.
  package func github() -> String {
    var lines: [String] = []
    for suite in suites {
      for item in suite.cases {
        guard let failure = item.failure else { continue }
        let text = [item.title, failure.message] + failure.because
        var annotation = GitHubAnnotation(
          .error, title: visibleText(item.test), message: text.map { visibleText($0) }.joined(separator: "\n")
        )
        annotation.file = item.file
        annotation.line = item.line
        annotation.column = item.column
        lines.append(annotation.command)
      }
    }
    return (lines + [summary]).joined(separator: "\n") + "\n"
  }
}
