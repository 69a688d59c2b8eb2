package import DecisionTable
package import PolicyLanguage
import PolicyValues
package import YAMLReader

/// Compiles a policy and a directory that `validate` has found no errors in.
///
/// `root` is the folder that the policy was read from: the table keeps places relative to it, so that the same files
/// give the same bytes wherever they lie.
package func compile(
  _ policy: Policy, _ directory: Directory, sources: SourceMap = SourceMap(), root: String = ""
) -> TableContents {
  var compiler = TableCompiler(PolicyIndex(policy), places: PlaceFinder(sources: sources, root: root))
  compiler.addTypes()
  compiler.addRoles()
  compiler.addAttributes()
  compiler.addTables()
  var instances = DirectoryCompiler(directory, compiler.positions)
  instances.compile(into: &compiler.contents)
  return compiler.contents
}

/// Turns spans into what the table keeps of them.
struct PlaceFinder {
  let sources: SourceMap
  let root: String

  func place(of span: Span) -> TablePlace {
    guard !span.isNone, let file = sources[span.file] else { return TablePlace(file: "", line: 0) }
    return TablePlace(file: Self.relative(file.path, to: root), line: file.position(at: Int(span.start)).line)
  }

  /// A path without the folder it was found in; for a set of one file, its name.
  static func relative(_ path: String, to root: String) -> String {
    let folder = root.hasSuffix("/") ? root : root + "/"
    if path.hasPrefix(folder) { return String(path.dropFirst(folder.count)) }
    return path == root ? String(path.split(separator: "/").last ?? "") : path
  }
}

/// Where each declaration stands in the contents.
struct Positions {
  var scopeTypes: [String: Int] = [:]
  var principalTypes: [String: Int] = [:]
  var resourceTypes: [String: Int] = [:]
  var roles: [RoleName: Int] = [:]
}

/// The policy's part of a compilation.
struct TableCompiler {
  let index: PolicyIndex
  let places: PlaceFinder
  var contents: TableContents
  var positions = Positions()
  private var conditions: [ConditionKey: Int] = [:]

  /// A condition is compiled once for all rows in which it means the same.
  private struct ConditionKey: Hashable {
    var name: String
    var scopeType: String
    var checked: CheckedCondition
  }

  init(_ index: PolicyIndex, places: PlaceFinder) {
    self.index = index
    self.places = places
    contents = TableContents(policyName: index.policy.name)
  }

  mutating func addTypes() {
    let policy = index.policy
    for (position, type) in policy.scopeTypes.enumerated() { positions.scopeTypes[type.name] = position }
    for (position, type) in policy.principalTypes.enumerated() { positions.principalTypes[type.name] = position }
    for (position, type) in policy.resourceTypes.enumerated() { positions.resourceTypes[type.name] = position }
    contents.scopeTypes = policy.scopeTypes.map { type in
      ScopeTypeRow(
        name: type.name, parents: type.parents.compactMap { positions.scopeTypes[$0] }, isOpen: type.isOpen,
        isRoot: type.isRoot)
    }
    contents.principalTypes = policy.principalTypes.map { type in
      PrincipalTypeRow(
        name: type.name, isGroup: type.members != nil, isBounded: type.boundedBy != nil,
        takesRequestRoles: type.takesRequestRoles)
    }
    contents.resourceTypes = policy.resourceTypes.map { type in
      ResourceTypeRow(
        name: type.name, scopeTypes: type.scopeTypes.compactMap { positions.scopeTypes[$0] }, actions: type.actions,
        isListed: type.isListed, asScopeType: positions.scopeTypes[type.name])
    }
  }

  mutating func addRoles() {
    let anyone = RoleRow(scopeType: 0, name: "anyone", rank: nil, closure: [0], place: TablePlace(file: "", line: 0))
    for (position, role) in index.policy.roles.enumerated() { positions.roles[role.name] = position + 1 }
    contents.roles = [anyone]
    for role in index.policy.roles {
      let closure = index.closure(of: role.name).compactMap { positions.roles[$0] }.sorted()
      contents.roles.append(
        RoleRow(
          scopeType: positions.scopeTypes[role.name.scopeType] ?? 0, name: role.name.name, rank: role.rank,
          closure: closure, place: places.place(of: role.span)))
    }
  }

  mutating func addAttributes() {
    func add(_ owner: AttributeOwner, _ type: Int, _ declarations: [AttributeDeclaration]) {
      contents.attributes += declarations.map { declaration in
        AttributeRow(
          owner: owner, entityType: type, name: declaration.name, type: declaration.type,
          isOverridable: declaration.isOverridable)
      }
    }
    let policy = index.policy
    for (position, type) in policy.principalTypes.enumerated() { add(.principal, position, type.attributes) }
    for (position, type) in policy.resourceTypes.enumerated() {
      add(.resource, position, index.resourceAttributes(of: type.name))
    }
    for (position, type) in policy.scopeTypes.enumerated() { add(.scope, position, type.attributes) }
    add(.context, 0, policy.contextAttributes)
    add(.action, 0, policy.actionAttributes)
  }

  mutating func addTables() {
    add(index.policy.permissions, isForbid: false)
    add(index.policy.forbids, isForbid: true)
  }

  /// A `"*"` row stands for the actions without a row of their own; in a forbid, for every action.
  private mutating func add(_ rows: [TableRow], isForbid: Bool) {
    for row in rows {
      guard let type = index.resourceTypes[row.resourceType] else { continue }
      let own = rows.filter { $0.scopeType == row.scopeType && $0.resourceType == row.resourceType }
      for (action, name) in type.actions.enumerated() {
        let isMeant =
          row.action.map { $0 == name } ?? (isForbid || !own.contains { $0.action == name })
        guard isMeant else { continue }
        for cell in row.cells { add(cell, of: row, action: action, isForbid: isForbid) }
      }
    }
  }

  private mutating func add(_ cell: Cell, of row: TableRow, action: Int, isForbid: Bool) {
    guard let scopeType = positions.scopeTypes[row.scopeType],
      let resourceType = positions.resourceTypes[row.resourceType]
    else { return }
    var role = 0
    if let name = cell.role {
      guard let position = positions.roles[RoleName(row.scopeType, name)] else { return }
      role = position
    }
    let condition = cell.condition.flatMap {
      self.condition($0, scopeType: row.scopeType, resourceType: row.resourceType)
    }
    // A condition that does not compile is an error before it gets here; were it not, its cell must not become
    // unconditional. A forbid keeps its cell, which then always forbids.
    if cell.condition != nil, condition == nil, !isForbid { return }
    contents.cells.append(
      CellRow(
        isForbid: isForbid, scopeType: scopeType, resourceType: resourceType, action: action, role: role,
        condition: condition, isFromWildcard: row.action == nil, place: places.place(of: cell.span)))
  }

  private mutating func condition(_ name: String, scopeType: String, resourceType: String) -> Int? {
    guard let declaration = index.conditions[name],
      let checked = checkCondition(
        declaration.expression, name: name,
        in: index.environment(scopeType: scopeType, resourceType: resourceType)
      ).checked
    else { return nil }
    let key = ConditionKey(name: name, scopeType: scopeType, checked: checked)
    if let known = conditions[key] { return known }
    let position = contents.conditions.count
    contents.conditions.append(
      ConditionRow(
        name: name, text: declaration.expression.description, scopeType: positions.scopeTypes[scopeType] ?? 0,
        program: checked.steps, place: places.place(of: declaration.span)))
    conditions[key] = position
    return position
  }
}
