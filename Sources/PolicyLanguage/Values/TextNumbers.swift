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

  @inline(__always)
  private func hasBytes(at start: Int, _ text: Swift.Span<UInt8>) -> Bool {
    bytes.span.extracting(start..<start + text.count).hasBytes(of: text)
  }

  /// Four of the bytes before a text.
  @inline(__always)
  private func word(at offset: Int) -> Int {
    // Checks that the bytes are in bounds; and any four bytes are a number.
    Int(UInt32(littleEndian: unsafe bytes.span.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)))
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

/// A text that lies somewhere in some bytes, and what is known of it.
struct TextQuery: BitwiseCopyable, Sendable {
  var start: Int
  var end: Int
  /// Its number and note, once they are found; -1 and 0 if it has none.
  var number = -1
  var note = 0
  fileprivate var hash: UInt64 = 0
  /// Where the text probably begins; 0 if that is not known, -1 if there is no such text.
  fileprivate var place = 0
  fileprivate var length = 0

  init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = end
  }
}

extension TextNumbers {
  /// Looks up many texts that lie in `bytes`. One after the other each would wait for memory twice; together they wait
  /// twice in all.
  func find(_ queries: inout [TextQuery], in bytes: Swift.Span<UInt8>) {
    var queries = queries.mutableSpan
    let slots = slots.span
    let mask = slots.count - 1
    for index in queries.indices {
      let value = hash.value(of: bytes.extracting(queries[index].start..<queries[index].end))
      queries[index].hash = value
      let entry = slots[Int(truncatingIfNeeded: value) & mask]
      // An empty slot at once says that there is no such text.
      queries[index].place = entry == 0 ? -1 : Self.start(of: entry, if: value)
    }
    for index in queries.indices where queries[index].place > 0 {
      queries[index].length = word(at: queries[index].place - 4)
    }
    for index in queries.indices {
      let query = queries[index]
      let text = bytes.extracting(query.start..<query.end)
      var place = query.place < 0 ? nil : query.place
      if query.place < 0 {
        // Nothing is to be found.
      } else if query.place == 0 || query.length != text.count || !hasBytes(at: query.place, text) {
        place = find(text, query.hash).start
      }
      queries[index].number = place.map { word(at: $0 - 12) } ?? -1
      queries[index].note = place.map { word(at: $0 - 8) } ?? 0
    }
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
