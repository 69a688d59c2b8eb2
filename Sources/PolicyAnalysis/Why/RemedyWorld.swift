package import DecisionTable
import PolicyValues

/// A question with what its answer depends on: what the steps of a remedy change, and what is asked again.
struct RemedyWorld {
  let source: DecisionTable
  var question: Question
  var now: Timestamp
  var excerpt: TableExcerpt

  init(_ question: Question, in table: DecisionTable, at now: Timestamp) {
    source = table
    self.question = question
    self.now = now
    excerpt = table.excerpt(for: question)
  }

  /// Does a step; false if it cannot be done here.
  mutating func apply(_ step: RemedyStep) -> Bool {
    switch step {
    case .askAbout, .askFor, .askOf, .askOn, .askIn:
      step.change(&question)
      // These come before all that changes the excerpt.
      excerpt = source.excerpt(for: question)
    case .askAt(let time): now = time
    case .bringNoRoles, .bringRole: step.change(&question)
    case .value(let edit):
      if edit.entity == nil { step.change(&question) } else { return set(edit) }
    case .assign(let role, let scope, let principal):
      guard let position = position(ofRole: role), excerpt.scopes[scope] != nil else { return false }
      if excerpt.principals[principal] == nil { excerpt.principals[principal] = TableExcerpt.Principal() }
      excerpt.assignments.append(TableExcerpt.Assignment(principal: principal, scope: scope, role: position))
    case .extend(let role, let scope, let principal, _):
      guard let position = position(ofRole: role) else { return false }
      for place in excerpt.assignments.indices {
        let assignment = excerpt.assignments[place]
        guard assignment.principal == principal, assignment.scope == scope, assignment.role == position else {
          continue
        }
        excerpt.assignments[place].until = nil
      }
    case .join(let group, let member): return join(group, member)
    case .enable(let name): excerpt.principals[name]?.isDisabled = false
    case .enableScope(let name): excerpt.scopes[name]?.isDisabled = false
    case .renew(let name, _): excerpt.principals[name]?.expires = nil
    case .bound(let name, by: let other):
      if excerpt.principals[name] == nil { excerpt.principals[name] = TableExcerpt.Principal() }
      source.add(other, to: &excerpt)
      excerpt.principals[name]?.bound = other
    case .enter(resource: let name, in: let scope):
      excerpt.resource = TableExcerpt.Resource(name: name, home: scope)
    case .addCell(let cell): return add(cell)
    case .removeForbid(let cell):
      let rest = excerpt.policy.cells.filter { !isSame($0, cell) }
      guard rest.count < excerpt.policy.cells.count else { return false }
      excerpt.policy.cells = rest
    }
    return true
  }

  /// The position of a role's full name.
  func position(ofRole name: String) -> Int? {
    excerpt.policy.roles.indices.first { $0 > 0 && fullName(ofRole: $0).hasSameBytes(as: name) }
  }

  func fullName(ofRole position: Int) -> String {
    guard position > 0 else { return "anyone" }
    let role = excerpt.policy.roles[position]
    return "\(excerpt.policy.scopeTypes[role.scopeType].name).\(role.name)"
  }

  private mutating func set(_ edit: ValueEdit) -> Bool {
    guard let entity = edit.entity else { return false }
    func changed(_ attributes: TableExcerpt.Attributes) -> TableExcerpt.Attributes {
      attributes.filter { !$0.name.hasSameBytes(as: edit.name) } + (edit.value.map { [(edit.name, $0)] } ?? [])
    }
    switch edit.owner {
    case .principal:
      guard let principal = excerpt.principals[entity] else { return false }
      excerpt.principals[entity]?.attributes = changed(principal.attributes)
    case .resource where excerpt.resource?.name == entity:
      let attributes = excerpt.resource?.attributes ?? []
      excerpt.resource?.attributes = changed(attributes)
    case .resource, .scope:
      guard let scope = excerpt.scopes[entity] else { return false }
      excerpt.scopes[entity]?.attributes = changed(scope.attributes)
    case .context, .action: return false
    }
    return true
  }

