package import PolicyLanguage

extension PolicyDiff {
  /// A comment for a pull request: the summary, the cells as a table, and who gains and loses what, each with names that can
  /// be unfolded. `names` is how many a group lists.
  package func markdown(names: Int = 50) -> String {
    var lines = ["### \(Self.escaped(policyName)): \(Self.escaped(before)) → \(Self.escaped(after))", ""]
    lines += [(isSame ? "✅ **" : "⚠️ **") + Self.escaped(summary) + "**", ""]
    let declared = declarations.map(\.sentence) + renames.map(\.sentence)
    if !declared.isEmpty { lines += declared.map { "- " + Self.escaped($0) } + [""] }
    if !cells.isEmpty { lines += [cellTable.markdown()] }
    if !holders.isEmpty {
      lines += ["**Who gains and loses**", ""]
      for change in holders { lines += Self.folded(Self.emoji(change), change.sentence, change.lines(names: names)) }
      lines.append("")
    }
    if !resources.isEmpty {
      lines += ["**Resources**", ""]
      for change in resources { lines += Self.folded("📄", change.sentence, change.lines(names: names)) }
      lines.append("")
    }
    if !assignments.isEmpty {
      let shown = assignments.prefix(names)
      let rest = assignments.count > names ? ["and \(assignments.count - names) more"] : []
      lines += Self.folded(
        "👤", counted(assignments.count, "assignment changed", "assignments changed"),
        shown.map { "\($0.mark) \($0.sentence)" } + rest)
    }
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The changed cells, a row each.
  package var cellTable: TextTable {
    var table = TextTable(
      columns: ["", "scope", "role", "permission", "before", "after", ""].map { TextTable.Column($0) })
    for change in cells {
      let by = change.cause == .includes ? " (by what it includes)" : ""
      table.add([
        TextTable.Cell(change.emoji), TextTable.Cell(change.scopeType), TextTable.Cell(change.shownRole + by),
        TextTable.Cell(change.permission), TextTable.Cell(change.cellText(change.before)),
        TextTable.Cell(change.cellText(change.after)), TextTable.Cell(change.note),
      ])
    }
    return table
  }

  private static func emoji(_ change: HolderChange) -> String {
    change.certainty == .maybe ? "❔" : change.direction == .gain ? "🟢" : "🔴"
  }

  private static func folded(_ mark: String, _ title: String, _ inside: [String]) -> [String] {
    guard !inside.isEmpty else { return ["- \(mark) \(escaped(title))"] }
    let items = inside.map { "<li>\(TextTable.htmlEscaped($0))</li>" }.joined()
    return ["<details><summary>\(mark) \(TextTable.htmlEscaped(title))</summary><ul>\(items)</ul></details>"]
  }

  /// The text so that it shows as itself outside of a table.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in visibleText(text) {
      switch character {
      case "\\", "`", "*", "_", "[", "]", "~", "#", "|": result += "\\\(character)"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      // A name of somebody on the forge would call them.
      case "@": result += "&#64;"
      default: result.append(character)
      }
    }
    return result
  }
}

extension CellChange {
  /// Green for more, red for less.
  package var emoji: String {
    switch direction {
    case .gained, .wider: "🟢"
    case .lost, .narrower: "🔴"
    case .differs: "🟡"
    case .mayDiffer: "❔"
    }
  }

  /// What stands in a cell.
  func cellText(_ text: String) -> String {
    if text.isEmpty { return isForbid ? "—" : "❌" }
    if isForbid { return text == "always" ? "forbidden" : "forbidden \(text)" }
    return text == "always" ? "✅" : "✅ \(text)"
  }

  /// What a reviewer should know beside the cells.
  var note: String {
    var parts = direction == .gained || direction == .lost ? [] : [directionText]
    if let witness { parts.append("e.g. \(witness)") }
    return parts.joined(separator: "; ")
  }
}
