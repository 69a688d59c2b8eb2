/// What CEL or other languages have and conditions do not, each with its remedy.
extension ConditionParser {
  /// Throws if an arithmetic sign follows a value.
  func refuseArithmetic() throws(ConditionProblem) {
    switch current.kind {
    case .sign(let sign) where [.plus, .minus, .times, .divide, .remainder].contains(sign):
      throw arithmetic(sign.rawValue, current.range)
    default: break
    }
  }

  func arithmetic(_ sign: String, _ range: Range<Int>) -> ConditionProblem {
    ConditionProblem(
      "a condition does not compute: `\(sign)` is not an operator", at: range,
      help: "compute the value before asking and pass it as an attribute")
  }

  func refusedTernary() -> ConditionProblem {
    ConditionProblem(
      "a condition has no `? :`", at: current.range, help: "write `(a && b) || (!a && c)`")
  }

  func refusedIndex(_ part: Part) -> ConditionProblem {
    ConditionProblem(
      "a condition has no indexing", at: current.range,
      help: "ask for an element with `in`, or declare an attribute of its own")
  }

  func refusedMap() -> ConditionProblem {
    ConditionProblem(
      "a condition has no maps", at: current.range, help: "declare an attribute for each value")
  }

  func refusedPattern(_ name: String, _ range: Range<Int>) -> ConditionProblem {
    ConditionProblem(
      "a condition has no regular expressions: `\(name)` is not available", at: range,
      help: "use `startsWith`, `endsWith` or `in [\"…\", \"…\"]`")
  }

  /// `a == b == c`
  func chained(_ first: Range<Int>, _ second: Range<Int>, _ left: Part, _ right: Part) -> ConditionProblem {
    let middle = shown(right.range)
    return ConditionProblem(
      "comparisons do not chain: `\(shown(first))` and `\(shown(second))` need an operator between them",
      at: second, labels: [ConditionProblem.Label(text: "the first one", range: first)],
      help: "write `\(shown(left.range)) \(shown(first)) \(middle) && \(middle) \(shown(second)) …`")
  }

  /// `(a == b) == true`, `!a == b`
  func comparesTruths(
    _ sign: Range<Int>, _ left: Part, _ right: Part?, truthIsLeft: Bool
  ) -> ConditionProblem {
    let truth = truthIsLeft ? left : (right ?? left)
    let op = shown(sign)
    // `!a == b`, where `a` could have been compared.
    let isNegatedName =
      if case .truth(.not(.atom(let atom))) = truth.kind, atom.op == .isTrue,
        bytes[truth.range.lowerBound] == UInt8(ascii: "!")
      { true } else { false }
    let help =
      truthIsLeft && isNegatedName
      ? "`!` binds tighter than `\(op)`: write `!(\(shown(left.range.dropFirst())) \(op) …)`"
      : "a condition holds as it stands: leave `== true` out, or write `!(…)` for `== false`"
    return ConditionProblem(
      "`\(op)` compares values, and `\(shown(truth.range))` is a condition", at: truth.range, help: help)
  }

  /// A value where something true or false is due.
  func valueAlone(_ operand: ConditionOperand, _ range: Range<Int>) -> ConditionProblem {
    let kind =
      switch operand {
      case .string: "a string"
      case .int: "an int"
      case .list: "a list"
      case .timestamp: "a timestamp"
      case .rank: "an int"
      case .name, .bool: "a bool"
      }
    return ConditionProblem(
      "`\(shown(range))` is \(kind), which is neither true nor false", at: range,
      help: "compare it with something, as in `resource.owner == principal`")
  }

