import PolicyValues

/// A table's policy read back into what it was written from.
extension DecisionTable {
  /// Types, roles and attributes, and of the cells and conditions those of one action.
  func policyContents(resourceType: String, action: String) -> TableContents {
    var contents = TableContents(policyName: policyName)
    contents.scopeTypes = (0..<view.count(.scopeTypes)).map { type in
      let flags = view.word(.scopeTypes, type, 2)
      return ScopeTypeRow(
        name: view.text(.scopeTypes, type, 0),
        parents: view.run(.scopeTypes, type, 3).map { view.index(.scopeTypeParents, $0, 0) },
        isOpen: flags & 1 == 1, isRoot: flags & 2 == 2)
    }
    contents.principalTypes = (0..<view.count(.principalTypes)).map { type in
      let flags = view.word(.principalTypes, type, 2)
      return PrincipalTypeRow(
        name: view.text(.principalTypes, type, 0), isGroup: flags & 1 == 1, isBounded: flags & 2 == 2,
        takesRequestRoles: flags & 4 == 4)
    }
    contents.resourceTypes = (0..<view.count(.resourceTypes)).map { type in
      ResourceTypeRow(
        name: view.text(.resourceTypes, type, 0),
        scopeTypes: view.run(.resourceTypes, type, 4).map { view.index(.resourceScopeTypes, $0, 0) },
        actions: view.run(.resourceTypes, type, 6).map { view.text(.permissions, $0, 1) },
        isListed: view.word(.resourceTypes, type, 2) & 1 == 1, asScopeType: view.optional(.resourceTypes, type, 3))
    }
    contents.roles = (0..<view.count(.roles)).map { role in
      RoleRow(
        scopeType: view.optional(.roles, role, 0) ?? 0, name: view.text(.roles, role, 1), rank: view.rank(ofRole: role),
        closure: closure(ofRole: role),
        place: TablePlace(file: view.text(.roles, role, 6), line: view.index(.roles, role, 8)))
    }
    contents.attributes = (0..<view.count(.attributes)).compactMap { attribute in
      guard let owner = AttributeOwner(rawValue: view.word(.attributes, attribute, 0)),
        let type = AttributeType(code: view.word(.attributes, attribute, 3))
      else { return nil }
      return AttributeRow(
        owner: owner, entityType: view.index(.attributes, attribute, 1),
        name: view.text(.attributeNames, view.index(.attributes, attribute, 2), 0), type: type,
        isOverridable: view.word(.attributes, attribute, 4) == 1)
    }
    if let type = view.name(resourceType, domain: NameDomain.resourceType),
      let permission = view.name(action, domain: NameDomain.action + UInt32(type))
    {
      addCells(of: permission, resourceType: type, to: &contents)
    }
    return contents
  }

  /// The positions of a role and of all that it includes.
  func closure(ofRole role: Int) -> [Int] {
    (0..<view.count(.roles)).filter {
      view.roleBits(.roleClosures, set: role, word: $0 / 64) >> UInt64($0 % 64) & 1 == 1
    }
  }

  private func addCells(of permission: Int, resourceType: Int, to contents: inout TableContents) {
    var conditions: [Int: Int] = [:]
    let action = permission - view.run(.resourceTypes, resourceType, 6).lowerBound
    for cell in 0..<view.count(.cells) where view.index(.cells, cell, 2) == permission {
      let flags = view.word(.cells, cell, 0)
      let condition = view.optional(.cells, cell, 4).map { condition in
        if let known = conditions[condition] { return known }
        if let row = conditionRow(of: CellID(UInt32(cell)), scopeType: view.index(.conditions, condition, 4)) {
          contents.conditions.append(row)
        }
        conditions[condition] = contents.conditions.count - 1
        return contents.conditions.count - 1
      }
      contents.cells.append(
        CellRow(
          isForbid: flags & 1 == 1, scopeType: view.index(.cells, cell, 1), resourceType: resourceType, action: action,
          role: view.index(.cells, cell, 3), condition: condition, isFromWildcard: flags & 2 == 2,
          place: TablePlace(file: view.text(.cells, cell, 5), line: view.index(.cells, cell, 7))))
    }
  }

  private func conditionRow(of cell: CellID, scopeType: Int) -> ConditionRow? {
    condition(of: cell).map { condition in
      ConditionRow(
        name: condition.name, text: condition.text, scopeType: scopeType, program: condition.steps,
        place: TablePlace(file: condition.file, line: condition.line))
    }
  }

  /// Whether a cell stands in a `"*"` row.
  package func isFromWildcard(_ cell: CellID) -> Bool {
    Int(cell.index) < view.count(.cells) && view.word(.cells, Int(cell.index), 0) & 2 == 2
  }
}
