import PolicyLanguage

extension PolicyDiff {
  /// A whole page of several comparisons, which brings all it needs.
  package static func htmlPage(_ diffs: [PolicyDiff]) -> String {
    let title = diffs.first.map { "\($0.before) → \($0.after)" } ?? "policy diff"
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(TextTable.htmlEscaped("policy diff: " + title))</title>
      <style>
      \(style)
      </style>
      </head>
      <body>
      <main>
      \(diffs.map { $0.htmlFragment() }.joined(separator: "\n"))
      </main>
      </body>
      </html>

      """
  }

  /// The rules that a fragment's classes need; light and dark.
  package static let style = """
    :root { color-scheme: light dark; }
    body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 64rem; padding: 0 1rem; }
    .policy-diff table { border-collapse: collapse; margin: .5rem 0 1.5rem; }
    .policy-diff th, .policy-diff td { border: 1px solid #8886; padding: .25rem .6rem; text-align: left; }
    .policy-diff .gain { background: #d8f5dd; color: #0b4a1c; }
    .policy-diff .loss { background: #fbdcdc; color: #6b1010; }
    .policy-diff .mixed { background: #fdf0cc; color: #574300; }
    .policy-diff li { margin: .2rem 0; padding: .1rem .4rem; border-radius: .25rem; }
    .policy-diff .note { opacity: .75; font-size: .9em; }
    @media (prefers-color-scheme: dark) {
    .policy-diff .gain { background: #143d1f; color: #b9f0c5; }
    .policy-diff .loss { background: #4a1717; color: #f7c4c4; }
    .policy-diff .mixed { background: #453707; color: #f6e3a5; }
    }
    """

  /// One comparison as a `div` element, to stand in any page that has rules for its classes, as `style` does. `heading` is the
  /// level of its heading, from 1 to 5.
  package func htmlFragment(names: Int? = nil, heading: Int = 2) -> String {
    func text(_ text: String) -> String { TextTable.htmlEscaped(text) }
    var lines = ["<div class=\"policy-diff\">"]
    lines.append("<h\(heading)>\(text("\(policyName): \(before) → \(after)"))</h\(heading)>")
    let below = heading + 1
    lines.append("<p><strong>\(text(summary))</strong></p>")
    let declared: [Entry] = declarations.map { (Self.kind($0.mark), $0.sentence, []) }
    let renamed: [Entry] = renames.map { ("mixed", $0.sentence, []) }
    lines += Self.list("Declarations", declared + renamed, below)
    for group in cellGroups { lines += cellTable(group.title, group.changes, below) }
    lines += Self.list("Who", holders.map { (Self.kind($0.mark), $0.sentence, $0.lines(names: names)) }, below)
    lines += Self.list("Resources", resources.map { (Self.kind($0.mark), $0.sentence, $0.lines(names: names)) }, below)
    lines += Self.list("Assignments", assignments.map { (Self.kind($0.mark), $0.sentence, []) }, below)
    return (lines + ["</div>"]).joined(separator: "\n")
  }

  private typealias Entry = (kind: String, text: String, below: [String])

  /// A table as people read permissions: roles across, permissions down; cells that changed show what they were.
  private func cellTable(_ title: String, _ changes: [CellChange], _ heading: Int) -> [String] {
    var roles: [String] = []
    var rows: [String] = []
    for change in changes {
      if !roles.contains(change.shownRole) { roles.append(change.shownRole) }
      if !rows.contains(change.permission) { rows.append(change.permission) }
    }
    func text(_ text: String) -> String { TextTable.htmlEscaped(text) }
    var lines = [
      "<h\(heading)>\(text(title))</h\(heading)>", "<table>", "<thead><tr><th scope=\"col\">Permission</th>",
    ]
    lines += roles.map { "<th scope=\"col\">\(text($0))</th>" } + ["</tr></thead>", "<tbody>"]
    for row in rows {
      lines.append("<tr><th scope=\"row\">\(text(row))</th>")
      for role in roles {
        let here = changes.filter { $0.permission == row && $0.shownRole == role }
        let kinds = Set(here.map { Self.kind($0.mark) })
        let kind = kinds.count == 1 ? kinds.first ?? "" : kinds.isEmpty ? "" : "mixed"
        let inside = here.map { change in
          let note = change.note.isEmpty ? "" : "<br><span class=\"note\">\(text(change.note))</span>"
          return
            "<del>\(text(change.cellText(change.before)))</del> <ins>\(text(change.cellText(change.after)))</ins>\(note)"
        }.joined(separator: "<br>")
        lines.append(kind.isEmpty ? "<td></td>" : "<td class=\"\(kind)\">\(inside)</td>")
      }
      lines.append("</tr>")
    }
    return lines + ["</tbody>", "</table>"]
  }

  private static func list(_ title: String, _ entries: [Entry], _ heading: Int) -> [String] {
    guard !entries.isEmpty else { return [] }
    var lines = ["<h\(heading)>\(title)</h\(heading)>", "<ul>"]
    for entry in entries {
      let head = TextTable.htmlEscaped(entry.text)
      let below = entry.below.map { "<li>\(TextTable.htmlEscaped($0))</li>" }.joined()
      let inside = below.isEmpty ? head : "<details><summary>\(head)</summary><ul>\(below)</ul></details>"
      lines.append("<li class=\"\(entry.kind)\">\(inside)</li>")
    }
    return lines + ["</ul>"]
  }

  private static func kind(_ mark: String) -> String { mark == "+" ? "gain" : mark == "-" ? "loss" : "mixed" }
}
