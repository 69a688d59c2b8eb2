package import PolicyValues

/// That a principal may, or may if conditions come true that nothing known decides.
package struct Access: Hashable, Sendable {
  /// What has to come true, the asker's first, then that of each principal that bounds it; empty if the principal may
  /// as it is.
  package var provisos: [Proviso]

  /// Whether asking allows.
  package var isCertain: Bool { provisos.isEmpty }

  package init(provisos: [Proviso] = []) { self.provisos = provisos }
}

/// What has to come true of one principal.
package struct Proviso: Hashable, Sendable {
  /// The principal that bounds the asker; `nil` for the asker itself.
  package var bound: EntityName?
  /// Conditions of permits, of which one must hold; empty if one does.
  package var anyOf: [NamedCondition]
  /// Conditions of forbids, none of which may hold.
  package var unless: [NamedCondition]

  package init(bound: EntityName?, anyOf: [NamedCondition], unless: [NamedCondition]) {
    self.bound = bound
    self.anyOf = anyOf
    self.unless = unless
  }
}

/// A condition by its name, with its text.
package struct NamedCondition: Hashable, Sendable {
  package var name: String
  package var text: String

  package init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}

extension Check {
  /// Whether an asker may, for certain or if conditions come true that a request may decide by saying more; `nil` if it
  /// may not, whatever a request says.
  ///
  /// Certain is what ``outcome(of:)`` allows. What else a request may say are attributes that neither it nor the
  /// directory gives, those that it may override, and which resource it is where none is named. Roles that a request
  /// may bring are not thought of.
  func access(of asker: Asker) -> Access? {
    let outcome = outcome(of: asker)
    switch outcome.reason {
    case .granted: return Access()
    // Decided before any condition: without a role, who and where is disabled or over.
    case .noRole, .noGrant, .disabled, .expired: return nil
    default: return possibleAccess(of: asker)
    }
  }

  private func possibleAccess(of asker: Asker) -> Access? {
    guard let askers = chainOfBounds(from: asker) else { return nil }
    var needs: [Need] = []
    for asker in askers {
      guard let need = need(of: asker) else { return nil }
      needs.append(need)
    }
    if needs.count > 1 || !(needs.first?.isPlain ?? true) {
      var completion = Completion()
      for need in needs { need.add(to: &completion) }
      guard completion.isPossible() else { return nil }
    }
    return Access(
      provisos: needs.compactMap { need in
        guard !need.ifAny.isEmpty || !need.unless.isEmpty else { return nil }
        return Proviso(
          bound: need.asker.isQuestions ? nil : need.asker.principal.map { view.principalName($0) },
          anyOf: named(need.ifAny), unless: named(need.unless))
      })
  }

  /// The asker and all that bound it; `nil` if one of them is not there, or denied everything.
  func chainOfBounds(from asker: Asker) -> [Asker]? {
    var askers = [asker]
    var last = asker
    while isBounded(last) {
      guard let next = bound(of: last), askers.count <= view.count(.principalOrder), standing(next) == nil else {
        return nil
      }
      askers.append(next)
      last = next
    }
    return askers
  }

  /// Conditions as they are called, each once.
  private func named(_ conditions: [Int]) -> [NamedCondition] {
    var result: [NamedCondition] = []
    for condition in conditions {
      let named = NamedCondition(
        name: view.text(.conditions, condition, 0), text: view.text(.conditions, condition, 2))
      if !result.contains(named) { result.append(named) }
    }
    return result
  }

  /// What one asker needs to be allowed.
  struct Need {
    var asker: Asker
    /// Whether a cell without a condition permits.
    var isPermitted = false
    /// Conditions that permit and can hold, and those that forbid, which must fail.
    var permits: [(ConditionSubject, condition: Int)] = []
    var forbids: [(ConditionSubject, condition: Int)] = []
    /// What is to be said: conditions of which none holds yet, and forbids that do not fail yet.
    var ifAny: [Int] = []
    var unless: [Int] = []
    /// Whether it is possible for sure, with nothing more to look at.
    var isPlain = false

    func add(to completion: inout Completion) {
      completion.add(isPermitted: isPermitted, permits: permits, forbids: forbids)
    }
  }

  /// `nil` if the asker cannot be allowed.
  private func need(of asker: Asker) -> Need? {
    var need = Need(asker: asker)
    var holdsNow = false
    for level in 0..<2 where judges(level) {
      for cell in view.run(.rows, row(level), 0) where holds(asker, view.index(.cells, cell, 3), level: level) {
        guard let condition = view.optional(.cells, cell, 4) else {
          need.isPermitted = true
          continue
        }
        let subject = ConditionSubject(check: self, asker: asker, level: level)
        guard subject.possibleTruth(ofCondition: condition).canHold else { continue }
        if subject.truth(ofCondition: condition) == .true { holdsNow = true }
        need.permits.append((subject, condition))
      }
    }
    guard need.isPermitted || !need.permits.isEmpty else { return nil }
    for level in 0..<levels {
      for cell in view.run(.rows, row(level), 2) where holds(asker, view.index(.cells, cell, 3), level: level) {
        guard let condition = view.optional(.cells, cell, 4) else { return nil }
        let subject = ConditionSubject(check: self, asker: asker, level: level)
        let possible = subject.possibleTruth(ofCondition: condition)
        guard possible.canFail else { return nil }
        if subject.truth(ofCondition: condition) != .false { need.unless.append(condition) }
        need.forbids.append((subject, condition))
      }
    }
    if !need.isPermitted, !holdsNow { need.ifAny = need.permits.map { $0.condition } }
    need.isPlain =
      need.forbids.isEmpty && (need.isPermitted || need.permits.contains { hasOneAtom($0.condition) })
    return need
  }

  /// Whether a condition is so short that it is possible if it looks so.
  private func hasOneAtom(_ condition: Int) -> Bool {
    view.run(.conditions, condition, 5).reduce(0) {
      $0 + (view.word(.steps, $1, 0) == StepKind.atom.rawValue ? 1 : 0)
    } <= 1
  }
}
