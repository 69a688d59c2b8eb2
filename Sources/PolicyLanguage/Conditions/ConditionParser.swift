package import YAMLReader

/// Why a condition's text is not a condition.
package struct ConditionErrors: Error, Hashable, Sendable {
  /// What was found, in the order of the text; never empty. A slip whose meaning is plain, such as `=` for `==`, does
  /// not end the reading, so there may be several.
  package var diagnostics: [Diagnostic]
}

/// Reads a condition. `place` says where in the file a range of UTF-8 offsets of `text` stands; it may be asked for
/// the empty range at the end.
package func parseCondition(
  _ text: String, place: (Range<Int>) -> Span
) throws(ConditionErrors) -> ConditionExpression {
  let result: Result<ConditionExpression, ConditionErrors> = withoutActuallyEscaping(place) { place in
    var parser = ConditionParser(text, place: place)
    return parser.parse()
  }
  return try result.get()
}

/// A recursive descent over the tokens. Every way down that can repeat itself counts its depth, so neither the
/// parser's stack nor that of whoever walks the tree grows with the text.
struct ConditionParser {
  /// The most atoms of a condition (DESIGN.md, section 3). Literals count: they too make the tree deeper.
  static let maximumAtoms = 64
  /// How deep parentheses, negations and calls may nest.
  static let maximumDepth = 64

  let tokens: [ConditionToken]
  let bytes: [UInt8]
  let place: (Range<Int>) -> Span
  var index = 0
  var depth = 0
  var atoms = 0
  /// Slips that the reading went on after.
  var slips: [ConditionProblem] = []

  init(_ text: String, place: @escaping (Range<Int>) -> Span) {
    (tokens, bytes) = ConditionLexer.tokens(of: text)
    self.place = place
  }

  /// What a part of a condition turned out to be. Comparisons take values, `&&` takes truths, and a bool's name may
  /// become either, so this is settled only when the operator beside it is known.
  struct Part {
    enum Kind {
      case value(ConditionOperand)
      case truth(ConditionExpression)
    }

    var kind: Kind
    /// The bytes of the part, parentheses around it included.
    var range: Range<Int>
  }

  mutating func parse() -> Result<ConditionExpression, ConditionErrors> {
    do throws(ConditionProblem) {
      if current.kind == .end {
        throw ConditionProblem(
          "the condition is empty", at: 0..<bytes.count,
          help: "write what must hold, such as `resource.owner == principal`")
      }
      let expression = try truth(of: parseAlternatives())
      guard current.kind == .end else { throw afterComplete() }
      if slips.isEmpty { return .success(expression) }
    } catch {
      slips.append(error)
    }
    slips.sort { $0.range.lowerBound < $1.range.lowerBound }
    return .failure(ConditionErrors(diagnostics: slips.map(diagnostic)))
  }

  // MARK: - From the loosest binding to the tightest

  /// `a || b`
  mutating func parseAlternatives() throws(ConditionProblem) -> Part {
    var left = try parseConjunction()
    while try accept(.or, slip: .singleOr, word: "or") {
      let a = try truth(of: left)
      let right = try parseConjunction()
      left = Part(
        kind: .truth(.or(a, try truth(of: right))), range: left.range.lowerBound..<right.range.upperBound)
    }
    if current.kind == .sign(.question) { throw refusedTernary() }
    return left
  }

  /// `a && b`
  private mutating func parseConjunction() throws(ConditionProblem) -> Part {
    var left = try parseRelation()
    while try accept(.and, slip: .singleAnd, word: "and") {
      let a = try truth(of: left)
      let right = try parseRelation()
      left = Part(
        kind: .truth(.and(a, try truth(of: right))), range: left.range.lowerBound..<right.range.upperBound)
    }
    return left
  }

  /// `a == b`; relations do not chain.
  private mutating func parseRelation() throws(ConditionProblem) -> Part {
    let left = try parseUnary()
    try refuseArithmetic()
    let sign = current.range
    guard let op = try relation() else { return left }
    guard case .value(let a) = left.kind else { throw comparesTruths(sign, left, nil, truthIsLeft: true) }
    let right = try parseUnary()
    try refuseArithmetic()
    let second = current.range
    if try relation() != nil { throw chained(sign, second, left, right) }
    guard case .value(let b) = right.kind else { throw comparesTruths(sign, left, right, truthIsLeft: false) }
    let range = left.range.lowerBound..<right.range.upperBound
    try countAtom(range)
    return Part(
      kind: .truth(.atom(ConditionAtom(op: op, left: a, right: b, span: place(range)))), range: range)
  }