  private mutating func join(_ group: EntityName, _ member: EntityName) -> Bool {
    guard let joined = excerpt.principals[group], !joined.isDisabled else { return false }
    var principal = excerpt.principals[member] ?? TableExcerpt.Principal()
    let gained =
      [(name: group, until: joined.expires)]
      + joined.groups.map { other in
        (name: other.name, until: [other.until, joined.expires].compactMap { $0 }.min())
      }
    let names = Set(gained.map(\.name))
    guard !names.contains(member) else { return false }
    principal.groups = principal.groups.filter { !names.contains($0.name) } + gained
    excerpt.principals[member] = principal
    return true
  }

  private mutating func add(_ cell: AddedCell) -> Bool {
    let policy = excerpt.policy
    guard let scopeType = policy.scopeTypes.firstIndex(where: { $0.name.hasSameBytes(as: cell.scopeType) }),
      let resourceType = policy.resourceTypes.firstIndex(where: { $0.name.hasSameBytes(as: cell.resourceType) }),
      let action = policy.resourceTypes[resourceType].actions.firstIndex(where: { $0.hasSameBytes(as: cell.action) }),
      let role = position(ofRole: "\(cell.scopeType).\(cell.role)")
    else { return false }
    excerpt.policy.cells.append(
      CellRow(
        isForbid: false, scopeType: scopeType, resourceType: resourceType, action: action, role: role, condition: nil,
        isFromWildcard: false, place: TablePlace(file: "", line: 0)))
    return true
  }

  private func isSame(_ row: CellRow, _ cell: ForbidCell) -> Bool {
    let policy = excerpt.policy
    return row.isForbid && policy.scopeTypes[row.scopeType].name.hasSameBytes(as: cell.scopeType)
      && policy.roles[row.role].name.hasSameBytes(as: cell.role) && row.isFromWildcard == cell.isFromWildcard
      && row.condition.map { policy.conditions[$0].name } == cell.condition
  }
}

extension RemedyStep {
  /// What the step makes of the question itself.
  package func change(_ question: inout Question) {
    switch self {
    case .askAbout(let principal): question.principal = principal
    case .askFor(let action): question.action = action
    case .askOf(let type): question.resourceType = type
    case .askOn(let resource): question.resourceID = resource.id
    case .askIn(let scope): question.scope = scope
    case .bringNoRoles: question.roles = .absent
    case .bringRole(let role, let scope):
      var entries: [RequestRoles.Entry] = []
      if case .given(let given) = question.roles { entries = given }
      if let place = entries.firstIndex(where: { $0.scope.hasSameBytes(as: scope.description) }) {
        entries[place].roles.append(role)
      } else {
        entries.append(RequestRoles.Entry(scope: scope.description, roles: [role]))
      }
      question.roles = .given(entries)
    case .value(let edit) where edit.entity == nil:
      switch edit.owner {
      case .principal: edit.set(&question.properties.principal)
      case .resource: edit.set(&question.properties.resource)
      case .scope: edit.set(&question.properties.scope)
      case .context: edit.set(&question.properties.context)
      case .action: edit.set(&question.properties.action)
      }
    default: break
    }
  }
}

extension ValueEdit {
  fileprivate func set(_ properties: inout [String: RequestValue]) {
    // A dictionary keeps the spelling of the key that it has; it may be another one of the same letters.
    properties.removeValue(forKey: name)
    if let value { properties[name] = value.requested }
  }
}

extension AttributeValue {
  /// The value as a request's JSON would bring it.
  var requested: RequestValue {
    switch self {
    case .int(let value): .int(value)
    case .bool(let value): .bool(value)
    case .list(let values): .list(values.map(\.requested))
    case .string, .timestamp, .ip, .role, .principal: .string(description)
    }
  }
}
