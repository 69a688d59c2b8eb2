/// Why a field of an assignment row cannot be read.
struct RowEscapeError: Error {
  var message: String
}

/// The text of a field, its escapes decoded; `nil` for `\N`.
func unescapedField(_ field: ArraySlice<UInt8>) throws(RowEscapeError) -> String? {
  guard field.contains(UInt8(ascii: "\\")) else { return try text(field) }
  if field.elementsEqual([UInt8(ascii: "\\"), UInt8(ascii: "N")]) { return nil }
  var out: [UInt8] = []
  out.reserveCapacity(field.count)
  var index = field.startIndex

  /// Digits of a base, as many as there are up to `most`.
  func number(base: UInt, most: Int, _ digit: (UInt8) -> UInt?) -> UInt? {
    var value: UInt?
    var count = 0
    while count < most, index < field.endIndex, let digit = digit(field[index]) {
      value = (value ?? 0) * base + digit
      index += 1
      count += 1
    }
    return value
  }

  while index < field.endIndex {
    let byte = field[index]
    index += 1
    guard byte == UInt8(ascii: "\\") else {
      out.append(byte)
      continue
    }
    guard index < field.endIndex else {
      throw RowEscapeError(message: "a backslash stands at the end of a field")
    }
    let escape = field[index]
    index += 1
    switch escape {
    case UInt8(ascii: "b"): out.append(0x08)
    case UInt8(ascii: "f"): out.append(0x0C)
    case UInt8(ascii: "n"): out.append(0x0A)
    case UInt8(ascii: "r"): out.append(0x0D)
    case UInt8(ascii: "t"): out.append(0x09)
    case UInt8(ascii: "v"): out.append(0x0B)
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      index -= 1
      out.append(UInt8(truncatingIfNeeded: number(base: 8, most: 3, octalDigit) ?? 0))
    case UInt8(ascii: "x"):
      out.append(number(base: 16, most: 2, hexDigit).map { UInt8(truncatingIfNeeded: $0) } ?? escape)
    case UInt8(ascii: "."), UInt8(ascii: "N"):
      throw RowEscapeError(message: "`\\\(Character(Unicode.Scalar(escape)))` stands inside a field")
    default: out.append(escape)
    }
  }
  return try text(out[...])
}

private func text(_ bytes: ArraySlice<UInt8>) throws(RowEscapeError) -> String {
  guard let text = String(validating: bytes, as: UTF8.self) else {
    throw RowEscapeError(message: "the field is not UTF-8")
  }
  return text
}

private func octalDigit(_ byte: UInt8) -> UInt? { (0x30...0x37).contains(byte) ? UInt(byte - 0x30) : nil }

private func hexDigit(_ byte: UInt8) -> UInt? {
  switch byte {
  case 0x30...0x39: UInt(byte - 0x30)
  case 0x41...0x46: UInt(byte - 0x41 + 10)
  case 0x61...0x66: UInt(byte - 0x61 + 10)
  default: nil
  }
}
