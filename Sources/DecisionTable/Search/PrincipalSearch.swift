package import PolicyValues

/// A principal by where it lies in the table.
package struct PrincipalPosition: Hashable, Sendable {
  let slot: Int
}

/// A question whose asker is left open: where it is judged and what may grant it are found once, and then many are
/// asked about by where they lie. Lent for the time of a search.
package struct PrincipalSearch {
  let check: Check
  /// Those who may hold a role that a judged row names; `nil` for everybody, where a row names `anyone`.
  private let candidates: SlotSet?

  init(_ check: Check) {
    self.check = check
    candidates = check.candidates()
  }

  /// Whether a row that is asked is for anyone, so that principals that the directory does not know may too.
  package var isForAnyone: Bool { candidates == nil }

  /// Goes through those who could be allowed, in ascending order of type name and id: all, or those of one type, or
  /// those behind an id of it; until `body` says `false`. Everybody else is denied.
  package func forEach(
    ofType type: String? = nil, after id: String? = nil, _ body: (PrincipalPosition) -> Bool
  ) {
    let view = check.view
    let order = view.order(.principalOrder)
    for rank in view.ranks(in: .principalOrder, ofType: type, after: id, name: view.principalName) {
      let slot = order[rank]
      if let candidates, !candidates.contains(slot) { continue }
      guard body(PrincipalPosition(slot: slot)) else { return }
    }
  }

  /// Whether asking about a principal allows.
  package func isAllowed(_ position: PrincipalPosition) -> Bool {
    check.outcome(of: asker(position)).reason == .granted
  }

  /// Whether a principal may, for certain or if conditions come true.
  package func access(_ position: PrincipalPosition) -> Access? { check.access(of: asker(position)) }

  /// Whether what a principal may could have an end.
  package func mayEnd(_ position: PrincipalPosition) -> Bool { check.view.mayEnd(asker(position)) }

  /// How a principal that has access comes to it.
  package func ways(_ position: PrincipalPosition, _ access: Access) -> Ways {
    check.ways(of: asker(position), isCertain: access.isCertain)
  }

  package func name(_ position: PrincipalPosition) -> EntityName { check.view.principalName(position.slot) }

  package func id(_ position: PrincipalPosition) -> String { check.view.principals.id(position.slot).string }

  private func asker(_ position: PrincipalPosition) -> Asker {
    Asker(type: check.view.principals.kind(position.slot), principal: position.slot, isQuestions: true)
  }
}

extension DecisionTable {
  /// Prepares a question for many askers; of its principal only the type must be declared. Gives `nil`, without calling
  /// `body`, if the question is denied whoever asks.
  package func withPrincipalSearch<Result>(
    _ question: Question, at now: Timestamp, _ body: (PrincipalSearch) -> Result
  ) -> Result? {
    var question = question
    // What a request says of its asker it does not say of everybody.
    question.properties.principal = [:]
    question.roles = .absent
    return withCheck(question, at: now) { prepared in
      guard case .found(let (check, _)) = prepared, !check.isDisabledHere else { return nil }
      return body(PrincipalSearch(check))
    }
  }
}

extension Check {
  /// Whether the scope or one that it lies in is disabled, which denies everybody.
  var isDisabledHere: Bool {
    chain.known.map { view.scopes.flags($0) & EntitySlot.isDisabledAbove != 0 } ?? false
  }

  /// Whoever holds, at a scope of the chain and unexpired, itself or through a group, a role that brings one of a judged
  /// row. Nobody else can be granted anything; `nil` if a row is for anyone.
  func candidates() -> SlotSet? {
    var wanted: [(level: Int, bits: [UInt64])] = []
    for level in 0..<2 where judges(level) {
      var bits = [UInt64](repeating: 0, count: view.roleWords)
      for cell in view.run(.rows, row(level), 0) {
        let role = view.index(.cells, cell, 3)
        if role == 0 { return nil }
        bits[role / 64] |= 1 << UInt64(role % 64)
      }
      wanted.append((level, bits))
    }
    var found = SlotSet(slots: view.count(.principals))
    // For each scope of the chain that the directory knows, the roles that help.
    var scopes: [(scope: UInt32, helps: [Bool])] = []
    for level in 0..<levels {
      guard let scope = knownScope(level) else { continue }
      let helps = (0..<view.count(.roles)).map { role in
        wanted.contains { level >= $0.level && view.closure(ofRole: role, meets: $0.bits) }
      }
      if helps.contains(true) { scopes.append((UInt32(truncatingIfNeeded: scope), helps)) }
    }
    guard !scopes.isEmpty else { return found }
    // Slots, and what lies behind them, are walked as they lie, which is what memory is quickest at.
    var members: [(slot: Int, memberships: Range<Int>)] = []
    for slot in 0..<view.count(.principals) where view.principals.word(slot, 0) != 0 {
      if holdsAny(of: scopes, slot) { found.insert(slot) }
      if let details = view.details(of: slot) {
        let memberships = view.run(.principalDetails, details, 2)
        if !memberships.isEmpty { members.append((slot, memberships)) }
      }
    }
    let holders = found
    for (slot, memberships) in members where !found.contains(slot) {
      let isIn = memberships.contains { membership in
        holders.contains(view.index(.memberships, membership, 0)) && view.isHeld(.memberships, membership, 1, at: now)
      }
      if isIn { found.insert(slot) }
    }
    return found
  }

  @inline(__always)
  private func holdsAny(of scopes: [(scope: UInt32, helps: [Bool])], _ holder: Int) -> Bool {
    let assignments = Assignments(view, principal: holder)
    guard assignments.count > 0 else { return false }
    for (scope, helps) in scopes {
      var position = assignments.lowerBound(scope)
      while position < assignments.count, assignments.scope(position) == scope {
        if helps[assignments.role(position)],
          assignments.end(position).map({ now.isBefore(view.time($0)) }) ?? true
        {
          return true
        }
        position += 1
      }
    }
    return false
  }
}

extension TableView {
  /// The positions in an order of all names, or of those of a type, or of those behind an id of it.
  func ranks(in section: Section, ofType type: String?, after id: String?, name: (Int) -> EntityName) -> Range<Int> {
    guard let type else { return 0..<count(section) }
    let start = rank(in: section) { slot in
      let other = name(slot)
      guard other.type.hasSameBytes(as: type) else { return other.type.precedesBytewise(type) }
      return id.map { !$0.precedesBytewise(other.id) } ?? false
    }
    let end = rank(in: section) { !type.precedesBytewise(name($0).type) }
    return start..<max(start, end)
  }

  /// The first position of an order of which `isBefore` does not hold any more.
  private func rank(in section: Section, _ isBefore: (Int) -> Bool) -> Int {
    var low = 0
    var high = count(section)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(index(section, middle, 0)) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
