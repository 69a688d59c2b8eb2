import PolicyLanguage

/// Puts tables together to a set.
struct TableAssembly {
  private struct RowKey: Hashable {
    var scopeType: String
    var target: RowRules.Target
  }
  private struct Row {
    var key: RowKey
    var cells: [String: ReadTable.Verdict]
    var places: [String: ImportPlace]
    var labels: [String]
    var remarks: [String]
    var place: ImportPlace
  }

  var set: ImportedSet
  private(set) var findings: [ImportFinding] = []
  private let given: [TableOptions.Scope]
  private var rows: [Row] = []
  private var rowIndices: [RowKey: Int] = [:]
  private var tables: [String: [ImportPlace]] = [:]

  init(name: String, scopes: [TableOptions.Scope]) {
    set = ImportedSet(name: name)
    given = scopes
  }

  mutating func add(_ table: ReadTable) {
    let scopeType = table.scopeType ?? ScopeWords.standard
    if !set.scopes.contains(where: { $0.name == scopeType }) {
      set.scopes.append(ImportedScopeType(name: scopeType))
    }
    tables[scopeType, default: []].append(table.place)
    for role in table.roles where !set.roles.contains(where: { $0.scopeType == scopeType && $0.name == role.name }) {
      let comment = role.original.lowercased() == role.name ? nil : "\"\(role.original)\""
      set.roles.append(ImportedRole(scopeType: scopeType, name: role.name, comment: comment))
    }
    for row in table.rows { add(row, scopeType) }
  }

