/// A hash over bytes, drawn anew for each table, so that no file can be written to collide. What is numbered never
/// depends on it: numbers are given in the order in which texts are met.
struct TextHash: Sendable {
  private let start: UInt64
  private let factor: UInt64

  init() {
    start = .random(in: .min ... .max)
    factor = .random(in: .min ... .max) | 1
  }

  /// A hash of known numbers; with a factor of 0 every text collides with every other.
  init(start: UInt64, factor: UInt64) {
    self.start = start
    self.factor = factor
  }

  /// Each eight bytes are folded in by the two halves of a product.
  @inline(__always)
  func value(of text: Swift.Span<UInt8>) -> UInt64 {
    var value = start ^ UInt64(text.count)
    var word: UInt64 = 0
    for index in text.indices {
      word = word << 8 | UInt64(text[index])
      if index & 7 == 7 {
        value = folded(value ^ word)
        word = 0
      }
    }
    return folded(folded(value ^ word))
  }

  @inline(__always)
  private func folded(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: factor)
    return product.high ^ product.low
  }
}
