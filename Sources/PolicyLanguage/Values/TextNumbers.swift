/// Numbers texts by their bytes: each distinct text has one number, in the order in which they are first met.
///
/// The texts lie one after the other in one array, so a million of them are three allocations. Texts are the same only if
/// they are the same byte for byte: canonically equivalent spellings are two.
package struct TextNumbers: Sendable {
  /// Before each text its number, its note and its length, four bytes each, the lowest first: a look-up then touches one
  /// slot and one place in here, and at a million texts each touch is a wait for memory.
  private(set) var bytes: [UInt8] = []
  /// Where each text begins, by its number.
  private var starts: [Int] = []
  /// Open addressing over at most three quarters of the slots: the upper bits of the hash above where the text begins;
  /// no text begins at 0, which is an empty slot.
  private var slots = [UInt64](repeating: 0, count: 16)
  private let hash: TextHash

  private static let startBits: UInt64 = 40
  private static let startMask: UInt64 = 1 << startBits - 1

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

  /// What was noted of a text when it was numbered.
  func note(of number: Int) -> Int { word(at: starts[number] - 8) }

  /// The number of a text, if it has one.
  package func number(of text: Swift.Span<UInt8>) -> Int? { find(text)?.number }

  /// The number of a text, which gets one if it has none.
  package mutating func insert(_ text: Swift.Span<UInt8>, note: Int = 0) -> Int {
    let value = hash.value(of: text)
    let (known, slot) = find(text, value)
    if let known { return word(at: known - 12) }
    for word in [UInt32(count), UInt32(note), UInt32(text.count)] {
      for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
    slots[slot] = Self.entry(value, bytes.count)
    starts.append(bytes.count)
    for index in text.indices { bytes.append(text[index]) }
    if 4 * count > 3 * slots.count { grow() }
    return count - 1
  }

  /// The number and the note of a text, if it has one.
  func find(_ text: Swift.Span<UInt8>) -> (number: Int, note: Int)? {
    find(text, hash.value(of: text)).start.map { (word(at: $0 - 12), word(at: $0 - 8)) }
  }

  /// Where a text begins, or the empty slot at which its search ends.
  private func find(_ text: Swift.Span<UInt8>, _ value: UInt64) -> (start: Int?, slot: Int) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: value) & mask
    while slots[slot] != 0 {
      let start = Self.start(of: slots[slot], if: value)
      if start != 0, word(at: start - 4) == text.count, hasBytes(at: start, text) { return (start, slot) }
      slot = (slot + 1) & mask
    }
    return (nil, slot)
  }

  private func hasBytes(at start: Int, _ text: Swift.Span<UInt8>) -> Bool {
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

  private static func entry(_ value: UInt64, _ start: Int) -> UInt64 { value & ~startMask | UInt64(start) }

  /// Where the text of a slot begins, if its hash may be this one; else 0.
  private static func start(of entry: UInt64, if value: UInt64) -> Int {
    (entry ^ value) & ~startMask == 0 ? Int(entry & startMask) : 0
  }
}

/// Look-ups of many texts at once. One after the other each waits for memory twice; together they wait twice in all.
extension TextNumbers {
  /// A text that will be looked up.
  struct Search: BitwiseCopyable {
    fileprivate var hash: UInt64
    /// Where the text probably begins; 0 if that is not known.
    fileprivate var start: Int
    fileprivate var length = 0
  }

  /// The first step: the slot.
  func search(_ text: Swift.Span<UInt8>) -> Search {
    let value = hash.value(of: text)
    let entry = slots[Int(truncatingIfNeeded: value) & (slots.count - 1)]
    return Search(hash: value, start: Self.start(of: entry, if: value))
  }

  /// The second step: the text that the slot names. Texts may have been added since.
  func advance(_ search: inout Search?) {
    if let start = search?.start, start != 0 { search?.length = word(at: start - 4) }
  }

  /// The last step, which is right whatever came before it.
  func finish(_ search: Search, _ text: Swift.Span<UInt8>) -> (number: Int, note: Int)? {
    var start = search.start
    if start == 0 || search.length != text.count || !hasBytes(at: start, text) {
      guard let found = find(text, search.hash).start else { return nil }
      start = found
    }
    return (word(at: start - 12), word(at: start - 8))
  }
}

extension TextNumbers {
  /// The number of a text, if it has one.
  package func number(of text: String) -> Int? {
    var text = text
    return text.withUTF8 { unsafe number(of: $0.span) }
  }

  /// The number of a text, which gets one if it has none.
  package mutating func insert(_ text: String, note: Int = 0) -> Int {
    var text = text
    return text.withUTF8 { unsafe insert($0.span, note: note) }
  }
}
