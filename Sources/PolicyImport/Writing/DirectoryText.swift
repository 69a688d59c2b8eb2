/// Writes directories and suites as YAML.
enum DirectoryText {
  /// The lines of `directory:` and what is in it.
  static func lines(_ directory: ImportedDirectory) -> [String] {
    var lines = ["directory:"]
    if let scope = directory.defaultScope { lines.append("  default_scope: \(YAMLText.scalar(scope))") }
    if !directory.scopes.isEmpty { lines.append("  scopes:") }
    for scope in directory.scopes {
      let value = scope.parent.map { "{in: \(YAMLText.scalar($0))}" } ?? "{}"
      lines.append("    \(key(scope.name)): \(value)")
    }
    if !directory.principals.isEmpty { lines.append("  principals:") }
    for principal in directory.principals {
      let key = "    \(key(principal.name)): "
      let members = principal.members.map {
        "{members: \(YAMLText.list($0.map(YAMLText.scalar), at: key.utf8.count + 10, indentation: 4))}"
      }
      lines.append(key + (members ?? "{}") + (principal.comment.map { "    " + YAMLText.comment($0) } ?? ""))
    }
    if !directory.resources.isEmpty { lines.append("  resources:") }
    for resource in directory.resources {
      lines.append("    \(key(resource.name)): {in: \(YAMLText.scalar(resource.scope))}")
    }
    if !directory.assignments.isEmpty { lines.append("  assignments:") }
    for (scope, assignments) in directory.assignments.grouped(by: \.scope) {
      lines.append("    \(key(scope)):")
      for assignment in assignments {
        let key = "      \(YAMLText.scalar(assignment.role)): "
        let principals = assignment.principals.map(YAMLText.scalar)
        lines.append(key + YAMLText.list(principals, at: key.utf8.count, indentation: 6))
      }
    }
    return lines
  }

  /// The text of a suite.
  static func written(_ suite: ImportedSuite) -> String {
    var lines = [YAMLText.comment(suite.comment)]
    if let directory = suite.directory { lines += self.lines(directory) + [""] }
    lines.append("tests:")
    for test in suite.tests {
      lines.append("  - name: \(YAMLText.condition(test.name))")
      if !test.rows.isEmpty { lines += table(test) }
      lines += cases(test.can, "can") + cases(test.cannot, "cannot")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func table(_ test: ImportedSuite.Test) -> [String] {
    var lines = ["    in: \(YAMLText.scalar(test.scope))"]
    let columns = test.columns.map { "\(YAMLText.scalar($0.label)): \(YAMLText.scalar($0.principal))" }
    let flat = "    as: {\(columns.joined(separator: ", "))}"
    lines += flat.utf8.count <= YAMLText.width ? [flat] : ["    as:"] + columns.map { "      \($0)" }
    lines.append("    expect:")
    for (resource, rows) in test.rows.grouped(by: \.resourceType) {
      lines.append("      \(YAMLText.scalar(resource)):")
      let keys = rows.map { "\(YAMLText.scalar($0.action)): " }
      let width = min(keys.map(\.utf8.count).max() ?? 0, 18)
      for (row, key) in zip(rows, keys) {
        let key = YAMLText.padded(key, to: width)
        let labels = row.allowed.map(YAMLText.scalar)
        lines.append("        \(key)\(YAMLText.list(labels, at: 8 + key.utf8.count, indentation: 8))")
      }
    }
    return lines + ["    complete: true"]
  }

  private static func cases(_ cases: [String], _ key: String) -> [String] {
    cases.isEmpty ? [] : ["    \(key):"] + cases.map { "      - \(YAMLText.quoted($0))" }
  }

  /// The reader takes no key of more than 1,024 characters unless a `?` stands before it; ids end long before that.
  private static func key(_ text: String) -> String { YAMLText.scalar(text) }
}
