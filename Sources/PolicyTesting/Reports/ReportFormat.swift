package import PolicyLanguage

/// The forms that a report is written in.
package enum ReportFormat: String, CaseIterable, Sendable {
  /// For a person.
  case terminal
  /// The Test Anything Protocol, version 14.
  case tap
  /// JUnit's XML, which most CI systems read.
  case junit
  /// For scripts.
  case json
  /// GitHub Actions workflow commands.
  case github
  /// For a pull request's comment, or a job's summary.
  case markdown
}

extension TestOutcome {
  /// The outcome in a form. Of tests that cannot run every form says why: those that hold cases have one for each error.
  /// Style, quiet and time are for the terminal's.
  package func text(
    _ format: ReportFormat, style: TerminalStyle = .plain, isQuiet: Bool = false, showsTime: Bool = false
  ) -> String {
    switch (format, self) {
    case (.terminal, .ran(let report)):
      report.terminalText(style: style, isQuiet: isQuiet, showsTime: showsTime)
    case (.terminal, .cannotRun(let refusal)): refusal.text(style: style)
    case (.github, .ran(let report)): report.github()
    case (.github, .cannotRun(let refusal)): refusal.github()
    case (.markdown, .ran(let report)): report.markdown()
    case (.markdown, .cannotRun(let refusal)): refusal.markdown()
    case (.tap, _): report.tap()
    case (.junit, _): report.junit()
    case (.json, _): report.json()
    }
  }

  /// The cases; of a run that was refused, its errors as failed cases.
  package var report: TestReport {
    switch self {
    case .ran(let report): report
    case .cannotRun(let refusal): TestReport(refusal)
    }
  }
}
