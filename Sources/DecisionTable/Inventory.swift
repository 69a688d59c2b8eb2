package import PolicyValues

/// What a table holds, by name: for searches, reports and suggestions.
extension DecisionTable {
  /// The scope types, as the policy orders them.
  package var scopeTypeNames: [String] { names(.scopeTypes, 0) }
  /// The principal types, as the policy orders them.
  package var principalTypeNames: [String] { names(.principalTypes, 0) }
  /// The resource types, as the policy orders them.
  package var resourceTypeNames: [String] { names(.resourceTypes, 0) }
  /// Every scope of the directory, in ascending order of type and id.
  package var scopes: [EntityName] { view.order(.scopeOrder).map { view.scopeName($0) } }
  /// Every principal of the directory, in ascending order of type and id.
  package var principals: [EntityName] { view.order(.principalOrder).map { view.principalName($0) } }
  /// The first principals of the directory in that order, at most so many.
  package func principals(first most: Int) -> [EntityName] {
    view.order(.principalOrder).prefix(most).map { view.principalName($0) }
  }

  private func names(_ section: Section, _ field: Int) -> [String] {
    (0..<view.count(section)).map { view.text(section, $0, field) }
  }

  /// A resource type's actions, as the policy orders them; empty for an undeclared type.
  package func actions(of resourceType: String) -> [String] {
    guard let type = view.name(resourceType, domain: NameDomain.resourceType) else { return [] }
    return view.run(.resourceTypes, type, 6).map { view.text(.permissions, $0, 1) }
  }

  /// The scope types that a resource type lives in.
  package func scopeTypes(of resourceType: String) -> [String] {
    guard let type = view.name(resourceType, domain: NameDomain.resourceType) else { return [] }
    return view.run(.resourceTypes, type, 4).map {
      view.text(.scopeTypes, view.index(.resourceScopeTypes, $0, 0), 0)
    }
  }

  /// The bare names of a scope type's roles, as the policy orders them.
  package func roles(of scopeType: String) -> [String] {
    guard let type = view.name(scopeType, domain: NameDomain.scopeType) else { return [] }
    return (1..<max(1, view.count(.roles))).filter { view.index(.roles, $0, 0) == type }.map {
      view.text(.roles, $0, 1)
    }
  }

  /// The principals of a type, in ascending order of their ids' bytes.
  package func principals(ofType type: String) -> [EntityName] {
    guard let position = view.name(type, domain: NameDomain.principalType) else { return [] }
    return view.order(.principalOrder).filter { view.principals.kind($0) == position }.map { view.principalName($0) }
  }

  /// The known resources of a type, scopes among them, in ascending order of their ids' bytes.
  package func resources(ofType type: String) -> [EntityName] {
    guard let position = view.name(type, domain: NameDomain.resourceType) else { return [] }
    if let scopeType = view.optional(.resourceTypes, position, 3) {
      return view.order(.scopeOrder).filter { view.scopes.kind($0) == scopeType }.map { view.scopeName($0) }
    }
    return view.order(.resourceOrder).filter { view.resources.kind($0) == position }.map { view.resourceName($0) }
  }

  /// The declared attributes of an owner by name, each with the types it has among the owner's own types.
  package func attributes(of owner: AttributeOwner) -> [String: [AttributeType]] {
    var result: [String: [AttributeType]] = [:]
    for attribute in 0..<view.count(.attributes) where view.word(.attributes, attribute, 0) == owner.rawValue {
      guard let type = AttributeType(code: view.word(.attributes, attribute, 3)) else { continue }
      result[view.text(.attributeNames, view.index(.attributes, attribute, 2), 0), default: []].append(type)
    }
    return result
  }

  /// Where the directory says a resource lives: its `in`, or for a scope the scope itself.
  package func home(of resource: EntityName) -> EntityName? {
    if let type = view.name(resource.type, domain: NameDomain.scopeType),
      view.scope(type: type, id: resource.id) != nil
    {
      return resource
    }
    guard let type = view.name(resource.type, domain: NameDomain.resourceType),
      let position = view.resource(type: type, id: resource.id)
    else { return nil }
    return view.home(of: position).map { view.scopeName($0) }
  }

  /// What a known scope lies in, outward, without itself; `nil` for an unknown one.
  package func ancestors(of scope: EntityName) -> [EntityName]? {
    guard let type = view.name(scope.type, domain: NameDomain.scopeType),
      let position = view.scope(type: type, id: scope.id)
    else { return nil }
    return (0..<view.ancestorCount(position)).map { view.scopeName(view.ancestor(of: position, level: $0 + 1)) }
  }

  /// Whether the directory knows a principal.
  package func knows(principal: EntityName) -> Bool { position(of: principal) != nil }

  /// What bounds a principal; `nil` if its type is not bounded, or what bounds it is unknown.
  package func bound(of principal: EntityName) -> EntityName? {
    position(of: principal).flatMap { view.details(of: $0) }.flatMap { view.optional(.principalDetails, $0, 1) }
      .map { view.principalName($0) }
  }

