/// Finds keys that a mapping has twice, in about one step a key whatever the keys are.
enum DuplicateKeys {
  /// Up to this many keys are compared each with each, which is faster than to hash them.
  private static let smallCount = 8

  /// The pairs of an earlier and a later key with the same text, in the order of the later ones.
  static func find(
    in records: [NodeRecord], bytes: [UInt8], text: [UInt8], mapping: Int
  ) -> [(first: NodeRecord, second: NodeRecord)] {
    let count = Int(records[mapping].count)
    let texts = Texts(bytes: bytes, text: text)
    return count <= smallCount
      ? compareAll(records, texts, mapping, count) : hashAll(records, texts, mapping, count)
  }

  /// Where the keys' texts are.
  private struct Texts {
    let bytes: [UInt8]
    let text: [UInt8]

    func byte(_ offset: Int, of record: NodeRecord) -> UInt8 { record.isVerbatim ? bytes[offset] : text[offset] }
  }

  private static func compareAll(
    _ records: [NodeRecord], _ texts: Texts, _ mapping: Int, _ count: Int
  ) -> [(first: NodeRecord, second: NodeRecord)] {
    var found: [(first: NodeRecord, second: NodeRecord)] = []
    var second = mapping + 1
    for position in 0..<count {
      var first = mapping + 1
      for _ in 0..<position {
        if isSame(records[first], records[second], texts) {
          found.append((records[first], records[second]))
          break
        }
        first = afterPair(first, records)
      }
      second = afterPair(second, records)
    }
    return found
  }

  private static func hashAll(
    _ records: [NodeRecord], _ texts: Texts, _ mapping: Int, _ count: Int
  ) -> [(first: NodeRecord, second: NodeRecord)] {
    var found: [(first: NodeRecord, second: NodeRecord)] = []
    // Open addressing over at most half of the slots; a slot is a record's index, and 0, which is no key's, is
    // an empty one. The hash is seeded anew for each mapping, so no file can be written to collide.
    let seed = (start: UInt64.random(in: .min ... .max), factor: UInt64.random(in: .min ... .max) | 1)
    var capacity = 16
    while capacity < 2 * count { capacity *= 2 }
    var slots = [UInt32](repeating: 0, count: capacity)
    var key = mapping + 1
    for _ in 0..<count {
      let record = records[key]
      var slot = hash(of: record, texts, seed) & (capacity - 1)
      if !isRefusedKey(record) {
        while slots[slot] != 0, !isSame(records[Int(slots[slot])], record, texts) {
          slot = (slot + 1) & (capacity - 1)
        }
        if slots[slot] == 0 {
          slots[slot] = UInt32(key)
        } else {
          found.append((records[Int(slots[slot])], record))
        }
      }
      key = afterPair(key, records)
    }
    return found
  }

  private static func afterPair(_ key: Int, _ records: [NodeRecord]) -> Int {
    Int(records[Int(records[key].next)].next)
  }

  /// A stand-in for a key that is refused for what it is: an alias or a collection.
  private static func isRefusedKey(_ record: NodeRecord) -> Bool {
    record.count == 0 && !record.isPlain && record.textStart == NodeRecord.noText
  }

  private static func isSame(_ first: NodeRecord, _ second: NodeRecord, _ texts: Texts) -> Bool {
    guard first.count == second.count, !isRefusedKey(first), !isRefusedKey(second) else { return false }
    var left = first.textRange.lowerBound
    var right = second.textRange.lowerBound
    for _ in 0..<first.count {
      guard texts.byte(left, of: first) == texts.byte(right, of: second) else { return false }
      left += 1
      right += 1
    }
    return true
  }

  /// Folds in eight bytes at a time by the halves of a product, from a start and with a factor that are drawn anew.
  private static func hash(of record: NodeRecord, _ texts: Texts, _ seed: (start: UInt64, factor: UInt64)) -> Int {
    var value = seed.start
    var word: UInt64 = 0
    var filled = 0
    func fold(_ word: UInt64) {
      let product = (value ^ word).multipliedFullWidth(by: seed.factor)
      value = product.high ^ product.low
    }
    for offset in record.textRange {
      word = word << 8 | UInt64(texts.byte(offset, of: record))
      filled += 1
      if filled == 8 {
        fold(word)
        (word, filled) = (0, 0)
      }
    }
    fold(word)
    fold(UInt64(record.count))
    return Int(truncatingIfNeeded: value)
  }
}
