import PolicyValues

/// Running a condition: its steps over a small stack of truths.
extension ConditionSubject {
  /// Whether the condition holds.
  func truth(ofCondition condition: Int) -> Truth {
    let view = self.view
    var stack: [Truth] = []
    for step in view.run(.conditions, condition, 5) {
      switch StepKind(rawValue: view.word(.steps, step, 0)) {
      case .true: stack.append(.true)
      case .false: stack.append(.false)
      case .atom: stack.append(truth(ofAtom: view.index(.steps, step, 1)))
      case .not: stack.append(!(stack.popLast() ?? .undecided))
      case .and:
        let right = stack.popLast() ?? .undecided
        stack.append((stack.popLast() ?? .undecided).and(right))
      case .or:
        let right = stack.popLast() ?? .undecided
        stack.append((stack.popLast() ?? .undecided).or(right))
      case nil: return .undecided
      }
    }
    return stack.last ?? .undecided
  }

  func truth(ofAtom atom: Int) -> Truth {
    let view = self.view
    guard let op = AtomOperator(rawValue: view.word(.atoms, atom, 0)) else { return .undecided }
    let left = operand(atom, 1)
    if op == .has {
      if case .absent = left { return .false }
      return .true
    }
    guard case .value(let left) = left else { return .undecided }
    switch op {
    case .isTrue:
      guard case .bool(let value) = left else { return .undecided }
      return Truth(value)
    case .ipIn:
      guard case .ip(let address) = left else { return .undecided }
      return Truth(network(atom).contains(address))
    default: break
    }
    guard case .value(let right) = operand(atom, 4) else { return .undecided }
    return compare(op, left, right)
  }

  func network(_ atom: Int) -> IPNetwork {
    let view = self.view
    func half(_ field: Int) -> UInt64 {
      UInt64(view.word(.atoms, atom, field)) | UInt64(view.word(.atoms, atom, field + 1)) << 32
    }
    return IPNetwork(
      address: IPAddress(high: half(7), low: half(9)), prefixLength: UInt8(view.word(.atoms, atom, 11)))
  }

  func operand(_ atom: Int, _ field: Int) -> OperandValue {
    let view = self.view
    let first = view.word(.atoms, atom, field + 1)
    let second = view.index(.atoms, atom, field + 2)
    switch OperandKind(rawValue: view.word(.atoms, atom, field)) {
    case .literal: return view.value(Int(first)).map { .value($0) } ?? .unusable
    case .builtin: return TableBuiltin(rawValue: first).map { builtin($0) } ?? .absent
    case .attribute: return AttributeOwner(rawValue: first).map { attribute($0, name: second) } ?? .absent
    case .rankOfLiteral: return rank(of: view.value(Int(first)).map { .value($0) } ?? .unusable)
    case .rankOfAttribute:
      return rank(of: AttributeOwner(rawValue: first).map { attribute($0, name: second) } ?? .absent)
    case .absent, nil: return .absent
    }
  }

  /// Decides only for a ranked role of the level's own scope type.
  private func rank(of value: OperandValue) -> OperandValue {
    let view = self.view
    guard case .value(.role(let scopeType, let name)) = value, let role = role(scopeType, name),
      view.index(.roles, role, 0) == view.scopeType(judged.chain, level),
      let rank = view.rank(ofRole: role)
    else { return .unusable }
    return .value(.int(rank))
  }

  private func compare(_ op: AtomOperator, _ left: AttributeValue, _ right: AttributeValue) -> Truth {
    switch op {
    case .equal: return equal(left, right)
    case .notEqual: return !equal(left, right)
    case .less: return order(left, right) { $0 < 0 }
    case .lessOrEqual: return order(left, right) { $0 <= 0 }
    case .greater: return order(left, right) { $0 > 0 }
    case .greaterOrEqual: return order(left, right) { $0 >= 0 }
    case .isIn:
      guard case .list(let items) = right else { return .undecided }
      return items.reduce(.false) { $0.or(equal(left, $1)) }
    case .startsWith, .endsWith:
      guard let text = text(left), let part = self.text(right) else { return .undecided }
      return op == .startsWith
        ? Truth(text.utf8.starts(with: part.utf8)) : Truth(text.utf8.reversed().starts(with: part.utf8.reversed()))
    case .has, .ipIn, .isTrue: return .undecided
    }
  }

  /// The text of a string, or of a name written `type:id`.
  private func text(_ value: AttributeValue) -> String? {
    switch value {
    case .string(let text): text
    case .principal(let name): name.description
    default: nil
    }
  }

  private func equal(_ a: AttributeValue, _ b: AttributeValue) -> Truth {
    switch (a, b) {
    case (.role(let s, let x), .role(let t, let y)):
      guard let first = role(s, x), let second = role(t, y) else { return .undecided }
      return Truth(first == second)
    case (.list(let x), .list(let y)):
      guard x.count == y.count else { return .false }
      return zip(x, y).reduce(.true) { $0.and(equal($1.0, $1.1)) }
    case (.string, .principal), (.principal, .string):
      guard let x = text(a), let y = text(b) else { return .undecided }
      return Truth(x.utf8.elementsEqual(y.utf8))
    case (.string, .string), (.int, .int), (.bool, .bool), (.timestamp, .timestamp), (.ip, .ip),
      (.principal, .principal):
      return Truth(a == b)
    default: return .undecided
    }
  }

  private func order(_ a: AttributeValue, _ b: AttributeValue, _ holds: (Int) -> Bool) -> Truth {
    func sign<T: Comparable>(_ x: T, _ y: T) -> Int { x < y ? -1 : x == y ? 0 : 1 }
    switch (a, b) {
    case (.int(let x), .int(let y)): return Truth(holds(sign(x, y)))
    case (.timestamp(let x), .timestamp(let y)): return Truth(holds(sign(x, y)))
    case (.bool(let x), .bool(let y)): return Truth(holds(sign(x ? 1 : 0, y ? 1 : 0)))
    case (.string, .string), (.principal, .string), (.string, .principal), (.principal, .principal):
      guard let x = text(a), let y = text(b) else { return .undecided }
      if x.utf8.lexicographicallyPrecedes(y.utf8) { return Truth(holds(-1)) }
      return Truth(holds(x.utf8.elementsEqual(y.utf8) ? 0 : 1))
    default: return .undecided
    }
  }
}
