import PolicyValues

/// Reads one JSON text (RFC 8259), strictly: valid UTF-8, no lone surrogates, no name twice in an object, nothing
/// after the value, nesting of at most ``maximumDepth``. What two readers could take in two ways is refused, since
/// whoever stands before this one (a gateway that checks a request) may have taken it the other way.
struct JSONReader {
  /// How deep arrays and objects may nest.
  static let maximumDepth = 64

  var offset = 0
  private var depth = 0

  /// Reads the whole of `bytes` as one value.
  static func read(_ bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
    var reader = JSONReader()
    reader.skipSpace(bytes)
    guard reader.offset < bytes.count else { throw JSONError(problem: .empty, offset: reader.offset) }
    if bytes[0] == 0xEF { throw JSONError(problem: .byteOrderMark, offset: 0) }
    let value = try reader.value(bytes)
    reader.skipSpace(bytes)
    guard reader.offset == bytes.count else { throw reader.error(.trailingBytes) }
    return value
  }

  func error(_ problem: JSONError.Problem) -> JSONError { JSONError(problem: problem, offset: offset) }

  private mutating func value(_ bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
    guard offset < bytes.count else { throw error(.unexpectedEnd) }
    switch bytes[offset] {
    case UInt8(ascii: "{"): return .object(try object(bytes))
    case UInt8(ascii: "["): return .array(try array(bytes))
    case UInt8(ascii: "\""): return .string(try string(bytes))
    case UInt8(ascii: "-"), 0x30...0x39: return try number(bytes)
    case UInt8(ascii: "t"):
      try word("true", bytes)
      return .bool(true)
    case UInt8(ascii: "f"):
      try word("false", bytes)
      return .bool(false)
    case UInt8(ascii: "n"):
      try word("null", bytes)
      return .null
    default: throw error(.expected("a value"))
    }
  }

  private mutating func object(_ bytes: Span<UInt8>) throws(JSONError) -> JSONObject {
    try descend()
    offset += 1
    var names = NameSet()
    var object = JSONObject()
    skipSpace(bytes)
    if take(UInt8(ascii: "}"), bytes) {
      depth -= 1
      return object
    }
    while true {
      guard offset < bytes.count else { throw error(.unexpectedEnd) }
      guard bytes[offset] == UInt8(ascii: "\"") else { throw error(.expected("a key in quotes")) }
      let start = offset
      let name = try string(bytes)
      guard names.insert(name, among: object.members) else {
        throw JSONError(problem: .duplicateName(name), offset: start)
      }
      skipSpace(bytes)
      try require(UInt8(ascii: ":"), "`:`", bytes)
      skipSpace(bytes)
      object.members.append(JSONObject.Member(name: name, value: try value(bytes)))
      skipSpace(bytes)
      if take(UInt8(ascii: ","), bytes) {
        skipSpace(bytes)
        continue
      }
      try require(UInt8(ascii: "}"), "`,` or `}`", bytes)
      depth -= 1
      return object
    }
  }

  private mutating func array(_ bytes: Span<UInt8>) throws(JSONError) -> [JSONValue] {
    try descend()
    offset += 1
    var items: [JSONValue] = []
    skipSpace(bytes)
    if take(UInt8(ascii: "]"), bytes) {
      depth -= 1
      return items
    }
    while true {
      items.append(try value(bytes))
      skipSpace(bytes)
      if take(UInt8(ascii: ","), bytes) {
        skipSpace(bytes)
        continue
      }
      try require(UInt8(ascii: "]"), "`,` or `]`", bytes)
      depth -= 1
      return items
    }
  }

  private mutating func number(_ bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
    let start = offset
    let isNegative = take(UInt8(ascii: "-"), bytes)
    guard offset < bytes.count else { throw error(.unexpectedEnd) }
    let startsWithZero = bytes[offset] == 0x30
    // Counted below zero, where 64 bits reach one further.
    var value: Int64 = 0
    var fits = true
    let firstDigit = offset
    while offset < bytes.count, case let byte = bytes[offset], byte >= 0x30, byte <= 0x39 {
      let (tens, overflowA) = value.multipliedReportingOverflow(by: 10)
      let (next, overflowB) = tens.subtractingReportingOverflow(Int64(byte - 0x30))
      if overflowA || overflowB { fits = false } else { value = next }
      offset += 1
    }
    guard offset > firstDigit, !(startsWithZero && offset - firstDigit > 1) else {
      throw JSONError(problem: .badNumber, offset: start)
    }
    var isWhole = true
    if take(UInt8(ascii: "."), bytes) {
      isWhole = false
      try digits(bytes)
    }
    if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      offset += 1
      if !take(UInt8(ascii: "+"), bytes) { _ = take(UInt8(ascii: "-"), bytes) }
      try digits(bytes)
    }
    guard isWhole, fits, isNegative || value != .min else { return .otherNumber }
    return .int(isNegative ? value : -value)
  }

  private mutating func digits(_ bytes: Span<UInt8>) throws(JSONError) {
    let start = offset
    while offset < bytes.count, bytes[offset] >= 0x30, bytes[offset] <= 0x39 { offset += 1 }
    if offset == start { throw error(offset < bytes.count ? .badNumber : .unexpectedEnd) }
  }

  private mutating func word(_ word: StaticString, _ bytes: Span<UInt8>) throws(JSONError) {
    for scalar in word.description.utf8 {
      guard offset < bytes.count else { throw error(.unexpectedEnd) }
      guard bytes[offset] == scalar else { throw error(.expected("`\(word)`")) }
      offset += 1
    }
  }

  private mutating func descend() throws(JSONError) {
    depth += 1
    if depth > Self.maximumDepth { throw error(.tooDeep) }
  }

  private mutating func skipSpace(_ bytes: Span<UInt8>) {
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x20, 0x09, 0x0A, 0x0D: offset += 1
      default: return
      }
    }
  }

  private mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
    guard offset < bytes.count, bytes[offset] == byte else { return false }
    offset += 1
    return true
  }

  private mutating func require(_ byte: UInt8, _ what: String, _ bytes: Span<UInt8>) throws(JSONError) {
    guard offset < bytes.count else { throw error(.unexpectedEnd) }
    guard take(byte, bytes) else { throw error(.expected(what)) }
  }
}

/// The names of an object so far. Few names are compared one by one, many are hashed, so that an object of a
/// hundred thousand keys costs no more than its length.
private struct NameSet {
  private static let threshold = 16
  private var keys: Set<UTF8Key> = []

  /// Adds a name; `false` if it is there already.
  mutating func insert(_ name: String, among members: [JSONObject.Member]) -> Bool {
    if members.count < Self.threshold {
      return !members.contains { $0.name.utf8.elementsEqual(name.utf8) }
    }
    if keys.isEmpty { for member in members { keys.insert(UTF8Key(member.name)) } }
    return keys.insert(UTF8Key(name)).inserted
  }
}