  private mutating func add(_ row: ReadTable.Row, _ scopeType: String) {
    let key = RowKey(scopeType: scopeType, target: row.target)
    guard let index = rowIndices[key] else {
      rowIndices[key] = rows.count
      rows.append(
        Row(
          key: key, cells: row.cells, places: row.cells.mapValues { _ in row.place }, labels: [row.label],
          remarks: row.remarks, place: row.place))
      return
    }
    let name = "\(row.target.resourceType) \(row.target.action)"
    if !rows[index].labels.contains(row.label) {
      findings.append(
        ImportFinding(
          .note, "\(quoted(row.label)) is `\(name)`, as is \(quoted(rows[index].labels[0])) at \(rows[index].place)",
          at: row.place))
      rows[index].labels.append(row.label)
    }
    rows[index].remarks += row.remarks
    for (role, verdict) in row.cells.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      guard let before = rows[index].cells[role] else {
        rows[index].cells[role] = verdict
        rows[index].places[role] = row.place
        continue
      }
      if before == verdict || verdict == .leftOut { rows[index].cells[role] = verdict }
      guard (before == .yes && verdict == .no) || (before == .no && verdict == .yes) else { continue }
      let other = rows[index].places[role] ?? rows[index].place
      let why = "\(other) says \(before == .yes ? "yes" : "no") and \(row.place) says \(verdict == .yes ? "yes" : "no")"
      rows[index].cells[role] = .leftOut
      rows[index].remarks.append("\(role): left out, \(why)")
      findings.append(ImportFinding(.leftOut, "\(role) in \(name): \(why)", at: row.place))
    }
  }

  // MARK: - The set

  mutating func finish() {
    set.principals = [ImportedPrincipalType(name: "user")]
    addResources()
    addParents()
    for scope in set.scopes {
      let columns = set.roles.filter { $0.scopeType == scope.name }.map(\.name)
      let ofScope = rows.filter { $0.key.scopeType == scope.name }
      for type in set.resources where type.scopeTypes.contains(scope.name) {
        for row in ofScope where row.key.target.resourceType == type.name {
          set.permissions.append(
            ImportedRow(
              scopeType: scope.name, resourceType: type.name, action: row.key.target.action,
              cells: columns.filter { row.cells[$0] == .yes }.map { ImportedCell($0) }, comment: comment(row),
              remarks: row.remarks))
        }
      }
    }
    set.suites = [suite()]
  }

  private mutating func addResources() {
    for row in rows {
      let target = row.key.target
      if let index = set.resources.firstIndex(where: { $0.name == target.resourceType }) {
        if !set.resources[index].scopeTypes.contains(row.key.scopeType) {
          set.resources[index].scopeTypes.append(row.key.scopeType)
        }
        if !set.resources[index].actions.contains(target.action) { set.resources[index].actions.append(target.action) }
      } else {
        set.resources.append(
          ImportedResourceType(name: target.resourceType, scopeTypes: [row.key.scopeType], actions: [target.action]))
      }
    }
  }

  /// A scope type lies in the one that is given; or in the one whose table speaks of making it.
  private mutating func addParents() {
    for index in set.scopes.indices {
      let name = set.scopes[index].name
      if let parent = given.compactMap({ $0.name == name ? $0.parent : nil }).first {
        set.scopes[index].parents = [parent]
        if !set.scopes.contains(where: { $0.name == parent }) { set.scopes.append(ImportedScopeType(name: parent)) }
        continue
      }
      let making = rows.first {
        $0.key.target.resourceType == name && $0.key.scopeType != name
          && ["create", "add"].contains($0.key.target.action)
      }
      guard let making, set.scopes.first(where: { $0.name == making.key.scopeType })?.parents.isEmpty == true else {
        continue
      }
      set.scopes[index].parents = [making.key.scopeType]
      set.scopes[index].comment = "\"\(making.labels[0])\" is a row of \(making.key.scopeType)"
    }
  }

  /// The row as the table has it, where that is more than its two words.
  private func comment(_ row: Row) -> String? {
    let target = row.key.target
    let plain = Set([target.resourceType, target.action].flatMap { Nouns.words($0).map(Nouns.singular) })
    let evident = row.labels.allSatisfy { label in
      [Nouns.proseWords(label), Nouns.words(label)].contains { words in
        Set(words.filter { !["a", "an", "the"].contains($0) }.map(Nouns.singular)) == plain
      }
    }
    return evident ? nil : row.labels.map { "\"\($0)\"" }.joined(separator: ", ")
  }

  // MARK: - The suite

  /// The tables once more, asked of one made-up principal a role.
  private func suite() -> ImportedSuite {
    var directory = ImportedDirectory()
    var tests: [ImportedSuite.Test] = []
    for scope in inOrder(set.scopes) {
      let name = "\(scope.name):sample"
      directory.scopes.append(.init(name: name, parent: scope.parents.first.map { "\($0):sample" }))
      let roles = set.roles.filter { $0.scopeType == scope.name }
      let columns = roles.map { role in
        ImportedSuite.Test.Column(
          label: role.name, principal: set.scopes.count == 1 ? "user:\(role.name)" : "user:\(scope.name)-\(role.name)")
      }
      directory.assignments += zip(roles, columns).map { .init(scope: name, role: $0.name, principals: [$1.principal]) }
      guard let places = tables[scope.name], !columns.isEmpty else { continue }
      var test = ImportedSuite.Test(name: "\(scope.name), as in \(places.map(\.description).joined(separator: ", "))")
      test.scope = name
      let stranger = ImportedSuite.Test.Column(label: "nobody", principal: "user:stranger")
      test.columns = columns + (roles.contains { $0.name == "nobody" } ? [] : [stranger])
      for type in set.resources where type.scopeTypes.contains(scope.name) {
        test.rows += type.actions.map { action in
          let index = rowIndices[RowKey(scopeType: scope.name, target: RowRules.Target(type.name, action))]
          let allowed = index.map { index in roles.map(\.name).filter { rows[index].cells[$0] == .yes } }
          return .init(resourceType: type.name, action: action, allowed: allowed ?? [])
        }
      }
      tests.append(test)
    }
    return ImportedSuite(
      file: "policy_test.yaml", comment: "What the imported tables say, cell by cell.", directory: directory,
      tests: tests)
  }

  /// Parents before children.
  private func inOrder(_ scopes: [ImportedScopeType]) -> [ImportedScopeType] {
    scopes.filter(\.parents.isEmpty) + scopes.filter { !$0.parents.isEmpty }
  }
}
