/// A set of slots, a bit for each.
struct SlotSet: Sendable {
  private var words: [UInt64]
  private(set) var isEmpty = true

  /// An empty set for so many slots.
  init(slots: Int) { words = [UInt64](repeating: 0, count: slots / 64 + 1) }

  @inline(__always)
  mutating func insert(_ slot: Int) {
    words[slot >> 6] |= 1 << UInt64(slot & 63)
    isEmpty = false
  }

  @inline(__always)
  func contains(_ slot: Int) -> Bool { words[slot >> 6] >> UInt64(slot & 63) & 1 == 1 }
}
