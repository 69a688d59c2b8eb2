package import PolicyLanguage

extension ImportedSet {
  /// How much there is: "organization: 3 roles, 20 rows".
  package var summary: String {
    let parts = scopes.map { scope in
      let roles = roles.count { $0.scopeType == scope.name }
      let permissions = permissions.count { $0.scopeType == scope.name }
      let forbids = forbids.count { $0.scopeType == scope.name }
      return "\(scope.name): \(Self.counted(roles, "role")), \(Self.counted(permissions, "row"))"
        + (forbids == 0 ? "" : ", \(forbids) forbidding")
    }
    let assignments = directory.map { $0.assignments.reduce(0) { $0 + $1.principals.count } } ?? 0
    return (parts + (assignments == 0 ? [] : [Self.counted(assignments, "assignment")])).joined(separator: "; ")
  }

  private static func counted(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }

  /// What was and was not carried over, for scripts.
  package func json(files: [String]) -> JSONValue {
    .object([
      ("policy", .string(name)), ("complete", .bool(isWhole)), ("files", .array(files.map { .string($0) })),
      (
        "scopes",
        .array(
          scopes.map { scope in
            .object([
              ("type", .string(scope.name)),
              ("roles", .array(roles.filter { $0.scopeType == scope.name }.map { .string($0.name) })),
              ("rows", .int(permissions.count { $0.scopeType == scope.name })),
              ("forbids", .int(forbids.count { $0.scopeType == scope.name })),
            ])
          })
      ),
      ("findings", .array(findings.map(\.json))),
    ])
  }
}
