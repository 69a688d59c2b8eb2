import PolicyValues

/// Fields, functions, methods and lists.
extension ConditionParser {
  /// Functions in CEL's form `f(x)`.
  static let functions = ["has", "ip_in", "rank", "timestamp"]
  /// Functions in the form `x.f(y)`.
  static let methods = ["startsWith", "endsWith"]

  /// `.field` or `.method(…)` after a part.
  mutating func parseField(of part: Part) throws(ConditionProblem) -> Part {
    advance()
    let token = current
    let name: String
    switch token.kind {
    case .word(let word), .escapedWord(let word): name = word
    case .invalid(let problem): throw problem
    default:
      throw ConditionProblem(
        "`\(shown(part.range)).` asks for no field", at: token.range,
        help: "write the field's name after the dot, such as `resource.owner`")
    }
    advance()
    if current.kind == .sign(.openParenthesis) { return try parseMethod(name, token.range, of: part) }
    let range = part.range.lowerBound..<token.range.upperBound
    guard case .value(.name(let path, _)) = part.kind else {
      throw ConditionProblem(
        "`\(shown(part.range))` has no fields", at: range,
        help: "fields are asked of names, such as `resource.owner`")
    }
    guard path.count < Self.maximumDepth else { throw tooDeep(token.range) }
    return Part(kind: .value(.name(path + [name], place(range))), range: range)
  }

  /// `f(…)`, at its opening parenthesis.
  mutating func parseCall(_ name: String, _ range: Range<Int>) throws(ConditionProblem) -> Part {
    switch name {
    case "has":
      let (arguments, end) = try parseArguments(1, of: name, range, "has(resource.owner)")
      guard case .value(.name(let path, let span)) = arguments[0].kind, path.count > 1 else {
        throw ConditionProblem(
          "`has` asks for a field, and `\(shown(arguments[0].range))` is none", at: arguments[0].range,
          help: "write it with its owner: `has(resource.owner)`")
      }
      return try atom(.has, .name(path, span), nil, range.lowerBound..<end)
    case "ip_in":
      let (arguments, end) = try parseArguments(2, of: name, range, "ip_in(context.ip, \"10.0.0.0/8\")")
      let address = try nameOrString(arguments[0], of: name)
      guard case .value(.string(let block, let span)) = arguments[1].kind else {
        throw ConditionProblem(
          "the block of `ip_in` stands in the condition itself", at: arguments[1].range,
          help: "write it as a string: `\"10.0.0.0/8\"`")
      }
      return try atom(.ipIn, address, .string(block, span), range.lowerBound..<end)
    case "rank":
      let (arguments, end) = try parseArguments(1, of: name, range, "rank(resource.role)")
      let role = try nameOrString(arguments[0], of: name)
      let whole = range.lowerBound..<end
      return Part(kind: .value(.rank(role, place(whole))), range: whole)
    case "timestamp":
      let (arguments, end) = try parseArguments(1, of: name, range, "timestamp(\"2027-01-01T00:00:00Z\")")
      guard case .value(.string(let text, _)) = arguments[0].kind else {
        throw ConditionProblem(
          "`timestamp` takes a string that stands in the condition", at: arguments[0].range,
          help: "declare the attribute as `timestamp`; then it needs no conversion")
      }
      guard let value = Timestamp(text) else {
        throw ConditionProblem(
          "`\(shown(arguments[0].range))` is not a moment", at: arguments[0].range,
          help: "write date, time and offset, as in `timestamp(\"2027-01-01T00:00:00Z\")`")
      }
      let whole = range.lowerBound..<end
      return Part(kind: .value(.timestamp(value, place(whole))), range: whole)
    default:
      throw unknownFunction(name, range)
    }
  }

