/// Turns places counted in Unicode scalars into byte offsets, in steps from the place asked for last.
struct ScalarCursor {
  private let bytes: [UInt8]
  private let isASCII: Bool
  /// The bytes before the first scalar that is counted: the byte order mark.
  private let base: Int
  private var index = 0
  private var offset: Int

  init(_ bytes: [UInt8], isASCII: Bool) {
    self.bytes = bytes
    self.isASCII = isASCII
    base = bytes.byteOrderMarkLength
    offset = base
  }

  /// The byte offset of the scalar at `target`. The bytes are known to be UTF-8.
  mutating func byteOffset(of target: Int) -> Int {
    if isASCII { return min(target, bytes.count) }
    while index < target, offset < bytes.count {
      offset += 1
      while offset < bytes.count, bytes[offset].isContinuation { offset += 1 }
      index += 1
    }
    while index > target, offset > base {
      offset -= 1
      while offset > base, bytes[offset].isContinuation { offset -= 1 }
      index -= 1
    }
    return offset
  }
}
