import PolicyAnalysis
import PolicyLanguage

extension PolicyReport {
  /// The permission tables, one for each scope type: a row for each permission, a column for each role.
  var permissionSection: Section {
    let tables = table.permissionTables
    return Section(
      id: "permissions", title: "Permissions",
      body: [
        tag(
          "p", ["class": "lead"],
          HTML(
            "What each role may, counted with the roles that it includes. What anyone may under a condition "
              + "stands in the column anyone alone.")
        )
      ] + (tables.isEmpty ? [tag("p", [:], "There are no permissions.")] : tables.map(panel)))
  }

  private func panel(_ table: PermissionTable) -> HTML {
    let head =
      [tag("th", ["scope": "col", "class": "name"], "Permission")]
      + table.roles.map { tag("th", ["scope": "col"], HTML($0)) }
    var groups: [HTML] = []
    for rows in runs(of: table.rows) {
      guard let first = rows.first else { continue }
      let title = tag(
        "tr", ["class": "group"],
        tag(
          "th", ["scope": "rowgroup", "colspan": "\(table.roles.count + 1)"],
          tag("span", ["class": "group-name"], HTML(first.resourceType))))
      groups.append(tag("tbody", [:], [title] + rows.map { row($0, of: table) }))
    }
    return tag(
      "div", ["class": "panel", "data-panel": ""],
      [
        tag("h3", ["id": "permissions-\(table.scopeType)"], HTML(table.scopeType)),
        scrolling(
          "Permissions in scopes of type \(table.scopeType)",
          tag(
            "table", ["class": "grid"],
            [tag("caption", ["class": "sr"], HTML("Permissions in scopes of type \(table.scopeType)"))]
              + [tag("thead", [:], tag("tr", [:], head))] + groups)),
      ] + legend(of: table))
  }

  private func runs(of rows: [PermissionTable.Row]) -> [[PermissionTable.Row]] {
    rows.reduce(into: []) { runs, row in
      if runs.last?.last?.resourceType == row.resourceType {
        runs[runs.count - 1].append(row)
      } else {
        runs.append([row])
      }
    }
  }

  private func row(_ row: PermissionTable.Row, of table: PermissionTable) -> HTML {
    // The filter finds a row by its scope type, its permission, and every role that may.
    let roles = zip(table.roles, row.entries).filter { !$1.isDenied }
    let find =
      [table.scopeType, "\(row.resourceType) \(row.action)"]
      + roles.flatMap { [$0.0, "\(table.scopeType).\($0.0)"] + $0.1.conditions }
    return tag(
      "tr", ["data-row": "", "tabindex": "-1", "data-find": find.joined(separator: " ")],
      [
        tag(
          "th", ["scope": "row", "class": "name"], tag("span", ["class": "sr"], HTML("\(row.resourceType) ")),
          HTML(row.action))
      ]
        + row.entries.map(cell))
  }

  private func cell(_ entry: PermissionTable.Entry) -> HTML {
    if entry.isDenied { return tag("td", ["class": "no"], mark("✕", "no")) }
    let limits = entry.forbids.flatMap { [HTML(" "), conditionLink($0, "not if")] }
    if entry.isGranted {
      return tag("td", ["class": limits.isEmpty ? "yes" : "some"], [mark("✓", "yes")] + limits)
    }
    let conditions = entry.conditions.enumerated().flatMap { position, name in
      [HTML(position == 0 ? " " : " or "), conditionLink(name, position == 0 ? "if" : "")]
    }
    return tag("td", ["class": "some"], [mark("✓", "yes")] + conditions + limits)
  }

  private func mark(_ sign: String, _ word: String) -> HTML {
    HTML([tag("span", ["class": "mark", "aria-hidden": "true"], HTML(sign)), tag("span", ["class": "sr"], HTML(word))])
  }

  /// The text of every condition of a table, for print, where nothing can be pointed at.
  private func legend(of table: PermissionTable) -> [HTML] {
    let used = Set(table.rows.flatMap(\.entries).flatMap { $0.conditions + $0.forbids })
    let conditions = policy.conditions.filter { used.contains($0.name) }
    guard !conditions.isEmpty else { return [] }
    return [
      tag(
        "dl", ["class": "legend"],
        conditions.map { condition in
          tag("div", [:], tag("dt", [:], HTML(condition.name)), tag("dd", [:], tag("code", [:], HTML(condition.text))))
        })
    ]
  }
}
