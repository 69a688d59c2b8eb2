/// Bytes of a text that lies elsewhere: in a request, or in a table.
///
/// It keeps nothing alive. Whoever makes one sees to it that the bytes outlast it: a request's are lent for the time of
/// a check, a table's stay as long as the table. Reads are unchecked; callers stay below `count`.
///
/// Eight bytes before the first may be read too, which lets a short text be read as the end of a word, without a branch
/// on its length: lengths are what processors guess worst.
@safe struct ByteText: BitwiseCopyable, @unchecked Sendable {
  let start: UnsafeRawPointer
  let count: Int

  /// How many bytes before the first one may be read.
  static let lead = 8

  /// The caller sees to it that the text and as many bytes before it as `lead` says may be read.
  @inline(__always)
  init(start: UnsafeRawPointer, count: Int) {
    unsafe self.start = start
    self.count = count
  }

  /// A text of no bytes.
  static let empty: ByteText = {
    // Never given back: it is made once.
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: 16, alignment: 16)
    unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0, count: 16)
    return unsafe ByteText(start: UnsafeRawPointer(bytes) + 8, count: 0)
  }()

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

  /// A text of 1 to 8 bytes as one number, the first byte lowest, zeros behind the last.
  @inline(__always)
  var word: UInt64 {
    // In bounds: the load ends with the text, and begins no further before it than may be read.
    load64(count &- 8) &>> UInt64(truncatingIfNeeded: 64 &- 8 &* count)
  }

  /// Part of it. The caller's bounds lie within.
  @inline(__always)
  func slice(_ from: Int, _ to: Int) -> ByteText {
    unsafe ByteText(start: start + from, count: to &- from)
  }

  /// Whether two texts have the same bytes.
  @inline(__always)
  static func == (a: ByteText, b: ByteText) -> Bool { a.count == b.count && a.hasSameBytes(as: b) }

  /// Whether the bytes are the same as those of a text of the same length.
  @inline(__always)
  func hasSameBytes(as other: ByteText) -> Bool {
    if count <= 8 { return count == 0 || word == other.word }
    // In bounds: the last load ends at `count`, overlapping the one before it.
    var offset = 0
    while offset &+ 8 < count {
      if load64(offset) != other.load64(offset) { return false }
      offset &+= 8
    }
    return load64(count &- 8) == other.load64(count &- 8)
  }

  /// Where a byte first stands; `nil` if it does not.
  @inline(__always)
  func firstIndex(of byte: UInt8) -> Int? {
    let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
    // The lowest byte that is zero is the lowest whose high bit this sets.
    @inline(__always) func matches(_ word: UInt64) -> UInt64 {
      let difference = word ^ pattern
      return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
    }
    if count <= 8 {
      let index = count == 0 ? 8 : matches(word).trailingZeroBitCount / 8
      return index < count ? index : nil
    }
    var offset = 0
    while offset &+ 8 <= count {
      let found = matches(load64(offset))
      if found != 0 { return offset &+ found.trailingZeroBitCount / 8 }
      offset &+= 8
    }
    // Of the last eight bytes those that were looked at already do not match.
    let found = matches(load64(count &- 8))
    return found == 0 ? nil : count &- 8 &+ found.trailingZeroBitCount / 8
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
    @inline(__always) func bad(_ word: UInt64) -> UInt64 {
      let below = (word | 0x8080_8080_8080_8080) &- 0x2121_2121_2121_2121
      let delete = (word & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x0101_0101_0101_0101
      return (~below | delete | word) & 0x8080_8080_8080_8080
    }
    if count <= 8 {
      // Behind the last byte there are zeros, which are made to look good.
      let fill: UInt64 = count == 8 ? 0 : (0x2121_2121_2121_2121 as UInt64) << UInt64(8 &* count)
      return count == 0 || bad(word | fill) == 0
    }
    var offset = 0
    while offset &+ 8 < count {
      if bad(load64(offset)) != 0 { return false }
      offset &+= 8
    }
    return bad(load64(count &- 8)) == 0
  }
}
