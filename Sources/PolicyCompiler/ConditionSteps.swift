import DecisionTable
import PolicyLanguage

extension CheckedCondition {
  /// The condition in postfix order, as the table runs it.
  var steps: [ConditionStep] {
    switch self {
    case .literal(let value): [.constant(value)]
    case .not(let inner): inner.steps + [.not]
    case .and(let left, let right): left.steps + right.steps + [.and]
    case .or(let left, let right): left.steps + right.steps + [.or]
    case .atom(let atom): [.atom(atom.tableAtom)]
    }
  }
}

extension CheckedAtom {
  var tableAtom: TableAtom {
    TableAtom(op: op.tableOperator, left: left.tableOperand, right: right?.tableOperand, network: network)
  }
}

extension ConditionAtom.Operator {
  var tableOperator: AtomOperator {
    switch self {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .isIn: .isIn
    case .has: .has
    case .startsWith: .startsWith
    case .endsWith: .endsWith
    case .ipIn: .ipIn
    case .isTrue: .isTrue
    }
  }
}

extension CheckedOperand {
  var tableOperand: TableOperand {
    switch self {
    case .literal(let value): .literal(value)
    case .builtin(let builtin): .builtin(builtin.tableBuiltin)
    case .attribute(let owner, let name, _): .attribute(owner.tableOwner, name)
    case .rank(let inner): .rank(inner.tableOperand)
    }
  }
}

extension ConditionOwner {
  var tableOwner: AttributeOwner {
    switch self {
    case .principal: .principal
    case .resource: .resource
    case .scope: .scope
    case .context: .context
    case .action: .action
    }
  }
}

extension ConditionBuiltin {
  var tableBuiltin: TableBuiltin {
    switch self {
    case .principal: .principal
    case .principalID: .principalID
    case .principalType: .principalType
    case .principalGroups: .principalGroups
    case .principalRank: .principalRank
    case .resource: .resource
    case .resourceID: .resourceID
    case .resourceType: .resourceType
    case .scope: .scope
    case .scopeID: .scopeID
    case .scopeType: .scopeType
    case .now: .now
    }
  }
}
