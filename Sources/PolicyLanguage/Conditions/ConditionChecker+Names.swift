import PolicyValues
import YAMLReader

/// What a dotted name stands for.
extension ConditionChecker {
  /// What an operand is; `nil` if it is nothing, which has been reported.
  mutating func side(_ operand: ConditionOperand) -> Side? {
    switch operand {
    case .name(let path, let span):
      guard let (checked, type) = resolve(path, span) else { return nil }
      return .typed(checked, type)
    case .string(let text, _):
      return .text(text)
    case .int(let value, _):
      return .typed(.literal(.int(value)), .int)
    case .bool(let value, _):
      return .typed(.literal(.bool(value)), .value(AttributeType(.bool)))
    case .timestamp(let moment, _):
      return .typed(.literal(.timestamp(moment)), .value(AttributeType(.timestamp)))
    case .list(let elements, _):
      return .list(elements)
    case .rank(let role, _):
      guard let role = rankedRole(role) else { return nil }
      return .typed(.rank(role), .int)
    }
  }

  private mutating func rankedRole(_ operand: ConditionOperand) -> CheckedOperand? {
    switch side(operand) {
    case .text(let text)?:
      return literal(text, as: .role, at: operand, beside: operand, .value(AttributeType(.role)))
        .map(CheckedOperand.literal)
    case .typed(let checked, let type)?:
      guard type.scalar != .role else { return checked }
      report(
        .conditionType, "`\(shown(operand))` is \(type.described), and `rank` takes a role",
        at: operand.span,
        help: checked == .builtin(.principal)
          ? "the highest rank of who asks is `principal.rank`"
          : Self.declaring(checked, .role) ?? "pass an attribute declared as `role`")
      return nil
    default: return nil
    }
  }

  /// A built-in name or a declared attribute.
  mutating func resolve(_ path: [String], _ span: Span) -> (CheckedOperand, ConditionType)? {
    let full = path.joined(separator: ".")
    if path.count <= 2, let builtin = ConditionBuiltin(rawValue: full) {
      return (.builtin(builtin), Self.type(of: builtin))
    }
    guard let first = path.first, let owner = ConditionOwner(rawValue: first) else {
      reportUnknownOwner(path, span)
      return nil
    }
    guard path.count > 1 else {
      report(
        .unknownAttribute, "`\(first)` is no value by itself", at: span,
        help: declared(owner) ?? "declare what it may hold: `\(first): {name: string}`")
      return nil
    }
    let attribute = path[1]
    guard let type = type(of: attribute, owner, span) else { return nil }
    guard path.count == 2 else {
      report(
        .unknownAttribute, "`\(printed(Array(path.prefix(2))))` has no fields", at: span,
        help: "attributes hold \(type.isList ? "lists of single values" : "single values"): "
          + "declare another attribute of `\(first)`")
      return nil
    }
    return (.attribute(owner, attribute, type), .value(type))
  }

  private static func type(of builtin: ConditionBuiltin) -> ConditionType {
    switch builtin {
    case .principal: .principal
    case .principalID, .principalType, .resourceID, .resourceType, .scopeID, .scopeType: .string
    case .principalGroups: .value(AttributeType(.principal, isList: true))
    case .principalRank: .int
    case .resource, .scope: .reference
    case .now: .value(AttributeType(.timestamp))
    }
  }

  private mutating func type(of name: String, _ owner: ConditionOwner, _ span: Span) -> AttributeType? {
    let type: AttributeType?
    switch owner {
    case .principal:
      let declarations = environment.principalAttributes[name] ?? []
      if let first = declarations.first, let other = declarations.first(where: { $0.type != first.type }) {
        reportDisagreement(name, first, other, span)
        return nil
      }
      type = declarations.first?.type
    case .resource: type = environment.resourceAttributes[name]
    case .scope: type = environment.scopeAttributes[name]
    case .context: type = environment.contextAttributes[name]
    case .action: type = environment.actionAttributes[name]
    }
    if type == nil { reportUndeclared(name, owner, span) }
    return type
  }