  func expectedValue() -> ConditionProblem {
    let token = current
    switch token.kind {
    case .invalid(let problem):
      return problem
    case .end:
      let before = index > 0 ? shown(tokens[index - 1].range) : ""
      return ConditionProblem(
        "a value is missing after `\(before)`", at: token.range,
        help: "write a name, such as `resource.owner`, or a literal")
    case .sign(.openBrace):
      return refusedMap()
    case .sign(.dot):
      return ConditionProblem(
        "a name does not begin with a dot", at: token.range, help: "write it with its owner: `resource.owner`"
      )
    case .sign(.plus), .sign(.times), .sign(.divide), .sign(.remainder):
      return arithmetic(shown(token.range), token.range)
    case .escapedWord:
      return ConditionProblem(
        "backticks stand only around a field's name", at: token.range,
        help: "text stands in quotes: `\"…\"`")
    case .sign(.closeParenthesis) where index > 0 && tokens[index - 1].kind == .sign(.openParenthesis):
      return ConditionProblem(
        "the parentheses are empty", at: tokens[index - 1].range.lowerBound..<token.range.upperBound,
        help: "write a condition between them, or remove them")
    case .sign(.closeParenthesis) where index == 0 || depth == 0:
      return unopened(token.range)
    default:
      return ConditionProblem(
        "a value is missing before `\(shown(token.range))`", at: token.range,
        help: "write a name, such as `resource.owner`, or a literal")
    }
  }

  /// Text behind a complete condition.
  func afterComplete() -> ConditionProblem {
    let token = current
    switch token.kind {
    case .invalid(let problem): return problem
    case .sign(.closeParenthesis): return unopened(token.range)
    case .word, .escapedWord, .string, .int, .sign(.openParenthesis), .sign(.not): return missingOperator()
    default:
      return ConditionProblem(
        "`\(shown(token.range))` cannot stand here", at: token.range,
        help: "join conditions with `&&` or `||`")
    }
  }

  func missingOperator() -> ConditionProblem {
    ConditionProblem(
      "an operator is missing before `\(shown(current.range))`", at: current.range,
      help: "join conditions with `&&` or `||`; compare with `==`")
  }

  private func unopened(_ range: Range<Int>) -> ConditionProblem {
    let sign = shown(range)
    return ConditionProblem(
      "`\(sign)` closes nothing", at: range, help: "remove it, or write the `(` that it closes")
  }

  func unknownFunction(_ name: String, _ range: Range<Int>) -> ConditionProblem {
    if Self.methods.contains(name) {
      return ConditionProblem(
        "`\(name)` is asked of a string", at: range, help: "write `resource.name.\(name)(\"…\")`")
    }
    return refusedFunction(name, range)
      ?? ConditionProblem(
        "there is no function `\(name)`", at: range,
        help: didYouMean(name, in: Self.functions + Self.methods)
          ?? "functions are \(listedInOrder(Self.functions)), and of strings \(listedInOrder(Self.methods))")
  }

  func unknownMethod(_ name: String, _ range: Range<Int>, of part: Part) -> ConditionProblem {
    if Self.functions.contains(name) {
      let more = name == "ip_in" ? ", \"10.0.0.0/8\"" : ""
      return ConditionProblem(
        "`\(name)` stands before its argument", at: range,
        help: "write `\(name)(\(shown(part.range))\(more))`")
    }
    return refusedFunction(name, range)
      ?? ConditionProblem(
        "there is no function `\(name)`", at: range,
        help: didYouMean(name, in: Self.methods + Self.functions)
          ?? "of strings there are \(listedInOrder(Self.methods)); functions are \(listedInOrder(Self.functions))"
      )
  }

  /// Functions that CEL has and that are left out on purpose.
  private func refusedFunction(_ name: String, _ range: Range<Int>) -> ConditionProblem? {
    switch name {
    case "matches":
      return refusedPattern(name, range)
    case "all", "exists", "exists_one", "map", "filter":
      return ConditionProblem(
        "a condition does not loop over lists: `\(name)` is not available", at: range,
        help: "ask for an element with `in`: `\"…\" in resource.tags`")
    case "size":
      return ConditionProblem(
        "a condition does not measure: `size` is not available", at: range,
        help: "compare a list with `[]` or a string with `\"\"`, or pass the size as an attribute")
    case "contains":
      return ConditionProblem(
        "a condition does not search in strings: `contains` is not available", at: range,
        help: "use `startsWith` or `endsWith`; for a list `\"…\" in resource.tags`")
    case "int", "uint", "double", "string", "bool", "bytes", "dyn", "type", "duration":
      return ConditionProblem(
        "a condition does not convert: `\(name)` is not available", at: range,
        help: "declare the attribute with the type that it is compared as")
    default:
      return nil
    }
  }
}
