package import PolicyValues

extension DecisionTable {
  /// Groups are looked for in directories of up to so many principals.
  private static let mostPrincipals = 100_000
  /// So many groups are offered to be joined.
  private static let mostGroups = 16

  /// What the answer to a question depends on. The excerpt answers the question as the table does.
  package func excerpt(for question: Question) -> TableExcerpt {
    var excerpt = TableExcerpt(policy: policyContents(resourceType: question.resourceType, action: question.action))
    for name in question.scope.flatMap({ ScopePath($0) })?.elements ?? [] { addScope(name, to: &excerpt) }
    if let id = question.resourceID {
      let name = EntityName(type: question.resourceType, id: id)
      addScope(name, to: &excerpt)
      addResource(name, to: &excerpt)
    }
    if let scope = view.optional(.facts, 0, 4) {
      excerpt.defaultScope = view.scopeName(scope)
      addScope(view.scopeName(scope), to: &excerpt)
    }
    add(question.principal, to: &excerpt)
    for type in Set(excerpt.principals.keys.map(\.type)).union([question.principal.type]) {
      let groups = joinableGroups(of: type, at: Set(excerpt.scopes.keys))
      excerpt.joinable[type] = groups
      for group in groups { add(group, to: &excerpt) }
    }
    return excerpt
  }

  /// Adds a principal with its groups, all that bounds it, and what they are assigned at the excerpt's scopes.
  package func add(_ name: EntityName, to excerpt: inout TableExcerpt) {
    guard excerpt.principals[name] == nil, let position = position(of: name) else { return }
    var principal = TableExcerpt.Principal()
    principal.isDisabled = view.principals.flags(position) & EntitySlot.isDisabled != 0
    var others: [EntityName] = []
    if let details = view.details(of: position) {
      principal.expires = view.time(.principalDetails, details, 0)
      principal.bound = view.optional(.principalDetails, details, 1).map { view.principalName($0) }
      principal.groups = view.run(.principalDetails, details, 2).map { membership in
        (view.principalName(view.index(.memberships, membership, 0)), view.time(.memberships, membership, 1))
      }
      principal.attributes = view.attributes(view.run(.principalDetails, details, 4))
      others = principal.groups.map(\.name) + (principal.bound.map { [$0] } ?? [])
    }
    excerpt.principals[name] = principal
    let assignments = Assignments(view, principal: position)
    for number in 0..<assignments.count {
      let scope = view.scopeName(Int(assignments.scope(number)))
      guard excerpt.scopes[scope] != nil else { continue }
      excerpt.assignments.append(
        TableExcerpt.Assignment(
          principal: name, scope: scope, role: assignments.role(number),
          until: assignments.end(number).map { view.time($0) }))
    }
    for other in others { add(other, to: &excerpt) }
  }

  private func addScope(_ name: EntityName, to excerpt: inout TableExcerpt) {
    guard let type = view.name(name.type, domain: NameDomain.scopeType),
      let position = view.scope(type: type, id: name.id)
    else { return }
    for level in 0...view.ancestorCount(position) {
      let scope = view.ancestor(of: position, level: level)
      excerpt.scopes[view.scopeName(scope)] = TableExcerpt.Scope(
        parent: view.parent(of: scope).map { view.scopeName($0) },
        isDisabled: view.scopes.flags(scope) & EntitySlot.isDisabled != 0,
        attributes: view.attributes(view.entries(view.scopes, scope)))
    }
  }

  private func addResource(_ name: EntityName, to excerpt: inout TableExcerpt) {
    guard let type = view.name(name.type, domain: NameDomain.resourceType),
      view.optional(.resourceTypes, type, 3) == nil, let position = view.resource(type: type, id: name.id)
    else { return }
    let home = view.home(of: position).map { view.scopeName($0) }
    if let home { addScope(home, to: &excerpt) }
    excerpt.resource = TableExcerpt.Resource(
      name: name, home: home, attributes: view.attributes(view.entries(view.resources, position)))
  }

  /// The groups that hold something at one of the scopes and that principals of a type can be members of.
  ///
  /// A table does not say what types of members a group takes; it is seen by the members: somebody of the type is in a
  /// group of the group's type, and in none of their other groups that is itself in that one, so they are in it directly.
  private func joinableGroups(of type: String, at scopes: Set<EntityName>) -> [EntityName] {
    guard view.count(.principalOrder) <= Self.mostPrincipals,
      let kind = view.name(type, domain: NameDomain.principalType)
    else { return [] }
    var groupTypes: Set<Int> = []
    for principal in view.order(.principalOrder) where view.principals.kind(principal) == kind {
      let groups = allGroups(principal)
      for group in groups where !groupTypes.contains(view.principals.kind(group)) {
        let isDirect = !groups.contains { $0 != group && allGroups($0).contains(group) }
        if isDirect { groupTypes.insert(view.principals.kind(group)) }
      }
    }
    guard !groupTypes.isEmpty else { return [] }
    return view.order(.principalOrder).lazy.filter { group in
      guard groupTypes.contains(self.view.principals.kind(group)),
        self.view.principals.flags(group) & EntitySlot.isDisabled == 0
      else { return false }
      return self.holdsAnything(group, at: scopes)
        || self.allGroups(group).contains { self.holdsAnything($0, at: scopes) }
    }.prefix(Self.mostGroups).map { view.principalName($0) }
  }

  private func holdsAnything(_ principal: Int, at scopes: Set<EntityName>) -> Bool {
    let assignments = Assignments(view, principal: principal)
    return (0..<assignments.count).contains { scopes.contains(view.scopeName(Int(assignments.scope($0)))) }
  }

  private func allGroups(_ principal: Int) -> [Int] {
    guard let details = view.details(of: principal) else { return [] }
    return view.run(.principalDetails, details, 2).map { view.index(.memberships, $0, 0) }
  }
}

extension TableView {
  /// A run of entries, with their names.
  func attributes(_ entries: Range<Int>) -> TableExcerpt.Attributes {
    entries.compactMap { entry in
      storedValue(index(.entries, entry, 1)).map { (text(.attributeNames, index(.entries, entry, 0), 0), $0) }
    }
  }
}
