import YAMLReader

/// Steps over the tokens, with the slips that a reader would make sense of.
extension ConditionParser {
  var current: ConditionToken { tokens[index] }

  /// Whether the word at hand is a function being called or has fields, and so is no misplaced operator.
  var isCallOrName: Bool {
    guard index + 1 < tokens.count else { return false }
    return tokens[index + 1].kind == .sign(.dot)
  }

  /// The last token is always `end`, and stays.
  mutating func advance() { if index + 1 < tokens.count { index += 1 } }

  mutating func accept(_ sign: ConditionToken.Sign) -> Bool {
    guard current.kind == .sign(sign) else { return false }
    advance()
    return true
  }

  /// Takes an operator, or notes that another language's spelling of it was used and takes that.
  mutating func accept(
    _ sign: ConditionToken.Sign, slip: ConditionToken.Sign, word: String
  ) throws(ConditionProblem) -> Bool {
    switch current.kind {
    case .sign(sign):
      break
    case .sign(slip):
      slips.append(
        ConditionProblem(
          "`\(slip.rawValue)` is not an operator", at: current.range, help: "write `\(sign.rawValue)`"))
    case .word(let written) where written.lowercased() == word:
      slips.append(
        ConditionProblem(
          "`\(written)` is not an operator", at: current.range, help: "write `\(sign.rawValue)`"))
    default:
      return false
    }
    advance()
    return true
  }

  /// Takes a relation's sign, if one stands here.
  mutating func relation() throws(ConditionProblem) -> ConditionAtom.Operator? {
    let op: ConditionAtom.Operator
    switch current.kind {
    case .sign(.assign), .sign(.strictEqual): op = slip(.equal)
    case .sign(.strictNotEqual), .sign(.unequal): op = slip(.notEqual)
    case .sign(.equalOrLess): op = slip(.lessOrEqual)
    case .sign(.arrow): op = slip(.greaterOrEqual)
    case .sign(.match): throw refusedPattern("=~", current.range)
    case .word(let word) where word.lowercased() == "not":
      let next = tokens[min(index + 1, tokens.count - 1)]
      guard next.kind == .word("in") else { return nil }
      throw ConditionProblem(
        "`\(word) in` is not an operator", at: current.range.lowerBound..<next.range.upperBound,
        help: "write `!(… in …)`")
    case .word("in"): op = .isIn
    case .sign(let sign):
      guard let known = ConditionAtom.Operator(rawValue: sign.rawValue) else { return nil }
      op = known
    default: return nil
    }
    advance()
    return op
  }

  private mutating func slip(_ meant: ConditionAtom.Operator) -> ConditionAtom.Operator {
    slips.append(
      ConditionProblem(
        "`\(shown(current.range))` is not an operator", at: current.range, help: "write `\(meant.rawValue)`"))
    return meant
  }

  /// Counts one level deeper; the caller counts it back.
  mutating func deepen(_ range: Range<Int>) throws(ConditionProblem) {
    depth += 1
    guard depth <= Self.maximumDepth else { throw tooDeep(range) }
  }

  func tooDeep(_ range: Range<Int>) -> ConditionProblem {
    ConditionProblem(
      "the condition nests deeper than \(Self.maximumDepth) levels", at: range,
      help: "leave out parentheses and negations that change nothing")
  }

  /// Takes the sign that closes what was opened; the offset behind it.
  mutating func close(
    _ sign: ConditionToken.Sign, openedAt opening: Range<Int>
  ) throws(ConditionProblem) -> Int {
    let token = current
    if accept(sign) { return token.range.upperBound }
    if case .invalid(let problem) = token.kind { throw problem }
    let label = ConditionProblem.Label(text: "opened here", range: opening)
    if token.kind == .end {
      throw ConditionProblem(
        "`\(shown(opening))` is never closed", at: token.range, labels: [label],
        help: "close it with `\(sign.rawValue)`")
    }
    if sign == .closeParenthesis, case .word = token.kind {
      throw missingOperator()
    }
    throw ConditionProblem(
      "`\(shown(token.range))` stands where `\(sign.rawValue)` was due", at: token.range, labels: [label],
      help: sign == .closeBracket
        ? "separate values with `,` and close the list with `]`" : "close it with `\(sign.rawValue)`")
  }

  /// What the user wrote there, on one line and cut to a length that a message can hold.
  func shown(_ range: Range<Int>) -> String {
    let clamped = bytes[range.clamped(to: 0..<bytes.count)].prefix(256)
    var text = ""
    for (count, scalar) in String(decoding: clamped, as: UTF8.self).unicodeScalars.enumerated() {
      if count == 48 { return text + "…" }
      text.unicodeScalars.append(scalar.properties.generalCategory == .control ? " " : scalar)
    }
    return text
  }

  /// The problem where the file has it.
  func diagnostic(_ problem: ConditionProblem) -> Diagnostic {
    Diagnostic(
      problem.code, problem.message, at: place(problem.range),
      labels: problem.labels.map { Diagnostic.Label($0.text, at: place($0.range)) }, help: problem.help)
  }
}
