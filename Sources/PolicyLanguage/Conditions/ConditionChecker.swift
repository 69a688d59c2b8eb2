import PolicyValues
import YAMLReader

/// Gives the names of the condition called `name` their types and finds whatever does not fit together: every error,
/// and warnings. `checked` is `nil` if there is an error.
package func checkCondition(
  _ expression: ConditionExpression, name: String, in environment: ConditionEnvironment
) -> (checked: CheckedCondition?, diagnostics: [Diagnostic]) {
  var checker = ConditionChecker(name: name, environment: environment)
  let checked = checker.check(expression)
  return (checked, checker.diagnostics)
}

/// One walk over a condition. Every step returns `nil` once it has reported an error, so one mistake is told once.
struct ConditionChecker {
  let name: String
  let environment: ConditionEnvironment
  var diagnostics: [Diagnostic] = []

  /// One side of an atom. String and list literals have no type yet: they take the other side's.
  enum Side {
    case typed(CheckedOperand, ConditionType)
    case text(String)
    case list([ConditionOperand])
  }

  mutating func check(_ expression: ConditionExpression) -> CheckedCondition? {
    switch expression {
    case .literal(let value, _):
      return .literal(value)
    case .not(let inner):
      return check(inner).map(CheckedCondition.not)
    case .and(let left, let right):
      // Both sides are always checked: all errors are told at once.
      guard let (left, right) = both(check(left), check(right)) else { return nil }
      return .and(left, right)
    case .or(let left, let right):
      guard let (left, right) = both(check(left), check(right)) else { return nil }
      return .or(left, right)
    case .atom(let atom):
      return check(atom).map(CheckedCondition.atom)
    }
  }

  /// Both or neither; as a function, so that both are evaluated.
  func both<A, B>(_ a: A?, _ b: B?) -> (A, B)? {
    guard let a, let b else { return nil }
    return (a, b)
  }

  private mutating func check(_ atom: ConditionAtom) -> CheckedAtom? {
    switch atom.op {
    case .equal, .notEqual: return checkEquality(atom)
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return checkOrder(atom)
    case .isIn: return checkMembership(atom)
    case .startsWith, .endsWith: return checkAffix(atom)
    case .ipIn: return checkBlock(atom)
    case .has:
      guard case .name(let path, let span) = atom.left, let (operand, _) = resolve(path, span) else {
        return nil
      }
      return CheckedAtom(op: .has, left: operand)
    case .isTrue:
      return checkTruth(atom)
    }
  }

  // MARK: - Operators

  private mutating func checkEquality(_ atom: ConditionAtom) -> CheckedAtom? {
    guard let right = atom.right, let (a, b) = both(side(atom.left), side(right)) else { return nil }
    warnOfID(atom, a, b)
    guard let (left, other) = settle(a, atom.left, b, right),
      agree(left, other, in: atom, right)
    else { return nil }
    return CheckedAtom(op: atom.op, left: left.operand, right: other.operand)
  }

  private mutating func checkOrder(_ atom: ConditionAtom) -> CheckedAtom? {
    guard let right = atom.right, let (a, b) = both(side(atom.left), side(right)) else { return nil }
    // Roles first: what is wrong is the operator, whatever stands on the other side.
    for (side, operand) in [(a, atom.left), (b, right)] {
      guard case .typed(_, let type) = side, type.scalar == .role else { continue }
      report(
        .conditionType, "`\(atom.op.rawValue)` does not order roles", at: atom.span,
        help: "compare `rank(\(shown(operand)))`")
      return nil
    }
    guard let (left, other) = settle(a, atom.left, b, right),
      agree(left, other, in: atom, right)
    else { return nil }
    guard let scalar = left.type.scalar, [.int, .string, .bool, .timestamp].contains(scalar),
      other.type.scalar == scalar
    else {
      report(
        .conditionType,
        "`\(atom.op.rawValue)` does not order \(left.type.isList ? "lists" : plural(left.type))",
        at: atom.span, help: "it orders ints, strings, bools and timestamps; ask for equality with `==`")
      return nil
    }
    return CheckedAtom(op: atom.op, left: left.operand, right: other.operand)
  }

  private mutating func checkMembership(_ atom: ConditionAtom) -> CheckedAtom? {
    guard let right = atom.right, let (a, b) = both(side(atom.left), side(right)) else { return nil }
    warnOfID(atom, a, b)
    if case .list = a { return refuseListInList(atom) }
    if case .typed(_, let type) = a, type.isList { return refuseListInList(atom) }
    switch (a, b) {
    case (_, .text):
      return refuseNoList(atom, right, .string)
    case (_, .typed(_, let type)) where !type.isList:
      return refuseNoList(atom, right, type)
    case (.typed(let value, let type), .list(let elements)):
      guard let list = literals(elements, likeElementOf: type, atom, right) else { return nil }
      return CheckedAtom(op: .isIn, left: value, right: .literal(.list(list)))
    case (.text(let text), .list(let elements)):
      guard let (list, kind) = literals(elements, right) else { return nil }
      guard kind == nil || kind == .string else {
        return refuseElement(atom, .string, right, .value(AttributeType(kind ?? .string, isList: true)))
      }
      return CheckedAtom(op: .isIn, left: .literal(.string(text)), right: .literal(.list(list)))
    case (.text(let text), .typed(let list, let type)):
      guard let scalar = type.element,
        let value = literal(text, as: scalar, at: atom.left, beside: right, type)
      else { return nil }
      return CheckedAtom(op: .isIn, left: .literal(value), right: list)
    case (.typed(let value, let type), .typed(let list, let listType)):
      guard let element = listType.element,
        type.equates(with: .value(AttributeType(element)))
      else { return refuseElement(atom, type, right, listType) }
      return CheckedAtom(op: .isIn, left: value, right: list)
    default:
      return nil
    }
  }

