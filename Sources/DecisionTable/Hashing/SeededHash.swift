/// The hash that names are found by: multiply and fold over sixteen bytes at a time, as in Wang Yi's wyhash, with a
/// seed that the writer draws from the whole contents, so that ids cannot be chosen to collide without knowing them all.
/// Nothing relies on it beyond speed: a lookup always compares the whole key.
struct SeededHash: BitwiseCopyable {
  let seed: UInt64

  /// `domain` keeps names of different kinds apart.
  @inline(__always)
  func hash(domain: UInt32, _ text: ByteText) -> UInt64 {
    let count = text.count
    var state = seed ^ (UInt64(domain) << 32 | UInt64(truncatingIfNeeded: count)) &* 0xE703_7ED1_A0B4_28DB
    let first: UInt64
    var last: UInt64 = 0
    // In bounds: every load lies within `count` bytes, which overlapping loads see to where they do not divide by it.
    if count <= 8 {
      first = text.word
    } else {
      var offset = 0
      while offset &+ 16 < count {
        state = Self.fold(text.load64(offset) ^ 0x8EBC_6AF0_9C88_C6E3, text.load64(offset &+ 8) ^ state)
        offset &+= 16
      }
      // What the loop has left, perhaps with some of what it has taken in.
      first = text.load64(max(0, count &- 16))
      last = text.load64(count &- 8)
    }
    // One multiplication is enough of a mixture here: `PerfectHash` mixes again with each bucket's pilot. The constant
    // has bytes that no id can have, so that no id makes this side zero.
    return Self.fold(first ^ 0xA076_1D64_78BD_642F, last ^ state)
  }

  @inline(__always)
  static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }
}
