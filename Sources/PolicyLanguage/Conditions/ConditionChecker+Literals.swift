import PolicyValues
import YAMLReader

/// Literals, read as the type that the other side asks for.
extension ConditionChecker {
  /// An operand whose type is settled.
  typealias Settled = (operand: CheckedOperand, type: ConditionType)

  /// Gives the literals among both sides of a comparison their types.
  mutating func settle(
    _ a: Side, _ left: ConditionOperand, _ b: Side, _ right: ConditionOperand
  ) -> (Settled, Settled)? {
    switch (a, b) {
    case (.typed(let x, let xType), .typed(let y, let yType)):
      return ((x, xType), (y, yType))
    case (.typed(let x, let xType), let open):
      return settle(open, right, beside: left, xType).map { ((x, xType), $0) }
    case (let open, .typed(let y, let yType)):
      return settle(open, left, beside: right, yType).map { ($0, (y, yType)) }
    default:
      return both(settle(a, left), settle(b, right))
    }
  }

  /// A literal beside something whose type is known.
  private mutating func settle(
    _ side: Side, _ operand: ConditionOperand, beside other: ConditionOperand, _ type: ConditionType
  ) -> Settled? {
    switch side {
    case .typed(let checked, let own):
      return (checked, own)
    case .text(let text):
      if type == .reference {
        return reference(text, at: operand).map { (.literal(.string(text)), $0) }
      }
      guard let scalar = type.scalar else {
        reportMismatch(operand, .string, other, type, at: operand.span, help: Self.useIn(operand, other))
        return nil
      }
      return literal(text, as: scalar, at: operand, beside: other, type).map { (.literal($0), type) }
    case .list(let elements):
      guard let element = type.element else {
        guard type != .emptyList, let (_, kind) = literals(elements, operand) else { return nil }
        let own = kind.map { ConditionType.value(AttributeType($0, isList: true)) } ?? .emptyList
        reportMismatch(other, type, operand, own, at: operand.span, help: Self.useIn(other, operand))
        return nil
      }
      guard let values = literals(elements, as: element, operand, beside: other, type) else { return nil }
      return (.literal(.list(values)), type)
    }
  }

  /// A literal beside another one.
  private mutating func settle(_ side: Side, _ operand: ConditionOperand) -> Settled? {
    switch side {
    case .typed(let checked, let type): return (checked, type)
    case .text(let text): return (.literal(.string(text)), .string)
    case .list(let elements):
      guard let (values, kind) = literals(elements, operand) else { return nil }
      let type = kind.map { ConditionType.value(AttributeType($0, isList: true)) } ?? .emptyList
      return (.literal(.list(values)), type)
    }
  }

  /// A list's elements, which must be of one type, and that type; `nil` as type for `[]`.
  mutating func literals(
    _ elements: [ConditionOperand], _ list: ConditionOperand
  ) -> (values: [AttributeValue], kind: AttributeType.Scalar?)? {
    guard let first = elements.first else { return ([], nil) }
    var values: [AttributeValue] = []
    var kind: AttributeType.Scalar?
    for element in elements {
      guard let (value, scalar) = Self.value(element) else { return nil }
      if let kind, kind != scalar {
        let types =
          "\(ConditionType.described(kind)) and `\(shown(element))` \(ConditionType.described(scalar))"
        report(
          .conditionType, "a list holds values of one type: `\(shown(first))` is \(types)",
          at: element.span, help: "ask two lists: `x in […] || y in […]`")
        return nil
      }
      kind = scalar
      values.append(value)
    }
    return (values, kind)
  }

  /// A list's elements as values that `type`, a single value's, can be among.
  mutating func literals(
    _ elements: [ConditionOperand], likeElementOf type: ConditionType, _ atom: ConditionAtom,
    _ list: ConditionOperand
  ) -> [AttributeValue]? {
    if type == .reference {
      guard let (values, kind) = literals(elements, list) else { return nil }
      guard kind == nil || kind == .string else {
        let own = ConditionType.value(AttributeType(kind ?? .string, isList: true))
        reportMismatch(atom.left, type, list, own, at: list.span, help: nil)
        return nil
      }
      var isSound = true
      for case .string(let text, let span) in elements where reference(text, at: .string(text, span)) == nil {
        isSound = false
      }
      return isSound ? values : nil
    }
    guard let scalar = type.scalar else { return nil }
    return literals(elements, as: scalar, list, beside: atom.left, type)
  }

  /// A list's elements, each read as a scalar of the given kind; all that cannot be are reported.
  private mutating func literals(
    _ elements: [ConditionOperand], as scalar: AttributeType.Scalar, _ list: ConditionOperand,
    beside other: ConditionOperand, _ type: ConditionType
  ) -> [AttributeValue]? {
    var values: [AttributeValue] = []
    values.reserveCapacity(elements.count)
    for element in elements {
      if case .string(let text, _) = element {
        if let value = literal(text, as: scalar, at: element, beside: other, type) { values.append(value) }
      } else if let (value, kind) = Self.value(element) {
        if kind == scalar {
          values.append(value)
        } else {
          let own = ConditionType.value(AttributeType(kind))
          reportMismatch(
            element, own, other, type, at: element.span, help: Self.spelling(element, as: scalar))
        }
      }
    }
    return values.count == elements.count ? values : nil
  }