  /// `x.f(…)`, at its opening parenthesis.
  private mutating func parseMethod(
    _ name: String, _ range: Range<Int>, of part: Part
  ) throws(ConditionProblem) -> Part {
    guard Self.methods.contains(name) else { throw unknownMethod(name, range, of: part) }
    let (arguments, end) = try parseArguments(1, of: name, range, "\(shown(part.range)).\(name)(\"…\")")
    let text = try nameOrString(part, of: name)
    let affix = try nameOrString(arguments[0], of: name)
    return try atom(name == "startsWith" ? .startsWith : .endsWith, text, affix, part.range.lowerBound..<end)
  }

  private mutating func atom(
    _ op: ConditionAtom.Operator, _ left: ConditionOperand, _ right: ConditionOperand?, _ range: Range<Int>
  ) throws(ConditionProblem) -> Part {
    try countAtom(range)
    return Part(
      kind: .truth(.atom(ConditionAtom(op: op, left: left, right: right, span: place(range)))), range: range)
  }

  private func nameOrString(_ part: Part, of function: String) throws(ConditionProblem) -> ConditionOperand {
    switch part.kind {
    case .value(let operand):
      switch operand {
      case .name, .string: return operand
      default: break
      }
    case .truth: break
    }
    throw ConditionProblem(
      "`\(function)` takes a name or a string, and `\(shown(part.range))` is neither", at: part.range,
      help: "write an attribute, such as `resource.name`, or text in quotes")
  }

  /// The arguments from the opening parenthesis on, exactly `count` of them, and the offset behind the closing one.
  private mutating func parseArguments(
    _ count: Int, of name: String, _ nameRange: Range<Int>, _ example: String
  ) throws(ConditionProblem) -> (arguments: [Part], end: Int) {
    let opening = current.range
    advance()
    try deepen(opening)
    defer { depth -= 1 }
    var arguments: [Part] = []
    if current.kind != .sign(.closeParenthesis) {
      repeat {
        arguments.append(try parseAlternatives())
        // One too many is enough to refuse: a call is not a place to keep a long text's values.
      } while arguments.count <= count && accept(.comma)
    }
    guard arguments.count <= count, !(arguments.count < count && current.kind == .sign(.closeParenthesis))
    else {
      let range = nameRange.lowerBound..<(arguments.last?.range.upperBound ?? current.range.upperBound)
      throw ConditionProblem(
        "`\(name)` takes \(count == 1 ? "one argument" : "\(count) arguments")", at: range,
        help: "write `\(example)`")
    }
    let end = try close(.closeParenthesis, openedAt: opening)
    return (arguments, end)
  }

  /// `[…]`, of literals.
  mutating func parseList() throws(ConditionProblem) -> Part {
    let opening = current.range
    advance()
    try deepen(opening)
    defer { depth -= 1 }
    var elements: [ConditionOperand] = []
    while current.kind != .sign(.closeBracket) {
      if current.kind == .sign(.openBracket) {
        throw ConditionProblem(
          "a list holds single values, not lists", at: current.range, help: "write the values in one list")
      }
      let part = try parseAlternatives()
      elements.append(try element(part))
      guard accept(.comma) else { break }
    }
    let range = opening.lowerBound..<(try close(.closeBracket, openedAt: opening))
    return Part(kind: .value(.list(elements, place(range))), range: range)
  }

  private func element(_ part: Part) throws(ConditionProblem) -> ConditionOperand {
    switch part.kind {
    case .value(let operand):
      switch operand {
      case .string, .int, .bool, .timestamp: return operand
      case .list:
        throw ConditionProblem(
          "a list holds single values, not lists", at: part.range, help: "write the values in one list")
      case .name, .rank: break
      }
    case .truth:
      throw ConditionProblem(
        "a list holds literals, and `\(shown(part.range))` is a condition", at: part.range,
        help: "write strings, ints, bools or timestamps")
    }
    let name = shown(part.range)
    throw ConditionProblem(
      "a list holds literals, and `\(name)` is none", at: part.range,
      help: "compare with it apart: `x == \(name) || x in [\"…\"]`")
  }
}
