package import DecisionTable
package import PolicyValues

/// Where a condition is asked: what its names can come to there.
package struct MeaningSetting: Hashable, Sendable {
  /// The scope type whose table holds the cell.
  package var scopeType: String
  /// The resource type of the row.
  package var resourceType: String
  package var principalTypes: [String]
  /// Those of them that are groups.
  package var groupTypes: [String]
  /// The attributes of each principal type.
  package var principalAttributes: [String: [String: AttributeType]]
  package var resourceAttributes: [String: AttributeType]
  package var scopeAttributes: [String: AttributeType]
  package var contextAttributes: [String: AttributeType]
  package var actionAttributes: [String: AttributeType]
  /// The roles of every scope type by their full names, each with its rank.
  package var roles: [String: Int64?]
  /// The highest rank of whoever is asked about, by the bare name of the role that they may hold beside the one in
  /// question; an empty name stands for none.
  package var ranks: [String: Int64?]

  /// The setting of a cell in a table. `role` is the bare name of the role that is held, `nil` for `anyone`.
  package init(_ table: DecisionTable, scopeType: String, resourceType: String, role: String? = nil) {
    self.scopeType = scopeType
    self.resourceType = resourceType
    principalTypes = table.principalTypeNames
    groupTypes = principalTypes.filter { table.isGroup(principalType: $0) }
    principalAttributes = [:]
    (resourceAttributes, scopeAttributes, contextAttributes, actionAttributes) = ([:], [:], [:], [:])
    for attribute in table.declaredAttributes {
      switch attribute.owner {
      case .principal: principalAttributes[attribute.entityType, default: [:]][attribute.name] = attribute.type
      case .resource where attribute.entityType == resourceType: resourceAttributes[attribute.name] = attribute.type
      case .scope where attribute.entityType == scopeType: scopeAttributes[attribute.name] = attribute.type
      case .context: contextAttributes[attribute.name] = attribute.type
      case .action: actionAttributes[attribute.name] = attribute.type
      case .resource, .scope: break
      }
    }
    roles = [:]
    for type in table.scopeTypeNames {
      for name in table.roles(of: type) {
        roles.updateValue(table.rank(ofRole: "\(type).\(name)"), forKey: "\(type).\(name)")
      }
    }
    ranks = Self.ranks(table, scopeType, role)
  }

  /// The setting of whoever holds these roles, by their full names, and no other.
  package init(_ table: DecisionTable, scopeType: String, resourceType: String, holding held: [String]) {
    self.init(table, scopeType: scopeType, resourceType: resourceType)
    let reached = table.roles(of: scopeType).map { "\(scopeType).\($0)" }.filter { role in
      held.contains { table.role($0, includes: role) }
    }
    ranks = ["": reached.compactMap { table.rank(ofRole: $0) }.max()]
  }

  /// Whoever holds a role has the highest rank of what it brings, and may hold any other beside it.
  private static func ranks(_ table: DecisionTable, _ scopeType: String, _ role: String?) -> [String: Int64?] {
    let names = table.roles(of: scopeType)
    func rank(_ held: String?) -> Int64? {
      guard let held else { return nil }
      return names.filter { table.role("\(scopeType).\(held)", includes: "\(scopeType).\($0)") }
        .compactMap { table.rank(ofRole: "\(scopeType).\($0)") }.max()
    }
    let own = rank(role)
    var ranks: [String: Int64?] = ["": own]
    for name in names { ranks.updateValue([own, rank(name)].compactMap(\.self).max(), forKey: name) }
    return ranks
  }

  /// Whether an atom means the same here and there, whatever its names come to.
  func agrees(with other: MeaningSetting, on atom: TableAtom) -> Bool {
    self == other || [atom.left, atom.right].compactMap(\.self).allSatisfy { agrees(with: other, on: $0) }
  }

  private func agrees(with other: MeaningSetting, on operand: TableOperand) -> Bool {
    switch operand {
    case .literal(let value): !value.namesRole || roles == other.roles
    case .builtin(let builtin):
      switch builtin {
      case .principalRank: ranks == other.ranks
      case .resource, .resourceType: resourceType == other.resourceType
      case .scope, .scopeType: scopeType == other.scopeType
      default: principalTypes == other.principalTypes
      }
    case .attribute(let owner, let name):
      types(owner, name) == other.types(owner, name)
        && (roles == other.roles || !types(owner, name).values.contains { $0.scalar == .role })
    case .rank(let inner):
      roles == other.roles && scopeType == other.scopeType && agrees(with: other, on: inner)
    }
  }

  /// The types of an attribute by the principal type that declares it; of other owners under an empty name.
  func types(_ owner: AttributeOwner, _ name: String) -> [String: AttributeType] {
    let one: AttributeType? =
      switch owner {
      case .principal: nil
      case .resource: resourceAttributes[name]
      case .scope: scopeAttributes[name]
      case .context: contextAttributes[name]
      case .action: actionAttributes[name]
      }
    if owner == .principal { return principalAttributes.compactMapValues { $0[name] } }
    return one.map { ["": $0] } ?? [:]
  }

  /// The type of an attribute, if whoever has it has a type that declares it.
  func type(of attribute: String, _ owner: AttributeOwner, principalType: String) -> AttributeType? {
    types(owner, attribute)[owner == .principal ? principalType : ""]
  }
}

extension AttributeValue {
  fileprivate var namesRole: Bool {
    switch self {
    case .role: true
    case .list(let values): values.contains(where: \.namesRole)
    default: false
    }
  }
}
