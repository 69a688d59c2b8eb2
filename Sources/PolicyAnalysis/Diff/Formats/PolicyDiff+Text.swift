package import PolicyLanguage
import PolicyValues

extension PolicyDiff {
  /// For a terminal: what was gained green, what was lost red. `names` is how many names a group lists; `nil` for all.
  package func text(style: TerminalStyle, names: Int? = 6) -> String {
    var text = DiffText(style: style, names: names)
    text.head(self)
    let declared: [DiffText.Entry] = declarations.map { ($0.mark, $0.sentence, []) }
    let renamed: [DiffText.Entry] = renames.map { ("~", $0.sentence, []) }
    text.section("declarations", declared + renamed)
    for (title, changes) in cellGroups {
      text.section(title, changes.map { ($0.mark, $0.sentence, $0.witness.map { ["e.g. " + $0] } ?? []) })
    }
    text.section("who", holders.map { ($0.mark, $0.sentence, $0.lines(names: names)) })
    text.section("resources", resources.map { ($0.mark, $0.sentence, $0.lines(names: names)) })
    text.section("assignments", limited(assignments, names) { ($0.mark, $0.sentence, []) })
    return text.lines.joined(separator: "\n")
  }

  /// Cells by table; those that an include brings stand under the include.
  package var cellGroups: [(title: String, changes: [CellChange])] {
    var groups: [(String, [CellChange])] = []
    for change in cells {
      let title =
        change.cause == .includes
        ? "\(change.scopeType), by what \(change.role) includes" : change.scopeType
      if let index = groups.firstIndex(where: { $0.0 == title }) {
        groups[index].1.append(change)
      } else {
        groups.append((title, [change]))
      }
    }
    return groups
  }

  private func limited(
    _ changes: [AssignmentChange], _ names: Int?, _ line: (AssignmentChange) -> DiffText.Entry
  ) -> [DiffText.Entry] {
    guard let names, changes.count > names * 3 else { return changes.map(line) }
    let rest: DiffText.Entry = (" ", "and \(changes.count - names * 3) more", [])
    return changes.prefix(names * 3).map(line) + [rest]
  }
}

/// Lines in the making.
private struct DiffText {
  typealias Entry = (mark: String, text: String, below: [String])

  let style: TerminalStyle
  let names: Int?
  var lines: [String] = []

  mutating func head(_ diff: PolicyDiff) {
    lines.append(style.paint(visibleText("\(diff.policyName): \(diff.before) → \(diff.after)"), .bold))
    lines.append(visibleText(diff.summary))
  }

  mutating func section(_ title: String, _ entries: [Entry]) {
    guard !entries.isEmpty else { return }
    lines += ["", style.paint(visibleText(title), .bold)]
    for entry in entries {
      let line = visibleText("\(entry.mark) \(entry.text)")
      let role: TerminalStyle.Role? = entry.mark == "+" ? .allow : entry.mark == "-" ? .deny : nil
      lines.append("  " + (role.map { style.paint(line, $0) } ?? line))
      lines += entry.below.map { "      " + style.paint(visibleText($0), .dim) }
    }
  }
}
