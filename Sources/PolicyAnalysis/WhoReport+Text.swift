import DecisionTable
package import PolicyLanguage
import PolicyValues

extension WhoReport {
  /// One principal a line; what has to come true and when it ends stand behind its name, and with `tellsWays` how it
  /// comes to it.
  package func text(style: TerminalStyle = .plain, tellsWays: Bool = false) -> String {
    let marks = entries.map { $0.mark(tellsWays: tellsWays) }
    let names = entries.map { visibleText($0.principal.description) }
    let width = zip(names, marks).lazy.filter { !$1.isEmpty }.map { displayWidth(of: $0.0) }.max() ?? 0
    var text = ""
    for (name, mark) in zip(names, marks) {
      text += name
      if !mark.isEmpty {
        text += String(repeating: " ", count: max(0, width - displayWidth(of: name)) + 4)
        text += style.paint(visibleText(mark), .dim)
      }
      text += "\n"
    }
    return text
  }

  /// An array of objects, one for each principal.
  package var json: JSONValue {
    .array(
      entries.map { entry in
        .object(
          [
            ("principal", .string(entry.principal.description)), ("type", .string(entry.principal.type)),
            ("id", .string(entry.principal.id)),
          ] + entry.access.members + entry.ways.members)
      })
  }

  /// Comma-separated values, one principal a line.
  package var csv: String {
    entries.reduce(into: TextTable.csvLine(["type", "id", "answer", "condition", "via", "through", "until"])) {
      $0 += TextTable.csvLine([$1.principal.type, $1.principal.id] + $1.access.columns + $1.ways.columns)
    }
  }
}

extension WhoReport.Entry {
  fileprivate func mark(tellsWays: Bool) -> String {
    var words: [String] = []
    if !access.isCertain { words.append(access.mark) }
    if let until = ways.until { words.append("until \(until)") }
    if tellsWays, !ways.all.isEmpty { words.append(ways.text) }
    return words.joined(separator: "  ")
  }
}
