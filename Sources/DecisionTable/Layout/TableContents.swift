package import PolicyValues

/// Everything a table holds, as values: what the compiler hands to the writer.
///
/// Positions in one array are what other arrays name it by. The writer trusts them; the opener does not.
package struct TableContents: Sendable {
  package var policyName: String
  package var scopeTypes: [ScopeTypeRow] = []
  package var principalTypes: [PrincipalTypeRow] = []
  package var resourceTypes: [ResourceTypeRow] = []
  /// Position 0 is `anyone`, which every principal holds everywhere.
  package var roles: [RoleRow] = []
  package var attributes: [AttributeRow] = []
  package var cells: [CellRow] = []
  package var conditions: [ConditionRow] = []
  /// In ascending order of type name and id, like the principals and resources: searches answer in this order.
  package var scopes: [ScopeRow] = []
  package var principals: [PrincipalRow] = []
  /// In any order.
  package var assignments: [AssignmentRow] = []
  /// The ends that assignments name by position.
  package var assignmentEnds: [Timestamp] = []
  package var resources: [ResourceRow] = []
  package var defaultScope: Int?

  package init(policyName: String) { self.policyName = policyName }
}

/// Where something was written; an empty file for nowhere.
package struct TablePlace: Hashable, Sendable {
  package var file: String
  package var line: Int

  package init(file: String, line: Int) {
    self.file = file
    self.line = line
  }
}

package struct ScopeTypeRow: Sendable {
  package var name: String
  package var parents: [Int]
  package var isOpen: Bool
  package var isRoot: Bool

  package init(name: String, parents: [Int], isOpen: Bool, isRoot: Bool) {
    self.name = name
    self.parents = parents
    self.isOpen = isOpen
    self.isRoot = isRoot
  }
}

package struct PrincipalTypeRow: Sendable {
  package var name: String
  package var isGroup: Bool
  package var isBounded: Bool
  package var takesRequestRoles: Bool

  package init(name: String, isGroup: Bool, isBounded: Bool, takesRequestRoles: Bool) {
    self.name = name
    self.isGroup = isGroup
    self.isBounded = isBounded
    self.takesRequestRoles = takesRequestRoles
  }
}

package struct ResourceTypeRow: Sendable {
  package var name: String
  /// The scope types it lives in.
  package var scopeTypes: [Int]
  package var actions: [String]
  package var isListed: Bool
  /// The scope type of the same name, if there is one.
  package var asScopeType: Int?

  package init(name: String, scopeTypes: [Int], actions: [String], isListed: Bool, asScopeType: Int?) {
    self.name = name
    self.scopeTypes = scopeTypes
    self.actions = actions
    self.isListed = isListed
    self.asScopeType = asScopeType
  }
}

package struct RoleRow: Sendable {
  package var scopeType: Int
  package var name: String
  package var rank: Int64?
  /// The role itself and all that it includes, through includes.
  package var closure: [Int]
  package var place: TablePlace

  package init(scopeType: Int, name: String, rank: Int64?, closure: [Int], place: TablePlace) {
    self.scopeType = scopeType
    self.name = name
    self.rank = rank
    self.closure = closure
    self.place = place
  }
}

/// Whose attributes a name means.
package enum AttributeOwner: UInt32, CaseIterable, Sendable {
  case principal, resource, scope, context, action
}

package struct AttributeRow: Sendable {
  package var owner: AttributeOwner
  /// The principal, resource or scope type that declares it; 0 for `context` and `action`.
  package var entityType: Int
  package var name: String
  package var type: AttributeType
  package var isOverridable: Bool

  package init(owner: AttributeOwner, entityType: Int, name: String, type: AttributeType, isOverridable: Bool) {
    self.owner = owner
    self.entityType = entityType
    self.name = name
    self.type = type
    self.isOverridable = isOverridable
  }
}

/// One role in one row, `"*"` rows spread over the actions they stand for.
package struct CellRow: Sendable {
  package var isForbid: Bool
  package var scopeType: Int
  package var resourceType: Int
  /// Position in the resource type's actions.
  package var action: Int
  /// Position in `roles`; 0 is `anyone`.
  package var role: Int
  package var condition: Int?
  /// Whether the cell stands in a `"*"` row.
  package var isFromWildcard: Bool
  package var place: TablePlace

  package init(
    isForbid: Bool, scopeType: Int, resourceType: Int, action: Int, role: Int, condition: Int?,
    isFromWildcard: Bool, place: TablePlace
  ) {
    self.isForbid = isForbid
    self.scopeType = scopeType
    self.resourceType = resourceType
    self.action = action
    self.role = role
    self.condition = condition
    self.isFromWildcard = isFromWildcard
    self.place = place
  }
}

