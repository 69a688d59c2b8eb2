package import PolicyLanguage
package import YAMLReader

/// What came of a run over policy sets.
package enum TestOutcome: Sendable {
  /// The suites were run; cases may have failed.
  case ran(TestReport)
  /// Nothing can be said of any case.
  case cannotRun(TestRefusal)

  /// As DESIGN.md, section 5: 0 if every case passed, 1 if one failed, 2 if the tests could not run.
  package var exitStatus: Int32 {
    switch self {
    case .ran(let report): report.failed == 0 ? 0 : 1
    case .cannotRun: 2
    }
  }
}

/// Why tests could not run: what was found in the sets, or one thing that no file is to blame for.
package struct TestRefusal: Error, Sendable {
  /// What was found in one set, warnings included.
  package struct Findings: Sendable {
    /// The policy's name; empty if it has none.
    package var policy: String
    package var diagnostics: [Diagnostic]

    package init(policy: String, diagnostics: [Diagnostic]) {
      self.policy = policy
      self.diagnostics = diagnostics
    }
  }

  /// Of each set that has errors, in the order of the sets.
  package var findings: [Findings] = []
  /// The files that the findings point into.
  package var sources = SourceMap()
  /// What is wrong where nothing was found: one line, lower case.
  package var message = ""
  /// The path that the message is about.
  package var path = ""

  package init(_ message: String, path: String) {
    self.message = message
    self.path = path
  }

  package init(findings: [Findings], sources: SourceMap) {
    self.findings = findings
    self.sources = sources
  }

  /// Everything that was found, of all sets.
  package var diagnostics: [Diagnostic] { findings.flatMap(\.diagnostics) }

  /// As a person reads it.
  package func text(style: TerminalStyle) -> String {
    guard !findings.isEmpty else { return style.paint("error", .error) + ": \(visibleText(message))\n" }
    return DiagnosticRenderer(sources: sources, style: style).render(diagnostics)
  }
}