  private mutating func checkTruth(_ atom: ConditionAtom) -> CheckedAtom? {
    guard case .name(let path, let span) = atom.left, let (operand, type) = resolve(path, span) else {
      return nil
    }
    guard type.scalar == .bool else {
      let name = shown(atom.left)
      report(
        .conditionType, "`\(name)` is \(type.described), which is neither true nor false", at: span,
        help: type.isList
          ? "ask for an element: `… in \(name)`" : "compare it, as in `\(name) == …`, or ask `has(…)`")
      return nil
    }
    return CheckedAtom(op: .isTrue, left: operand)
  }

  private mutating func checkAffix(_ atom: ConditionAtom) -> CheckedAtom? {
    guard let right = atom.right,
      let (left, affix) = both(
        string(atom.left, of: atom, mayBeReference: true), string(right, of: atom, mayBeReference: false))
    else { return nil }
    return CheckedAtom(op: atom.op, left: left, right: affix)
  }

  private mutating func string(
    _ operand: ConditionOperand, of atom: ConditionAtom, mayBeReference: Bool
  ) -> CheckedOperand? {
    switch side(operand) {
    case .text(let text)?: return .literal(.string(text))
    case .typed(let checked, .string)?: return checked
    case .typed(let checked, .reference)? where mayBeReference: return checked
    case .typed(let checked, let type)?:
      let help =
        checked == .builtin(.principal)
        ? "ask `principal.id.\(atom.op.rawValue)(…)`, or compare `principal.type`"
        : "it is asked of strings; declare the attribute as `string`"
      report(
        .conditionType, "`\(shown(operand))` is \(type.described), and `\(atom.op.rawValue)` takes strings",
        at: operand.span, help: help)
      return nil
    default: return nil
    }
  }

  private mutating func checkBlock(_ atom: ConditionAtom) -> CheckedAtom? {
    guard case .string(let block, let span)? = atom.right else { return nil }
    let address = ip(atom.left)
    guard let (left, network) = both(address, network(block, at: span)) else { return nil }
    return CheckedAtom(op: .ipIn, left: left, network: network)
  }

  private mutating func ip(_ operand: ConditionOperand) -> CheckedOperand? {
    switch side(operand) {
    case .text(let text)?:
      return literal(text, as: .ip, at: operand, beside: operand, .value(AttributeType(.ip)))
        .map(CheckedOperand.literal)
    case .typed(let checked, let type)?:
      guard type.scalar != .ip else { return checked }
      report(
        .conditionType, "`\(shown(operand))` is \(type.described), and `ip_in` takes an ip",
        at: operand.span, help: Self.declaring(checked, .ip) ?? "pass an attribute declared as `ip`")
      return nil
    default: return nil
    }
  }

  // MARK: - Findings

  /// Ids repeat across types: `user:7` and `api_key:7` share theirs.
  private mutating func warnOfID(_ atom: ConditionAtom, _ a: Side, _ b: Side) {
    guard case .typed(let left, let leftType) = a, case .typed(let right, let rightType) = b else { return }
    let other: CheckedOperand
    let type: ConditionType
    switch (left, right) {
    case (.builtin(.principalID), .attribute): (other, type) = (right, rightType)
    case (.attribute, .builtin(.principalID)): (other, type) = (left, leftType)
    default: return
    }
    // Of any other type the comparison is an error already.
    guard case .attribute(let owner, let name, let declared) = other, declared.scalar == .string else {
      return
    }
    let attribute = "\(owner.rawValue).\(name)"
    let kind = type.isList ? "[principal]" : "principal"
    let comparison =
      atom.op == .isIn ? "write `principal in \(attribute)`" : "compare it with `principal`"
    report(
      .comparesID, "`principal.id` is compared with `\(attribute)`, and ids repeat across principal types",
      at: atom.span, help: "declare `\(attribute)` as `\(kind)` and \(comparison)")
  }

  mutating func report(_ code: DiagnosticCode, _ message: String, at span: Span, help: String) {
    diagnostics.append(Diagnostic(code, message, at: span, help: help))
  }

  /// An operand in a message. Names go without backticks of their own, since messages put them into some.
  func shown(_ operand: ConditionOperand) -> String {
    let text =
      if case .name(let path, _) = operand { path.joined(separator: ".") } else { operand.description }
    return text.unicodeScalars.count <= 48
      ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(47))) + "…"
  }

  /// For messages about a kind of value: "ips", "references".
  private func plural(_ type: ConditionType) -> String {
    type.scalar.map { $0.rawValue + "s" } ?? "`type:id` names"
  }
}
