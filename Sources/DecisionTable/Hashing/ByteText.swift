/// Bytes of a text that lies elsewhere: in a request, or in a table.
///
/// It keeps nothing alive. Whoever makes one sees to it that the bytes outlast it: a request's are lent for the time of
/// a check, a table's stay as long as the table. Reads are unchecked; callers stay below `count`.
@safe struct ByteText: BitwiseCopyable, @unchecked Sendable {
  let start: UnsafeRawPointer
  let count: Int

  @inline(__always)
  init(start: UnsafeRawPointer, count: Int) {
    unsafe self.start = start
    self.count = count
  }

  /// A text of no bytes: the address is never read from.
  static var empty: ByteText { unsafe ByteText(start: UnsafeRawPointer(bitPattern: 64).unsafelyUnwrapped, count: 0) }

  @inline(__always)
  subscript(_ offset: Int) -> UInt8 { unsafe start.load(fromByteOffset: offset, as: UInt8.self) }

  @inline(__always)
  func load32(_ offset: Int) -> UInt32 {
    unsafe UInt32(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  @inline(__always)
  func load64(_ offset: Int) -> UInt64 {
    unsafe UInt64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Part of it. The caller's bounds lie within.
  @inline(__always)
  func slice(_ from: Int, _ to: Int) -> ByteText { unsafe ByteText(start: start + from, count: to - from) }

  /// Whether two texts have the same bytes.
  @inline(__always)
  static func == (a: ByteText, b: ByteText) -> Bool { a.count == b.count && a.hasSamePrefix(as: b, a.count) }

  /// Whether the first `count` bytes are the same; both have as many.
  @inline(__always)
  func hasSamePrefix(as other: ByteText, _ count: Int) -> Bool {
    // In bounds: the last load ends at `count`, overlapping the one before it.
    if count >= 8 {
      var offset = 0
      while offset + 8 < count {
        if load64(offset) != other.load64(offset) { return false }
        offset += 8
      }
      return load64(count - 8) == other.load64(count - 8)
    }
    if count >= 4 { return load32(0) == other.load32(0) && load32(count - 4) == other.load32(count - 4) }
    for offset in 0..<count where self[offset] != other[offset] { return false }
    return true
  }

  /// Where a byte first stands; `nil` if it does not.
  @inline(__always)
  func firstIndex(of byte: UInt8) -> Int? {
    let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
    var offset = 0
    while offset + 8 <= count {
      let word = load64(offset) ^ pattern
      // The lowest byte that is zero is the lowest whose high bit this sets.
      let zeros = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
      if zeros != 0 { return offset + zeros.trailingZeroBitCount / 8 }
      offset += 8
    }
    while offset < count {
      if self[offset] == byte { return offset }
      offset += 1
    }
    return nil
  }

  /// The text as a string; bytes that are not UTF-8 are replaced.
  var string: String { unsafe String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self) }

  /// The text as a string; `nil` if it is not UTF-8.
  var validString: String? {
    unsafe String(validating: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// Whether every byte is a printable ASCII character other than a space.
  @inline(__always)
  var isVisibleASCII: Bool {
    // A byte's high bit is set in `bad` if it is below 0x21, 0x7F or above.
    func bad(_ word: UInt64) -> UInt64 {
      let below = (word | 0x8080_8080_8080_8080) &- 0x2121_2121_2121_2121
      let delete = (word & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x0101_0101_0101_0101
      return (~below | delete | word) & 0x8080_8080_8080_8080
    }
    if count >= 8 {
      var offset = 0
      while offset + 8 < count {
        if bad(load64(offset)) != 0 { return false }
        offset += 8
      }
      return bad(load64(count - 8)) == 0
    }
    for offset in 0..<count where self[offset] <= 0x20 || self[offset] >= 0x7F { return false }
    return true
  }
}
