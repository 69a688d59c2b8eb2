package import PolicyValues

extension DecisionTable {
  /// Answers a question at a time, by the rules of DESIGN.md, section 4. Whatever is in doubt is denied.
  package func decide(_ question: Question, at now: Timestamp) -> Decision {
    switch prepare(question, at: now) {
    case .denied(let reason): return Decision(reason)
    case .found(let check): return check.decide()
    }
  }

  /// Rules 1, 2 and 7: what can be said before roles matter.
  func prepare(_ question: Question, at now: Timestamp) -> Resolution<Check> {
    guard let principalType = view.name(question.principal.type, domain: NameDomain.principalType) else {
      return .denied(.unknownPrincipalType)
    }
    guard let resourceType = view.name(question.resourceType, domain: NameDomain.resourceType) else {
      return .denied(.unknownResourceType)
    }
    let actions = NameDomain.action + UInt32(resourceType)
    guard let permission = view.name(question.action, domain: actions) else { return .denied(.unknownAction) }
    if let id = question.resourceID, !NameGrammar.isID(id) { return .denied(.unknownResource) }
    let judged: JudgedScope
    switch view.resolve(question, resourceType: resourceType) {
    case .denied(let reason): return .denied(reason)
    case .found(let found): judged = found
    }
    guard now >= .minimum, now <= .maximum else { return .denied(.conditionUndecided) }
    let principal = view.principal(type: principalType, id: question.principal.id)
    let asker = Asker(
      type: principalType, name: question.principal, principal: principal, hasRequestProperties: true)
    return .found(
      Check(
        table: self, view: view, question: question, asker: asker, judged: judged, resourceType: resourceType,
        permission: permission, now: now))
  }
}

/// A question whose names have been found.
struct Check {
  /// Keeps what `view` points to.
  let table: DecisionTable
  let view: TableView
  let question: Question
  let asker: Asker
  let judged: JudgedScope
  let resourceType: Int
  let permission: Int
  let now: Timestamp

  func decide() -> Decision {
    // An id that no directory can hold is nobody's, and `anyone` does not mean it.
    guard NameGrammar.isID(asker.name.id) else { return Decision(.noRole) }
    if let reason = standing(asker) { return Decision(reason) }
    if view.isDisabled(judged.chain) { return Decision(.disabled) }
    guard let requested = view.requestedRoles(question, principalType: asker.type) else {
      return Decision(.unknownRole)
    }
    if isBounded(asker), bound(of: asker) == nil { return Decision(.bounded) }
    let own = judge(asker, requested: requested)
    guard own.isAllowed else { return own }
    // Rule 6, step by step outward. A table from a file might hold a circle of bounds: each principal counts once.
    var bounded = asker
    var steps = 0
    while isBounded(bounded) {
      steps += 1
      guard let next = bound(of: bounded), steps <= view.count(.principals), standing(next) == nil,
        judge(next, requested: []).isAllowed
      else { return Decision(.bounded) }
      bounded = next
    }
    return own
  }

  /// Why a principal is denied everything, if it is (rule 7).
  func standing(_ asker: Asker) -> Reason? {
    guard let principal = asker.principal else { return nil }
    if view.word(.principals, principal, 3) & 1 == 1 { return .disabled }
    if !view.isHeld(.principals, principal, 4, at: now) { return .expired }
    return nil
  }

  func isBounded(_ asker: Asker) -> Bool { view.word(.principalTypes, asker.type, 2) & 2 == 2 }

  /// What bounds a principal; `nil` if it is unknown or missing.
  func bound(of asker: Asker) -> Asker? {
    guard let principal = asker.principal, let bound = view.optional(.principals, principal, 5) else {
      return nil
    }
    return Asker(
      type: view.index(.principals, bound, 0), name: view.principalName(bound), principal: bound,
      hasRequestProperties: false)
  }

  /// Rules 3 to 5 for one principal.
  func judge(_ asker: Asker, requested: [RequestedRoles]) -> Decision {
    let held = view.heldRoles(asker, judged.chain, requested: requested, at: now)
    let permitted = permit(asker, held)
    guard permitted.isAllowed else { return permitted }
    if let cell = forbiddingCell(asker, held) { return Decision(.forbidden, cell: cell) }
    return permitted
  }

  /// The row of a level's table.
  func row(_ level: Int) -> Int {
    view.scopeType(judged.chain, level) * view.count(.permissions) + permission
  }

  func subject(_ asker: Asker, _ held: [RoleSet], level: Int) -> ConditionSubject {
    ConditionSubject(
      view: view, question: question, asker: asker, judged: judged, level: level, held: held[level],
      resourceType: resourceType, now: now)
  }

  /// Rule 4: a role that has the cell, and its condition is true.
  private func permit(_ asker: Asker, _ held: [RoleSet]) -> Decision {
    for level in judged.levels where held[level].intersects(view, .grants, set: row(level)) {
      for cell in view.run(.rows, row(level), 0) {
        if view.word(.cells, cell, 4) == TableFormat.none, held[level].contains(view.index(.cells, cell, 3)) {
          return Decision(.granted, cell: CellID(UInt32(cell)))
        }
      }
    }
    var reason = judged.levels.contains { held[$0].roles.count > 1 } ? Reason.noGrant : .noRole
    for level in judged.levels {
      for cell in view.run(.rows, row(level), 0) where held[level].contains(view.index(.cells, cell, 3)) {
        guard let condition = view.optional(.cells, cell, 4) else { continue }
        switch subject(asker, held, level: level).truth(ofCondition: condition) {
        case .true: return Decision(.granted, cell: CellID(UInt32(cell)))
        case .false: if reason != .conditionUndecided { reason = .conditionFalse }
        case .undecided: reason = .conditionUndecided
        }
      }
    }
    return Decision(reason)
  }

  /// Rule 5: the first forbidding cell that is not surely out of the way, from the innermost scope outward.
  private func forbiddingCell(_ asker: Asker, _ held: [RoleSet]) -> CellID? {
    for level in held.indices {
      for cell in view.run(.rows, row(level), 2) where held[level].contains(view.index(.cells, cell, 3)) {
        guard let condition = view.optional(.cells, cell, 4) else { return CellID(UInt32(cell)) }
        if subject(asker, held, level: level).truth(ofCondition: condition) != .false {
          return CellID(UInt32(cell))
        }
      }
    }
    return nil
  }
}
