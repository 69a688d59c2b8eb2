package import PolicyValues

/// The part of a table that the answer to one question depends on, as values: they can be changed, laid out again and
/// asked again, which is how a remedy is known to be one.
///
/// It holds the whole vocabulary, the roles, the rows of the question's action, and of the directory what the question
/// can reach: the scopes that it names or follows with all that they lie in, its resource, its principal with what
/// bounds it, their groups, and what all of these are assigned at those scopes.
package struct TableExcerpt: Sendable {
  package typealias Attributes = [(name: String, value: AttributeValue)]

  package struct Scope: Sendable {
    package var parent: EntityName?
    package var isDisabled: Bool
    package var attributes: Attributes

    package init(parent: EntityName?, isDisabled: Bool = false, attributes: Attributes = []) {
      self.parent = parent
      self.isDisabled = isDisabled
      self.attributes = attributes
    }
  }

  package struct Principal: Sendable {
    package var isDisabled = false
    package var expires: Timestamp?
    package var bound: EntityName?
    /// Through groups, each while now is before its end.
    package var groups: [(name: EntityName, until: Timestamp?)] = []
    package var attributes: Attributes = []

    package init() {}
  }

  package struct Resource: Sendable {
    package var name: EntityName
    package var home: EntityName?
    package var attributes: Attributes

    package init(name: EntityName, home: EntityName?, attributes: Attributes = []) {
      self.name = name
      self.home = home
      self.attributes = attributes
    }
  }

  package struct Assignment: Sendable {
    package var principal: EntityName
    package var scope: EntityName
    /// Position in the policy's roles.
    package var role: Int
    package var until: Timestamp?

    package init(principal: EntityName, scope: EntityName, role: Int, until: Timestamp? = nil) {
      self.principal = principal
      self.scope = scope
      self.role = role
      self.until = until
    }
  }

  /// Types, roles, attributes, the action's cells and their conditions; no instances.
  package var policy: TableContents
  package var scopes: [EntityName: Scope] = [:]
  package var principals: [EntityName: Principal] = [:]
  package var resource: Resource?
  package var assignments: [Assignment] = []
  package var defaultScope: EntityName?
  /// By principal type, the groups that one of that type may be put into and that hold something at the scopes.
  package var joinable: [String: [EntityName]] = [:]

  init(policy: TableContents) { self.policy = policy }
}

extension TableExcerpt {
  /// The excerpt laid out as a table; `nil` if it does not hold together, which it does unless it was changed badly.
  package func table() -> DecisionTable? {
    var contents = policy
    let scopeNames = scopes.keys.sorted()
    let scopePlaces = Self.places(scopeNames)
    let scopeTypes = Self.positions(policy.scopeTypes.map(\.name))
    let principalTypes = Self.positions(policy.principalTypes.map(\.name))
    contents.scopes = scopeNames.compactMap { name in
      guard let scope = scopes[name], let type = scopeTypes[UTF8Key(name.type)] else { return nil }
      return ScopeRow(
        type: type, id: name.id, parent: scope.parent.flatMap { scopePlaces[$0] }, isDisabled: scope.isDisabled,
        attributes: scope.attributes)
    }
    let principalNames = principals.keys.sorted()
    let principalPlaces = Self.places(principalNames)
    contents.principals = principalNames.compactMap { name in
      guard let principal = principals[name], let type = principalTypes[UTF8Key(name.type)] else { return nil }
      var row = PrincipalRow(type: type, id: name.id)
      row.isDisabled = principal.isDisabled
      row.expires = principal.expires
      row.bound = principal.bound.flatMap { principalPlaces[$0] }
      row.groups = principal.groups.compactMap { group in
        principalPlaces[group.name].map { (principal: $0, until: group.until) }
      }
      row.attributes = principal.attributes
      return row
    }
    guard contents.scopes.count == scopes.count, contents.principals.count == principals.count else { return nil }
    if let resource {
      guard let type = policy.resourceTypes.firstIndex(where: { $0.name.hasSameBytes(as: resource.name.type) }) else {
        return nil
      }
      contents.resources = [
        ResourceRow(
          type: type, id: resource.name.id, home: resource.home.flatMap { scopePlaces[$0] },
          attributes: resource.attributes)
      ]
    }
    for assignment in assignments {
      guard let principal = principalPlaces[assignment.principal], let scope = scopePlaces[assignment.scope] else {
        continue
      }
      var end = AssignmentRow.forGood
      if let until = assignment.until {
        end = UInt32(contents.assignmentEnds.count)
        contents.assignmentEnds.append(until)
      }
      contents.assignments.append(AssignmentRow(principal: principal, scope: scope, role: assignment.role, end: end))
    }
    contents.defaultScope = defaultScope.flatMap { scopePlaces[$0] }
    return try? DecisionTable(contents.written())
  }

  private static func places(_ names: [EntityName]) -> [EntityName: Int] {
    Dictionary(names.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  private static func positions(_ names: [String]) -> [UTF8Key: Int] {
    Dictionary(names.enumerated().map { (UTF8Key($0.element), $0.offset) }, uniquingKeysWith: { first, _ in first })
  }
}