  /// `!a`, `-5`
  private mutating func parseUnary() throws(ConditionProblem) -> Part {
    let start = current.range
    switch current.kind {
    case .sign(.not):
      advance()
      try deepen(start)
      defer { depth -= 1 }
      let inner = try parseUnary()
      // `!a == b` is `(!a) == b` in CEL, which is hardly ever meant: see `comparesTruths`.
      return Part(
        kind: .truth(.not(try truth(of: inner))), range: start.lowerBound..<inner.range.upperBound)
    case .word(let word) where word.lowercased() == "not" && !isCallOrName:
      throw ConditionProblem("`\(word)` is not an operator", at: start, help: "write `!(…)`")
    case .sign(.minus):
      advance()
      if case .invalid(let problem) = current.kind { throw problem }
      guard case .int(let magnitude) = current.kind else { throw arithmetic("-", start) }
      let range = start.lowerBound..<current.range.upperBound
      advance()
      return Part(kind: .value(try int(magnitude, isNegative: true, range)), range: range)
    default:
      return try parseMember()
    }
  }

  /// A value, and the fields and methods asked of it.
  private mutating func parseMember() throws(ConditionProblem) -> Part {
    var part = try parsePrimary()
    while true {
      switch current.kind {
      case .sign(.dot): part = try parseField(of: part)
      case .sign(.openBracket): throw refusedIndex(part)
      case .sign(.openBrace): throw refusedMap()
      default: return part
      }
    }
  }

  private mutating func parsePrimary() throws(ConditionProblem) -> Part {
    let token = current
    switch token.kind {
    case .word(let word):
      if let part = try keyword(word, token.range) { return part }
      advance()
      if current.kind == .sign(.openParenthesis) { return try parseCall(word, token.range) }
      return Part(kind: .value(.name([word], place(token.range))), range: token.range)
    case .string(let text):
      advance()
      return Part(kind: .value(.string(text, place(token.range))), range: token.range)
    case .int(let magnitude):
      advance()
      return Part(kind: .value(try int(magnitude, isNegative: false, token.range)), range: token.range)
    case .sign(.openParenthesis):
      advance()
      try deepen(token.range)
      defer { depth -= 1 }
      var part = try parseAlternatives()
      let end = try close(.closeParenthesis, openedAt: token.range)
      part.range = token.range.lowerBound..<end
      return part
    case .sign(.openBracket):
      return try parseList()
    default:
      throw expectedValue()
    }
  }

  /// `true`, `false`, and the words that cannot begin a value.
  private mutating func keyword(_ word: String, _ range: Range<Int>) throws(ConditionProblem) -> Part? {
    switch word {
    case "true", "false":
      advance()
      return Part(kind: .value(.bool(word == "true", place(range))), range: range)
    case "null":
      throw ConditionProblem(
        "a condition has no `null`: a value is there or it is not", at: range,
        help: "ask whether it is there with `has(…)`, or whether it is not with `!has(…)`")
    case "in":
      throw expectedValue()
    case let word where ["and", "or"].contains(word.lowercased()) && !isCallOrName:
      throw expectedValue()
    default:
      return nil
    }
  }

  // MARK: - What a part means

  /// The part as something that holds or does not.
  mutating func truth(of part: Part) throws(ConditionProblem) -> ConditionExpression {
    switch part.kind {
    case .truth(let expression):
      return expression
    case .value(.name(let path, let span)):
      try countAtom(part.range)
      return .atom(ConditionAtom(op: .isTrue, left: .name(path, span), right: nil, span: span))
    case .value(.bool(let value, let span)):
      try countAtom(part.range)
      return .literal(value, span)
    case .value(let operand):
      slips.append(valueAlone(operand, part.range))
      return .literal(false, operand.span)
    }
  }

  mutating func countAtom(_ range: Range<Int>) throws(ConditionProblem) {
    atoms += 1
    guard atoms > Self.maximumAtoms else { return }
    throw ConditionProblem(
      "a condition holds at most \(Self.maximumAtoms) comparisons, and this is one more", at: range,
      help: "ask for one of several values with `in [\"…\", \"…\"]`, or put them in an attribute",
      code: .conditionTooLong)
  }

  private func int(
    _ magnitude: UInt64?, isNegative: Bool, _ range: Range<Int>
  ) throws(ConditionProblem) -> ConditionOperand {
    let limit = UInt64(Int64.max) + (isNegative ? 1 : 0)
    guard let magnitude, magnitude <= limit else {
      throw ConditionProblem(
        "`\(shown(range))` does not fit into 64 bits", at: range,
        help: "ints go from -9223372036854775808 to 9223372036854775807")
    }
    let value = isNegative ? Int64(truncatingIfNeeded: 0 &- magnitude) : Int64(magnitude)
    return .int(value, place(range))
  }
}
