/// What a policy declares, by name, for comparing it with another: types, roles and what they bring.
package struct PolicyOutline: Hashable, Sendable {
  package struct ScopeType: Hashable, Sendable {
    package var name: String
    package var isOpen: Bool
    package var isRoot: Bool
    package var parents: [String]
  }

  package struct PrincipalType: Hashable, Sendable {
    package var name: String
    package var isGroup: Bool
    package var isBounded: Bool
    package var takesRequestRoles: Bool
  }

  package struct ResourceType: Hashable, Sendable {
    package var name: String
    package var isListed: Bool
    package var isScopeType: Bool
    package var scopeTypes: [String]
    package var actions: [String]
  }

  package struct Role: Hashable, Sendable {
    package var scopeType: String
    package var name: String
    package var rank: Int64?
    /// Full names of the role itself and all that it includes.
    package var closure: [String]
    package var file: String
    package var line: Int

    package var fullName: String { "\(scopeType).\(name)" }
  }

  package var scopeTypes: [ScopeType]
  package var principalTypes: [PrincipalType]
  package var resourceTypes: [ResourceType]
  /// Without `anyone`.
  package var roles: [Role]
}

extension DecisionTable {
  /// What the policy declares.
  package var outline: PolicyOutline {
    let view = self.view
    return PolicyOutline(
      scopeTypes: (0..<view.count(.scopeTypes)).map { type in
        let flags = view.word(.scopeTypes, type, 2)
        return PolicyOutline.ScopeType(
          name: view.text(.scopeTypes, type, 0), isOpen: flags & 1 == 1, isRoot: flags & 2 == 2,
          parents: view.run(.scopeTypes, type, 3).map {
            view.text(.scopeTypes, view.index(.scopeTypeParents, $0, 0), 0)
          })
      },
      principalTypes: (0..<view.count(.principalTypes)).map { type in
        let flags = view.word(.principalTypes, type, 2)
        return PolicyOutline.PrincipalType(
          name: view.text(.principalTypes, type, 0), isGroup: flags & 1 == 1, isBounded: flags & 2 == 2,
          takesRequestRoles: flags & 4 == 4)
      },
      resourceTypes: resourceTypeNames.enumerated().map { type, name in
        PolicyOutline.ResourceType(
          name: name, isListed: view.word(.resourceTypes, type, 2) & 1 == 1,
          isScopeType: view.optional(.resourceTypes, type, 3) != nil, scopeTypes: scopeTypes(of: name),
          actions: actions(of: name))
      },
      roles: (1..<max(1, view.count(.roles))).map { role in
        PolicyOutline.Role(
          scopeType: view.text(.scopeTypes, view.index(.roles, role, 0), 0), name: view.text(.roles, role, 1),
          rank: view.rank(ofRole: role),
          closure: (1..<view.count(.roles)).filter { view.closes(role, over: $0) }.map { roleName($0) },
          file: view.text(.roles, role, 6), line: view.index(.roles, role, 8))
      })
  }
}

extension TableView {
  /// Whether holding one role brings another, itself too.
  func closes(_ role: Int, over other: Int) -> Bool {
    roleBits(.roleClosures, set: role, word: other / 64) >> UInt64(other % 64) & 1 == 1
  }
}