  // MARK: - Names that lead nowhere

  private mutating func reportDisagreement(
    _ name: String, _ first: (declaredBy: String, type: AttributeType),
    _ other: (declaredBy: String, type: AttributeType), _ span: Span
  ) {
    report(
      .conditionType,
      "`\(printed(["principal", name]))` is \(ConditionType.value(first.type).described) for "
        + "`\(first.declaredBy)` and \(ConditionType.value(other.type).described) for `\(other.declaredBy)`",
      at: span, help: "declare it with one type in both, or under two names")
  }

  private mutating func reportUndeclared(_ name: String, _ owner: ConditionOwner, _ span: Span) {
    let place =
      switch owner {
      case .principal: "by any principal type"
      case .resource: environment.resourceType.map { "by resource type `\($0)`" } ?? "by the resource type"
      case .scope: "by scope type `\(environment.scopeType)`"
      case .context, .action: "under `\(owner.rawValue)`"
      }
    let written = "\(owner.rawValue).\(name)"
    report(
      .unknownAttribute, "`\(printed([owner.rawValue, name]))` is not declared \(place)", at: span,
      help: subtraction(name, owner) ?? didYouMean(written, field: name, of: owner)
        ?? elsewhere(name).map { "did you mean `\($0)`?" } ?? declared(owner)
        ?? "`\(owner.rawValue)` declares no attributes here")
  }

  /// `resource.level-1` reads as one name; whoever has a `level` may have meant to subtract.
  private func subtraction(_ name: String, _ owner: ConditionOwner) -> String? {
    guard let hyphen = name.utf8.firstIndex(of: UInt8(ascii: "-")) else { return nil }
    let head = String(name[..<hyphen])
    guard environment.attributes(of: owner).contains(head) else { return nil }
    return "`-` belongs to the name, and a condition does not compute; there is `\(owner.rawValue).\(head)`"
  }

  /// The nearest field of the same owner. Only the field is compared, so that the owner's letters do not count as
  /// likeness.
  private func didYouMean(_ written: String, field: String, of owner: ConditionOwner) -> String? {
    let fields = environment.names(of: owner).map { String($0.dropFirst(owner.rawValue.count + 1)) }
    return nearest(field, in: fields).map { "did you mean `\(printed([owner.rawValue, $0]))`?" }
  }

  /// The same name declared by another owner.
  private func elsewhere(_ name: String) -> String? {
    ConditionOwner.allCases.first { environment.attributes(of: $0).contains(name) }
      .map { printed([$0.rawValue, name]) }
  }

  private func declared(_ owner: ConditionOwner) -> String? {
    let names = environment.names(of: owner)
    return names.isEmpty ? nil : "there is \(listedInOrder(names))"
  }

  private mutating func reportUnknownOwner(_ path: [String], _ span: Span) {
    let first = path.first ?? ""
    let heads = ConditionOwner.allCases.map(\.rawValue) + ["now"]
    let help: String
    if first == "now" {
      help = "`now` is a moment and has no fields"
    } else if let near = nearest(first, in: heads) {
      help = "did you mean `\(printed([near] + path.dropFirst()))`?"
    } else if let role = ["user": "principal", "subject": "principal", "request": "context"][first] {
      help = "did you mean `\(printed([role] + path.dropFirst()))`?"
    } else if path.count == 1, let name = elsewhere(first) {
      help = "did you mean `\(name)`?"
    } else if path.count == 1, first == name {
      help = "a condition cannot use itself"
    } else {
      help = "names begin with `principal`, `resource`, `scope`, `context` or `action`, or are `now`"
    }
    report(.unknownAttribute, "there is no `\(printed(path))` in a condition", at: span, help: help)
  }

  /// A name as a condition writes it.
  private func printed(_ path: [String]) -> String { shown(.name(path, .none)) }
}
