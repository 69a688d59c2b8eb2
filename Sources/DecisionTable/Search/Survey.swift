import PolicyValues

/// What one principal may do to one resource.
package struct ResourceGrants: Hashable, Sendable {
  package var resourceType: String
  /// `nil` for the bare type.
  package var resourceID: String?
  /// In the policy's order.
  package var grants: [Grant]

  /// `connection:gmail-1`, or the bare type.
  package var resource: String { resourceID.map { "\(resourceType):\($0)" } ?? resourceType }

  package init(resourceType: String, resourceID: String?, grants: [Grant]) {
    self.resourceType = resourceType
    self.resourceID = resourceID
    self.grants = grants
  }
}

/// One action that a principal may do, perhaps under conditions.
package struct Grant: Hashable, Sendable {
  package var action: String
  package var access: Access
  /// How it comes to it; without any ways if they were not asked for and nothing of it ends.
  package var ways: Ways

  package init(action: String, access: Access, ways: Ways) {
    self.action = action
    self.access = access
    self.ways = ways
  }
}

/// Looks at what principals may, scope by scope. What roles alone say is computed once for all who hold the same; only
/// conditions and bounds are asked about each. Lent for the time of the survey.
@safe struct Survey {
  let view: TableView
  let now: Timestamp
  /// Whether to tell how principals come to what they may, where nothing of it ends too.
  let tellsWays: Bool
  /// Lent like the survey.
  private let request: UnsafePointer<RequestData>
  private var profiles = Profiles()
  /// By resource type.
  private var names: [ExchangedNames]
  private let typeNames: [String]
  private let actionNames: [String]

  /// `principal` is who asks if the directory does not know it, `path` an open scope as it is written.
  init(
    _ view: TableView, at now: Timestamp, tellsWays: Bool, principal: EntityName?, path: String?,
    request: UnsafePointer<RequestData>
  ) {
    self.view = view
    self.now = now
    self.tellsWays = tellsWays
    unsafe self.request = request
    typeNames = (0..<view.count(.resourceTypes)).map { view.text(.resourceTypes, $0, 0) }
    actionNames = (0..<view.count(.permissions)).map { view.text(.permissions, $0, 1) }
    names = typeNames.map { type in
      ExchangedNames(
        Question(
          principal: principal ?? EntityName(type: "", id: ""), action: "", resourceType: type, scope: path))
    }
  }

  /// What an asker may at a chain's innermost scope: of the bare types, of the scope itself, and of `residents`, known
  /// resources that live there. `countingAnyone` tells what everybody may too where the asker holds nothing.
  mutating func look(
    _ asker: Asker, at chain: ScopeChain, residents: some Sequence<Int>, countingAnyone: Bool
  ) -> [ResourceGrants] {
    guard !names.isEmpty else { return [] }
    if let known = chain.known, view.scopes.flags(known) & EntitySlot.isDisabledAbove != 0 { return [] }
    let first = names[0]
    let profile = first.lend { names in
      profiles.profile(check(names, chain, type: 0), asker, countingAnyone: countingAnyone)
    }
    guard let profile, !profile.isEmpty else { return [] }
    let mayEnd = tellsWays || view.mayEnd(asker)
    var memo = WaysMemo()
    var result = grants(profile.bare, asker, chain, mayEnd, &memo)
    if let own = ownGrants(profile, asker, chain, mayEnd, &memo) { result.append(own) }
    for resident in residents {
      let type = view.resources.kind(resident)
      let entries = profile.bare.filter { $0.resourceType == type }
      guard !entries.isEmpty else { continue }
      names[type].setResourceID(view.resources.id(resident))
      result += grants(entries, asker, chain, mayEnd, &memo, id: view.resources.id(resident).string)
      names[type].setResourceID(nil)
    }
    return result
  }

  /// Why an asker is denied everything, if it is.
  func standing(of asker: Asker) -> Reason? {
    names.first.flatMap { names in names.lend { check($0, ScopeChain(), type: 0).standing(asker) } }
  }

  /// The scope itself, where its type is one of resources too.
  private mutating func ownGrants(
    _ profile: Profile, _ asker: Asker, _ chain: ScopeChain, _ mayEnd: Bool, _ memo: inout WaysMemo
  ) -> ResourceGrants? {
    guard let type = profile.own.first?.resourceType else { return nil }
    // Of what is listed only what the directory holds exists.
    guard chain.open == 0 || view.word(.resourceTypes, type, 2) & 1 == 0 else { return nil }
    let id = names[type].lend { names in check(names, chain, type: type).scopeName(0).id }
    id.withByteText { names[type].setResourceID($0) }
    defer { names[type].setResourceID(nil) }
    return grants(profile.own, asker, chain, mayEnd, &memo, id: id, isScope: true).first
  }

  private func grants(
    _ entries: [Profile.Entry], _ asker: Asker, _ chain: ScopeChain, _ mayEnd: Bool, _ memo: inout WaysMemo,
    id: String? = nil, isScope: Bool = false
  ) -> [ResourceGrants] {
    var result: [ResourceGrants] = []
    for entry in entries {
      let grant = names[entry.resourceType].lend { names -> Grant? in
        let check = check(
          names, chain, type: entry.resourceType, permission: entry.permission, isScope: isScope)
        let isPlain = entry.isSettled && !check.isBounded(asker)
        guard let access = isPlain ? Access() : check.access(of: asker) else { return nil }
        var ways = Ways()
        if mayEnd {
          ways = isPlain ? memo.ways(check, asker) : check.ways(of: asker, isCertain: access.isCertain)
        }
        return Grant(action: actionNames[entry.permission], access: access, ways: ways)
      }
      guard let grant else { continue }
      let type = typeNames[entry.resourceType]
      if result.last?.resourceType != type {
        result.append(ResourceGrants(resourceType: type, resourceID: id, grants: []))
      }
      result[result.count - 1].grants.append(grant)
    }
    return result
  }

  private func check(
    _ names: AskedNames, _ chain: ScopeChain, type: Int, permission: Int = 0, isScope: Bool = false
  ) -> Check {
    let check = unsafe Check(
      view: view, names: names, request: request, now: now, chain: chain, judgesOwn: true, judgesParent: false,
      askedLevel: 0, resourceType: type, permission: permission)
    guard isScope else { return check }
    return unsafe Check(
      view: view, names: names, request: request, now: now, chain: chain,
      judgesOwn: view.livesIn(type, check.scopeType(0)),
      judgesParent: check.levels > 1 && view.livesIn(type, check.scopeType(1)), askedLevel: 0, resourceType: type,
      permission: permission)
  }
}

/// The ways of one asker in one place, for rows that the same roles permit without any condition.
private struct WaysMemo {
  private var known: [(own: UInt64, parent: UInt64, ways: Ways)] = []

  mutating func ways(_ check: Check, _ asker: Asker) -> Ways {
    let view = check.view
    let levels = (0..<2).filter { check.judges($0) }
    guard view.roleWords == 1, levels.allSatisfy({ view.word(.rows, check.row($0), 4) == 0 }) else {
      return check.ways(of: asker, isCertain: true)
    }
    let own = check.judgesOwn ? view.roleBits(.grants, set: check.row(0), word: 0) : 0
    let parent = check.judgesParent ? view.roleBits(.grants, set: check.row(1), word: 0) : 0
    if let found = known.first(where: { $0.own == own && $0.parent == parent }) { return found.ways }
    let ways = check.ways(of: asker, isCertain: true)
    known.append((own, parent, ways))
    return ways
  }
}
