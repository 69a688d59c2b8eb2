import DecisionTable
import PolicyLanguage
import PolicyValues

/// Writes what principals may, resource by resource, in one of the formats.
struct GrantWriter {
  private let format: AccessReview.Format
  private let title: String
  /// Whether there are several principals, so that each is told.
  private let hasPrincipals: Bool
  private let style: TerminalStyle
  private let tellsWays: Bool
  /// Whose turn it was last.
  private var principal: String?
  /// For HTML: the table of the principal whose turn it is.
  private var table: TextTable?
  private var count = 0

  init(
    _ format: AccessReview.Format, title: String, hasPrincipals: Bool, style: TerminalStyle, tellsWays: Bool
  ) {
    self.format = format
    self.title = title
    self.hasPrincipals = hasPrincipals
    self.style = style
    self.tellsWays = tellsWays
  }

  mutating func begin(_ sink: (String) -> Void) {
    switch format {
    case .text: break
    case .json: sink("[\n")
    case .csv:
      sink(
        TextTable.csvLine(
          (hasPrincipals ? ["principal"] : [])
            + ["scope", "resource", "action", "answer", "condition", "via", "through", "until"]))
    case .html: sink(Self.head(title))
    }
  }

  mutating func add(
    _ principal: String, _ scope: String, _ grants: ResourceGrants, _ sink: (String) -> Void
  ) {
    switch format {
    case .text:
      var text = ""
      if hasPrincipals, self.principal != principal {
        text += (count > 0 ? "\n" : "") + style.paint(visibleText(principal), .bold) + "\n"
      }
      for line in lines(grants) { text += (hasPrincipals ? "  " : "") + visibleText("\(scope)  \(line)") + "\n" }
      sink(text)
    case .csv: sink(csvLines(principal, scope, grants))
    case .json:
      for (number, grant) in grants.grants.enumerated() {
        let who: [(String, JSONValue)] = hasPrincipals ? [("principal", .string(principal))] : []
        let members =
          who + [
            ("scope", .string(scope)), ("resource", .string(grants.resource)), ("action", .string(grant.action)),
          ] + grant.access.members + grant.ways.members
        sink((count + number > 0 ? ",\n" : "") + JSONValue.object(members).text(pretty: false))
      }
    case .html:
      if table == nil || self.principal != principal {
        endTable(sink)
        table = TextTable(
          columns: ["Scope", "Resource", "Action", "Condition", "Through", "Until"].map { TextTable.Column($0) })
      }
      for grant in grants.grants {
        let ways = grant.ways.all.map { "\($0.role) at \($0.scope)" + ($0.group.map { " through \($0)" } ?? "") }
        table?.add(
          [
            scope, grants.resource, grant.action, grant.access.mark, ways.joined(separator: "\n"),
            grant.ways.until?.description ?? "",
          ].map { TextTable.Cell($0) })
      }
    }
    self.principal = principal
    count += grants.grants.count
  }

  /// A review has millions of lines, so what several of them share is made once.
  private func csvLines(_ principal: String, _ scope: String, _ grants: ResourceGrants) -> String {
    let fields = (hasPrincipals ? [principal] : []) + [scope, grants.resource]
    let start = fields.map { TextTable.csvField($0) + "," }.joined()
    var end: (access: Access, ways: Ways, text: String)?
    var text = ""
    for grant in grants.grants {
      let known = end.flatMap { $0.access == grant.access && $0.ways == grant.ways ? $0.text : nil }
      let rest = known ?? "," + TextTable.csvLine(grant.access.columns + grant.ways.columns)
      if known == nil { end = (grant.access, grant.ways, rest) }
      text += start
      text += TextTable.csvField(grant.action)
      text += rest
    }
    return text
  }

  mutating func end(_ sink: (String) -> Void) {
    switch format {
    case .text: if count == 0 { sink("nothing\n") }
    case .json: sink(count > 0 ? "\n]\n" : "]\n")
    case .csv: break
    case .html:
      endTable(sink)
      sink((count == 0 ? "<p>Nothing.</p>\n" : "") + "</body>\n</html>\n")
    }
  }

  /// A line for a resource; with ways a line for each action.
  private func lines(_ grants: ResourceGrants) -> [String] {
    guard !tellsWays else {
      return grants.grants.map { grant in
        "\(grants.resource): \(grant.action)" + Self.suffix(grant)
          + (grant.ways.all.isEmpty ? "" : "  \(grant.ways.text)")
      }
    }
    var groups: [(suffix: String, actions: [String])] = []
    for grant in grants.grants {
      let suffix = Self.suffix(grant)
      if let position = groups.firstIndex(where: { $0.suffix == suffix }) {
        groups[position].actions.append(grant.action)
      } else {
        groups.append((suffix, [grant.action]))
      }
    }
    let texts = groups.map { $0.actions.joined(separator: ", ") + $0.suffix }
    return ["\(grants.resource): \(texts.joined(separator: "; "))"]
  }

  private static func suffix(_ grant: Grant) -> String {
    (grant.access.isCertain ? "" : " \(grant.access.mark)") + (grant.ways.until.map { " until \($0)" } ?? "")
  }

  private mutating func endTable(_ sink: (String) -> Void) {
    guard let table, let principal else { return }
    let heading = hasPrincipals ? "<h2>\(TextTable.htmlEscaped(principal))</h2>\n" : ""
    sink("<section>\n\(heading)\(table.html())</section>\n")
    self.table = nil
  }

  /// A page that needs nothing else, and that a printer breaks between rows and with headings on every sheet.
  private static func head(_ title: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <title>\(TextTable.htmlEscaped(title))</title>
    <style>
    body { font: 14px/1.4 system-ui, sans-serif; margin: 2em; }
    table { border-collapse: collapse; width: 100%; }
    th, td { border: 1px solid #999; padding: 2px 6px; text-align: left; vertical-align: top; }
    thead { display: table-header-group; background: #eee; }
    h2 { font-size: 1.1em; margin: 1.5em 0 .3em; break-after: avoid; }
    tr { break-inside: avoid; }
    @media print { body { margin: 0; font-size: 10px; } }
    </style>
    </head>
    <body>
    <h1>\(TextTable.htmlEscaped(title))</h1>

    """
  }
}
