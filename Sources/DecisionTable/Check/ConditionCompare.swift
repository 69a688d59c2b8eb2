import PolicyValues

/// What two operands say of each other. Bytes are compared where they lie, as far as both sides have them; what a
/// request brings, roles and lists as a whole are compared as values.
extension ConditionSubject {
  func compare(_ op: AtomOperator, _ left: OperandValue, _ right: OperandValue) -> Truth {
    switch op {
    case .equal: return equal(left, right)
    case .notEqual: return !equal(left, right)
    case .less: return order(left, right) { $0 < 0 }
    case .lessOrEqual: return order(left, right) { $0 <= 0 }
    case .greater: return order(left, right) { $0 > 0 }
    case .greaterOrEqual: return order(left, right) { $0 >= 0 }
    case .isIn: return isIn(left, right)
    case .startsWith, .endsWith:
      guard let text = text(of: left.value(self)), let part = self.text(of: right.value(self)) else {
        return .undecided
      }
      return op == .startsWith
        ? Truth(text.utf8.starts(with: part.utf8)) : Truth(text.utf8.reversed().starts(with: part.utf8.reversed()))
    case .has, .ipIn, .isTrue: return .undecided
    }
  }

  private func isIn(_ item: OperandValue, _ list: OperandValue) -> Truth {
    switch list {
    case .list(let values):
      return values.reduce(.false) { $0.or(equal(item, view.operand($1))) }
    case .groups:
      return view.activeGroups(asker.principal, at: check.now)
        .reduce(.false) { $0.or(equal(item, view.nameOperand(ofPrincipal: $1))) }
    default:
      guard case .list(let items)? = list.value(self), let item = item.value(self) else { return .undecided }
      return items.reduce(.false) { $0.or(equal(item, $1)) }
    }
  }

  private func equal(_ a: OperandValue, _ b: OperandValue) -> Truth {
    switch (a, b) {
    case (.text(let x), .text(let y)): return Truth(x == y)
    case (.name(let t, let x), .name(let u, let y)): return Truth(x == y && t == u)
    case (.text(let text), .name(let type, let id)), (.name(let type, let id), .text(let text)):
      return Truth(text.isName(type, id))
    case (.int(let x), .int(let y)): return Truth(x == y)
    case (.bool(let x), .bool(let y)): return Truth(x == y)
    case (.time(let x), .time(let y)): return Truth(x == y)
    case (.ip(let x), .ip(let y)): return Truth(x == y)
    default:
      guard let x = a.value(self), let y = b.value(self) else { return .undecided }
      return equal(x, y)
    }
  }

  /// The text of a string, or of a name written `type:id`.
  private func text(of value: AttributeValue?) -> String? {
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
      guard let x = text(of: a), let y = text(of: b) else { return .undecided }
      return Truth(x.utf8.elementsEqual(y.utf8))
    case (.string, .string), (.int, .int), (.bool, .bool), (.timestamp, .timestamp), (.ip, .ip),
      (.principal, .principal):
      return Truth(a == b)
    default: return .undecided
    }
  }

  private func order(_ a: OperandValue, _ b: OperandValue, _ holds: (Int) -> Bool) -> Truth {
    func sign<T: Comparable>(_ x: T, _ y: T) -> Int { x < y ? -1 : x == y ? 0 : 1 }
    switch (a, b) {
    case (.int(let x), .int(let y)): return Truth(holds(sign(x, y)))
    case (.time(let x), .time(let y)): return Truth(holds(sign(x, y)))
    case (.bool(let x), .bool(let y)): return Truth(holds(sign(x ? 1 : 0, y ? 1 : 0)))
    default: break
    }
    switch (a.value(self), b.value(self)) {
    case (.int(let x)?, .int(let y)?): return Truth(holds(sign(x, y)))
    case (.timestamp(let x)?, .timestamp(let y)?): return Truth(holds(sign(x, y)))
    case (.bool(let x)?, .bool(let y)?): return Truth(holds(sign(x ? 1 : 0, y ? 1 : 0)))
    case (let x?, let y?):
      guard let x = text(of: x), let y = text(of: y) else { return .undecided }
      if x.utf8.lexicographicallyPrecedes(y.utf8) { return Truth(holds(-1)) }
      return Truth(holds(x.utf8.elementsEqual(y.utf8) ? 0 : 1))
    default: return .undecided
    }
  }
}

extension ByteText {
  /// Whether the text is `type:id`.
  fileprivate func isName(_ type: ByteText, _ id: ByteText) -> Bool {
    // In bounds: the lengths are compared first.
    count == type.count + 1 + id.count && self[type.count] == UInt8(ascii: ":") && slice(0, type.count) == type
      && slice(type.count + 1, count) == id
  }
}
