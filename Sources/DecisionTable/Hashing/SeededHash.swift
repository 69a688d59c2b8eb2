/// The hash that names are interned by: multiply and fold over eight bytes at a time, as in Wang Yi's wyhash, with a
/// seed that the writer draws from the whole contents, so that ids cannot be chosen to collide without knowing them all.
/// Nothing relies on it beyond speed: a lookup always compares the whole key.
struct SeededHash {
  let seed: UInt64

  /// `domain` keeps names of different kinds apart.
  @inline(__always)
  func hash(domain: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var state = Self.fold(seed ^ 0xA076_1D64_78BD_642F, UInt64(domain) ^ 0xE703_7ED1_A0B4_28DB)
    // In bounds: every load ends at or before `count`.
    let count = bytes.count
    var offset = 0
    while offset + 8 <= count {
      let word = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      state = Self.fold(state ^ UInt64(littleEndian: word), 0x8EBC_6AF0_9C88_C6E3)
      offset += 8
    }
    var tail: UInt64 = 0
    while offset < count {
      tail = tail << 8 | UInt64(unsafe bytes[offset])
      offset += 1
    }
    return Self.fold(state ^ tail, UInt64(count) ^ 0x5899_65CC_7537_4CC3)
  }

  @inline(__always)
  private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }
}
