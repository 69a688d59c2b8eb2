/// Numbers texts by their bytes: each distinct text has one number, in the order in which they are first met.
///
/// The texts lie one after the other in one array, so a million of them are three allocations. Texts are the same only if
/// they are the same byte for byte: canonically equivalent spellings are two.
package struct TextNumbers: Sendable {
  /// Before each text its number and its length, four bytes each, the lowest first: a look-up then touches one slot and
  /// one place in here, and at a million texts each touch is a wait for memory.
  private(set) var bytes: [UInt8] = []
  /// Where each text begins, by its number.
  private var starts: [Int] = []
  /// Open addressing over at most three quarters of the slots: the upper bits of the hash above where the text begins;
  /// no text begins at 0, which is an empty slot.
  private var slots = [UInt64](repeating: 0, count: 16)
  private let hash: TextHash

  private static let headLength = 8
  private static let startBits: UInt64 = 40

  package init() { hash = TextHash() }

  /// Numbers texts by a hash of one's own, so that tests can make texts collide.
  init(hash: TextHash) { self.hash = hash }

  /// How many texts there are; their numbers are those below.
  package var count: Int { starts.count }

  /// Where a text lies in `bytes`.
  func range(of number: Int) -> Range<Int> {
    let start = starts[number]
    return start..<start + word(at: start - 4)
  }

  /// A text by its number.
  package subscript(number: Int) -> String { String(decoding: bytes[range(of: number)], as: UTF8.self) }

  /// The number of a text, if it has one.
  package func number(of text: Swift.Span<UInt8>) -> Int? { find(text, hash.value(of: text)).number }

  /// The number of a text, which gets one if it has none.
  package mutating func insert(_ text: Swift.Span<UInt8>) -> Int {
    let value = hash.value(of: text)
    let (known, slot) = find(text, value)
    if let known { return known }
    for word in [UInt32(count), UInt32(text.count)] {
      for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
    slots[slot] = Self.entry(value, bytes.count)
    starts.append(bytes.count)
    for index in text.indices { bytes.append(text[index]) }
    if 4 * count > 3 * slots.count { grow() }
    return count - 1
  }

  /// The number that a text has, or the empty slot at which its search ends.
  private func find(_ text: Swift.Span<UInt8>, _ value: UInt64) -> (number: Int?, slot: Int) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: value) & mask
    while slots[slot] != 0 {
      let entry = slots[slot]
      if (entry ^ value) >> Self.startBits == 0 {
        let start = Int(entry & (1 << Self.startBits - 1))
        if hasBytes(at: start, text) { return (word(at: start - Self.headLength), slot) }
      }
      slot = (slot + 1) & mask
    }
    return (nil, slot)
  }

  private func hasBytes(at start: Int, _ text: Swift.Span<UInt8>) -> Bool {
    guard word(at: start - 4) == text.count else { return false }
    let mine = bytes.span.extracting(start..<start + text.count)
    for index in text.indices where mine[index] != text[index] { return false }
    return true
  }

  private func word(at offset: Int) -> Int {
    Int(bytes[offset]) | Int(bytes[offset + 1]) << 8 | Int(bytes[offset + 2]) << 16 | Int(bytes[offset + 3]) << 24
  }

  private mutating func grow() {
    slots = [UInt64](repeating: 0, count: 2 * slots.count)
    let mask = slots.count - 1
    for number in 0..<count {
      let range = range(of: number)
      let value = hash.value(of: bytes.span.extracting(range))
      var slot = Int(truncatingIfNeeded: value) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = Self.entry(value, range.lowerBound)
    }
  }

  private static func entry(_ value: UInt64, _ start: Int) -> UInt64 {
    (value >> startBits) << startBits | UInt64(start)
  }
}

extension TextNumbers {
  /// The number of a text, if it has one.
  package func number(of text: String) -> Int? {
    var text = text
    return text.withUTF8 { unsafe number(of: $0.span) }
  }

  /// The number of a text, which gets one if it has none.
  package mutating func insert(_ text: String) -> Int {
    var text = text
    return text.withUTF8 { unsafe insert($0.span) }
  }
}
