package import PolicyLanguage

extension CoverageReport {
  /// "pica: 412 of 420 covered (98 %)"
  package var summary: String {
    "\(policy): \(total.covered) of \(total.counted) covered (\(percentText(total.percent)))"
  }

  /// The tables with what no test depends on marked, and the conditions, forbids and invariants below; for a terminal.
  package func terminalText(style: TerminalStyle) -> String {
    let isWhole = total.covered == total.counted
    let mark = isWhole ? style.paint("✓", .allow) : style.paint("✗", .deny)
    var lines = ["\(mark) \(style.paint(summary, .bold))"]
    for (name, count) in counts where count.counted > 0 {
      lines.append("  \(name): \(count.covered) of \(count.counted) (\(percentText(count.percent)))")
    }
    var text = lines.joined(separator: "\n") + "\n"
    guard !isWhole else { return text }
    for table in tables {
      text += "\n\(style.paint(table.title, .bold))\n" + table.text.terminalText(style: style)
    }
    if !tables.isEmpty { text += "? no test depends on it\n" }
    for line in openLines { text += "\n" + line }
    return openLines.isEmpty ? text : text + "\n"
  }

  /// What is not covered, as Markdown.
  package var markdown: String {
    var text = "### Coverage: \(summary)\n\n"
    text += "| | covered | of | |\n| --- | ---: | ---: | ---: |\n"
    for (name, count) in counts where count.counted > 0 {
      text += "| \(name) | \(count.covered) | \(count.counted) | \(percentText(count.percent)) |\n"
    }
    for table in tables { text += "\n#### \(table.title)\n\n" + table.text.markdown() }
    if !tables.isEmpty { text += "\n? no test depends on it\n" }
    if !openLines.isEmpty { text += "\n" + openLines.map { "- " + $0.trimmed }.joined(separator: "\n") + "\n" }
    return text
  }

  private var counts: [(String, Count)] {
    [("cells", cellCount), ("forbids", forbidCount), ("atoms, each way", atomCount), ("invariants", invariantCount)]
  }

  private struct Titled {
    var title: String
    var text: TextTable
  }

  /// The tables of those scope types that have something open: rows in which something is, in full.
  private var tables: [Titled] {
    let permissions = cells.filter { !$0.position.isForbid }
    return unique(permissions.map(\.position.scopeType)).compactMap { scopeType in
      let here = permissions.filter { $0.position.scopeType == scopeType }
      guard here.contains(where: { $0.state == .uncovered }) else { return nil }
      let roles = unique(here.map { $0.position.role ?? "" })
        .filter { role in
          !role.isEmpty || here.contains { $0.position.role == nil && ($0.isGranted || $0.state == .uncovered) }
        }
      var table = TextTable(
        columns: [TextTable.Column("Permission", namesRows: true)]
          + roles.map { TextTable.Column($0.isEmpty ? "anyone" : $0, .centre) })
      for type in unique(here.map(\.position.resourceType)) {
        let ofType = here.filter { $0.position.resourceType == type }
        let open = unique(ofType.map(\.position.action)).filter { action in
          ofType.contains { $0.position.action == action && $0.state == .uncovered }
        }
        guard !open.isEmpty else { continue }
        table.beginGroup()
        for action in open {
          let row = ofType.filter { $0.position.action == action }
          table.add(
            [TextTable.Cell("\(type) \(action)")]
              + roles.map { role in cell(row.filter { ($0.position.role ?? "") == role }) })
        }
      }
      return Titled(title: scopeType, text: table)
    }
  }

  private func cell(_ entries: [Entry]) -> TextTable.Cell {
    let isOpen = entries.contains { $0.state == .uncovered }
    let texts = entries.map { entry in
      (entry.isGranted ? "✅" : "❌") + (entry.condition.map { " if \($0)" } ?? "")
        + (entry.state == .uncovered ? " ?" : "")
    }
    let isGranted = entries.contains(where: \.isGranted)
    return TextTable.Cell(texts.joined(separator: ", "), isOpen ? .warning : isGranted ? .allow : .deny)
  }

  /// What is open beside the tables' cells, a line each.
  private var openLines: [String] {
    var lines = cells.filter { $0.position.isForbid && $0.state == .uncovered }.map { entry in
      "no test depends on the forbid of `\(entry.position.permission)` to `\(entry.position.roleText)`"
        + (entry.condition.map { " if \($0)" } ?? "") + "  \(entry.file):\(entry.line)"
    }
    for atom in atoms {
      let ways = [(atom.isTrue, "true"), (atom.isFalse, "not true")].filter { $0.0 == .uncovered }.map(\.1)
      guard !ways.isEmpty else { continue }
      lines.append(
        "no test depends on `\(atom.text)` in `\(atom.condition)` being \(ways.joined(separator: ", or "))"
          + "  \(atom.file):\(atom.line)")
    }
    lines += invariants.filter { $0.state == .uncovered }.map {
      "the directory has nothing that invariant `\($0.name)` speaks of  \($0.file):\($0.line)"
    }
    return lines.map { visibleText($0) }
  }

  private func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }
}

extension String {
  /// Two spaces before a place read well in a terminal, and one elsewhere.
  fileprivate var trimmed: String {
    split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
  }
}
