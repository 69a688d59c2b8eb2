import DecisionTable
import PolicyLanguage
import PolicyTesting
import PolicyValues
import YAMLReader

extension PolicyReport {
  /// What it is, how much, and what was found.
  var summarySection: Section {
    let counts = table.counts
    let numbers: [(Int, String)] = [
      (policy.scopeTypes.count, "scope types"), (policy.resourceTypes.count, "resource types"),
      (policy.roles.count, "roles"), (counts.permissions, "permissions"), (policy.conditions.count, "conditions"),
      (policy.invariants.count, "invariants"), (counts.scopes, "scopes"), (counts.principals, "principals"),
      (counts.resources, "resources"), (counts.assignments, "assignments"),
    ]
    var facts = [("Digest", tag("code", ["class": "digest"], HTML(table.digest)))]
    if showsTime { facts.append(("As of", tag("time", ["datetime": now.description], HTML(now.description)))) }
    return Section(
      id: "summary", title: "Summary",
      body: [
        tag("ul", ["class": "states"], states),
        tag(
          "dl", ["class": "numbers"],
          numbers.map { number, name in
            tag("div", [:], tag("dt", [:], HTML(name)), tag("dd", [:], HTML("\(number)")))
          }),
        tag(
          "dl", ["class": "facts"],
          facts.map { name, value in
            tag("div", [:], tag("dt", [:], HTML(name)), tag("dd", [:], value))
          }),
      ] + findingList)
  }

  private var states: [HTML] {
    let broken = brokenInvariantNames.count
    let warnings = findings.count { $0.severity == .warning }
    var states = [
      state(warnings == 0, warnings == 0 ? "no warnings" : counted(warnings, "warning"), isGrave: false)
    ]
    if !policy.invariants.isEmpty {
      states.append(
        state(broken == 0, broken == 0 ? "every invariant is kept" : counted(broken, "invariant") + " broken"))
    }
    if let tests {
      states.append(state(tests.failed == 0, tests.summary))
    } else {
      states.append(state(false, "no tests", isGrave: false))
    }
    return states
  }

  private func state(_ isGood: Bool, _ words: String, isGrave: Bool = true) -> HTML {
    let kind = isGood ? "good" : isGrave ? "bad" : "fair"
    return tag(
      "li", ["class": "state \(kind)"], tag("span", ["class": "sign", "aria-hidden": "true"], isGood ? "✓" : "!"),
      HTML(" \(words)"))
  }

  private var findingList: [HTML] {
    guard !findings.isEmpty else { return [] }
    let rows = findings.map { finding in
      listingRow(
        tag("span", ["class": "severity \(finding.severity.rawValue)"], HTML(finding.severity.rawValue)),
        [
          HTML([.prose(finding.message)] + (finding.help.map { [tag("p", ["class": "help"], .prose($0))] } ?? [])),
          tag("code", [:], HTML(finding.code.rawValue)),
          tag("code", [:], HTML(place(of: finding.span) ?? "")),
        ])
    }
    return [
      tag("h3", [:], "Findings"),
      listing("Findings", columns: ["Severity", "What", "Code", "Place"], rows: rows),
    ]
  }
}
