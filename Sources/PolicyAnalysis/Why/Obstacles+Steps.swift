import DecisionTable
import PolicyLanguage
import PolicyValues

/// What could be done about the reason of a deny.
extension Obstacles {
  /// Lists of steps, each of which might take the obstacle that the trace tells of out of the way. Others may stand
  /// behind it.
  func steps() -> [[RemedyStep]] {
    switch trace.decision.reason {
    case .granted: []
    case .noRole, .noGrant, .conditionFalse, .conditionUndecided: isAskable ? missingGrant() : []
    case .forbidden: forbidding()
    case .disabled: disabled()
    case .expired:
      world.excerpt.principals[principal]?.expires.map { [[.renew(principal, ended: $0)]] } ?? []
    case .bounded: missingBound()
    default: isOwn ? otherQuestions() : []
    }
  }

  /// An id that no directory can hold is nobody's.
  private var isAskable: Bool { NameGrammar.isID(principal.id) && !trace.levels.isEmpty }

  /// What nobody can change about the conditions of the cells that are held.
  func fixed() -> [String] {
    trace.permits.filter(\.isHeld).flatMap { cell -> [String] in
      guard let condition = cell.condition, condition.truth != .true else { return [] }
      return AtomRemedies(obstacles: self, cell: cell).fixedNames(to: true).map { "\(condition.name): \($0)" }
    }
  }

  private func missingGrant() -> [[RemedyStep]] {
    var result: [[RemedyStep]] = []
    for cell in trace.permits {
      if cell.isHeld {
        result += AtomRemedies(obstacles: self, cell: cell).steps(to: true)
      } else {
        result += gains(cell.role, level: cell.level)
      }
    }
    for (level, judged) in trace.levels.enumerated() where judged.isJudged { result += cells(at: level) }
    if isOwn, world.excerpt.principals[principal] == nil, let near = nearPrincipal() {
      result.append([.askAbout(principal: near)])
    }
    return result
  }

  /// Cells that a row could be given: for the roles that are held there, or where the row has none for any of them, so
  /// that there would be nothing to assign either.
  private func cells(at level: Int) -> [[RemedyStep]] {
    let judged = trace.levels[level]
    let here = trace.permits.filter { $0.level == level }
    var roles = judged.roles
    if roles.isEmpty, here.isEmpty {
      roles = table.roles(of: judged.scope.type).map { "\(judged.scope.type).\($0)" }
        .sorted { facts.breadth(ofRole: $0) < facts.breadth(ofRole: $1) }
    }
    return roles.filter { role in !here.contains { $0.role == role && $0.condition == nil } }.prefix(6).map { role in
      [
        .addCell(
          AddedCell(
            scopeType: judged.scope.type, resourceType: question.resourceType, action: question.action,
            role: String(role.dropFirst(judged.scope.type.count + 1)),
            row: facts.row(judged.scope.type, question.resourceType, question.action),
            others: world.excerpt.scopes[judged.scope] == nil
              ? nil : facts.holders(of: role, at: judged.scope, but: principal)))
      ]
    }
  }

  private func nearPrincipal() -> EntityName? {
    let known = facts.table.principals(ofType: principal.type).prefix(RemedyFacts.most).map(\.id)
    return nearest(principal.id, in: known).map { EntityName(type: principal.type, id: $0) }
  }

  private func forbidding() -> [[RemedyStep]] {
    guard let cell = trace.forbids.first(where: { $0.cell == trace.decision.cell }) else { return [] }
    let removed = ForbidCell(
      scopeType: cell.scope.type, resourceType: question.resourceType, action: question.action,
      role: cell.role.split(separator: ".", maxSplits: 1).last.map(String.init) ?? cell.role,
      condition: table.condition(of: cell.cell)?.name, isFromWildcard: table.isFromWildcard(cell.cell), rule: cell.rule)
    return AtomRemedies(obstacles: self, cell: cell).steps(to: false) + [[.removeForbid(removed)]]
  }

  private func disabled() -> [[RemedyStep]] {
    if world.excerpt.principals[principal]?.isDisabled == true { return [[.enable(principal)]] }
    // Levels end where the trace does, and what is disabled may stand above an asked scope: all of it has to go.
    let scopes = world.excerpt.scopes
    return trace.levels.map(\.scope).first { scopes[$0]?.isDisabled == true }.map { [[.enableScope($0)]] } ?? []
  }

