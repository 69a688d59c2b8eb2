/// String literals: CEL's four kinds of quotes, raw strings and escapes.
extension ConditionLexer {
  /// Reads the literal at the current byte, whose quote stands after `prefix` bytes.
  mutating func string(prefix: Int, isRaw: Bool) throws(ConditionProblem) -> String {
    let start = index
    index += prefix
    let quote = peek()
    let isTriple = peek(1) == quote && peek(2) == quote
    let quotes = isTriple ? 3 : 1
    index += quotes
    let opening = start..<index
    var content: [UInt8] = []
    while true {
      let byte = peek()
      if index >= bytes.count || (!isTriple && (byte == 0x0A || byte == 0x0D)) {
        throw ConditionProblem(
          index >= bytes.count ? "a string is never closed" : "a string is not closed on its line",
          at: opening,
          help: closingHelp(opening))
      }
      if byte == quote, !isTriple || (peek(1) == quote && peek(2) == quote) {
        index += quotes
        return String(decoding: content, as: UTF8.self)
      }
      if byte == UInt8(ascii: "\\"), !isRaw {
        content.append(contentsOf: Array(String(try escape()).utf8))
      } else {
        content.append(byte)
        index += 1
      }
    }
  }

  private func closingHelp(_ opening: Range<Int>) -> String {
    let quotes = String(decoding: bytes[opening].drop(while: Self.isLetter), as: UTF8.self)
    let lines = index >= bytes.count ? "" : "; a string of several lines stands between `\"\"\"`"
    return "close it with `\(quotes)`\(lines)"
  }

  /// Reads one escape at the current backslash.
  private mutating func escape() throws(ConditionProblem) -> Unicode.Scalar {
    let start = index
    let kind = peek(1)
    index += 2
    switch kind {
    case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
      return Unicode.Scalar(kind)
    case UInt8(ascii: "a"): return "\u{07}"
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "v"): return "\u{0B}"
    case UInt8(ascii: "x"), UInt8(ascii: "X"):
      let value = try digits(2, from: start)
      return try scalar(value, start)
    case UInt8(ascii: "u"):
      // Not as an argument of `scalar`, which would be asked of the lexer as it stood before the digits.
      let value = try pairedDigits(from: start)
      return try scalar(value, start)
    case UInt8(ascii: "U"):
      let value = try digits(8, from: start)
      return try scalar(value, start)
    case UInt8(ascii: "0")...UInt8(ascii: "3"):
      guard Self.isOctal(peek()), Self.isOctal(peek(1)) else {
        throw badEscape(start, "an octal escape has three digits, `\\000` to `\\377`")
      }
      let high = UInt32(kind - 0x30) << 6
      let value = high | UInt32(peek() - 0x30) << 3 | UInt32(peek(1) - 0x30)
      index += 2
      return try scalar(value, start)
    default:
      // A character of several bytes is shown whole.
      while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
      index = min(index, bytes.count)
      throw badEscape(start, "for a backslash itself write `\\\\`, or `r\"…\"` around the string")
    }
  }

  private static func isOctal(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x37 }

  /// Reads exactly `count` hexadecimal digits.
  private mutating func digits(_ count: Int, from start: Int) throws(ConditionProblem) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let digit = Self.hexDigit(peek()) else {
        throw badEscape(start, "this escape has exactly \(count) hexadecimal digits")
      }
      value = value << 4 | digit
      index += 1
    }
    return value
  }

  /// Four digits; if they are the first half of a surrogate pair, the second half as well.
  private mutating func pairedDigits(from start: Int) throws(ConditionProblem) -> UInt32 {
    let value = try digits(4, from: start)
    guard value >= 0xD800, value <= 0xDBFF, peek() == UInt8(ascii: "\\"), peek(1) == UInt8(ascii: "u") else {
      return value
    }
    index += 2
    let low = try digits(4, from: start)
    guard low >= 0xDC00, low <= 0xDFFF else { return value }
    return 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
  }

  private func scalar(_ value: UInt32, _ start: Int) throws(ConditionProblem) -> Unicode.Scalar {
    guard let scalar = Unicode.Scalar(value) else {
      throw badEscape(start, "it stands for no character: they end at `\\U0010FFFF`, without D800 to DFFF")
    }
    return scalar
  }

  private func badEscape(_ start: Int, _ help: String) -> ConditionProblem {
    let range = start..<max(start + 1, min(index, bytes.count))
    return ConditionProblem("`\(text(range))` is not an escape", at: range, help: help)
  }
}
