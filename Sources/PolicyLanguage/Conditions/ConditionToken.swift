/// One word, literal or sign of a condition, with the bytes it stands on.
struct ConditionToken: Sendable {
  /// What a token is.
  enum Kind: Equatable, Sendable {
    /// A name or a keyword: which one, the parser decides by where it stands.
    case word(String)
    /// A field name in backticks, CEL's way to write one that is not a word: `` context.`legal-hold` ``.
    case escapedWord(String)
    /// A string literal, its escapes decoded.
    case string(String)
    /// An integer without its sign; `nil` if it is past 64 bits.
    case int(UInt64?)
    case sign(Sign)
    /// What the lexer could not read. Nothing follows it.
    case invalid(ConditionProblem)
    case end
  }

  /// Signs, with those of other languages that are understood in order to be refused well.
  enum Sign: String, CaseIterable, Sendable {
    case openParenthesis = "("
    case closeParenthesis = ")"
    case openBracket = "["
    case closeBracket = "]"
    case openBrace = "{"
    case closeBrace = "}"
    case comma = ","
    case dot = "."
    case question = "?"
    case colon = ":"
    case and = "&&"
    case or = "||"
    case not = "!"
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divide = "/"
    case remainder = "%"
    // Not CEL.
    case assign = "="
    case strictEqual = "==="
    case strictNotEqual = "!=="
    case unequal = "<>"
    case equalOrLess = "=<"
    case arrow = "=>"
    case match = "=~"
    case singleAnd = "&"
    case singleOr = "|"
  }

  var kind: Kind
  /// UTF-8 offsets in the condition's text.
  var range: Range<Int>
}

/// What is wrong with a condition's text, in offsets of that text: a diagnostic before it knows its file.
struct ConditionProblem: Error, Equatable, Sendable {
  var code = DiagnosticCode.conditionSyntax
  var message: String
  var range: Range<Int>
  var labels: [Label] = []
  var help: String

  /// A further place that matters.
  struct Label: Equatable, Sendable {
    var text: String
    var range: Range<Int>
  }

  init(
    _ message: String, at range: Range<Int>, labels: [Label] = [], help: String,
    code: DiagnosticCode = .conditionSyntax
  ) {
    self.code = code
    self.message = message
    self.range = range
    self.labels = labels
    self.help = help
  }
}
