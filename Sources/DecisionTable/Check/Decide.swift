package import PolicyValues

extension DecisionTable {
  /// Answers a question at a time, by the rules of DESIGN.md, section 4. Whatever is in doubt is denied.
  package func decide(_ question: Question, at now: Timestamp) -> Decision {
    withCheck(question, at: now) { prepared in
      switch prepared {
      case .denied(let reason): return Decision(reason)
      case .found(let (check, found)):
        let outcome = check.outcome(found)
        let principal = check.view.principals.holds(
          found.principalPlace, kind: UInt32(found.principalType), check.names.principalID)
        let asker = Asker(
          type: found.principalType, principal: principal ? found.principalPlace : nil, isQuestions: true)
        return Decision(outcome.reason, cell: check.cell(of: outcome, asker))
      }
    }
  }

  /// Rules 1 and 2, and what can be said before roles matter; then the rest, while the question's names are lent.
  func withCheck<Result>(
    _ question: Question, at now: Timestamp, _ body: (Resolution<(Check, FoundNames)>) -> Result
  ) -> Result {
    question.withNames { names in
      let view = self.view
      switch view.find(names) {
      case .denied(let reason): return body(.denied(reason))
      case .found(let found):
        // In a sense rule 7's: a principal that is disabled is not told that its roles are unknown.
        let roles = view.requestedRoles(question.roles, principalType: found.principalType)
        let data = RequestData(properties: question.properties, roles: roles ?? [])
        return unsafe withUnsafePointer(to: data) { request in
          switch unsafe view.prepare(names, found, request: request, at: now) {
          case .denied(let reason): return body(.denied(reason))
          case .found(let check):
            if roles == nil, let reason = check.reasonBeforeRoles(found) { return body(.denied(reason)) }
            return body(.found((check, found)))
          }
        }
      }
    }
  }
}

extension TableView {
  /// Rule 2: where the question is judged. `request` is lent for as long as the check is used.
  @inline(__always)
  func prepare(
    _ names: AskedNames, _ found: FoundNames, request: UnsafePointer<RequestData>?, at now: Timestamp
  ) -> Resolution<Check> {
    switch resolve(names, found) {
    case .denied(let reason): return .denied(reason)
    case .found(let judged):
      guard now >= .minimum, now <= .maximum else { return .denied(.conditionUndecided) }
      return .found(
        unsafe Check(
          view: self, names: names, request: request, now: now, chain: judged.chain,
          levels: levels(of: judged.chain), judgesOwn: judged.judgesOwn, judgesParent: judged.judgesParent,
          askedLevel: judged.askedLevel, resourceType: found.resourceType, permission: found.permission))
    }
  }
}

extension Check {
  /// The reason of a question whose roles are malformed: whatever is looked at before roles goes first.
  func reasonBeforeRoles(_ found: FoundNames) -> Reason? {
    let outcome = outcome(found)
    switch outcome.reason {
    case .disabled, .expired: return outcome.reason
    case .noRole where !names.principalID.isID: return .noRole
    default: return .unknownRole
    }
  }
}

extension DecisionTable {
  /// Answers a question whose names lie in `bytes`. A place that does not lie within them denies.
  package func reason(of question: QuestionPlaces, in bytes: RawSpan, at now: Timestamp) -> Reason {
    let view = self.view
    return unsafe bytes.withUnsafeBytes { buffer in
      guard let names = unsafe AskedNames(question, in: buffer) else { return .unknownPrincipalType }
      switch view.find(names) {
      case .denied(let reason): return reason
      case .found(let found): return view.reason(names, found, at: now)
      }
    }
  }
}

extension TableView {
  /// The second half of a check that brings nothing but names.
  @inline(__always)
  func reason(_ names: AskedNames, _ found: FoundNames, at now: Timestamp) -> Reason {
    switch unsafe prepare(names, found, request: nil, at: now) {
    case .denied(let reason): return reason
    case .found(let check): return check.outcome(found).reason
    }
  }
}
