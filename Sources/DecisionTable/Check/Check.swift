import PolicyValues

/// What a request brings beside names: values and roles.
struct RequestData {
  var properties: RequestProperties
  var roles: [RequestedRoles]
}

/// A question whose names have been found, and where it is judged: all that an answer needs but for who asks. Plain
/// bits throughout, so that handing it around allocates nothing and counts no references.
@safe struct Check {
  let view: TableView
  /// Lent for the time of the check.
  let names: AskedNames
  /// Lent for the time of the check; `nil` if the request brings nothing but names.
  let request: UnsafePointer<RequestData>?
  let now: Timestamp
  let chain: ScopeChain
  let judgesOwn: Bool
  let judgesParent: Bool
  let askedLevel: Int
  let resourceType: Int
  let permission: Int

  /// How many scopes the chain has.
  var levels: Int { view.levels(of: chain) }

  /// An answer, with the cell that decided.
  struct Outcome {
    var reason: Reason
    /// The position of the cell; for a `granted` without a condition the row's level, and the cell is still to be found.
    var cell: Int = -1

    @inline(__always)
    init(_ reason: Reason, cell: Int = -1) {
      self.reason = reason
      self.cell = cell
    }
  }

  /// Rules 3 to 7 for the question's principal.
  @inline(__always)
  func outcome(_ found: FoundNames) -> Outcome {
    let asker = asker(found)
    // An id that no directory can hold is nobody's, and `anyone` does not mean it.
    if asker.principal == nil, !names.principalID.isID { return Outcome(.noRole) }
    return outcome(of: asker)
  }

  /// The same for an asker that is known, or whose id is one.
  @inline(__always)
  func outcome(of asker: Asker) -> Outcome {
    if let reason = standing(asker) { return Outcome(reason) }
    if let known = chain.known, view.scopes.flags(known) & EntitySlot.isDisabledAbove != 0 { return Outcome(.disabled) }
    guard isBounded(asker) else { return judge(asker) }
    return boundedOutcome(asker)
  }

  /// The question's own principal, if the directory knows it.
  @inline(__always)
  func asker(_ found: FoundNames) -> Asker {
    let isKnown = view.principals.holds(
      found.principalPlace, kind: UInt32(found.principalType), names.principalID)
    return Asker(
      type: found.principalType, principal: isKnown ? found.principalPlace : nil, isQuestions: true)
  }

  /// Rule 6, step by step outward.
  @inline(never)
  private func boundedOutcome(_ asker: Asker) -> Outcome {
    if bound(of: asker) == nil { return Outcome(.bounded) }
    let own = judge(asker)
    guard own.reason == .granted else { return own }
    var bounded = asker
    var steps = 0
    // A table from a file might hold a circle of bounds: each principal counts once.
    let most = view.count(.principalOrder)
    while isBounded(bounded) {
      steps += 1
      guard let next = bound(of: bounded), steps <= most, standing(next) == nil, judge(next).reason == .granted else {
        return Outcome(.bounded)
      }
      bounded = next
    }
    return own
  }

  /// Why a principal is denied everything, if it is (rule 7).
  @inline(__always)
  func standing(_ asker: Asker) -> Reason? {
    guard let principal = asker.principal else { return nil }
    if view.principals.flags(principal) & EntitySlot.isDisabled != 0 { return .disabled }
    if let details = view.details(of: principal), !view.isHeld(.principalDetails, details, 0, at: now) {
      return .expired
    }
    return nil
  }

  @inline(__always)
  func isBounded(_ asker: Asker) -> Bool { view.word(.principalTypes, asker.type, 2) & 2 == 2 }

  /// What bounds a principal; `nil` if it is unknown or missing.
  func bound(of asker: Asker) -> Asker? {
    guard let principal = asker.principal, let details = view.details(of: principal),
      let bound = view.optional(.principalDetails, details, 1)
    else { return nil }
    return Asker(type: view.principals.kind(bound), principal: bound, isQuestions: false)
  }

