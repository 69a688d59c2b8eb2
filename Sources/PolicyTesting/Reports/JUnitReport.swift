import PolicyLanguage

extension TestReport {
  /// The report as JUnit XML, in the form that Jenkins, GitLab, GitHub, CircleCI and Azure read: `testsuites`, a
  /// `testsuite` for each file, a `testcase` for each question, named by it and classed by policy and test.
  ///
  /// Times are in seconds. Only suites are timed; a case takes microseconds, and says zero, since some readers ask
  /// for the attribute.
  package func junit() -> String {
    let total = suites.compactMap(\.duration).reduce(Duration.zero, +)
    var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>"]
    lines.append(
      "<testsuites"
        + attributes([
          ("name", "policy test"), ("tests", String(passed + failed)), ("failures", String(failed)),
          ("errors", "0"),
          ("skipped", "0"), ("time", total.secondsText),
        ]) + ">")
    for suite in suites { lines += Self.lines(of: suite) }
    lines.append("</testsuites>")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func lines(of suite: SuiteReport) -> [String] {
    let head = attributes([
      ("name", "\(suite.policy): \(suite.file)"), ("file", suite.file), ("tests", String(suite.cases.count)),
      ("failures", String(suite.failed)), ("errors", "0"), ("skipped", "0"),
      ("time", (suite.duration ?? .zero).secondsText),
    ])
    var lines = ["  <testsuite\(head)>"]
    for item in suite.cases {
      let head = attributes([
        ("name", item.title), ("classname", "\(suite.policy).\(item.test)"), ("file", item.file),
        ("line", String(item.line)), ("time", "0.000000"),
      ])
      guard let failure = item.failure else {
        lines.append("    <testcase\(head)/>")
        continue
      }
      let place = "\(item.file):\(item.line):\(item.column)"
      let text = ([failure.message, "at \(place)"] + failure.because).joined(separator: "\n")
      lines += [
        "    <testcase\(head)>",
        "      <failure\(attributes([("type", failure.reason), ("message", failure.message)]))>"
          + xmlEscaped(text) + "</failure>",
        "    </testcase>",
      ]
    }
    lines.append("  </testsuite>")
    return lines
  }
}

private func attributes(_ pairs: [(String, String)]) -> String {
  pairs.map { " \($0.0)=\"\(xmlEscaped($0.1))\"" }.joined()
}

/// The text as XML 1.0 may hold it, in an element or in a quoted attribute. A character that XML 1.0 cannot hold at
/// all (section 2.2) is written out, as a terminal would show it; line breaks and tabs are references, since a
/// reader makes plain spaces of them in attributes (section 3.3.3).
private func xmlEscaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&apos;"
    case "\t": result += "&#9;"
    case "\n": result += "&#10;"
    case "\r": result += "&#13;"
    case "\u{00}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}":
      result += xmlEscaped(visibleText(String(scalar)))
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
