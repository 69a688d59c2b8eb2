import NIOCore

/// Writes JSON into a buffer. Whoever calls it keeps the structure right; it keeps the commas and the escapes.
struct JSONWriter {
  var buffer: ByteBuffer
  /// Whether a comma is due before the next member or item.
  private var needsComma = false

  /// Writes at the end of a buffer.
  init(_ buffer: ByteBuffer) { self.buffer = buffer }

  mutating func object(_ body: (inout JSONWriter) -> Void) { nested("{", "}", body) }

  mutating func array(_ body: (inout JSONWriter) -> Void) { nested("[", "]", body) }

  mutating func object(_ name: String, _ body: (inout JSONWriter) -> Void) {
    key(name)
    object(body)
  }

  mutating func array(_ name: String, _ body: (inout JSONWriter) -> Void) {
    key(name)
    array(body)
  }

  mutating func member(_ name: String, _ value: String) {
    key(name)
    string(value)
  }

  mutating func member(_ name: String, _ value: Int) {
    key(name)
    comma()
    buffer.writeString(String(value))
  }

  mutating func member(_ name: String, _ value: Bool) {
    key(name)
    comma()
    buffer.writeString(value ? "true" : "false")
  }

  mutating func string(_ value: String) {
    comma()
    quoted(value)
  }

  private mutating func key(_ name: String) {
    comma()
    quoted(name)
    buffer.writeInteger(UInt8(ascii: ":"))
    needsComma = false
  }

  private mutating func comma() {
    if needsComma { buffer.writeInteger(UInt8(ascii: ",")) }
    needsComma = true
  }

  private mutating func nested(_ open: String, _ close: String, _ body: (inout JSONWriter) -> Void) {
    comma()
    buffer.writeString(open)
    needsComma = false
    body(&self)
    buffer.writeString(close)
    needsComma = true
  }

  private mutating func quoted(_ text: String) {
    buffer.writeInteger(UInt8(ascii: "\""))
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
      buffer.writeString(text)
    } else {
      for byte in text.utf8 { escaped(byte) }
    }
    buffer.writeInteger(UInt8(ascii: "\""))
  }

  private mutating func escaped(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): buffer.writeString("\\\"")
    case UInt8(ascii: "\\"): buffer.writeString("\\\\")
    case UInt8(ascii: "\n"): buffer.writeString("\\n")
    case UInt8(ascii: "\r"): buffer.writeString("\\r")
    case UInt8(ascii: "\t"): buffer.writeString("\\t")
    case 0..<0x20:
      let digits = Array("0123456789abcdef".utf8)
      buffer.writeString("\\u00")
      buffer.writeInteger(digits[Int(byte >> 4)])
      buffer.writeInteger(digits[Int(byte & 0xF)])
    default: buffer.writeInteger(byte)
    }
  }
}
