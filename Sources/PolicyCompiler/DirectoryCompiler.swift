import DecisionTable
import PolicyLanguage
import PolicyValues

/// The directory's part of a compilation: instances in ascending order of type and id, groups flattened.
struct DirectoryCompiler {
  private let directory: Directory
  private let positions: Positions
  private var scopes: [EntityName: Int] = [:]
  private var principals: [EntityName: Int] = [:]

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
    for (position, scope) in sorted.enumerated() { scopes[scope.name] = position }
    contents.scopes = sorted.map { scope in
      ScopeRow(
        type: positions.scopeTypes[scope.name.type] ?? 0, id: scope.name.id,
        parent: scope.parent.flatMap { scopes[$0] },
        isDisabled: scope.isDisabled, attributes: scope.attributes.map { ($0.name, $0.value) })
    }
  }

  private mutating func compilePrincipals(into contents: inout TableContents) {
    let (names, numbers) = principalNames()
    // Where each name, by the order in which it was met, stands in the table.
    let sorted = names.indices.filter { positions.principalTypes[names[$0].type] != nil }
      .sorted { names[$0] < names[$1] }
    var places = [Int?](repeating: nil, count: names.count)
    principals.reserveCapacity(sorted.count)
    for (position, number) in sorted.enumerated() {
      places[number] = position
      principals[names[number]] = position
    }
    var rows = sorted.map { PrincipalRow(type: positions.principalTypes[names[$0].type] ?? 0, id: names[$0].id) }
    for principal in directory.principals {
      guard let position = principals[principal.name] else { continue }
      rows[position].isDisabled = principal.isDisabled
      rows[position].expires = principal.expires
      rows[position].bound = principal.bound.flatMap { principals[$0] }
      rows[position].attributes = principal.attributes.map { ($0.name, $0.value) }
    }
    addAssignments(to: &contents) { places[numbers[$0]] }
    let memberships = Memberships(directory)
    for (position, number) in sorted.enumerated() {
      rows[position].groups = memberships.groups(of: names[number]).compactMap { group in
        principals[group.name].map { (principal: $0, until: group.until) }
      }
    }
    contents.principals = rows
  }

  /// Every principal that exists, each once, and for each assignment the position of its principal among them. Who is
  /// assigned a role or is a member of a group exists, described or not.
  private func principalNames() -> (names: [EntityName], ofAssignments: [Int]) {
    var names: [EntityName] = []
    var numbers: [EntityName: Int] = [:]
    func number(of name: EntityName) -> Int {
      if let known = numbers[name] { return known }
      numbers[name] = names.count
      names.append(name)
      return names.count - 1
    }
    for principal in directory.principals {
      _ = number(of: principal.name)
      for member in principal.members { _ = number(of: member) }
    }
    let ofAssignments = directory.assignments.map { number(of: $0.principal) }
    return (names, ofAssignments)
  }

  /// `place` says for the position of an assignment which row its principal has.
  private func addAssignments(to contents: inout TableContents, place: (Int) -> Int?) {
    var ends: [Timestamp: UInt32] = [:]
    // Assignments at one scope mostly stand together.
    var lastScope: (name: EntityName, position: Int?)?
    for (position, assignment) in directory.assignments.enumerated() {
      if lastScope?.name != assignment.scope { lastScope = (assignment.scope, scopes[assignment.scope]) }
      guard let row = place(position), let scope = lastScope?.position,
        let role = positions.roles[RoleName(assignment.scope.type, assignment.role)]
      else { continue }
      var end = AssignmentRow.forGood
      if let until = assignment.until {
        end = ends[until] ?? UInt32(contents.assignmentEnds.count)
        if end == contents.assignmentEnds.count {
          contents.assignmentEnds.append(until)
          ends[until] = end
        }
      }
      contents.assignments.append(AssignmentRow(principal: row, scope: scope, role: role, end: end))
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
