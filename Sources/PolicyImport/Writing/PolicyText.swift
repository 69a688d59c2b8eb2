/// Writes the policy of a set as YAML.
struct PolicyText {
  let set: ImportedSet
  private var lines: [String] = []

  init(_ set: ImportedSet) { self.set = set }

  /// The text of `policy.yaml`.
  mutating func written() -> String {
    writeHead()
    writeTypes()
    writeRoles()
    writeRows(set.permissions, under: "permissions")
    writeRows(set.forbids, under: "forbid")
    if !set.conditions.isEmpty {
      lines += ["", "conditions:"]
      lines += set.conditions.map { "  \($0.name): \(YAMLText.condition($0.text))" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private mutating func writeHead() {
    lines += set.origin.map(YAMLText.comment)
    let titles: [(ImportFinding.Kind, String)] = [
      (.leftOut, "Left out, so denied:"), (.passedOver, "Passed over, since it says nothing of access:"),
      (.note, "To know:"),
    ]
    for (kind, title) in titles {
      let found = set.findings.filter { $0.kind == kind }
      guard !found.isEmpty else { continue }
      lines += [YAMLText.comment(title)]
      lines += found.map { YAMLText.comment("  \(($0.place.map { "\($0): " } ?? ""))\($0.message)") }
    }
    lines += ["policy: \(YAMLText.scalar(set.name))"]
  }

  private mutating func writeTypes() {
    lines += ["", "scopes:"]
    for scope in set.scopes {
      let parents = scope.parents.isEmpty ? "{}" : "{in: \(Self.oneOrList(scope.parents))}"
      lines.append("  \(scope.name): \(parents)" + Self.behind(scope.comment))
    }
    lines += ["", "principals:"]
    for type in set.principals {
      lines.append("  \(type.name): " + (type.members.map { "{members: [\($0.joined(separator: ", "))]}" } ?? "{}"))
    }
    lines += ["", "resources:"]
    for type in set.resources {
      let head = "  \(YAMLText.scalar(type.name)):"
      let flat = "\(head) {in: \(Self.oneOrList(type.scopeTypes)), actions: [\(Self.names(type.actions))]}"
      if flat.utf8.count <= YAMLText.width {
        lines.append(flat + Self.behind(type.comment))
      } else {
        lines.append(head + Self.behind(type.comment))
        lines.append("    in: \(Self.oneOrList(type.scopeTypes))")
        lines.append(
          "    actions: " + YAMLText.list(type.actions.map(YAMLText.scalar), at: 13, indentation: 4))
      }
    }
  }

  private mutating func writeRoles() {
    guard !set.roles.isEmpty else { return }
    lines += ["", "roles:"]
    for scope in set.scopes {
      let roles = set.roles.filter { $0.scopeType == scope.name }
      if roles.isEmpty { continue }
      lines.append("  \(scope.name):")
      for role in roles {
        let list = YAMLText.list(role.includes.map(YAMLText.scalar), at: role.name.utf8.count + 18, indentation: 4)
        let value = role.includes.isEmpty ? "{}" : "{includes: \(list)}"
        lines.append("    \(role.name): \(value)" + Self.behind(role.comment))
      }
    }
  }

  private mutating func writeRows(_ rows: [ImportedRow], under key: String) {
    guard !rows.isEmpty else { return }
    lines += ["", "\(key):"]
    for (scope, ofScope) in rows.grouped(by: \.scopeType) {
      lines.append("  \(scope):")
      for (resource, ofResource) in ofScope.grouped(by: \.resourceType) {
        lines.append("    \(YAMLText.scalar(resource)):")
        // Rows stand under each other, unless one long name would push all others away.
        let keys = ofResource.map { "\(YAMLText.scalar($0.action)): " }
        let width = min(keys.map(\.utf8.count).max() ?? 0, 18)
        for (row, key) in zip(ofResource, keys) {
          lines += row.remarks.map { "      " + YAMLText.comment($0) }
          let key = YAMLText.padded(key, to: width)
          let cells = YAMLText.list(row.cells.map(\.text), at: 6 + key.utf8.count, indentation: 6)
          lines.append("      \(key)\(cells)" + Self.behind(row.comment))
        }
      }
    }
  }

  private static func behind(_ comment: String?) -> String { comment.map { "    " + YAMLText.comment($0) } ?? "" }

  private static func names(_ names: [String]) -> String { names.map(YAMLText.scalar).joined(separator: ", ") }

  private static func oneOrList(_ names: [String]) -> String {
    names.count == 1 ? Self.names(names) : "[\(Self.names(names))]"
  }
}

extension YAMLText {
  /// A condition, on its line if it is plain there.
  static func condition(_ text: String) -> String {
    let starters = "\"'[]{}!&*|>%@`#,?:-"
    let needsQuotes =
      text.unicodeScalars.first.map { starters.unicodeScalars.contains($0) } ?? true
      || text.contains(": ") || text.contains(" #") || text.hasSuffix(":")
      || !text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    return needsQuotes ? quoted(text) : text
  }
}

extension Sequence {
  /// The elements by a name, groups in the order of their first.
  func grouped(by name: (Element) -> String) -> [(name: String, elements: [Element])] {
    var groups: [(name: String, elements: [Element])] = []
    var positions: [String: Int] = [:]
    for element in self {
      let name = name(element)
      if let position = positions[name] {
        groups[position].elements.append(element)
      } else {
        positions[name] = groups.count
        groups.append((name, [element]))
      }
    }
    return groups
  }
}
