import DecisionTable
import PolicyValues

/// What keeps one principal from it, with what could be done about each thing: the question's own principal, or one that
/// bounds it. Nothing here is sure to help; ``RemedySearch`` tries it.
struct Obstacles {
  let world: RemedyWorld
  /// The world's excerpt as a table.
  let table: DecisionTable
  /// The question as it is asked of this principal.
  let question: Question
  let trace: Trace
  /// Whether it is the question's own, to whom the request's values and roles belong.
  let isOwn: Bool
  let facts: RemedyFacts

  var principal: EntityName { question.principal }
  private var policy: TableContents { world.excerpt.policy }

  // MARK: Roles

  /// Ways to a role that counts at a level, by its full name.
  func gains(_ role: String, level: Int) -> [[RemedyStep]] {
    guard let wanted = world.position(ofRole: role) else { return [] }
    var result: [[RemedyStep]] = []
    if isOwn, policy.principalTypes.contains(where: { $0.name == principal.type && $0.takesRequestRoles }) {
      result.append([.bringRole(role, at: trace.levels[level].scope)])
    }
    for place in level..<trace.levels.count {
      let scope = trace.levels[place].scope
      guard world.excerpt.scopes[scope] != nil else { continue }
      for giving in narrowest(including: wanted, scopeType: scope.type) {
        result.append(assigning(giving, at: scope))
      }
    }
    return result + groupGains(wanted, level: level)
  }

  /// Assigns a role, or lets the assignment go on that has ended.
  private func assigning(_ role: Int, at scope: EntityName) -> [RemedyStep] {
    let name = world.fullName(ofRole: role)
    let ended = world.excerpt.assignments.first {
      $0.principal == principal && $0.scope == scope && $0.role == role && isOver($0.until)
    }
    if let end = ended?.until { return [.extend(name, at: scope, of: principal, ended: end)] }
    return [.assign(name, at: scope, to: principal)]
  }

  /// Of the roles of a scope type that bring another along, those that bring no other such along.
  private func narrowest(including wanted: Int, scopeType: String) -> [Int] {
    let giving = policy.roles.indices.dropFirst().filter {
      policy.scopeTypes[policy.roles[$0].scopeType].name.hasSameBytes(as: scopeType)
        && policy.roles[$0].closure.contains(wanted)
    }
    return giving.filter { role in
      !giving.contains {
        $0 != role && policy.roles[role].closure.contains($0) && !policy.roles[$0].closure.contains(role)
      }
    }
  }

  /// Groups that hold a role that would do, to be joined; and those that the principal is in and that held one.
  private func groupGains(_ wanted: Int, level: Int) -> [[RemedyStep]] {
    let scopes = Set(trace.levels[level...].map(\.scope))
    let giving = world.excerpt.assignments.filter {
      scopes.contains($0.scope) && policy.roles[$0.role].closure.contains(wanted)
    }
    let own = (world.excerpt.principals[principal]?.groups ?? []).filter { !isOver($0.until) }.map(\.name)
    var result: [[RemedyStep]] = []
    for assignment in giving where own.contains(assignment.principal) {
      guard let end = assignment.until, isOver(end) else { continue }
      result.append(
        [.extend(world.fullName(ofRole: assignment.role), at: assignment.scope, of: assignment.principal, ended: end)])
    }
    let holders = Set(giving.filter { !isOver($0.until) }.map(\.principal))
    for group in world.excerpt.joinable[principal.type] ?? [] where !own.contains(group) && group != principal {
      let through = [group] + (world.excerpt.principals[group]?.groups ?? []).filter { !isOver($0.until) }.map(\.name)
      guard !isOver(world.excerpt.principals[group]?.expires), through.contains(where: { holders.contains($0) }) else {
        continue
      }
      result.append([.join(group: group, member: principal)])
    }
    return result
  }

  /// Joins a group that a condition asks for.
  func joining(_ group: EntityName) -> [[RemedyStep]] {
    (world.excerpt.joinable[principal.type] ?? []).contains(group) ? [[.join(group: group, member: principal)]] : []
  }

  private func isOver(_ until: Timestamp?) -> Bool { until.map { world.now >= $0 } ?? false }

  /// The ranked roles of a scope type, by bare name.
  func rankedRoles(_ scopeType: String) -> [(name: String, rank: Int64)] {
    policy.roles.dropFirst().compactMap { role in
      guard policy.scopeTypes[role.scopeType].name.hasSameBytes(as: scopeType), let rank = role.rank else { return nil }
      return (role.name, rank)
    }
  }

  /// The highest rank among roles by full name.
  func highestRank(of roles: [String]) -> Int64? {
    roles.compactMap { world.position(ofRole: $0).flatMap { policy.roles[$0].rank } }.max()
  }

  // MARK: Values

  /// An attribute's declaration where a cell's condition asks for it.
  func declaration(_ owner: AttributeOwner, _ name: String, _ cell: TracedCell) -> AttributeRow? {
    func position(_ names: [String], _ type: String) -> Int? { names.firstIndex { $0.hasSameBytes(as: type) } }
    let type: Int? =
      switch owner {
      case .principal: position(policy.principalTypes.map(\.name), principal.type)
      case .resource: position(policy.resourceTypes.map(\.name), question.resourceType)
      case .scope: position(policy.scopeTypes.map(\.name), cell.scope.type)
      case .context, .action: 0
      }
    return policy.attributes.first { $0.owner == owner && $0.entityType == type && $0.name.hasSameBytes(as: name) }
  }

  /// What values of a type can be told for a cell's condition.
  func needs(_ type: AttributeType, _ cell: TracedCell) -> ValueNeeds {
    ValueNeeds(type: type, roles: table.roles(of: cell.scope.type), principal: principal, now: world.now)
  }

  /// An attribute given a value, where it can be: in the request if that is believed, else in the directory.
  func edit(
    _ declared: AttributeRow, _ owner: AttributeOwner, _ needed: NeededValue, _ current: AttributeValue?,
    _ cell: TracedCell
  ) -> ValueEdit? {
    var entity: EntityName?
    var stored: TableExcerpt.Attributes?
    var isBrought = true
    switch owner {
    case .principal:
      entity = principal
      stored = world.excerpt.principals[principal]?.attributes
      isBrought = isOwn
    case .resource:
      entity = question.resourceID.map { EntityName(type: question.resourceType, id: $0) }
      if let entity {
        stored =
          world.excerpt.resource?.name == entity
          ? world.excerpt.resource?.attributes : world.excerpt.scopes[entity]?.attributes
      }
    case .scope:
      entity = cell.scope
      stored = world.excerpt.scopes[cell.scope]?.attributes
      isBrought = cell.level == trace.askedLevel
    case .context, .action: break
    }
    let value = stored?.first { $0.name.hasSameBytes(as: declared.name) }?.value
    var edit = ValueEdit(
      owner: owner, name: declared.name, entity: nil, value: needed.value, need: needed.need,
      current: (current ?? value)?.description)
    if let value {
      // The directory's word goes first, unless the attribute lets the request win; no request takes a value away.
      if declared.isOverridable, isBrought, needed.value != nil { return edit }
      edit.entity = entity
      edit.current = value.description
      return edit
    }
    if isBrought { return edit }
    guard stored != nil else { return nil }
    edit.entity = entity
    return edit
  }
}
