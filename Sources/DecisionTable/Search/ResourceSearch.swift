package import PolicyValues

/// A resource by where it lies in the table: a scope's slot for a resource that is a scope.
package struct ResourcePosition: Hashable, Sendable {
  let slot: Int
}

extension DecisionTable {
  /// Goes through the known resources of the question's resource type that its principal may do its action to, in
  /// ascending order of their ids: all, or those behind an id; until `body` says `false`. The question's own id, and
  /// what it says of its resource, are not used. Without a scope, each is asked about where it lives.
  package func forEachAllowedResource(
    _ question: Question, after id: String? = nil, at now: Timestamp, _ body: (ResourcePosition) -> Bool
  ) {
    var question = question
    question.properties.resource = [:]
    var names = ExchangedNames(question)
    let view = self.view
    guard let found = names.lend({ names in Self.found(names, view) }), view.isTime(now),
      let roles = view.requestedRoles(question.roles, principalType: found.principalType)
    else { return }
    let data = RequestData(properties: question.properties, roles: roles)
    unsafe withUnsafePointer(to: data) { request in
      var verdicts = ScopeVerdicts(view)
      for slot in resourceSlots(question.resourceType, found, after: id) {
        let resourceID = found.ownScopeType == nil ? view.resources.id(slot) : view.scopes.id(slot)
        names.setResourceID(resourceID)
        let isAllowed = names.lend { names in
          var found = found
          if found.ownScopeType == nil { found.resourcePlace = slot }
          guard case .found(let judged) = view.resolve(names, found) else { return false }
          let check = unsafe Check(view, names, found, judged, request: request, at: now)
          return verdicts.isAllowed(check, found)
        }
        if isAllowed, !body(ResourcePosition(slot: slot)) { return }
      }
    }
  }

  /// A resource's id. The type is that of the question that found it.
  package func id(_ position: ResourcePosition, ofType type: String) -> String {
    let isScope =
      view.name(type, domain: NameDomain.resourceType).flatMap { view.optional(.resourceTypes, $0, 3) } != nil
    return (isScope ? view.scopes : view.resources).id(position.slot).string
  }

  private static func found(_ names: AskedNames, _ view: TableView) -> FoundNames? {
    var found = FoundNames()
    return view.find(names, &found) == nil ? found : nil
  }

  /// The slots of a type's resources behind an id, in order.
  private func resourceSlots(_ type: String, _ found: FoundNames, after id: String?) -> some Sequence<Int> {
    let view = self.view
    let section = found.ownScopeType == nil ? Section.resourceOrder : .scopeOrder
    let ranks = view.ranks(in: section, ofType: type, after: id) { slot in
      found.ownScopeType == nil ? view.resourceName(slot) : view.scopeName(slot)
    }
    let order = view.order(section)
    return ranks.lazy.map { order[$0] }
  }
}

/// What one asker may in the scopes that have been looked at, where it is the same for all that lives there.
private struct ScopeVerdicts {
  private enum Verdict: UInt8 { case unknown, denied, allowed, open }

  private var verdicts: [Verdict]

  init(_ view: TableView) { verdicts = [Verdict](repeating: .unknown, count: view.count(.scopes)) }

  mutating func isAllowed(_ check: Check, _ found: FoundNames) -> Bool {
    guard check.chain.open == 0, let scope = check.chain.known, check.judgesOwn, !check.judgesParent else {
      return check.outcome(found).reason == .granted
    }
    if verdicts[scope] == .unknown { verdicts[scope] = Self.verdict(check, found) }
    switch verdicts[scope] {
    case .denied: return false
    case .allowed: return true
    default: return check.outcome(found).reason == .granted
    }
  }

  private static func verdict(_ check: Check, _ found: FoundNames) -> Verdict {
    let view = check.view
    let asker = check.asker(found)
    let outcome = check.outcome(found)
    switch outcome.reason {
    case .noRole, .noGrant, .disabled, .expired: return .denied
    // A grant without a condition, which nothing can forbid.
    case .granted
    where outcome.cell < -1 && !check.isBounded(asker) && view.word(.permissions, check.permission, 3) & 1 == 0:
      return .allowed
    default: return .open
    }
  }
}
