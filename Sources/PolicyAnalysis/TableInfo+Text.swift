package import DecisionTable
package import PolicyLanguage

extension TableInfo {
  private var numbers: [(name: String, count: Int)] {
    [
      ("scopes", counts.scopes), ("principals", counts.principals), ("resources", counts.resources),
      ("assignments", counts.assignments), ("roles", counts.roles), ("permissions", counts.permissions),
      ("conditions", counts.conditions), ("cells", counts.cells),
    ]
  }

  /// Two lines: what it is, and how much.
  package var summary: String {
    "policy \(policyName), digest \(digest)\n"
      + "\(counts.assignments) assignments, \(counts.principals) principals, \(counts.scopes) scopes, \(bytes) bytes"
  }

  /// Everything, as a person reads it.
  package var text: String {
    let head = [
      "policy       \(policyName)", "digest       \(digest)", "version      \(version)", "bytes        \(bytes)",
    ]
    let what = numbers.map { $0.name.padded(to: 13) + String($0.count) }
    let width = sections.map { String($0.records).utf8.count }.max() ?? 0
    let parts = sections.filter { $0.records > 0 }.map { part in
      let records = String(repeating: " ", count: width - String(part.records).utf8.count) + String(part.records)
      return "  " + part.name.padded(to: 22) + records + "  " + String(part.bytes) + " bytes"
    }
    return (head + what + ["sections"] + parts).joined(separator: "\n")
  }

  package var json: JSONValue {
    .object([
      ("policy", .string(policyName)), ("digest", .string(digest)), ("version", .int(version)), ("bytes", .int(bytes)),
      ("counts", .object(numbers.map { ($0.name, .int($0.count)) })),
      (
        "sections",
        .array(
          sections.map {
            .object([("name", .string($0.name)), ("records", .int($0.records)), ("bytes", .int($0.bytes))])
          })
      ),
    ])
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - utf8.count)) }
}
