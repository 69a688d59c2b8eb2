import PolicyLanguage

extension TestReport {
  /// The report as GitHub Actions workflow commands: an error for each failure, at the line of its case, and as last
  /// line the summary for the step's log.
  package func github() -> String { annotations + summary + "\n" }

  /// The failures alone.
  package var annotations: String {
    suites.flatMap(\.cases).compactMap(Self.annotation).map { $0.command + "\n" }.joined()
  }

  private static func annotation(of item: CaseReport) -> GitHubAnnotation? {
    guard let failure = item.failure else { return nil }
    let text = [item.title, failure.message] + failure.because
    var annotation = GitHubAnnotation(
      .error, title: visibleText(item.test), message: text.map { visibleText($0) }.joined(separator: "\n"))
    annotation.file = item.file
    annotation.line = item.line
    annotation.column = item.column
    return annotation
  }
}

extension TestRefusal {
  /// What is wrong as GitHub Actions workflow commands.
  package func github() -> String {
    guard !findings.isEmpty else {
      return GitHubAnnotation(.error, title: "policy test", message: visibleText(message)).command + "\n"
    }
    return diagnosticsGitHub(diagnostics, sources: sources)
  }
}

extension TestOutcome {
  /// Workflow commands for what failed, and nothing if all passed.
  package var annotations: String {
    switch self {
    case .ran(let report): report.annotations
    case .cannotRun(let refusal): refusal.github()
    }
  }
}
