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
    let described = Dictionary(directory.principals.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
    // Who is assigned a role or is a member of a group exists, described or not.
    var names = Set(described.keys)
    for assignment in directory.assignments { names.insert(assignment.principal) }
    for group in directory.principals { names.formUnion(group.members) }
    let sorted = names.filter { positions.principalTypes[$0.type] != nil }.sorted()
    for (position, name) in sorted.enumerated() { principals[name] = position }

    var rows = sorted.map { PrincipalRow(type: positions.principalTypes[$0.type] ?? 0, id: $0.id) }
    for principal in directory.principals {
      guard let position = principals[principal.name] else { continue }
      rows[position].isDisabled = principal.isDisabled
      rows[position].expires = principal.expires
      rows[position].bound = principal.bound.flatMap { principals[$0] }
      rows[position].attributes = principal.attributes.map { ($0.name, $0.value) }
    }
    for assignment in directory.assignments {
      guard let position = principals[assignment.principal], let scope = scopes[assignment.scope],
        let role = positions.roles[RoleName(assignment.scope.type, assignment.role)]
      else { continue }
      rows[position].assignments.append((scope: scope, role: role, until: assignment.until))
    }
    let memberships = Memberships(directory)
    for (position, name) in sorted.enumerated() {
      rows[position].groups = memberships.groups(of: name).compactMap { group in
        principals[group.name].map { (principal: $0, until: group.until) }
      }
    }
    contents.principals = rows
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