  /// A literal by itself, with its kind.
  private static func value(_ operand: ConditionOperand) -> (AttributeValue, AttributeType.Scalar)? {
    switch operand {
    case .string(let text, _): (.string(text), .string)
    case .int(let value, _): (.int(value), .int)
    case .bool(let value, _): (.bool(value), .bool)
    case .timestamp(let moment, _): (.timestamp(moment), .timestamp)
    case .name, .list, .rank: nil
    }
  }

  // MARK: - Text

  /// Text as a value of the kind that stands on the other side.
  mutating func literal(
    _ text: String, as scalar: AttributeType.Scalar, at operand: ConditionOperand,
    beside other: ConditionOperand, _ type: ConditionType
  ) -> AttributeValue? {
    switch scalar {
    case .string: return .string(text)
    case .principal: return principal(text, at: operand)
    case .role: return role(text, at: operand)
    case .ip:
      if let address = IPAddress(text) { return .ip(address) }
      report(
        .badValue, "`\(shown(operand))` is not an ip address", at: operand.span,
        help: text.utf8.contains(UInt8(ascii: "/"))
          ? "for a block ask `ip_in(…, \(shown(operand)))`"
          : "write it as `\"10.0.0.1\"` or `\"2001:db8::1\"`")
      return nil
    case .timestamp, .int, .bool:
      reportMismatch(
        operand, .string, other, type, at: operand.span, help: Self.spelling(operand, as: scalar))
      return nil
    }
  }

  private mutating func principal(_ text: String, at operand: ConditionOperand) -> AttributeValue? {
    guard let name = EntityName(text) else {
      let types = environment.principalTypes.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      let isID = NameGrammar.isID(text) && !text.utf8.contains(UInt8(ascii: ":"))
      let type = types.contains("user") ? "user" : types.first ?? "user"
      report(
        .badValue, "`\(shown(operand))` is not a principal", at: operand.span,
        help: isID
          ? "write its type too: `\(shown(.string("\(type):\(text)", .none)))`"
          : "a principal is written `type:id`")
      return nil
    }
    guard environment.principalTypes.contains(name.type) else {
      let near = nearest(name.type, in: environment.principalTypes)
      report(
        .unknownPrincipalType, "there is no principal type `\(name.type)`", at: operand.span,
        help: near.map { "did you mean `\(shown(.string("\($0):\(name.id)", .none)))`?" }
          ?? (environment.principalTypes.isEmpty
            ? "declare it under `principals`" : "there is \(listedInOrder(environment.principalTypes))"))
      return nil
    }
    return .principal(name)
  }

  /// Text beside `resource` or `scope`, which would never be equal to anything else.
  private mutating func reference(_ text: String, at operand: ConditionOperand) -> ConditionType? {
    if EntityName(text) != nil { return .reference }
    report(
      .badValue, "`\(shown(operand))` is not written `type:id`", at: operand.span,
      help: "write the type too, or compare an id: `resource.id`, `scope.id`")
    return nil
  }

  private mutating func role(_ text: String, at operand: ConditionOperand) -> AttributeValue? {
    // Swift takes U+212A for a K. Roles are ASCII, so only ASCII is looked up.
    let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
    if isASCII, environment.rolesOfScopeType.contains(text) {
      return .role(scopeType: environment.scopeType, name: text)
    }
    let qualified = environment.allRoles.flatMap { type, roles in roles.map { "\(type).\($0)" } }
    if let dot = text.utf8.firstIndex(of: UInt8(ascii: ".")) {
      let type = String(text[..<dot])
      let name = String(text[text.utf8.index(after: dot)...])
      let roles = type == environment.scopeType ? environment.rolesOfScopeType : []
      if isASCII, (environment.allRoles[type] ?? roles).contains(name) {
        return .role(scopeType: type, name: name)
      }
      reportRole("there is no role `\(text)`", nearest(text, in: qualified), operand, qualified)
      return nil
    }
    let namesake = qualified.filter {
      $0.utf8.elementsEqual((String($0.prefix { $0 != "." }) + "." + text).utf8)
    }
    let near =
      nearest(text, in: environment.rolesOfScopeType)
      ?? namesake.min { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    reportRole(
      "`\(environment.scopeType)` has no role `\(text)`", near, operand, environment.rolesOfScopeType)
    return nil
  }

  private mutating func reportRole(
    _ message: String, _ near: String?, _ operand: ConditionOperand, _ roles: [String]
  ) {
    report(
      .unknownRole, message, at: operand.span,
      help: near.map { "did you mean `\(shown(.string($0, .none)))`?" }
        ?? (roles.isEmpty ? "declare it under `roles`" : "there is \(listedInOrder(roles))"))
  }
}
