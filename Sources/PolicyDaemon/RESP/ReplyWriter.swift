import DecisionTable
import NIOCore

/// Writes replies of the Redis protocol, in the version that the connection speaks.
struct ReplyWriter {
  /// Versions of the protocol.
  enum Version: Int, Sendable {
    case two = 2
    case three = 3
  }

  var buffer = ByteBuffer()
  var version = Version.two

  /// The answer to a check.
  mutating func decision(_ isAllowed: Bool) { buffer.writeInteger(Self.decision(isAllowed)) }

  /// The answers to checks, several at a time.
  mutating func decisions(_ reasons: Span<Reason>) {
    var index = 0
    func pair(_ first: Int) -> UInt64 {
      UInt64(Self.decision(reasons[first] == .granted)) << 32 | UInt64(Self.decision(reasons[first + 1] == .granted))
    }
    while index + 8 <= reasons.count {
      buffer.writeMultipleIntegers(pair(index), pair(index + 2), pair(index + 4), pair(index + 6))
      index += 8
    }
    while index < reasons.count {
      decision(reasons[index] == .granted)
      index += 1
    }
  }

  /// `:1\r\n` or `:0\r\n`, the first byte highest.
  private static func decision(_ isAllowed: Bool) -> UInt32 { isAllowed ? 0x3A31_0D0A : 0x3A30_0D0A }

  mutating func simple(_ text: StaticString) {
    buffer.writeStaticString("+")
    buffer.writeStaticString(text)
    buffer.writeStaticString("\r\n")
  }

  mutating func ok() { simple("OK") }

  /// An error: one line, and so nothing in it may end the line.
  mutating func error(_ message: String, code: String = "ERR") {
    buffer.writeString("-\(code) ")
    buffer.writeString(Self.line(message))
    buffer.writeStaticString("\r\n")
  }

  mutating func integer(_ value: Int) {
    buffer.writeString(":\(value)\r\n")
  }

  mutating func bulk(_ text: String) {
    buffer.writeString("$\(text.utf8.count)\r\n")
    buffer.writeString(text)
    buffer.writeStaticString("\r\n")
  }

  mutating func bulk(_ bytes: RawSpan) {
    buffer.writeString("$\(bytes.byteCount)\r\n")
    buffer.writeBytes(bytes)
    buffer.writeStaticString("\r\n")
  }

  /// Text for a person: a verbatim string where there are such.
  mutating func text(_ text: String) {
    guard version == .three else { return bulk(text) }
    buffer.writeString("=\(text.utf8.count + 4)\r\ntxt:")
    buffer.writeString(text)
    buffer.writeStaticString("\r\n")
  }

  mutating func null() {
    buffer.writeStaticString(version == .three ? "_\r\n" : "$-1\r\n")
  }

  /// Begins an array of that many items, which are written next.
  mutating func array(_ count: Int) {
    buffer.writeString("*\(count)\r\n")
  }

  /// Begins a map of that many keys with their values; in version 2 an array of both in turn.
  mutating func map(_ count: Int) {
    if version == .three { buffer.writeString("%\(count)\r\n") } else { array(2 * count) }
  }

  /// Begins a set of that many items; in version 2 an array.
  mutating func set(_ count: Int) {
    if version == .three { buffer.writeString("~\(count)\r\n") } else { array(count) }
  }

  /// A message without what could end its line, or move a terminal's cursor.
  private static func line(_ message: String) -> String {
    let isPlain = message.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    guard !isPlain else { return message }
    return String(
      String.UnicodeScalarView(
        message.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "\u{FFFD}" : $0 }))
  }
}
