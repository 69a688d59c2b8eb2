package import PolicyLanguage
import PolicyValues
import YAMLReader

/// Makes conditions whose types fit where they are asked.
package struct RandomCondition {
  package var random: SeededRandom
  let policy: Policy
  let environment: ConditionEnvironment

  package init(random: SeededRandom, policy: Policy, environment: ConditionEnvironment) {
    self.random = random
    self.policy = policy
    self.environment = environment
  }

  package mutating func make(depth: Int) -> ConditionExpression {
    if depth == 0 || random.chance(25) { return leaf() }
    switch random.int(0...4) {
    case 0: return .not(make(depth: depth - 1))
    case 1, 2: return .and(make(depth: depth - 1), make(depth: depth - 1))
    default: return .or(make(depth: depth - 1), make(depth: depth - 1))
    }
  }

  private mutating func leaf() -> ConditionExpression {
    if random.chance(4) { return .literal(random.chance(50), .none) }
    // Most attempts fit; what the checker refuses is thrown away.
    for _ in 0..<20 {
      guard let atom = atom() else { continue }
      let expression = ConditionExpression.atom(atom)
      if checkCondition(expression, name: "c", in: environment).checked != nil { return expression }
    }
    return .literal(true, .none)
  }

  // MARK: - Names

  private enum Kind: Equatable {
    case value(AttributeType)
    case reference
  }

  private var names: [(path: [String], kind: Kind)] {
    var names: [(path: [String], kind: Kind)] = [
      (["principal"], .value(AttributeType(.principal))), (["principal", "id"], .value(AttributeType(.string))),
      (["principal", "type"], .value(AttributeType(.string))),
      (["principal", "groups"], .value(AttributeType(.principal, isList: true))),
      (["principal", "rank"], .value(AttributeType(.int))), (["resource"], .reference),
      (["resource", "id"], .value(AttributeType(.string))), (["resource", "type"], .value(AttributeType(.string))),
      (["scope"], .reference), (["scope", "id"], .value(AttributeType(.string))),
      (["scope", "type"], .value(AttributeType(.string))), (["now"], .value(AttributeType(.timestamp))),
    ]
    let declared: [(String, [String: AttributeType])] = [
      ("principal", environment.principalAttributes.compactMapValues { $0.first?.type }),
      ("resource", environment.resourceAttributes), ("scope", environment.scopeAttributes),
      ("context", environment.contextAttributes), ("action", environment.actionAttributes),
    ]
    for (owner, attributes) in declared {
      for (name, type) in attributes.sorted(by: { $0.key < $1.key }) { names.append(([owner, name], .value(type))) }
    }
    return names
  }

  private mutating func name() -> (path: [String], kind: Kind) {
    // What depends on the level that is asked about, and attributes, more often than the other names.
    if random.chance(12) { return (["principal", "rank"], .value(AttributeType(.int))) }
    let all = names
    if all.count > 12, random.chance(70) { return random.pick(Array(all[12...])) }
    return random.pick(all)
  }

  private mutating func name(_ kind: Kind) -> ConditionOperand? {
    let fitting = names.filter { $0.kind == kind }
    return fitting.isEmpty ? nil : .name(random.pick(fitting).path, .none)
  }

  // MARK: - Atoms

  private mutating func atom() -> ConditionAtom? {
    if random.chance(8), let role = name(.value(AttributeType(.role))) {
      return ConditionAtom(op: order(), left: .rank(role, .none), right: rankOrInt(), span: .none)
    }
    let (path, kind) = name()
    let left = ConditionOperand.name(path, .none)
    func atom(_ op: ConditionAtom.Operator, _ right: ConditionOperand?) -> ConditionAtom {
      ConditionAtom(op: op, left: left, right: right, span: .none)
    }
    if path.count == 2, random.chance(8) { return atom(.has, nil) }
    guard case .value(let type) = kind else {
      return random.chance(25)
        ? atom(random.chance(50) ? .startsWith : .endsWith, .string(random.pick(["org", "1", ":"]), .none))
        : atom(random.chance(50) ? .equal : .notEqual, other(.reference))
    }
    if type.isList {
      guard random.chance(25) else {
        let element = other(.value(AttributeType(type.scalar)))
        return ConditionAtom(op: .isIn, left: element, right: left, span: .none)
      }
      return atom(random.chance(50) ? .equal : .notEqual, other(kind))
    }
    if random.chance(20) { return atom(.isIn, other(.value(AttributeType(type.scalar, isList: true)))) }
    switch type.scalar {
    case .bool where random.chance(50): return atom(.isTrue, nil)
    case .ip where random.chance(70): return atom(.ipIn, .string(random.pick(Pool.blocks), .none))
    case .string where random.chance(30):
      return atom(random.chance(50) ? .startsWith : .endsWith, other(kind))
    case .role where random.chance(50):
      return ConditionAtom(op: order(), left: .rank(left, .none), right: rankOrInt(), span: .none)
    case .int, .string, .bool, .timestamp:
      return random.chance(50) ? atom(order(), other(kind)) : atom(random.chance(50) ? .equal : .notEqual, other(kind))
    default: return atom(random.chance(60) ? .equal : .notEqual, other(kind))
    }
  }

  private mutating func order() -> ConditionAtom.Operator {
    random.pick([.less, .lessOrEqual, .greater, .greaterOrEqual])
  }

  private mutating func rankOrInt() -> ConditionOperand {
    random.chance(70) ? .name(["principal", "rank"], .none) : literal(.int)
  }

  /// Something of a kind: a name or a literal.
  private mutating func other(_ kind: Kind) -> ConditionOperand {
    if random.chance(45), let name = name(kind) { return name }
    switch kind {
    case .reference:
      let type = random.pick(policy.scopeTypes.map(\.name) + policy.resourceTypes.map(\.name) + ["user"])
      return .string("\(type):\(random.pick(Pool.ids))", .none)
    case .value(let type) where type.isList:
      return .list((0..<random.int(0...3)).map { _ in literal(type.scalar) }, .none)
    case .value(let type): return literal(type.scalar)
    }
  }

  private mutating func literal(_ scalar: AttributeType.Scalar) -> ConditionOperand {
    let text = random.text(scalar, policy)
    switch AttributeValue(text: text, as: scalar) {
    case .int(let value): return .int(value, .none)
    case .bool(let value): return .bool(value, .none)
    case .timestamp(let value): return .timestamp(value, .none)
    default: return .string(text, .none)
    }
  }
}
