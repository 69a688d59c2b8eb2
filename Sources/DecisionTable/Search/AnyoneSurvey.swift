package import PolicyValues

/// What everybody may, known to the directory or not, who is not disabled and not bounded.
extension DecisionTable {
  /// What `anyone` may in a scope, or in every scope: of the bare types and of the scope itself. Conditions are told and
  /// not asked, since they may speak of who asks: where there is one, everybody may be allowed. Gives `false` if the
  /// scope cannot be followed.
  package func surveyOfAnyone(
    in scope: String? = nil, _ body: (_ scope: EntityName, [ResourceGrants]) -> Void
  ) -> Bool {
    let view = self.view
    if let scope {
      guard let path = ScopePath(scope), case .found(let chain) = scope.withByteText({ view.follow($0) }) else {
        return false
      }
      let types = chainTypes(chain, path)
      let isDisabled = chain.known.map { view.scopes.flags($0) & EntitySlot.isDisabledAbove != 0 } ?? false
      let found = isDisabled ? [] : grantsOfAnyone(types, id: path.elements[0].id, isKnown: chain.open == 0)
      if !found.isEmpty { body(path.elements[0], found) }
      return true
    }
    var known: [[Int]: [ResourceGrants]] = [:]
    for slot in view.order(.scopeOrder) where view.scopes.flags(slot) & EntitySlot.isDisabledAbove == 0 {
      let types = (0...view.ancestorCount(slot)).map { view.scopes.kind(view.ancestor(of: slot, level: $0)) }
      let found = known[types] ?? grantsOfAnyone(types, id: "", isKnown: true)
      known[types] = found
      guard !found.isEmpty else { continue }
      let name = view.scopeName(slot)
      body(
        name,
        found.map { grants in
          var grants = grants
          if grants.resourceID != nil { grants.resourceID = name.id }
          return grants
        })
    }
    return true
  }

  private func chainTypes(_ chain: ScopeChain, _ path: ScopePath) -> [Int] {
    let open = path.elements.prefix(chain.open).compactMap { view.name($0.type, domain: NameDomain.scopeType) }
    let known = chain.known.map { scope in
      (0...view.ancestorCount(scope)).map { view.scopes.kind(view.ancestor(of: scope, level: $0)) }
    }
    return open + (known ?? [])
  }

  /// For the scope types of a chain, from the inside.
  private func grantsOfAnyone(_ types: [Int], id: String, isKnown: Bool) -> [ResourceGrants] {
    var result: [ResourceGrants] = []
    for type in 0..<view.count(.resourceTypes) {
      let name = view.text(.resourceTypes, type, 0)
      if view.livesIn(type, types[0]) {
        let grants = grantsOfAnyone(type, types, judged: [0])
        if !grants.isEmpty { result.append(ResourceGrants(resourceType: name, resourceID: nil, grants: grants)) }
      }
      // Of what is listed only what the directory holds exists.
      guard view.optional(.resourceTypes, type, 3) == types[0],
        isKnown || view.word(.resourceTypes, type, 2) & 1 == 0
      else { continue }
      let judged = (0..<min(2, types.count)).filter { view.livesIn(type, types[$0]) }
      let grants = grantsOfAnyone(type, types, judged: judged)
      if !grants.isEmpty { result.append(ResourceGrants(resourceType: name, resourceID: id, grants: grants)) }
    }
    return result
  }

  private func grantsOfAnyone(_ type: Int, _ types: [Int], judged: [Int]) -> [Grant] {
    view.run(.resourceTypes, type, 6).compactMap { permission in
      func conditions(_ level: Int, _ field: Int) -> [Int?] {
        view.run(.rows, types[level] * view.count(.permissions) + permission, field)
          .filter { view.index(.cells, $0, 3) == 0 }.map { view.optional(.cells, $0, 4) }
      }
      let permits = judged.flatMap { conditions($0, 0) }
      let forbids = types.indices.flatMap { conditions($0, 2) }
      guard !permits.isEmpty, !forbids.contains(nil) else { return nil }
      let anyOf = permits.contains(nil) ? [] : named(permits)
      let unless = named(forbids)
      let proviso = Proviso(bound: nil, anyOf: anyOf, unless: unless)
      return Grant(
        action: view.text(.permissions, permission, 1),
        access: Access(provisos: anyOf.isEmpty && unless.isEmpty ? [] : [proviso]), ways: Ways())
    }
  }

  private func named(_ conditions: [Int?]) -> [NamedCondition] {
    var result: [NamedCondition] = []
    for case let condition? in conditions {
      let named = NamedCondition(
        name: view.text(.conditions, condition, 0), text: view.text(.conditions, condition, 2))
      if !result.contains(named) { result.append(named) }
    }
    return result
  }
}
