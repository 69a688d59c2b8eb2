import DecisionTable
import PolicyLanguage
import PolicyValues

/// The directory's part of a compilation: instances in ascending order of type and id, groups flattened.
struct DirectoryCompiler {
  private let directory: Directory
  private let positions: Positions
  private var scopes = EntityPositions([])

  init(_ directory: Directory, _ positions: Positions) {
    self.directory = directory
    self.positions = positions
  }

  mutating func compile(into contents: inout TableContents) {
    compileScopes(into: &contents)
    compilePrincipals(into: &contents)
    compileResources(into: &contents)
    contents.defaultScope = directory.defaultScope.flatMap { scopes[$0] }
  }

  private mutating func compileScopes(into contents: inout TableContents) {
    let sorted = directory.scopes.filter { positions.scopeTypes[$0.name.type] != nil }.sorted { $0.name < $1.name }
    scopes = EntityPositions(sorted.lazy.map(\.name))
    contents.scopes = sorted.map { scope in
      ScopeRow(
        type: positions.scopeTypes[scope.name.type] ?? 0, id: scope.name.id,
        parent: scope.parent.flatMap { scopes[$0] },
        isDisabled: scope.isDisabled, attributes: scope.attributes.map { ($0.name, $0.value) })
    }
  }

  private mutating func compilePrincipals(into contents: inout TableContents) {
    let names = directory.principalNames
    // Where each name, by its number, stands in the table.
    let types = (0..<names.typeCount).map { positions.principalTypes[names.type($0)] }
    let sorted = names.sortedNumbers().filter { types[names.typeNumber(of: Int($0))] != nil }
    var places = [Int?](repeating: nil, count: names.count)
    for (position, number) in sorted.enumerated() { places[Int(number)] = position }
    func place(of name: EntityName) -> Int? { names.number(of: name).flatMap { places[$0] } }
    var rows = sorted.map { number in
      PrincipalRow(type: types[names.typeNumber(of: Int(number))] ?? 0, id: names.id(of: Int(number)))
    }
    for principal in directory.principals {
      guard let position = place(of: principal.name) else { continue }
      rows[position].isDisabled = principal.isDisabled
      rows[position].expires = principal.expires
      rows[position].bound = principal.bound.flatMap { place(of: $0) }
      rows[position].attributes = principal.attributes.map { ($0.name, $0.value) }
    }
    addAssignments(to: &contents) { places[Int($0)] }
    let memberships = Memberships(directory)
    for member in memberships.members {
      guard let position = place(of: member) else { continue }
      rows[position].groups = memberships.groups(of: member).compactMap { group in
        place(of: group.name).map { (principal: $0, until: group.until) }
      }
    }
    contents.principals = rows
  }

  /// `place` says for the number of a principal which row it has.
  private func addAssignments(to contents: inout TableContents, place: (UInt32) -> Int?) {
    let list = directory.assignments
    let scopePlaces = scopes.positions(of: list.scopes)
    let rolePlaces = list.roles.map { positions.roles[$0] }
    contents.assignmentEnds = list.ends
    contents.assignments.reserveCapacity(list.count)
    for record in list.records {
      guard let principal = place(record.principal), let scope = scopePlaces[Int(record.scope)],
        let role = rolePlaces[Int(record.role)]
      else { continue }
      contents.assignments.append(AssignmentRow(principal: principal, scope: scope, role: role, end: record.end))
    }
  }

  private func compileResources(into contents: inout TableContents) {
    let sorted = directory.resources.filter { positions.resourceTypes[$0.name.type] != nil }.sorted {
      $0.name < $1.name
    }
    contents.resources = sorted.map { resource in
      ResourceRow(
        type: positions.resourceTypes[resource.name.type] ?? 0, id: resource.name.id,
        home: resource.scope.flatMap { scopes[$0] }, attributes: resource.attributes.map { ($0.name, $0.value) })
    }
  }
}

extension Directory {
  /// Every principal that exists, each once. Those that assignments name have the numbers that they have there; who is
  /// only described, or a member of a group, exists too.
  var principalNames: EntityNames {
    var names = assignments.principals
    for principal in principals {
      // Looked up first, so that the assignments' names are copied only if there are others.
      if names.number(of: principal.name) == nil { _ = names.insert(principal.name) }
      for member in principal.members where names.number(of: member) == nil { _ = names.insert(member) }
    }
    return names
  }
}
