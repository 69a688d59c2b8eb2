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

  /// Each eight bytes are folded in by the two halves of a product; the last eight may have been in before.
  @inline(__always)
  func value(of text: Swift.Span<UInt8>) -> UInt64 {
    var value = start ^ UInt64(text.count)
    guard text.count >= 8 else {
      var word: UInt64 = 0
      for index in text.indices { word = word << 8 | UInt64(text[index]) }
      return folded(folded(value ^ word))
    }
    var offset = 0
    while offset + 8 < text.count {
      value = folded(value ^ text.word(at: offset))
      offset += 8
    }
    return folded(folded(value ^ text.word(at: text.count - 8)))
  }

  @inline(__always)
  private func folded(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: factor)
    return product.high ^ product.low
  }
}

extension Swift.Span<UInt8> {
  /// Eight bytes at once, in the machine's order.
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    // Checks that the bytes are in bounds; and any eight bytes are a number.
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  /// Whether these are the bytes of another text of the same length.
  @inline(__always)
  func hasBytes(of other: Self) -> Bool {
    guard count == other.count else { return false }
    guard count >= 8 else {
      for index in indices where self[index] != other[index] { return false }
      return true
    }
    var offset = 0
    while offset + 8 < count {
      if word(at: offset) != other.word(at: offset) { return false }
      offset += 8
    }
    return word(at: count - 8) == other.word(at: count - 8)
  }
}
