import DecisionTable
import PolicyLanguage
import PolicyValues

/// A condition asked in one scope: CEL's meaning over values that may be missing.
struct ReferenceCondition {
  let evaluator: ReferenceEvaluator
  let request: Request
  /// The scope whose table holds the cell, then what it lies in.
  let chain: [EntityName]
  /// Whether that scope is the one that the question names.
  let isAskedScope: Bool
  var scope: EntityName { chain[0] }

  func truth(of expression: ConditionExpression) -> Truth {
    switch expression {
    case .literal(let value, _): value ? .true : .false
    case .not(let inner):
      switch truth(of: inner) {
      case .true: .false
      case .false: .true
      case .undecided: .undecided
      }
    case .and(let left, let right):
      switch (truth(of: left), truth(of: right)) {
      case (.false, _), (_, .false): .false
      case (.true, .true): .true
      default: .undecided
      }
    case .or(let left, let right):
      switch (truth(of: left), truth(of: right)) {
      case (.true, _), (_, .true): .true
      case (.false, .false): .false
      default: .undecided
      }
    case .atom(let atom): truth(of: atom)
    }
  }

  private func truth(of atom: ConditionAtom) -> Truth {
    if atom.op == .has {
      guard case .name(let path, _) = atom.left else { return .undecided }
      return isGiven(path) ? .true : .false
    }
    guard let left = value(of: atom.left) else { return .undecided }
    if atom.op == .isTrue {
      guard case .bool(let value) = left else { return .undecided }
      return value ? .true : .false
    }
    guard let operand = atom.right, let right = value(of: operand) else { return .undecided }
    let answer: Bool? =
      switch atom.op {
      case .equal: equal(left, right)
      case .notEqual: equal(left, right).map { !$0 }
      case .less: less(left, right)
      case .greater: less(right, left)
      case .lessOrEqual: less(right, left).map { !$0 }
      case .greaterOrEqual: less(left, right).map { !$0 }
      case .isIn: isElement(left, of: right)
      case .startsWith: affix(left, right) { $0.starts(with: $1) }
      case .endsWith: affix(left, right) { $0.reversed().starts(with: $1.reversed()) }
      case .ipIn: isInBlock(left, right)
      case .has, .isTrue: nil
      }
    guard let answer else { return .undecided }
    return answer ? .true : .false
  }

  // MARK: - Operators; `nil` is undecided

  private func equal(_ a: ReferenceValue, _ b: ReferenceValue) -> Bool? {
    switch (a, b) {
    case (.literal(let x), .literal(let y)): same(x, y)
    case (.literal(let text), let other): read(text, like: other).flatMap { equal($0, other) }
    case (let other, .literal(let text)): read(text, like: other).flatMap { equal(other, $0) }
    case (.string(let x), .string(let y)): same(x, y)
    case (.int(let x), .int(let y)): x == y
    case (.bool(let x), .bool(let y)): x == y
    case (.timestamp(let x), .timestamp(let y)): x == y
    case (.ip(let x), .ip(let y)): x == y
    case (.role(let x), .role(let y)): isRole(x) && isRole(y) ? x == y : nil
    case (.principal(let x), .principal(let y)), (.principal(let x), .reference(let y)),
      (.reference(let x), .principal(let y)), (.reference(let x), .reference(let y)):
      x == y
    case (.reference(let name), .string(let text)), (.string(let text), .reference(let name)):
      same(name.description, text)
    case (.list(let x), .list(let y)): equal(x, y)
    default: nil
    }
  }

  /// A value that names no role is none.
  private func isRole(_ name: RoleName) -> Bool { evaluator.role(name.scopeType, name.name) != nil }

  private func equal(_ a: [ReferenceValue], _ b: [ReferenceValue]) -> Bool? {
    guard a.count == b.count else { return false }
    var answers: [Bool?] = []
    for (x, y) in zip(a, b) { answers.append(equal(x, y)) }
    if answers.contains(false) { return false }
    return answers.contains(nil) ? nil : true
  }

  /// Strings are ordered by their code points, which is the order of their bytes in UTF-8.
  private func less(_ a: ReferenceValue, _ b: ReferenceValue) -> Bool? {
    switch (a, b) {
    case (.int(let x), .int(let y)): x < y
    case (.bool(let x), .bool(let y)): !x && y
    case (.timestamp(let x), .timestamp(let y)): x < y
    default:
      if let x = text(a), let y = text(b) { x.utf8.lexicographicallyPrecedes(y.utf8) } else { nil }
    }
  }

  private func isElement(_ value: ReferenceValue, of list: ReferenceValue) -> Bool? {
    guard case .list(let elements) = list else { return nil }
    let answers = elements.map { equal(value, $0) }
    if answers.contains(true) { return true }
    return answers.contains(nil) ? nil : false
  }

  private func affix(
    _ value: ReferenceValue, _ affix: ReferenceValue, _ holds: (String.UTF8View, String.UTF8View) -> Bool
  ) -> Bool? {
    guard let whole = text(value), let part = text(affix) else { return nil }
    return holds(whole.utf8, part.utf8)
  }

  private func isInBlock(_ value: ReferenceValue, _ block: ReferenceValue) -> Bool? {
    guard case .literal(let text) = block, let network = IPNetwork(text) else { return nil }
    switch value {
    case .ip(let address): return network.contains(address)
    case .literal(let text): return IPAddress(text).map { network.contains($0) }
    default: return nil
    }
  }

  private func text(_ value: ReferenceValue) -> String? {
    switch value {
    case .string(let text), .literal(let text): text
    case .reference(let name): name.description
    default: nil
    }
  }

  /// A string literal takes the type of what it is compared with.
  private func read(_ text: String, like other: ReferenceValue) -> ReferenceValue? {
    switch other {
    case .string, .literal: .string(text)
    case .reference: EntityName(text).map { .reference($0) }
    case .principal: EntityName(text).map { .principal($0) }
    case .ip: IPAddress(text).map { .ip($0) }
    case .role: roleName(text).map { .role($0) }
    case .int, .bool, .timestamp, .list: nil
    }
  }
}
