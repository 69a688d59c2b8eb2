/// The bytes that YAML gives a meaning to.
enum Byte {
  static let tab: UInt8 = 0x09
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let space: UInt8 = 0x20
  static let doubleQuote = UInt8(ascii: "\"")
  static let hash = UInt8(ascii: "#")
  static let percent = UInt8(ascii: "%")
  static let ampersand = UInt8(ascii: "&")
  static let singleQuote = UInt8(ascii: "'")
  static let asterisk = UInt8(ascii: "*")
  static let comma = UInt8(ascii: ",")
  static let minus = UInt8(ascii: "-")
  static let dot = UInt8(ascii: ".")
  static let colon = UInt8(ascii: ":")
  static let question = UInt8(ascii: "?")
  static let bang = UInt8(ascii: "!")
  static let openBracket = UInt8(ascii: "[")
  static let closeBracket = UInt8(ascii: "]")
  static let openBrace = UInt8(ascii: "{")
  static let closeBrace = UInt8(ascii: "}")
}

extension UInt8 {
  /// Whether the byte continues a UTF-8 sequence rather than starting one.
  var isContinuation: Bool { self & 0xC0 == 0x80 }
  var isBlank: Bool { self == Byte.space || self == Byte.tab }
  var isBreak: Bool { self == Byte.lineFeed || self == Byte.carriageReturn }
  var isBlankOrBreak: Bool { isBlank || isBreak }
  var isFlowIndicator: Bool {
    self == Byte.comma || self == Byte.openBracket || self == Byte.closeBracket || self == Byte.openBrace
      || self == Byte.closeBrace
  }
}

extension [UInt8] {
  /// Whether a line ends with the byte at `offset`: `\n`, or a `\r` that no `\n` follows.
  func endsLine(at offset: Int) -> Bool {
    let byte = self[offset]
    if byte == Byte.lineFeed { return true }
    return byte == Byte.carriageReturn && !(offset + 1 < count && self[offset + 1] == Byte.lineFeed)
  }

  /// 3 if the bytes start with a UTF-8 byte order mark, else 0.
  var byteOrderMarkLength: Int { starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

  /// Whether there is nothing at `offset`, or a blank or a line break.
  func isBlankOrEnd(at offset: Int) -> Bool { offset >= count || self[offset].isBlankOrBreak }
}
