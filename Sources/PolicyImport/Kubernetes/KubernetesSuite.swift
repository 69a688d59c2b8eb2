/// Suites of what was imported.
extension KubernetesAssembly {
  /// The tables, asked of one made-up principal a role.
  func tableSuite() -> ImportedSuite {
    var directory = ImportedDirectory()
    directory.scopes = [.init(name: "cluster:sample")]
    if set.scopes.count > 1 { directory.scopes.append(.init(name: "namespace:sample", parent: "cluster:sample")) }
    let roles = set.roles.map { role in
      (role, principal: "user:\(role.scopeType)-\(role.name)", scope: "\(role.scopeType):sample")
    }
    directory.assignments = roles.map { .init(scope: $0.scope, role: $0.0.name, principals: [$0.principal]) }
    var tests: [ImportedSuite.Test] = []
    for scope in set.scopes.map(\.name) {
      var test = ImportedSuite.Test(name: "what each role allows in a \(scope)")
      test.scope = "\(scope):sample"
      // In a namespace, the roles of the cluster stand beside its own: what is held there counts here.
      let columns = roles.filter { $0.0.scopeType == scope || scope == Self.namespace }
      test.columns = columns.map { role, principal, _ in
        .init(label: role.scopeType == scope ? role.name : "\(role.scopeType).\(role.name)", principal: principal)
      }
      test.columns.append(.init(label: "a stranger", principal: "user:stranger"))
      var rows: [String: ImportedRow] = [:]
      for row in set.permissions where row.scopeType == scope { rows["\(row.resourceType) \(row.action)"] = row }
      for type in set.resources where type.scopeTypes.contains(scope) {
        for action in type.actions {
          let row = rows["\(type.name) \(action)"]
          let allowed = Set((row?.cells ?? []).filter { $0.condition == nil }.compactMap(\.role))
          test.rows.append(
            .init(
              resourceType: type.name, action: action,
              allowed: columns.filter { allowed.contains($0.0.name) }.map { role, _, _ in
                role.scopeType == scope ? role.name : "\(role.scopeType).\(role.name)"
              }))
        }
      }
      if !test.rows.isEmpty { tests.append(test) }
    }
    tests += namedTest()
    return ImportedSuite(
      file: "policy_test.yaml", comment: "What the imported roles allow, cell by cell.", directory: directory,
      tests: tests)
  }

  /// A case for each condition: a name that it holds for, and one that it does not.
  private func namedTest() -> [ImportedSuite.Test] {
    var test = ImportedSuite.Test(name: "rules of names hold for those names only")
    for condition in set.conditions {
      guard let row = set.permissions.first(where: { $0.cells.contains { $0.condition == condition.name } }),
        let cell = row.cells.first(where: { $0.condition == condition.name }), let role = cell.role,
        let name = sampleName(of: condition), let id = KubernetesNames.id(name), id == name
      else { continue }
      let who = "user:\(row.scopeType)-\(role) \(row.action) \(row.resourceType)"
      test.can.append("\(who):\(id) in \(row.scopeType):sample")
      let others = row.cells.count { $0.role == role }
      if others == 1 { test.cannot.append("\(who):no-such-name in \(row.scopeType):sample") }
    }
    return test.can.isEmpty ? [] : [test]
  }

  /// A name that a condition holds for.
  private func sampleName(of condition: ImportedCondition) -> String? {
    let parts = condition.text.split(separator: "\"", omittingEmptySubsequences: false)
    guard parts.count > 1, !condition.text.contains("\\") else { return nil }
    return String(parts[1])
  }

  /// A case for each binding, asked of the directory as it was imported.
  func bindingSuite() -> [ImportedSuite] {
    guard let directory = set.directory, !directory.assignments.isEmpty else { return [] }
    var test = ImportedSuite.Test(name: "who holds a role may what it allows")
    var rows: [String: ImportedRow] = [:]
    for row in set.permissions {
      for cell in row.cells where cell.condition == nil {
        let key = "\(row.scopeType).\(cell.role ?? "")"
        if rows[key] == nil { rows[key] = row }
      }
    }
    for assignment in directory.assignments {
      let scopeType = assignment.scope.prefix { $0 != ":" }
      guard let row = rows["\(scopeType).\(assignment.role)"] else { continue }
      test.can += assignment.principals.map { "\($0) \(row.action) \(row.resourceType) in \(assignment.scope)" }
    }
    test.cannot =
      set.permissions.first.map { row in
        ["user:no-such-user \(row.action) \(row.resourceType) in \(clusterName)"]
      } ?? []
    return [
      ImportedSuite(
        file: "bindings_test.yaml", comment: "That the bindings were carried over.", directory: nil, tests: [test])
    ]
  }
}
