import PolicyLanguage

extension TestReport {
  /// The report in the Test Anything Protocol, version 14 (https://testanything.org/tap-version-14-specification.html):
  /// a flat stream with a test point for each case, and a YAML block after each failure. The block's values are JSON
  /// strings, which every YAML reader takes.
  package func tap() -> String {
    let cases = suites.flatMap { suite in suite.cases.map { (suite, $0) } }
    var lines = ["TAP version 14", cases.isEmpty ? "1..0 # SKIP no tests" : "1..\(cases.count)"]
    for (index, (suite, item)) in cases.enumerated() {
      let description = Self.tapEscaped("\(suite.policy): \(item.test): \(item.title)")
      guard let failure = item.failure else {
        lines.append("ok \(index + 1) - \(description)")
        continue
      }
      func quoted(_ text: String) -> String { JSONValue.string(text).text(pretty: false) }
      lines += [
        "not ok \(index + 1) - \(description)",
        "  ---",
        "  message: \(quoted(failure.message))",
        "  severity: fail",
        "  at:",
        "    file: \(quoted(item.file))",
        "    line: \(item.line)",
        "    column: \(item.column)",
        "  expected: \(quoted(failure.expected))",
        "  actual: \(quoted(failure.actual))",
        "  reason: \(quoted(failure.reason))",
        failure.because.isEmpty ? "  because: []" : "  because:",
      ]
      lines += failure.because.map { "    - \(quoted($0))" }
      lines.append("  ...")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// One line, in which `#` begins no directive.
  private static func tapEscaped(_ text: String) -> String {
    var result = ""
    for character in visibleText(text) {
      if character == "\\" || character == "#" { result += "\\" }
      result.append(character)
    }
    return result
  }
}
