import DecisionTable
import PolicyAnalysis
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import YAMLReader

extension FuzzCase {
  /// The case with a step of a remedy done to it, as a person would do it to the files and to the request.
  mutating func apply(_ step: RemedyStep) {
    step.change(&question)
    switch step {
    case .askAt(let time): now = time
    case .value(let edit): set(edit)
    case .assign(let role, let scope, let principal):
      directory.assignments.append(Assignment(principal, bare(role), at: scope))
    case .extend(let role, let scope, let principal, _):
      directory.assignments = AssignmentList(
        directory.assignments.map { assignment in
          var assignment = assignment
          let isMeant =
            assignment.principal == principal && assignment.scope == scope && assignment.role == bare(role)
          if isMeant { assignment.until = nil }
          return assignment
        })
    case .join(let group, let member): change(group) { $0.members.append(member) }
    case .enable(let name): change(name) { $0.isDisabled = false }
    case .renew(let name, _): change(name) { $0.expires = nil }
    case .bound(let name, by: let other): change(name) { $0.bound = other }
    case .enableScope(let name):
      for place in directory.scopes.indices where directory.scopes[place].name == name {
        directory.scopes[place].isDisabled = false
      }
    case .enter(resource: let name, in: let scope): directory.resources.append(ResourceInstance(name, in: scope))
    case .addCell(let cell): add(cell)
    case .removeForbid(let cell):
      for place in policy.forbids.indices {
        let row = policy.forbids[place]
        guard row.scopeType == cell.scopeType, row.resourceType == cell.resourceType,
          row.action == (cell.isFromWildcard ? nil : cell.action)
        else { continue }
        policy.forbids[place].cells.removeAll {
          ($0.role ?? "anyone") == cell.role && $0.condition == cell.condition
        }
      }
    case .askAbout, .askFor, .askOf, .askOn, .askIn, .bringNoRoles, .bringRole: break
    }
  }

  private func bare(_ role: String) -> String { String(role.split(separator: ".", maxSplits: 1).last ?? "") }

  private mutating func change(_ name: EntityName, _ body: (inout PrincipalInstance) -> Void) {
    if !directory.principals.contains(where: { $0.name == name }) {
      directory.principals.append(PrincipalInstance(name))
    }
    for place in directory.principals.indices where directory.principals[place].name == name {
      body(&directory.principals[place])
    }
  }

  private mutating func set(_ edit: ValueEdit) {
    guard let entity = edit.entity else { return }
    func changed(_ attributes: [AttributeEntry]) -> [AttributeEntry] {
      attributes.filter { $0.name != edit.name } + (edit.value.map { [AttributeEntry(edit.name, $0)] } ?? [])
    }
    if edit.owner == .principal { return change(entity) { $0.attributes = changed($0.attributes) } }
    for place in directory.scopes.indices where directory.scopes[place].name == entity {
      directory.scopes[place].attributes = changed(directory.scopes[place].attributes)
    }
    for place in directory.resources.indices where directory.resources[place].name == entity {
      directory.resources[place].attributes = changed(directory.resources[place].attributes)
    }
  }

  /// A row of its own takes the place of the `"*"` row.
  private mutating func add(_ cell: AddedCell) {
    func place(_ action: String?) -> Int? {
      policy.permissions.firstIndex {
        $0.scopeType == cell.scopeType && $0.resourceType == cell.resourceType && $0.action == action
      }
    }
    if let row = place(cell.action) { return policy.permissions[row].cells.append(Cell(cell.role)) }
    let repeated = place(nil).map { policy.permissions[$0].cells } ?? []
    policy.permissions.append(
      TableRow(
        scopeType: cell.scopeType, resourceType: cell.resourceType, action: cell.action,
        cells: repeated + [Cell(cell.role)]))
  }
}
