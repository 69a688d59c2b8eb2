/// What the bytes of a file are checked for before libyaml sees them: UTF-8, and only characters that YAML
/// and editors agree about.
struct Preflight {
  private let bytes: [UInt8]
  private let file: UInt32
  private let limit: Int
  /// What was found, in file order.
  private(set) var errors: [YAMLError] = []
  /// Whether every byte is ASCII, so that scalars and bytes count alike.
  private(set) var isASCII = true

  /// Checks the bytes; reports at most `limit` errors.
  init(_ bytes: [UInt8], file: UInt32, limit: Int) {
    self.bytes = bytes
    self.file = file
    self.limit = limit
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      report(.invalidUTF8, "the file is UTF-16", 0..<2, help: "save it as UTF-8")
      return
    }
    scan()
    if errors.isEmpty { refuseDirectives() }
  }

  private mutating func scan() {
    let bytes = bytes
    var offset = bytes.byteOrderMarkLength
    if offset > 0 { isASCII = false }
    while offset < bytes.count, errors.count < limit {
      let byte = bytes[offset]
      if byte >= Byte.space, byte < 0x7F {
        offset += 1
      } else if byte < 0x80 {
        if !byte.isBreak, byte != Byte.tab { refuseControl(byte, at: offset) }
        offset += 1
      } else {
        isASCII = false
        offset = checkSequence(at: offset)
      }
    }
  }

  private mutating func refuseControl(_ byte: UInt8, at offset: Int) {
    if byte == 0 {
      // A file of UTF-16 without a mark is full of NULs; one message is enough.
      if errors.last?.code == .nul { return }
      report(
        .nul, "a NUL byte", offset..<offset + 1,
        help: "remove it; if the file is UTF-16, save it as UTF-8")
    } else {
      refuseCharacter(UInt32(byte), offset..<offset + 1)
    }
  }

  /// Checks the sequence of more than one byte that starts at `offset`; returns where the next one starts.
  private mutating func checkSequence(at offset: Int) -> Int {
    let lead = bytes[offset]
    let length: Int
    var scalar: UInt32
    switch lead {
    case 0xC2...0xDF: (length, scalar) = (2, UInt32(lead & 0x1F))
    case 0xE0...0xEF: (length, scalar) = (3, UInt32(lead & 0x0F))
    case 0xF0...0xF4: (length, scalar) = (4, UInt32(lead & 0x07))
    default: return refuseSequence(at: offset)
    }
    guard offset + length <= bytes.count else { return refuseSequence(at: offset) }
    for index in (offset + 1)..<(offset + length) {
      guard bytes[index].isContinuation else { return refuseSequence(at: offset) }
      scalar = scalar << 6 | UInt32(bytes[index] & 0x3F)
    }
    // Overlong forms of two bytes are refused by their lead byte.
    if length == 3, scalar < 0x800 || (0xD800...0xDFFF).contains(scalar) { return refuseSequence(at: offset) }
    if length == 4, scalar < 0x10000 || scalar > 0x10FFFF { return refuseSequence(at: offset) }
    let range = offset..<offset + length
    switch scalar {
    case 0x85, 0x2028, 0x2029:
      let escape = scalar == 0x85 ? "\\N" : scalar == 0x2028 ? "\\L" : "\\P"
      report(
        .forbiddenCharacter, "the line break \(Self.name(scalar)), which editors do not show as one", range,
        help: "break the line, or write `\(escape)` in double quotes")
    case 0x80...0x9F, 0xFFFE, 0xFFFF: refuseCharacter(scalar, range)
    case 0xFEFF:
      report(
        .forbiddenCharacter, "a byte order mark that is not at the start of the file", range,
        help: "remove it")
    default: break
    }
    return offset + length
  }

  private mutating func refuseSequence(at offset: Int) -> Int {
    var end = offset + 1
    while end < bytes.count, bytes[end].isContinuation { end += 1 }
    report(.invalidUTF8, "bytes that are not UTF-8", offset..<end, help: "save the file as UTF-8")
    return end
  }

  private mutating func refuseCharacter(_ scalar: UInt32, _ range: Range<Int>) {
    let isControl = scalar < 0xA0
    report(
      .forbiddenCharacter, "the \(isControl ? "control character" : "noncharacter") \(Self.name(scalar))",
      range,
      help: "remove it, or write it as an escape in double quotes")
  }

  /// Refuses lines that begin with `%` before the document.
  private mutating func refuseDirectives() {
    var offset = bytes.byteOrderMarkLength
    while offset < bytes.count {
      var end = offset
      while end < bytes.count, !bytes[end].isBreak { end += 1 }
      let content = bytes[offset..<end].first { !$0.isBlank }
      if bytes[offset] == Byte.percent {
        report(.directive, "a directive", offset..<end, help: "remove the line")
      } else if let content, content != Byte.hash {
        return
      }
      offset = end + 1
    }
  }

  private mutating func report(_ code: YAMLError.Code, _ message: String, _ range: Range<Int>, help: String) {
    let span = Span(file: file, start: UInt32(range.lowerBound), end: UInt32(range.upperBound))
    errors.append(YAMLError(code: code, message: message, span: span, help: help))
  }

  private static func name(_ scalar: UInt32) -> String {
    let digits = String(scalar, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
