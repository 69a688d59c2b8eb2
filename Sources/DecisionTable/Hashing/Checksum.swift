/// The checksum that finds an accident to a table's bytes: four independent lanes of multiply and fold, so that it runs
/// as fast as memory is read. It is no signature: whoever can write a table can write its checksum.
enum Checksum {
  /// Over all bytes; `seed` is the table's length.
  static func of(_ bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
    guard let start = bytes.baseAddress else { return seed }
    let text = unsafe ByteText(start: start, count: bytes.count)
    var (a, b, c, d) = (seed, seed ^ 1, seed ^ 2, seed ^ 3)
    var offset = 0
    // In bounds: each turn reads 64 bytes that are there.
    while offset + 64 <= text.count {
      a = SeededHash.fold(text.load64(offset) ^ 0xA076_1D64_78BD_642F, text.load64(offset + 8) ^ a)
      b = SeededHash.fold(text.load64(offset + 16) ^ 0xE703_7ED1_A0B4_28DB, text.load64(offset + 24) ^ b)
      c = SeededHash.fold(text.load64(offset + 32) ^ 0x8EBC_6AF0_9C88_C6E3, text.load64(offset + 40) ^ c)
      d = SeededHash.fold(text.load64(offset + 48) ^ 0x5899_65CC_7537_4CC3, text.load64(offset + 56) ^ d)
      offset += 64
    }
    let tail = SeededHash(seed: a ^ b.rotated(17)).hash(domain: 1, text.slice(offset, text.count))
    return SeededHash.fold(c ^ tail, d ^ UInt64(text.count) ^ tail.rotated(31))
  }
}

extension UInt64 {
  fileprivate func rotated(_ by: UInt64) -> UInt64 { self << by | self >> (64 - by) }
}
