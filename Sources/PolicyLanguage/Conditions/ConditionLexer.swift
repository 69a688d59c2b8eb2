import PolicyValues

/// Cuts a condition's text into tokens by CEL's lexical rules.
///
/// Two points differ from CEL's, both because attribute names may hold hyphens: directly after a dot a hyphen between
/// letters or digits belongs to the name (there is no subtraction that it could be), and CEL's backticks, which are
/// optional there, always work.
struct ConditionLexer {
  let bytes: [UInt8]
  var index = 0
  private var tokens: [ConditionToken] = []

  private init(_ text: String) { bytes = Array(text.utf8) }

  /// All tokens, ended by one `end`. The first thing that cannot be read becomes an `invalid` token before it, so
  /// that the parser can still complain of what stands further left.
  static func tokens(of text: String) -> (tokens: [ConditionToken], bytes: [UInt8]) {
    var lexer = ConditionLexer(text)
    do throws(ConditionProblem) {
      while lexer.skipSpace() {
        let start = lexer.index
        let kind = try lexer.next()
        lexer.tokens.append(ConditionToken(kind: kind, range: start..<lexer.index))
      }
    } catch {
      lexer.tokens.append(ConditionToken(kind: .invalid(error), range: error.range))
      lexer.index = error.range.upperBound
    }
    lexer.tokens.append(ConditionToken(kind: .end, range: lexer.index..<lexer.index))
    return (lexer.tokens, lexer.bytes)
  }

  /// The byte at an offset from the current one; 0 past the end, which is no byte of any token.
  func peek(_ offset: Int = 0) -> UInt8 {
    index + offset < bytes.count ? bytes[index + offset] : 0
  }

  /// Skips CEL's white space; whether anything is left.
  private mutating func skipSpace() -> Bool {
    let end = index
    while index < bytes.count, [0x20, 0x09, 0x0A, 0x0C, 0x0D].contains(bytes[index]) { index += 1 }
    guard index < bytes.count else {
      // The end stands behind the last token, where a missing value belongs, not behind the space after it.
      index = end
      return false
    }
    return true
  }

