package import PolicyLanguage

extension TestReport {
  /// The report for a person: a line for each suite, each failure in full, and the counts.
  ///
  ///     ✗ policies/pica/organization_test.yaml  41 passed, 1 failed
  ///
  ///     failed: organization permission reference
  ///       connection delete · manager (user:mia)
  ///       at policies/pica/organization_test.yaml:12:17
  ///       expected allow, got deny: no_grant
  ///         role organization.manager has no cell in this row (permissions.yaml:31)
  ///
  ///     41 passed, 1 failed
  ///
  /// Failures of one test stand under one heading. The last line is always the summary alone, never coloured: scripts
  /// match on it. What has no failure is left out if `isQuiet`; how long it took is told if `showsTime`, which makes a
  /// text that differs from run to run.
  package func terminalText(style: TerminalStyle, isQuiet: Bool = false, showsTime: Bool = false) -> String {
    var lines = suites.compactMap { suite in
      isQuiet && suite.failed == 0 ? nil : Self.line(of: suite, style: style, showsTime: showsTime)
    }
    for suite in suites {
      var heading: String?
      for item in suite.cases {
        guard let failure = item.failure else { continue }
        if !lines.isEmpty { lines.append("") }
        if heading != item.test {
          lines.append(style.paint("failed", .error) + ": " + style.paint(visibleText(item.test), .bold))
          heading = item.test
        }
        lines += Self.lines(of: failure, in: item, style: style)
      }
    }
    if !lines.isEmpty { lines.append("") }
    lines.append(summary)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(of suite: SuiteReport, style: TerminalStyle, showsTime: Bool) -> String {
    let file = visibleText(suite.file)
    let time = showsTime ? suite.duration.map { style.paint("  \($0.shortText)", .dim) } ?? "" : ""
    if suite.failed == 0 {
      return style.paint("✓", .allow) + " " + file + style.paint("  \(suite.passed) passed", .dim) + time
    }
    return style.paint("✗", .deny) + " " + file + "  \(suite.passed) passed, "
      + style.paint("\(suite.failed) failed", .deny) + time
  }

  private static func lines(
    of failure: CaseReport.Failure, in item: CaseReport, style: TerminalStyle
  ) -> [String] {
    func painted(_ answer: String) -> String {
      style.paint(visibleText(answer), answer == "allow" ? .allow : .deny)
    }
    let place = "\(visibleText(item.file)):\(item.line):\(item.column)"
    return [
      "  " + visibleText(item.title),
      "  at " + style.paint(place, .path),
      "  expected \(painted(failure.expected)), got \(painted(failure.actual)): \(visibleText(failure.reason))",
    ] + failure.because.map { "    " + visibleText($0) }
  }
}
