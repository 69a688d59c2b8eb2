import DecisionTable
import PolicyLanguage
import PolicyValues
import YAMLReader

extension PolicyReport {
  /// What is forbidden, row by row as the policy has it; nothing if nothing is.
  var forbidSection: Section? {
    guard !policy.forbids.isEmpty else { return nil }
    let rows = policy.forbids.map { row in
      listingRow(
        HTML(row.scopeType),
        [
          HTML("\(row.resourceType) \(row.action ?? "*")"),
          HTML(
            row.cells.enumerated().flatMap { position, cell -> [HTML] in
              let start: [HTML] = [HTML(position == 0 ? "" : ", "), HTML(cell.role ?? "anyone")]
              return start + (cell.condition.map { [HTML(" "), conditionLink($0, "if")] } ?? [])
            }),
          tag("code", [:], HTML(place(of: row.span) ?? "")),
        ])
    }
    return Section(
      id: "forbids", title: "Forbidden",
      body: [
        tag(
          "p", ["class": "lead"],
          HTML(
            "Wins over every permission, in the scope and in all below it. Where a condition cannot be decided, "
              + "it denies.")
        ),
        listing("What is forbidden", columns: ["Scope type", "Permission", "For whom", "Place"], rows: rows),
      ])
  }

  /// The roles, with what they bring.
  var roleSection: Section {
    let holders = holderCounts
    let rows = policy.roles.map { role in
      let brought = policy.roles.map(\.name).filter {
        $0 != role.name && table.role(role.name.description, includes: $0.description)
      }
      return listingRow(
        HTML(role.name.description),
        [
          HTML(role.rank.map { "\($0)" } ?? ""),
          names(role.includes.map(\.role.description)),
          names(brought.filter { name in !role.includes.contains { $0.role == name } }.map(\.description)),
          HTML("\(holders[role.name] ?? 0)"),
        ], find: [role.name.name])
    }
    return Section(
      id: "roles", title: "Roles",
      body: [
        listing(
          "Roles", columns: ["Role", "Rank", "Includes", "And through those", "Assignments"], rows: rows)
      ])
  }

  private func names(_ names: [String]) -> HTML { HTML(names.joined(separator: ", ")) }

  private var holderCounts: [RoleName: Int] {
    var counts = [Int](repeating: 0, count: directory.assignments.roles.count)
    for record in directory.assignments.records { counts[Int(record.role)] += 1 }
    return Dictionary(zip(directory.assignments.roles, counts), uniquingKeysWith: +)
  }

  /// The conditions, with their texts and where they are used.
  var conditionSection: Section? {
    guard !policy.conditions.isEmpty else { return nil }
    let rows = policy.permissions + policy.forbids
    let items = policy.conditions.map { condition in
      let uses = rows.count { row in row.cells.contains { $0.condition == condition.name } }
      return tag(
        "div", ["class": "item", "id": "condition-\(condition.name)", "data-row": "", "tabindex": "-1"],
        tag("h3", [:], HTML(condition.name)),
        tag("pre", [:], tag("code", [:], HTML(condition.text))),
        tag(
          "p", ["class": "note"], HTML("used in \(counted(uses, "row"))"),
          HTML(place(of: condition.span).map { " · \($0)" } ?? "")))
    }
    return Section(id: "conditions", title: "Conditions", body: items)
  }

  /// The names of the invariants that are broken.
  var brokenInvariantNames: Set<String> {
    let broken = Set(findings.filter { $0.code == .brokenInvariant }.map(\.span))
    return Set(policy.invariants.filter { broken.contains($0.span) }.map(\.name))
  }

  /// The invariants, each with its state.
  var invariantSection: Section? {
    guard !policy.invariants.isEmpty else { return nil }
    let rows = policy.invariants.map { invariant in
      let reports = findings.filter { $0.code == .brokenInvariant && $0.span == invariant.span }
      let state =
        reports.isEmpty
        ? tag("span", ["class": "badge good"], "kept") : tag("span", ["class": "badge bad"], "broken")
      let messages = reports.prefix(limits.names).map { tag("p", ["class": "help"], .prose($0.message)) }
      let others = reports.count - messages.count
      return listingRow(
        HTML(invariant.name),
        [
          tag("code", [:], HTML(sourceText(of: invariant))),
          HTML([state] + messages + (others > 0 ? [tag("p", ["class": "help"], "and \(others) more")] : [])),
          tag("code", [:], HTML(place(of: invariant.span) ?? "")),
        ])
    }
    return Section(
      id: "invariants", title: "Invariants",
      body: [listing("Invariants", columns: ["Name", "What must hold", "State", "Place"], rows: rows)])
  }
}
