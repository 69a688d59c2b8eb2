/// Which bytes a name may hold (DESIGN.md, section 2).
package enum NameGrammar {
  /// The most bytes an id may have.
  package static let maximumIDLength = 256

  /// `[A-Za-z][A-Za-z0-9_-]*`: scope types, principal types, roles, attributes and conditions.
  package static func isName(_ text: some Collection<UInt8>) -> Bool {
    isName(text, also: { _ in false })
  }

  /// Action names may hold `.`, `/` and `:` too.
  package static func isActionName(_ text: some Collection<UInt8>) -> Bool {
    isName(text, also: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ":") })
  }

  /// Resource type names may hold `.` and `/` too. Every other type name is one of these as well, so this is what
  /// a `type:id` is read by.
  package static func isTypeName(_ text: some Collection<UInt8>) -> Bool {
    isName(text, also: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/") })
  }

  /// The same of bytes that lie somewhere.
  package static func isTypeName(_ text: Span<UInt8>) -> Bool {
    guard !text.isEmpty, isLetter(text[0]) else { return false }
    for index in 1..<text.count {
      let byte = text[index]
      let isOther = byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      guard
        isLetter(byte) || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")) || isOther
          || byte == UInt8(ascii: "/")
      else { return false }
    }
    return true
  }

  /// 1 to 256 bytes without white space or control characters, as Unicode has them.
  package static func isID(_ text: some StringProtocol) -> Bool {
    let length = text.utf8.count
    guard length >= 1, length <= maximumIDLength else { return false }
    // Most ids are printable ASCII, for which looking up Unicode's properties is most of the time of reading.
    if text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return true }
    return text.unicodeScalars.allSatisfy { !isSpaceOrControl($0) }
  }

  /// White space (Unicode's `White_Space`) or a control character (`Cc`).
  package static func isSpaceOrControl(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 { return scalar.value <= 0x20 || scalar.value == 0x7F }
    return scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
  }

  private static func isName(_ text: some Collection<UInt8>, also: (UInt8) -> Bool) -> Bool {
    guard let first = text.first, isLetter(first) else { return false }
    return text.dropFirst().allSatisfy { byte in
      isLetter(byte) || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || also(byte)
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
  }
}
