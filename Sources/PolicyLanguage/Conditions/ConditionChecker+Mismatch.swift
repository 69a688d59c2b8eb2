import PolicyValues
import YAMLReader

/// What to say of two sides that do not fit together.
extension ConditionChecker {
  /// Whether two sides may be compared; reports if not.
  mutating func agree(
    _ left: Settled, _ right: Settled, in atom: ConditionAtom, _ operand: ConditionOperand
  ) -> Bool {
    if left.type.equates(with: right.type) { return true }
    reportMismatch(
      atom.left, left.type, operand, right.type, at: atom.span,
      help: remedy(left, atom.left, right, operand))
    return false
  }

  mutating func reportMismatch(
    _ a: ConditionOperand, _ aType: ConditionType, _ b: ConditionOperand, _ bType: ConditionType,
    at span: Span, help: String?
  ) {
    report(
      .conditionType,
      "`\(shown(a))` is \(aType.described) and `\(shown(b))` \(bType.described): they cannot be compared",
      at: span, help: help ?? "compare values of one type")
  }

  private func remedy(
    _ left: Settled, _ leftOperand: ConditionOperand, _ right: Settled, _ rightOperand: ConditionOperand
  ) -> String? {
    if left.type.isList != right.type.isList {
      let (one, list) = left.type.isList ? (rightOperand, leftOperand) : (leftOperand, rightOperand)
      return Self.useIn(one, list)
    }
    for (a, b, operand) in [(left, right, rightOperand), (right, left, leftOperand)] {
      if b.operand == .builtin(.principalID), a.type == .principal { return "compare it with `principal`" }
      // An attribute that holds text is most often one that was declared too loosely.
      if let type = a.type.scalar, b.type == .string, let help = Self.declaring(b.operand, type) {
        return help
      }
      if let type = a.type.scalar, let help = Self.spelling(operand, as: type) { return help }
    }
    return nil
  }

  /// "declare `resource.owner` as `principal`", if the operand is an attribute.
  static func declaring(_ operand: CheckedOperand, _ type: AttributeType.Scalar) -> String? {
    guard case .attribute(let owner, let name, let declared) = operand else { return nil }
    let kind = AttributeType(type, isList: declared.isList && type == .principal)
    return "declare `\(owner.rawValue).\(name)` as `\(kind)`"
  }

  static func useIn(_ one: ConditionOperand, _ list: ConditionOperand) -> String {
    "for an element of the list write `\(one) in \(list)`"
  }

  /// How a literal of one type is written as another.
  static func spelling(_ operand: ConditionOperand, as scalar: AttributeType.Scalar) -> String? {
    switch (operand, scalar) {
    case (.string(let text, _), .timestamp):
      let moment = Timestamp(text) == nil ? "timestamp(\"2027-01-01T00:00:00Z\")" : "timestamp(\(operand))"
      return "write `\(moment)`"
    case (.string(let text, _), .int), (.string(let text, _), .bool):
      guard AttributeValue(text: text, as: scalar) != nil else { return nil }
      return "write `\(text)`, without quotes"
    case (.int, .string), (.bool, .string):
      return "write `\"\(operand)\"`"
    default:
      return nil
    }
  }

  // MARK: - Membership

  mutating func refuseListInList(_ atom: ConditionAtom) -> CheckedAtom? {
    report(
      .conditionType, "`\(shown(atom.left))` is a list, and `in` asks for one element", at: atom.left.span,
      help: "ask for each element apart: `\"…\" in x && \"…\" in x`")
    return nil
  }

  mutating func refuseNoList(
    _ atom: ConditionAtom, _ operand: ConditionOperand, _ type: ConditionType
  ) -> CheckedAtom? {
    report(
      .conditionType, "`\(shown(operand))` is \(type.described), and `in` takes a list", at: operand.span,
      help: "for equality write `\(shown(atom.left)) == \(shown(operand))`")
    return nil
  }

  mutating func refuseElement(
    _ atom: ConditionAtom, _ type: ConditionType, _ list: ConditionOperand, _ listType: ConditionType
  ) -> CheckedAtom? {
    let declared: String? =
      if case .name(let path, _) = list, listType.element == .string, let scalar = type.scalar,
        path.first != nil, scalar != .string
      { "declare `\(shown(list))` as `[\(scalar.rawValue)]`" } else { nil }
    report(
      .conditionType,
      "`\(shown(atom.left))` is \(type.described) and cannot be in `\(shown(list))`, \(listType.described)",
      at: atom.span, help: declared ?? "ask a list of the same type")
    return nil
  }

  // MARK: - Blocks of addresses

  /// The block that `ip_in` asks for.
  mutating func network(_ text: String, at span: Span) -> IPNetwork? {
    if let network = IPNetwork(text) { return network }
    let shown = shown(.string(text, span))
    if let address = IPAddress(text) {
      report(
        .badValue, "`\(shown)` is an address and not a block", at: span,
        help: "write `\"\(text)/\(text.utf8.contains(UInt8(ascii: ":")) ? 128 : 32)\"`"
          + (address.isIPv4 ? "" : ", or a shorter prefix"))
    } else if let block = Self.corrected(text) {
      report(
        .badValue, "`\(shown)` has bits set behind its prefix", at: span, help: "write `\"\(block)\"`")
    } else {
      report(
        .badValue, "`\(shown)` is not a block of addresses", at: span,
        help: "write address and prefix: `\"10.0.0.0/8\"` or `\"2001:db8::/32\"`")
    }
    return nil
  }

  /// The block around an address that has bits set behind the prefix.
  private static func corrected(_ text: String) -> String? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let address = IPAddress(parts[0]), let written = UInt8(parts[1]) else {
      return nil
    }
    let isDotted = !parts[0].utf8.contains(UInt8(ascii: ":"))
    guard written <= (isDotted ? 32 : 128) else { return nil }
    let prefix = UInt64(isDotted ? written + 96 : written)
    // Shifts past the width give 0 in Swift, so both halves need no special cases.
    let high = address.high & ~(UInt64.max >> prefix)
    let low = prefix <= 64 ? 0 : address.low & ~(UInt64.max >> (prefix - 64))
    let first = IPAddress(high: high, low: low)
    let block = "\(first)/\(first.isIPv4 && prefix >= 96 ? prefix - 96 : prefix)"
    return IPNetwork(block) == nil ? nil : block
  }
}
