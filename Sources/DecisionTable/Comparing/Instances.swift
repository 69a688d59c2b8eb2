package import PolicyValues

/// The directory's instances by position, for walks over all of them that make no names.
extension DecisionTable {
  /// The positions of the principals, in ascending order of type and id.
  package var principalPositions: [Int] { Array(view.order(.principalOrder)) }
  /// The positions of the scopes, in the same order.
  package var scopePositions: [Int] { Array(view.order(.scopeOrder)) }
  /// The positions of the resources that are no scopes, in the same order.
  package var resourcePositions: [Int] { Array(view.order(.resourceOrder)) }

  // Positions are the table's own: each of these is asked of one that it gave.

  /// The position of a principal's type among those of the outline.
  package func principalType(at position: Int) -> Int { view.principals.kind(position) }
  package func principalName(at position: Int) -> EntityName { view.principalName(position) }
  package func scopeName(at position: Int) -> EntityName { view.scopeName(position) }
  package func resourceName(at position: Int) -> EntityName { view.resourceName(position) }

  package func principalPosition(of name: EntityName) -> Int? { position(of: name) }

  package func scopePosition(of name: EntityName) -> Int? {
    view.name(name.type, domain: NameDomain.scopeType).flatMap { view.scope(type: $0, id: name.id) }
  }

  package func resourcePosition(of name: EntityName) -> Int? {
    view.name(name.type, domain: NameDomain.resourceType).flatMap { view.resource(type: $0, id: name.id) }
  }

  /// What a scope lies in right away.
  package func parent(ofScopeAt position: Int) -> Int? { view.parent(of: position) }

  package func isScopeDisabled(at position: Int) -> Bool {
    view.scopes.flags(position) & EntitySlot.isDisabled != 0
  }

  package func isPrincipalDisabled(at position: Int) -> Bool {
    view.principals.flags(position) & EntitySlot.isDisabled != 0
  }

  /// When a principal's time is over; `nil` for never.
  package func expiry(ofPrincipalAt position: Int) -> Timestamp? {
    view.details(of: position).flatMap { view.time(.principalDetails, $0, 0) }
  }

  package func bound(ofPrincipalAt position: Int) -> Int? {
    view.details(of: position).flatMap { view.optional(.principalDetails, $0, 1) }
  }

  /// The groups that a principal is in at a time.
  package func groups(ofPrincipalAt position: Int, at now: Timestamp) -> [Int] {
    view.activeGroups(position, at: now)
  }

  package func home(ofResourceAt position: Int) -> Int? { view.home(of: position) }

  /// The attribute values that the directory gives, by name.
  package func attributes(ofPrincipalAt position: Int) -> [String: AttributeValue] {
    view.details(of: position).map { values(view.run(.principalDetails, $0, 4)) } ?? [:]
  }

  package func attributes(ofScopeAt position: Int) -> [String: AttributeValue] {
    values(view.entries(view.scopes, position))
  }

  package func attributes(ofResourceAt position: Int) -> [String: AttributeValue] {
    values(view.entries(view.resources, position))
  }

  private func values(_ entries: Range<Int>) -> [String: AttributeValue] {
    var result: [String: AttributeValue] = [:]
    for entry in entries {
      result[view.text(.attributeNames, view.index(.entries, entry, 0), 0)] = view.storedValue(
        view.index(.entries, entry, 1))
    }
    return result
  }

  /// Where requests are judged that name no scope.
  package var defaultScope: EntityName? { view.optional(.facts, 0, 4).map { view.scopeName($0) } }

  /// What a principal is itself assigned at a time: the positions of scope and role, in ascending order of the scope's.
  package func assignments(ofPrincipalAt position: Int, at now: Timestamp) -> [(scope: Int, role: Int)] {
    let assignments = Assignments(view, principal: position)
    return (0..<assignments.count).filter { number in
      assignments.end(number).map { now.isBefore(view.time($0)) } ?? true
    }.map { (Int(assignments.scope($0)), assignments.role($0)) }
  }

  /// Everything a principal is assigned itself, whether over or not.
  package func assignmentEnds(
    ofPrincipalAt position: Int
  ) -> [(scope: Int, role: Int, until: Timestamp?)] {
    let assignments = Assignments(view, principal: position)
    return (0..<assignments.count).map { number in
      (Int(assignments.scope(number)), assignments.role(number), assignments.end(number).map { view.time($0) })
    }
  }

  /// The full names of the roles by position; `anyone` is the first.
  package var roleNames: [String] { (0..<view.count(.roles)).map { roleName($0) } }

  /// Whether holding one role brings another, both by position.
  package func role(at position: Int, brings other: Int) -> Bool { view.closes(position, over: other) }

  /// The words of a set of roles that holding a role brings.
  package func closure(ofRoleAt position: Int) -> [UInt64] {
    (0..<view.roleWords).map { view.roleBits(.roleClosures, set: position, word: $0) }
  }
}