  private mutating func next() throws(ConditionProblem) -> ConditionToken.Kind {
    let byte = peek()
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
      return .string(try string(prefix: 0, isRaw: false))
    }
    if Self.isLetter(byte) { return try wordOrPrefixedString() }
    if Self.isDigit(byte) || (byte == UInt8(ascii: ".") && Self.isDigit(peek(1)) && !followsValue) {
      return try number()
    }
    if byte == UInt8(ascii: "`") { return .escapedWord(try escapedWord()) }
    if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "/") || peek(1) == UInt8(ascii: "*") {
      throw ConditionProblem(
        "a condition has no comments", at: index..<index + 2,
        help: "write it in the file, above the condition, after `#`")
    }
    for length in [3, 2, 1] where index + length <= bytes.count {
      let text = String(decoding: bytes[index..<index + length], as: UTF8.self)
      guard let sign = ConditionToken.Sign(rawValue: text) else { continue }
      index += length
      return .sign(sign)
    }
    throw strayCharacter()
  }

  /// Whether the last token ends a value, so that a dot after it asks for a field.
  private var followsValue: Bool {
    switch tokens.last?.kind {
    case .word, .escapedWord, .string, .int, .sign(.closeParenthesis), .sign(.closeBracket): true
    default: false
    }
  }

  private mutating func wordOrPrefixedString() throws(ConditionProblem) -> ConditionToken.Kind {
    let start = index
    let isField = tokens.last?.kind == .sign(.dot)
    while Self.isWordByte(peek()) || (isField && peek() == UInt8(ascii: "-") && Self.isWordByte(peek(1))) {
      index += 1
    }
    let word = String(decoding: bytes[start..<index], as: UTF8.self)
    guard peek() == UInt8(ascii: "\"") || peek() == UInt8(ascii: "'") else { return .word(word) }
    switch word {
    case "r", "R":
      index = start
      return .string(try string(prefix: 1, isRaw: true))
    case "b", "B", "br", "bR", "Br", "BR", "rb", "rB", "Rb", "RB":
      throw ConditionProblem(
        "a condition has no bytes, only strings", at: start..<index, help: "leave the `\(word)` out")
    default:
      return .word(word)
    }
  }

  private mutating func escapedWord() throws(ConditionProblem) -> String {
    let start = index
    let end = bytes[(start + 1)...].firstIndex(of: UInt8(ascii: "`"))
    guard let end else {
      throw ConditionProblem(
        "a backtick is never closed", at: start..<start + 1,
        help: "backticks stand around a field name that is not a word: context.`legal-hold`")
    }
    index = end + 1
    guard NameGrammar.isName(bytes[start + 1..<end]) else {
      throw ConditionProblem(
        "what stands in backticks is not an attribute's name", at: start..<index,
        help: "a name is a letter, then letters, digits, `_` and `-`; strings stand in quotes")
    }
    return String(decoding: bytes[start + 1..<end], as: UTF8.self)
  }

  /// A decimal or hexadecimal integer; every other kind of number is refused.
  private mutating func number() throws(ConditionProblem) -> ConditionToken.Kind {
    let start = index
    var value: UInt64? = 0
    let isHex = peek() == UInt8(ascii: "0") && peek(1) | 0x20 == UInt8(ascii: "x")
    if isHex { index += 2 }
    let firstDigit = index
    while let digit = Self.hexDigit(peek()), isHex || digit <= 9 {
      value = value.flatMap { value in
        let (product, overflowed) = value.multipliedReportingOverflow(by: isHex ? 16 : 10)
        let (sum, carried) = product.addingReportingOverflow(UInt64(digit))
        return overflowed || carried ? nil : sum
      }
      index += 1
    }
    let hasDigits = index > firstDigit
    if !isHex, isFraction || isExponent {
      while isFraction || isExponent || Self.isDigit(peek()) { index += isExponent ? 2 : 1 }
      throw ConditionProblem(
        "`\(text(start..<index))` is not a whole number", at: start..<index,
        help: "numbers are ints; keep fractions in a smaller unit, such as cents")
    }
    if hasDigits, peek() | 0x20 == UInt8(ascii: "u"), !Self.isWordByte(peek(1)) {
      index += 1
      throw ConditionProblem(
        "`\(text(start..<index))` is unsigned; a condition has only ints", at: start..<index,
        help: "write `\(text(start..<index - 1))`")
    }
    if !hasDigits || Self.isWordByte(peek()) {
      while Self.isWordByte(peek()) { index += 1 }
      throw ConditionProblem(
        "`\(text(start..<index))` is neither a number nor a name", at: start..<index,
        help: "a number is decimal digits, or `0x` and hexadecimal ones; a string stands in quotes")
    }
    return .int(value)
  }

  /// At a dot that makes a number a fraction: `7.5`, `.5` and also `7.`, but not `7.size()`.
  private var isFraction: Bool {
    peek() == UInt8(ascii: ".") && !Self.isLetter(peek(1)) && peek(1) != UInt8(ascii: ".")
  }

  private var isExponent: Bool {
    guard peek() | 0x20 == UInt8(ascii: "e") else { return false }
    let isSigned = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
    return Self.isDigit(peek(isSigned ? 2 : 1))
  }

  private func strayCharacter() -> ConditionProblem {
    let scalar = String(decoding: bytes[index...].prefix(4), as: UTF8.self).unicodeScalars.first ?? " "
    let range = index..<index + UTF8.width(scalar)
    switch scalar {
    case "\u{201C}", "\u{201D}", "\u{201E}", "\u{2018}", "\u{2019}", "\u{00AB}", "\u{00BB}":
      return ConditionProblem(
        "`\(scalar)` does not open or close a string", at: range, help: "use straight quotes: `\"…\"`")
    case "#":
      return ConditionProblem(
        "a condition has no comments", at: range,
        help: "write it in the file, above the condition, after `#`")
    case "~", "^":
      return ConditionProblem(
        "`\(scalar)` is not an operator", at: range,
        help: "operators are `&& || !`, `== != < <= > >=` and `in`")
    case ";":
      return ConditionProblem(
        "`;` has no meaning in a condition", at: range, help: "join conditions with `&&` or `||`")
    default:
      let isShown = !NameGrammar.isSpaceOrControl(scalar) && scalar.properties.generalCategory != .format
      let name = isShown ? "`\(scalar)`" : "U+\(Self.hex(scalar.value))"
      return ConditionProblem(
        "\(name) has no meaning in a condition", at: range,
        help: isShown ? "text stands in quotes: `\"…\"`" : "write a plain space, or remove it")
    }
  }

  /// The text of a range of bytes.
  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// At least four digits, as Unicode writes a code point.
  static func hex(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }

  static func isLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")) || byte == UInt8(ascii: "_")
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  static func isWordByte(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }

  static func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46: UInt32(byte - 0x41 + 10)
    case 0x61...0x66: UInt32(byte - 0x61 + 10)
    default: nil
    }
  }
}