  /// Whoever along the chain of bounds has none.
  private func missingBound() -> [[RemedyStep]] {
    var last = principal
    for _ in 0...world.excerpt.principals.count {
      guard let next = world.excerpt.principals[last]?.bound else { break }
      last = next
    }
    guard NameGrammar.isID(last.id), let other = facts.someoneAllowed(question) else { return [] }
    return [[.bound(last, by: other)]]
  }

  // MARK: Questions that cannot be answered as they are

  private func otherQuestions() -> [[RemedyStep]] {
    let source = world.source
    let resource = question.resourceID.map { EntityName(type: question.resourceType, id: $0) }
    func near(_ name: String, _ known: [String]) -> String? { nearest(name, in: known) }
    switch trace.decision.reason {
    case .unknownPrincipalType:
      return near(principal.type, source.principalTypeNames).map {
        [[.askAbout(principal: EntityName(type: $0, id: principal.id))]]
      } ?? []
    case .unknownResourceType:
      return near(question.resourceType, source.resourceTypeNames).map { [[.askOf(resourceType: $0)]] } ?? []
    case .unknownAction:
      return near(question.action, source.actions(of: question.resourceType)).map { [[.askFor(action: $0)]] } ?? []
    case .unknownResource:
      var result: [[RemedyStep]] = []
      let known = source.resources(ofType: question.resourceType).prefix(RemedyFacts.most).map(\.id)
      if let resource, let near = near(resource.id, known) {
        result.append([.askOn(resource: EntityName(type: resource.type, id: near))])
      }
      if let resource, NameGrammar.isID(resource.id), !source.scopeTypeNames.contains(resource.type),
        let scope = enteredScope
      {
        result.append([.enter(resource: resource, in: scope)])
      }
      return result
    case .unknownScope:
      let known = source.scopes.prefix(RemedyFacts.most).map(\.description)
      let named = question.scope.flatMap { near($0, known) }
      return [named].compactMap { $0 }.map { [.askIn(scope: $0)] } + homes(resource)
    case .noScope, .scopeMismatch, .outOfScope: return homes(resource) + fittingScopes()
    case .unknownRole: return [[.bringNoRoles]]
    default: return []
    }
  }

  private var enteredScope: EntityName? {
    guard let text = question.scope else { return world.excerpt.defaultScope }
    return ScopePath(text)?.elements.first.flatMap { world.excerpt.scopes[$0] == nil ? nil : $0 }
  }

  /// Where the directory says that the resource lives.
  private func homes(_ resource: EntityName?) -> [[RemedyStep]] {
    guard let resource, let home = world.source.home(of: resource), question.scope != home.description else {
      return []
    }
    return [[.askIn(scope: home.description)]]
  }

  /// Scopes of the types that the resource lives in: what the principal holds something at, what the asked scope lies in,
  /// what a path begins with. For a resource with a home there is no other.
  private func fittingScopes() -> [[RemedyStep]] {
    let source = world.source
    let types = source.scopeTypes(of: question.resourceType)
    let resource = question.resourceID.map { EntityName(type: question.resourceType, id: $0) }
    if let resource, source.home(of: resource) != nil { return [] }
    let path = question.scope.flatMap { ScopePath($0) }?.elements ?? []
    let above = path.first.flatMap { source.ancestors(of: $0) } ?? []
    let held = source.holdings(of: principal, at: world.now).filter { !isEnded($0) }.map(\.scope)
    var scopes: [EntityName] = []
    for scope in path.prefix(1) + above + held
    where types.contains(scope.type) && !scopes.contains(scope) && scope.description != question.scope {
      scopes.append(scope)
    }
    if scopes.isEmpty {
      let below = source.scopes.lazy.prefix(RemedyFacts.most).filter { scope in
        types.contains(scope.type)
          && (path.first.map { source.ancestors(of: scope)?.contains($0) ?? false } ?? true)
      }
      scopes = Array(below.prefix(1))
    }
    return scopes.prefix(4).map { [.askIn(scope: $0.description)] }
  }

  private func isEnded(_ holding: Holding) -> Bool { holding.until.map { world.now >= $0 } ?? false }
}