package struct ConditionRow: Sendable {
  package var name: String
  /// Canonical text.
  package var text: String
  /// The scope type in whose table it stands.
  package var scopeType: Int
  package var program: [ConditionStep]
  package var place: TablePlace

  package init(name: String, text: String, scopeType: Int, program: [ConditionStep], place: TablePlace) {
    self.name = name
    self.text = text
    self.scopeType = scopeType
    self.program = program
    self.place = place
  }
}

/// A step of a condition in postfix order: operands first, then what joins them.
package enum ConditionStep: Hashable, Sendable {
  case constant(Bool)
  case atom(TableAtom)
  case not
  case and
  case or
}

/// What an atom asks; raw values are the table's.
package enum AtomOperator: UInt32, CaseIterable, Sendable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, isIn, has, startsWith, endsWith, ipIn, isTrue

  /// Whether the atom has a right side.
  var isBinary: Bool {
    switch self {
    case .has, .isTrue, .ipIn: false
    default: true
    }
  }
}

package struct TableAtom: Hashable, Sendable {
  package var op: AtomOperator
  package var left: TableOperand
  package var right: TableOperand?
  package var network: IPNetwork?

  package init(op: AtomOperator, left: TableOperand, right: TableOperand?, network: IPNetwork?) {
    self.op = op
    self.left = left
    self.right = right
    self.network = network
  }
}

package indirect enum TableOperand: Hashable, Sendable {
  case literal(AttributeValue)
  case builtin(TableBuiltin)
  case attribute(AttributeOwner, String)
  /// The rank of a literal's or an attribute's role.
  case rank(TableOperand)
}

/// Names that every policy has; raw values are the table's.
package enum TableBuiltin: UInt32, CaseIterable, Sendable {
  case principal, principalID, principalType, principalGroups, principalRank
  case resource, resourceID, resourceType, scope, scopeID, scopeType, now
}

package struct ScopeRow: Sendable {
  package var type: Int
  package var id: String
  package var parent: Int?
  package var isDisabled: Bool
  package var attributes: [(name: String, value: AttributeValue)]

  package init(
    type: Int, id: String, parent: Int?, isDisabled: Bool, attributes: [(name: String, value: AttributeValue)]
  ) {
    self.type = type
    self.id = id
    self.parent = parent
    self.isDisabled = isDisabled
    self.attributes = attributes
  }
}

package struct PrincipalRow: Sendable {
  package var type: Int
  package var id: String
  package var isDisabled: Bool
  package var expires: Timestamp?
  /// What bounds it, if it is there.
  package var bound: Int?
  /// Groups it is in, through groups, disabled ones left out; each while now is before `until`.
  package var groups: [(principal: Int, until: Timestamp?)]
  package var attributes: [(name: String, value: AttributeValue)]

  package init(type: Int, id: String) {
    self.type = type
    self.id = id
    isDisabled = false
    groups = []
    attributes = []
  }
}

/// Who holds which role where. Flat and narrow, since there may be ten million.
package struct AssignmentRow: BitwiseCopyable, Sendable {
  package var principal: UInt32
  package var scope: UInt32
  package var role: UInt32
  /// A position in `assignmentEnds`; ``forGood`` for no end.
  package var end: UInt32

  package static let forGood = UInt32.max

  package init(principal: Int, scope: Int, role: Int, end: UInt32 = Self.forGood) {
    self.principal = UInt32(principal)
    self.scope = UInt32(scope)
    self.role = UInt32(role)
    self.end = end
  }
}

package struct ResourceRow: Sendable {
  package var type: Int
  package var id: String
  package var home: Int?
  package var attributes: [(name: String, value: AttributeValue)]

  package init(type: Int, id: String, home: Int?, attributes: [(name: String, value: AttributeValue)]) {
    self.type = type
    self.id = id
    self.home = home
    self.attributes = attributes
  }
}