  /// Whether principals of a type are bounded by another.
  package func isBounded(principalType: String) -> Bool {
    view.name(principalType, domain: NameDomain.principalType).map { view.word(.principalTypes, $0, 2) & 2 == 2 }
      ?? false
  }

  func position(of principal: EntityName) -> Int? {
    view.name(principal.type, domain: NameDomain.principalType).flatMap { view.principal(type: $0, id: principal.id) }
  }
}

/// A role that a principal is assigned, itself or through a group.
package struct Holding: Hashable, Sendable {
  /// The role's full name.
  package var role: String
  package var scope: EntityName
  /// The group it is held through.
  package var group: EntityName?
  /// Held while now is before it.
  package var until: Timestamp?
}

extension DecisionTable {
  /// What a principal is assigned, its groups' roles included, whether held at `now` or over: its own first, then those
  /// of each group, by scope and then role.
  package func holdings(of principal: EntityName, at now: Timestamp) -> [Holding] {
    guard let position = position(of: principal) else { return [] }
    return ([position] + view.activeGroups(position, at: now)).flatMap { holder in
      let assignments = Assignments(view, principal: holder)
      let sorted = (0..<assignments.count).map { number in
        (scope: view.scopeName(Int(assignments.scope(number))), number: number)
      }.sorted { ($0.scope, $0.number) < ($1.scope, $1.number) }
      return sorted.map { scope, number in
        Holding(
          role: roleName(assignments.role(number)), scope: scope,
          group: holder == position ? nil : view.principalName(holder),
          until: assignments.end(number).map { view.time($0) })
      }
    }
  }

  /// The bare names of the roles that count for a principal at a scope (section 4, rule 3): held there or above it, or
  /// included; `nil` if the scope cannot be followed.
  package func effectiveRoles(of principal: EntityName, at scope: String, now: Timestamp) -> [String]? {
    var question = Question(principal: principal, action: "", resourceType: "", scope: scope)
    question.scope = scope
    return question.withNames { names in
      guard let type = view.name(names.principalType, domain: NameDomain.principalType),
        case .found(let chain) = view.follow(names.scope ?? .empty)
      else { return nil }
      let check = unsafe Check(
        view: view, names: names, request: nil, now: now, chain: chain,
        judgesOwn: true, judgesParent: false, askedLevel: 0, resourceType: 0, permission: 0)
      let asker = Asker(
        type: type, principal: view.principal(type: type, id: names.principalID), isQuestions: true)
      return check.heldRoles(asker, level: 0).filter { $0 > 0 }.map { view.text(.roles, $0, 1) }
    }
  }

  /// Whether holding one role brings another along. Both by their full names.
  package func role(_ role: String, includes other: String) -> Bool {
    guard let first = position(ofRole: role), let second = position(ofRole: other) else { return false }
    return view.roleBits(.roleClosures, set: first, word: second / 64) >> UInt64(second % 64) & 1 == 1
  }

  /// `organization.admin`; `anyone` for position 0.
  func roleName(_ position: Int) -> String { view.roleName(position) }

  func position(ofRole name: String) -> Int? {
    let parts = name.split(separator: ".", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    return view.role(scopeType: String(parts[0]), String(parts[1]))
  }
}

/// A cell by names, `"*"` rows spread over their actions.
package struct TableCell: Hashable, Sendable {
  package var id: CellID
  package var isForbid: Bool
  package var scopeType: String
  package var resourceType: String
  package var action: String
  /// A bare role name, or `anyone`.
  package var role: String
  package var condition: String?
}

extension DecisionTable {
  /// Every cell, in the table's order.
  package var cells: [TableCell] {
    (0..<view.count(.cells)).map { cell in
      let permission = view.index(.cells, cell, 2)
      return TableCell(
        id: CellID(UInt32(cell)), isForbid: view.word(.cells, cell, 0) & 1 == 1,
        scopeType: view.text(.scopeTypes, view.index(.cells, cell, 1), 0),
        resourceType: view.text(.resourceTypes, view.index(.permissions, permission, 0), 0),
        action: view.text(.permissions, permission, 1), role: view.text(.roles, view.index(.cells, cell, 3), 1),
        condition: view.optional(.cells, cell, 4).map { view.text(.conditions, $0, 0) })
    }
  }
}

extension TableView {
  /// The slots of a kind of instance in ascending order of type and id.
  func order(_ section: Section) -> SlotOrder { SlotOrder(view: self, section: section) }
}

/// Slots in an order that a section tells.
struct SlotOrder: RandomAccessCollection {
  let view: TableView
  let section: Section

  var startIndex: Int { 0 }
  var endIndex: Int { view.count(section) }
  // In bounds like every read by a position below the section's count.
  subscript(_ position: Int) -> Int { view.index(section, position, 0) }
}
