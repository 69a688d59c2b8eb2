package import PolicyValues

extension DecisionTable {
  /// Answers a question at a time, by the rules of DESIGN.md, section 4. Whatever is in doubt is denied.
  package func decide(_ question: Question, at now: Timestamp) -> Decision {
    withCheck(question, at: now) { prepared in
      switch prepared {
      case .denied(let reason): return Decision(reason)
      case .found(let (check, found)):
        let outcome = check.outcome(found)
        return Decision(outcome.reason, cell: check.cell(of: outcome, check.asker(found)))
      }
    }
  }

  /// Rules 1 and 2, and what can be said before roles matter; then the rest, while the question's names are lent.
  func withCheck<Result>(
    _ question: Question, at now: Timestamp, _ body: (Resolution<(Check, FoundNames)>) -> Result
  ) -> Result {
    question.withNames { names in
      var found = FoundNames()
      if let reason = view.find(names, &found) { return body(.denied(reason)) }
      switch view.resolve(names, found) {
      case .denied(let reason): return body(.denied(reason))
      case .found(let judged):
        guard view.isTime(now) else { return body(.denied(.conditionUndecided)) }
        let roles = view.requestedRoles(question.roles, principalType: found.principalType)
        let data = RequestData(properties: question.properties, roles: roles ?? [])
        return unsafe withUnsafePointer(to: data) { request in
          let check = unsafe Check(view, names, found, judged, request: request, at: now)
          if roles == nil { return body(.denied(check.reasonOfUnknownRole(found))) }
          return body(.found((check, found)))
        }
      }
    }
  }

  /// Answers a question whose names lie in `bytes`. A place that does not lie within them denies.
  package func reason(of question: QuestionPlaces, in bytes: RawSpan, at now: Timestamp) -> Reason {
    let view = self.view
    return unsafe bytes.withUnsafeBytes { buffer in
      guard let names = unsafe AskedNames(question, in: buffer) else {
        return reasonApart(of: question, in: bytes, at: now)
      }
      var found = FoundNames()
      if let reason = view.find(names, &found) { return reason }
      return view.reason(names, found, at: now)
    }
  }
}

extension DecisionTable {
  /// The same for a question whose names lie nowhere, or too near the beginning of the bytes to be read there.
  @inline(never)
  func reasonApart(of places: QuestionPlaces, in bytes: RawSpan, at now: Timestamp) -> Reason {
    guard let question = question(places, in: bytes) else { return .unknownPrincipalType }
    return decide(question, at: now).reason
  }
}

extension Check {
  /// `request` is lent for as long as the check is used.
  @inline(__always)
  init(
    _ view: TableView, _ names: AskedNames, _ found: FoundNames, _ judged: JudgedScope,
    request: UnsafePointer<RequestData>?, at now: Timestamp
  ) {
    unsafe self.init(
      view: view, names: names, request: request, now: now, chain: judged.chain,
      judgesOwn: judged.judgesOwn, judgesParent: judged.judgesParent, askedLevel: judged.askedLevel,
      resourceType: found.resourceType, permission: found.permission)
  }

  /// The reason of a question whose roles are malformed: whatever is looked at before roles goes first.
  func reasonOfUnknownRole(_ found: FoundNames) -> Reason {
    let reason = outcome(found).reason
    switch reason {
    case .disabled, .expired: return reason
    case .noRole where !names.principalID.isID: return reason
    default: return .unknownRole
    }
  }
}

extension TableView {
  /// The second half of a check that brings nothing but names: rule 2 and those behind it.
  @inline(__always)
  func reason(_ names: AskedNames, _ found: FoundNames, at now: Timestamp) -> Reason {
    switch resolve(names, found) {
    case .denied(let reason): return reason
    case .found(let judged):
      guard isTime(now) else { return .conditionUndecided }
      return unsafe Check(self, names, found, judged, request: nil, at: now).outcome(found).reason
    }
  }
}
