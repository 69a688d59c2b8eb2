package import PolicyValues

/// What a survey is of, beside whom.
package struct SurveyOptions: Sendable {
  /// Values that a request would bring.
  package var properties: RequestProperties
  /// Whether to tell how principals come to what they may, where nothing of it ends too.
  package var tellsWays: Bool
  package var now: Timestamp

  package init(properties: RequestProperties = RequestProperties(), tellsWays: Bool = false, now: Timestamp) {
    self.properties = properties
    self.tellsWays = tellsWays
    self.now = now
  }
}

extension DecisionTable {
  /// What one principal may in a scope, or in each scope of the directory in the order of their names: of the bare
  /// types, of the scope itself, and of every known resource that lives there. A resource that lives nowhere is asked
  /// about in a scope that is named, else in the default scope. Gives `false` if the scope cannot be followed, or the
  /// principal's type is not declared.
  package func survey(
    of principal: EntityName, in scope: String? = nil, _ options: SurveyOptions,
    _ body: (_ scope: EntityName, [ResourceGrants]) -> Void
  ) -> Bool {
    let view = self.view
    guard let type = view.name(principal.type, domain: NameDomain.principalType), view.isTime(options.now) else {
      return false
    }
    let asker = Asker(type: type, principal: view.principal(type: type, id: principal.id), isQuestions: true)
    return withSurvey(of: principal, in: scope, options) { survey, place in
      guard survey.standing(of: asker) == nil else { return }
      if let place {
        let found = survey.look(
          asker, at: place.chain, residents: residents(of: place.chain), countingAnyone: true)
        if !found.isEmpty { body(place.name, found) }
        return
      }
      let filter = HeldScopes(view, asker, at: options.now)
      let residents = Residents(view)
      for slot in view.order(.scopeOrder) where filter.mayCount(in: slot) {
        let found = survey.look(
          asker, at: ScopeChain(known: slot), residents: residents[slot], countingAnyone: true)
        if !found.isEmpty { body(view.scopeName(slot), found) }
      }
    }
  }

  /// What all principals may by their roles, in a scope or in every scope, in the order of their names and then of
  /// those of the scopes. Of resources only the bare types and scopes are asked about, unless `ofResources`. What
  /// `anyone` may is not repeated for each of them: ``surveyOfAnyone(in:_:_:)`` tells it.
  package func survey(
    ofType type: String? = nil, in scope: String? = nil, ofResources: Bool, _ options: SurveyOptions,
    _ body: (_ principal: EntityName, _ scope: EntityName, [ResourceGrants]) -> Void
  ) -> Bool {
    let view = self.view
    guard view.isTime(options.now) else { return false }
    return withSurvey(of: nil, in: scope, options) { survey, place in
      let reach = place == nil ? ScopeReach(view) : nil
      let residents = ofResources && place == nil ? Residents(view) : Residents()
      let here = place.map { ofResources ? self.residents(of: $0.chain) : [] } ?? []
      let order = view.order(.principalOrder)
      for rank in view.ranks(in: .principalOrder, ofType: type, after: nil, name: view.principalName) {
        let slot = order[rank]
        let asker = Asker(type: view.principals.kind(slot), principal: slot, isQuestions: true)
        let groups = view.activeGroups(slot, at: options.now)
        guard view.principals.listCount(slot) > 0 || !groups.isEmpty, survey.standing(of: asker) == nil else {
          continue
        }
        var name: EntityName?
        func tell(_ scope: EntityName, _ found: [ResourceGrants]) {
          guard !found.isEmpty else { return }
          let principal = name ?? view.principalName(slot)
          name = principal
          body(principal, scope, found)
        }
        if let place {
          tell(place.name, survey.look(asker, at: place.chain, residents: here, countingAnyone: false))
          continue
        }
        for scope in reach?.scopes(of: [slot] + groups, at: options.now) ?? [] {
          let found = survey.look(
            asker, at: ScopeChain(known: scope), residents: residents[scope], countingAnyone: false)
          if !found.isEmpty { tell(view.scopeName(scope), found) }
        }
      }
    }
  }

