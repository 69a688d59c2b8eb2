extension JSONReader {
  /// Reads a string, from its opening quote past its closing one.
  mutating func string(_ bytes: Span<UInt8>) throws(JSONError) -> String {
    offset += 1
    let start = offset
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        let text = try validated(bytes, start..<offset)
        offset += 1
        return text
      case UInt8(ascii: "\\"):
        return try escapedString(bytes, from: start)
      case 0..<0x20:
        throw error(.controlCharacter)
      default:
        offset += 1
      }
    }
    throw error(.unexpectedEnd)
  }

  private func validated(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(JSONError) -> String {
    do {
      return String(copying: try UTF8Span(validating: bytes.extracting(range)))
    } catch {
      throw JSONError(problem: .invalidUTF8, offset: range.lowerBound + error.byteOffsets.lowerBound)
    }
  }

  /// Reads on, at the first backslash of a string that began at `start`.
  private mutating func escapedString(_ bytes: Span<UInt8>, from start: Int) throws(JSONError) -> String {
    var text = try validated(bytes, start..<offset)
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        offset += 1
        return text
      case UInt8(ascii: "\\"):
        text.unicodeScalars.append(try escape(bytes))
      case 0..<0x20:
        throw error(.controlCharacter)
      default:
        let run = offset
        while offset < bytes.count, bytes[offset] >= 0x20, bytes[offset] != UInt8(ascii: "\""),
          bytes[offset] != UInt8(ascii: "\\")
        {
          offset += 1
        }
        text += try validated(bytes, run..<offset)
      }
    }
    throw error(.unexpectedEnd)
  }

  private mutating func escape(_ bytes: Span<UInt8>) throws(JSONError) -> Unicode.Scalar {
    let start = offset
    offset += 1
    guard offset < bytes.count else { throw error(.unexpectedEnd) }
    let letter = bytes[offset]
    offset += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw JSONError(problem: .badEscape, offset: start)
    }
    let unit = try hexUnit(bytes, escapeAt: start)
    if let scalar = Unicode.Scalar(unit) { return scalar }
    // A surrogate: a high one is read with the low one that must follow it.
    guard unit < 0xDC00, offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "\\"),
      bytes[offset + 1] == UInt8(ascii: "u")
    else { throw JSONError(problem: .loneSurrogate, offset: start) }
    offset += 2
    let low = try hexUnit(bytes, escapeAt: start)
    guard low >= 0xDC00, low <= 0xDFFF,
      let scalar = Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
    else { throw JSONError(problem: .loneSurrogate, offset: start) }
    return scalar
  }

  private mutating func hexUnit(_ bytes: Span<UInt8>, escapeAt start: Int) throws(JSONError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard offset < bytes.count else { throw error(.unexpectedEnd) }
      let digit: UInt8
      switch bytes[offset] {
      case 0x30...0x39: digit = bytes[offset] - 0x30
      case 0x41...0x46: digit = bytes[offset] - 0x41 + 10
      case 0x61...0x66: digit = bytes[offset] - 0x61 + 10
      default: throw JSONError(problem: .badEscape, offset: start)
      }
      unit = unit << 4 | UInt16(digit)
      offset += 1
    }
    return unit
  }
}
