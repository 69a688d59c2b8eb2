/// SipHash-2-4 (Aumasson and Bernstein, 2012): a short keyed digest, the same in every process, which `Hasher` is not.
struct SipHash: Sendable {
  private var v0: UInt64
  private var v1: UInt64
  private var v2: UInt64
  private var v3: UInt64
  private var tail: UInt64 = 0
  private var length: UInt64 = 0

  init(key0: UInt64, key1: UInt64) {
    v0 = key0 ^ 0x736f_6d65_7073_6575
    v1 = key1 ^ 0x646f_7261_6e64_6f6d
    v2 = key0 ^ 0x6c79_6765_6e65_7261
    v3 = key1 ^ 0x7465_6462_7974_6573
  }

  mutating func feed(_ byte: UInt8) {
    tail |= UInt64(byte) << (8 * (length % 8))
    length += 1
    if length % 8 == 0 {
      compress(tail)
      tail = 0
    }
  }

  mutating func feed(_ number: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) { feed(UInt8(truncatingIfNeeded: number >> UInt64(shift))) }
  }

  /// A string with its length before it, so that two strings never run into each other.
  mutating func feed(_ text: String) {
    feed(UInt64(text.utf8.count))
    for byte in text.utf8 { feed(byte) }
  }

  func finish() -> UInt64 {
    var state = self
    state.compress(tail | length << 56)
    state.v2 ^= 0xFF
    for _ in 0..<4 { state.round() }
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3
  }

  private mutating func compress(_ word: UInt64) {
    v3 ^= word
    round()
    round()
    v0 ^= word
  }

  private mutating func round() {
    v0 &+= v1
    v1 = v1 << 13 | v1 >> 51
    v1 ^= v0
    v0 = v0 << 32 | v0 >> 32
    v2 &+= v3
    v3 = v3 << 16 | v3 >> 48
    v3 ^= v2
    v0 &+= v3
    v3 = v3 << 21 | v3 >> 43
    v3 ^= v0
    v2 &+= v1
    v1 = v1 << 17 | v1 >> 47
    v1 ^= v2
    v2 = v2 << 32 | v2 >> 32
  }
}
