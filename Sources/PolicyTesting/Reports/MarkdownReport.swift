import PolicyLanguage

extension TestReport {
  /// The report in GitHub Flavored Markdown: the counts, a table of the sets, and each failure with what was expected,
  /// what came, why, and where it is written.
  ///
  /// `limit` is in bytes: what does not fit is left out from the end, failure by failure, and its number told.
  package func markdown(limit: Int = .max) -> String {
    var text = "## \(failed == 0 ? "✅" : "❌") policy test: \(summary)\n\n" + table.markdown()
    var left = failed
    // Room for the line that tells what is left out.
    let room = limit - 200
    var place: (file: String, test: String)?
    for item in suites.flatMap(\.cases) {
      guard let failure = item.failure else { continue }
      var entry = ""
      if place?.file != item.file || place?.test != item.test { entry += "\n### \(codeSpan(item.test))\n" }
      entry += Self.entry(item, failure)
      guard text.utf8.count + entry.utf8.count <= room else { break }
      text += entry
      left -= 1
      place = (item.file, item.test)
    }
    if left > 0 { text += "\n… and \(left) more that failed, which did not fit here.\n" }
    return text
  }

  private static func entry(_ item: CaseReport, _ failure: CaseReport.Failure) -> String {
    var text = """

      - ❌ \(codeSpan(item.title))\\
        expected **\(escapedAnswer(failure.expected))**, got **\(escapedAnswer(failure.actual))**: \
      \(codeSpan(failure.reason))\\
        at \(codeSpan("\(item.file):\(item.line):\(item.column)"))

      """
    if !failure.because.isEmpty {
      text += "\n" + codeBlock(failure.because.map { visibleText($0) }, indent: "  ")
    }
    return text
  }

  /// `allow` and `deny` as they are; what may hold names as code.
  private static func escapedAnswer(_ text: String) -> String {
    text.utf8.allSatisfy { $0 == 0x20 || (0x61...0x7A).contains($0) } ? text : codeSpan(text)
  }

  /// A row for each set.
  private var table: TextTable {
    var table = TextTable(columns: [
      .init("Set", namesRows: true), .init("Suites", .right), .init("Passed", .right), .init("Failed", .right),
      .init("Time", .right),
    ])
    var sets: [String] = []
    for suite in suites where !sets.contains(suite.set) { sets.append(suite.set) }
    for set in sets {
      let own = suites.filter { $0.set == set }
      let time = own.compactMap(\.duration).reduce(Duration.zero, +)
      table.add([
        .init("\(own.contains { $0.failed > 0 } ? "❌" : "✅") \(set)"), .init("\(own.count)"),
        .init("\(own.reduce(0) { $0 + $1.passed })"), .init("\(own.reduce(0) { $0 + $1.failed })"),
        .init(time.shortText),
      ])
    }
    return table
  }
}

extension TestRefusal {
  /// What is wrong in GitHub Flavored Markdown; of a text longer than `limit` bytes, as many lines as fit.
  package func markdown(limit: Int = .max) -> String {
    var lines: [String] = []
    // Room for the heading, the fences and the line that tells what is left out.
    var room = limit - 300
    for line in text(style: .plain).split(separator: "\n", omittingEmptySubsequences: false) {
      room -= line.utf8.count + 1
      guard room >= 0 else {
        lines.append("… and more, which did not fit here.")
        break
      }
      lines.append(String(line))
    }
    while lines.last == "" { lines.removeLast() }
    return "## ❌ policy test cannot run\n\n" + codeBlock(lines)
  }
}

extension TestOutcome {
  /// The outcome in Markdown, of at most `limit` bytes.
  package func markdown(limit: Int) -> String {
    switch self {
    case .ran(let report): report.markdown(limit: limit)
    case .cannotRun(let refusal): refusal.markdown(limit: limit)
    }
  }
}

/// The text as a code span (GFM 0.29, section 6.3), in which nothing is markup: the backticks around it are more than
/// any run of them in it.
private func codeSpan(_ text: String) -> String {
  let text = visibleText(text)
  guard text.contains(where: { $0 != " " }) else { return "(empty)" }
  let fence = String(repeating: "`", count: longestRun(of: "`", in: text) + 1)
  let pad = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
  return fence + pad + text + pad + fence
}

/// Lines as a fenced code block.
private func codeBlock(_ lines: [String], indent: String = "") -> String {
  let longest = lines.map { longestRun(of: "`", in: $0) }.max() ?? 0
  let fence = String(repeating: "`", count: max(3, longest + 1))
  return ([fence + "text"] + lines + [fence]).map { $0.isEmpty ? "\n" : indent + $0 + "\n" }.joined()
}

private func longestRun(of character: Character, in text: String) -> Int {
  var longest = 0
  var run = 0
  for other in text {
    run = other == character ? run + 1 : 0
    longest = max(longest, run)
  }
  return longest
}
