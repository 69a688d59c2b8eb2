import DecisionTable

/// Walks over JSON of the plain kind without building anything: objects, strings without escapes, and the simplest other
/// values. Whatever else it meets, well formed or not, it gives up; ``JSONReader`` then reads the whole again and words
/// what is wrong. What it takes, ``JSONReader`` takes too.
struct PlainScanner {
  private(set) var offset = 0

  mutating func skipSpace(_ bytes: Span<UInt8>) {
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x20, 0x09, 0x0A, 0x0D: offset += 1
      default: return
      }
    }
  }

  mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
    guard offset < bytes.count, bytes[offset] == byte else { return false }
    offset += 1
    return true
  }

  /// A string without escapes, from its opening quote past its closing one: the place of its text.
  @inline(__always)
  mutating func string(_ bytes: Span<UInt8>) -> BytePlace? {
    guard take(UInt8(ascii: "\""), bytes) else { return nil }
    let start = offset
    var all: UInt8 = 0
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == UInt8(ascii: "\"") {
        let place = BytePlace(offset: start, count: offset - start)
        offset += 1
        return all < 0x80 || Self.isText(place, bytes) ? place : nil
      }
      guard byte >= 0x20, byte != UInt8(ascii: "\\") else { return nil }
      all |= byte
      offset += 1
    }
    return nil
  }

  private static func isText(_ place: BytePlace, _ bytes: Span<UInt8>) -> Bool {
    (try? UTF8Span(validating: bytes.extracting(place.range))) != nil
  }

  /// Begins an object and stands before its first key; `false` if it has none, or is none.
  mutating func enter(_ bytes: Span<UInt8>) -> Bool {
    guard take(UInt8(ascii: "{"), bytes) else { return false }
    skipSpace(bytes)
    return true
  }

  /// A key, and on to its value.
  @inline(__always)
  mutating func key(_ bytes: Span<UInt8>) -> BytePlace? {
    guard let key = string(bytes) else { return nil }
    skipSpace(bytes)
    guard take(UInt8(ascii: ":"), bytes) else { return nil }
    skipSpace(bytes)
    return key
  }

  /// Goes on after a value: `true` at another key or item, `false` past the end, `nil` if neither follows.
  @inline(__always)
  mutating func goesOn(until end: UInt8, _ bytes: Span<UInt8>) -> Bool? {
    skipSpace(bytes)
    if take(UInt8(ascii: ","), bytes) {
      skipSpace(bytes)
      return true
    }
    return take(end, bytes) ? false : nil
  }

  mutating func word(_ word: String, _ bytes: Span<UInt8>) -> Bool {
    for byte in word.utf8 {
      guard take(byte, bytes) else { return false }
    }
    return true
  }

  /// Passes over `null` or an object without members: what says nothing.
  mutating func nothing(_ bytes: Span<UInt8>) -> Bool {
    guard offset < bytes.count else { return false }
    if bytes[offset] == UInt8(ascii: "n") { return word("null", bytes) }
    return enter(bytes) && take(UInt8(ascii: "}"), bytes)
  }

  /// Passes over a value whose meaning does not matter, if it is of the simplest: a string, a word, a whole number.
  mutating func anything(_ bytes: Span<UInt8>) -> Bool {
    guard offset < bytes.count else { return false }
    switch bytes[offset] {
    case UInt8(ascii: "\""): return string(bytes) != nil
    case UInt8(ascii: "t"): return word("true", bytes)
    case UInt8(ascii: "f"): return word("false", bytes)
    case UInt8(ascii: "n"): return word("null", bytes)
    case 0x31...0x39:
      while offset < bytes.count, bytes[offset] >= 0x30, bytes[offset] <= 0x39 { offset += 1 }
      // What follows a number must be what follows a value: `1e5` is left to the other reader.
      return true
    default: return false
    }
  }
}
