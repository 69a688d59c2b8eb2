package import PolicyLanguage

/// What was found out about the tests of some sets: what they depend on, and what they would let slip.
package struct StudyReport: Sendable {
  /// One of each set, if coverage was asked for.
  package var coverage: [CoverageReport]?
  /// One of each set, if changes were made.
  package var mutation: [MutationReport]?
  /// Whether tests that would notice have been looked for.
  package var isSuggesting = false

  package init(coverage: [CoverageReport]? = nil, mutation: [MutationReport]? = nil, isSuggesting: Bool = false) {
    self.coverage = coverage
    self.mutation = mutation
    self.isSuggesting = isSuggesting
  }

  /// Whether each set is covered to so many per cent, and so many per cent of its changes are noticed.
  package func reaches(coverage least: Double?, score: Double?) -> Bool {
    (coverage ?? []).allSatisfy { $0.total.percent >= least ?? 0 }
      && (mutation ?? []).allSatisfy { $0.score >= score ?? 0 }
  }

  /// The report in a form. Those that hold nothing but cases have no place for it, and get nothing.
  package func text(_ format: ReportFormat, style: TerminalStyle = .plain) -> String {
    switch format {
    case .terminal:
      ((coverage ?? []).map { $0.terminalText(style: style) }
        + (mutation ?? []).map { $0.terminalText(style: style, suggesting: isSuggesting) }).joined(separator: "\n")
    case .markdown:
      ((coverage ?? []).map(\.markdown) + (mutation ?? []).map { $0.markdown(suggesting: isSuggesting) })
        .joined(separator: "\n")
    case .github:
      ((coverage ?? []).flatMap(\.annotations) + (mutation ?? []).flatMap(\.annotations))
        .map { $0.command + "\n" }.joined()
        + ((coverage ?? []).map(\.summary) + (mutation ?? []).map(\.summary)).map { $0 + "\n" }.joined()
    case .json: json.text(pretty: true)
    case .tap, .junit: ""
    }
  }

  /// The report as data: a list for each thing that was asked for, with an entry for each set.
  package var json: JSONValue {
    var parts: [(String, JSONValue)] = []
    if let coverage { parts.append(("coverage", .array(coverage.map(\.json)))) }
    if let mutation { parts.append(("mutation", .array(mutation.map(\.json)))) }
    return .object(parts)
  }
}

extension MutationReport {
  /// The surviving changes as Markdown.
  package func markdown(suggesting: Bool) -> String {
    var text = "### Mutation: \(summary)\n"
    if !survivors.isEmpty {
      text += "\nNo test notices if\n\n"
      text += survivors.map { "- \($0.change.text) (\($0.file):\($0.line))\n" }.joined()
      if suggesting { text += "\n```yaml\n\(suggestions)```\n" }
    }
    return text
  }

  /// A warning at the line of each surviving change.
  package var annotations: [GitHubAnnotation] {
    survivors.map { mutant in
      var annotation = GitHubAnnotation(
        .warning, title: "no test notices this change", message: visibleText(mutant.change.text))
      annotation.file = mutant.file
      annotation.line = max(1, mutant.line)
      return annotation
    }
  }
}

extension CoverageReport {
  /// A warning at each line of which something is not covered.
  package var annotations: [GitHubAnnotation] {
    let open =
      cells.filter { $0.state == .uncovered }.map { cell in
        (cell.file, cell.line, "`\(cell.position.permission)` of `\(cell.position.roleText)`")
      }
      + atoms.filter { $0.isTrue == .uncovered || $0.isFalse == .uncovered }.map { atom in
        (atom.file, atom.line, "`\(atom.text)` in `\(atom.condition)`")
      }
    var lines: [(file: String, line: Int, names: [String])] = []
    for (file, line, name) in open {
      if let place = lines.firstIndex(where: { $0.file == file && $0.line == line }) {
        lines[place].names.append(name)
      } else {
        lines.append((file, line, [name]))
      }
    }
    return lines.map { file, line, names in
      var annotation = GitHubAnnotation(
        .warning, title: "no test depends on this", message: names.map { visibleText($0) }.joined(separator: "\n"))
      annotation.file = file
      annotation.line = max(1, line)
      return annotation
    }
  }
}