  /// Lends a survey, with the place that a scope's text names; `false` if it cannot be followed.
  private func withSurvey(
    of principal: EntityName?, in scope: String?, _ options: SurveyOptions,
    _ body: (inout Survey, (chain: ScopeChain, name: EntityName)?) -> Void
  ) -> Bool {
    let view = self.view
    var place: (chain: ScopeChain, name: EntityName)?
    if let scope {
      guard let path = ScopePath(scope), case .found(let chain) = scope.withByteText({ view.follow($0) }) else {
        return false
      }
      place = (chain, path.elements[0])
    }
    let data = RequestData(properties: options.properties, roles: [])
    unsafe withUnsafePointer(to: data) { request in
      var survey = unsafe Survey(
        view, at: options.now, tellsWays: options.tellsWays, principal: principal, path: scope, request: request)
      body(&survey, place)
    }
    return true
  }

  /// The resources that live in a chain's innermost scope, or nowhere.
  private func residents(of chain: ScopeChain) -> [Int] {
    let scope = chain.open == 0 ? chain.known : nil
    return view.order(.resourceOrder).filter { view.home(of: $0) == scope || view.home(of: $0) == nil }
  }
}

/// Known resources by the scope that they live in, each in the order of type names and ids.
struct Residents {
  private var starts: [UInt32] = []
  private var slots: [UInt32] = []

  /// None.
  init() {}

  init(_ view: TableView) {
    let order = view.order(.resourceOrder)
    let nowhere = view.optional(.facts, 0, 4)
    starts = [UInt32](repeating: 0, count: view.count(.scopes) + 1)
    for slot in order { if let home = view.home(of: slot) ?? nowhere { starts[home + 1] += 1 } }
    for scope in 1..<starts.count { starts[scope] += starts[scope - 1] }
    slots = [UInt32](repeating: 0, count: Int(starts[starts.count - 1]))
    var next = starts
    for slot in order {
      guard let home = view.home(of: slot) ?? nowhere else { continue }
      slots[Int(next[home])] = UInt32(slot)
      next[home] += 1
    }
  }

  subscript(_ scope: Int) -> [Int] {
    guard scope + 1 < starts.count else { return [] }
    return slots[Int(starts[scope])..<Int(starts[scope + 1])].map { Int($0) }
  }
}

/// Where one asker holds anything, and where `anyone` may do something.
struct HeldScopes {
  private let view: TableView
  private var held: SlotSet
  /// By scope type.
  private let isForAnyone: [Bool]

  init(_ view: TableView, _ asker: Asker, at now: Timestamp) {
    self.view = view
    held = SlotSet(slots: view.count(.scopes))
    isForAnyone = Self.typesForAnyone(view)
    guard let principal = asker.principal else { return }
    for holder in [principal] + view.activeGroups(principal, at: now) {
      let assignments = Assignments(view, principal: holder)
      for position in 0..<assignments.count { held.insert(Int(assignments.scope(position))) }
    }
  }

  /// Whether the asker could be allowed anything in a scope.
  func mayCount(in scope: Int) -> Bool {
    if isForAnyone[view.scopes.kind(scope)] { return true }
    guard !held.isEmpty else { return false }
    return (0...view.ancestorCount(scope)).contains { held.contains(view.ancestor(of: scope, level: $0)) }
  }

  /// The scope types in which anyone may do something, to a scope of the type by the table of what it lies in too.
  private static func typesForAnyone(_ view: TableView) -> [Bool] {
    var types = [Bool](repeating: false, count: view.count(.scopeTypes))
    for row in 0..<view.count(.rows) where view.run(.rows, row, 0).contains(where: { view.index(.cells, $0, 3) == 0 }) {
      types[row / view.count(.permissions)] = true
      let resourceType = view.index(.permissions, row % view.count(.permissions), 0)
      if let own = view.optional(.resourceTypes, resourceType, 3) { types[own] = true }
    }
    return types
  }
}