  /// An asker's name.
  func name(of asker: Asker) -> (type: ByteText, id: ByteText) {
    let type = view.bytes(.principalTypes, asker.type, 0)
    // A search asks about many by their slots, and the question names none of them.
    if let principal = asker.principal { return (type, view.principals.id(principal)) }
    return (type, asker.isQuestions ? names.principalID : .empty)
  }

  /// Rules 3 to 5 for one principal.
  @inline(__always)
  func judge(_ asker: Asker) -> Outcome {
    let permitted = permit(asker)
    guard permitted.reason == .granted, view.word(.permissions, permission, 3) & 1 == 1 else { return permitted }
    let cell = forbiddingCell(asker)
    return cell < 0 ? permitted : Outcome(.forbidden, cell: cell)
  }

  /// The row of a level's table.
  @inline(__always)
  func row(_ level: Int) -> Int { scopeType(level) &* view.count(.permissions) &+ permission }

  @inline(__always)
  func judges(_ level: Int) -> Bool { level == 0 ? judgesOwn : level == 1 && judgesParent }

  /// Rule 4: a role that has the cell, and its condition is true.
  @inline(__always)
  private func permit(_ asker: Asker) -> Outcome {
    var looked = Looked()
    if judgesOwn, looksGranted(asker, level: 0, &looked) { return Outcome(.granted, cell: -2) }
    if judgesParent, looksGranted(asker, level: 1, &looked) { return Outcome(.granted, cell: -3) }
    let reason = looked.holdsRoles ? Reason.noGrant : .noRole
    return looked.hasConditions ? permitOnCondition(asker, otherwise: reason) : Outcome(reason)
  }

  /// What was seen on the way to no unconditional grant.
  private struct Looked {
    var holdsRoles = false
    var hasConditions = false
  }

  /// Whether a role that is held at a level may without a condition.
  @inline(__always)
  private func looksGranted(_ asker: Asker, level: Int, _ looked: inout Looked) -> Bool {
    let row = row(level)
    if view.word(.rows, row, 4) != 0 { looked.hasConditions = true }
    var word = 0
    repeat {
      let held = held(asker, level: level, word: word)
      if held & view.roleBits(.grants, set: row, word: word) != 0 { return true }
      // Everybody is `anyone`; to hold that is to hold no role.
      if held & (word == 0 ? ~1 : ~0) != 0 { looked.holdsRoles = true }
      word &+= 1
    } while word < view.roleWords
    return false
  }

  @inline(never)
  private func permitOnCondition(_ asker: Asker, otherwise: Reason) -> Outcome {
    var reason = otherwise
    for level in 0..<2 where judges(level) {
      for cell in view.run(.rows, row(level), 0) {
        guard let condition = view.optional(.cells, cell, 4), holds(asker, view.index(.cells, cell, 3), level: level)
        else { continue }
        switch ConditionSubject(check: self, asker: asker, level: level).truth(ofCondition: condition) {
        case .true: return Outcome(.granted, cell: cell)
        case .false: if reason != .conditionUndecided { reason = .conditionFalse }
        case .undecided: reason = .conditionUndecided
        }
      }
    }
    return Outcome(reason)
  }

  /// Rule 5: the first forbidding cell that is not surely out of the way, from the innermost scope outward; -1 for none.
  @inline(never)
  private func forbiddingCell(_ asker: Asker) -> Int {
    for level in 0..<levels {
      for cell in view.run(.rows, row(level), 2) where holds(asker, view.index(.cells, cell, 3), level: level) {
        guard let condition = view.optional(.cells, cell, 4) else { return cell }
        let subject = ConditionSubject(check: self, asker: asker, level: level)
        if subject.truth(ofCondition: condition) != .false { return cell }
      }
    }
    return -1
  }

  /// The cell of an outcome: that of an unconditional grant is the first of its row that is held.
  func cell(of outcome: Outcome, _ asker: Asker) -> CellID? {
    guard outcome.cell < -1 else { return outcome.cell < 0 ? nil : CellID(UInt32(outcome.cell)) }
    let level = -2 - outcome.cell
    return view.run(.rows, row(level), 0).first { cell in
      view.word(.cells, cell, 4) == TableFormat.none && holds(asker, view.index(.cells, cell, 3), level: level)
    }.map { CellID(UInt32($0)) }
  }
}
