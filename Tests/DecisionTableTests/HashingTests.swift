@testable import DecisionTable
import Testing

/// Texts read by words, against the same byte by byte; and hashes without collisions.
@Suite struct HashingTests {
  /// Lends bytes as a text with nothing behind it and only the lead before it.
  private func lend<Result>(_ bytes: [UInt8], _ body: (ByteText) -> Result) -> Result {
    let laid = [UInt8](repeating: 0xAA, count: ByteText.lead) + bytes
    return unsafe laid.withUnsafeBytes { buffer in
      guard let start = buffer.baseAddress else { return body(.empty) }
      // In bounds: the bytes were laid behind a lead.
      return unsafe body(ByteText(start: start + ByteText.lead, count: bytes.count))
    }
  }

  private func bytes(_ count: Int, _ random: inout HostileTable.Numbers) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0x21...0x7E, using: &random) }
  }

  @Test func textsCompareByteByByte() {
    var random = HostileTable.Numbers(seed: 1)
    for length in 0...40 {
      for _ in 0..<20 {
        let one = bytes(length, &random)
        var other = one
        #expect(lend(one) { a in lend(other) { b in a == b } })
        guard length > 0 else { continue }
        other[Int.random(in: 0..<length, using: &random)] ^= 1
        #expect(!lend(one) { a in lend(other) { b in a == b } })
        #expect(!lend(one) { a in lend(Array(one.dropLast())) { b in a == b } })
      }
    }
  }

  @Test func bytesAreFoundWhereTheyFirstStand() {
    var random = HostileTable.Numbers(seed: 2)
    for length in 0...40 {
      for _ in 0..<40 {
        let text = bytes(length, &random)
        let byte = Bool.random(using: &random) ? text.randomElement(using: &random) ?? 0x3A : 0x3A
        #expect(lend(text) { $0.firstIndex(of: byte) } == text.firstIndex(of: byte))
        // Neighbours of the byte sought are what carries between bytes would find.
        let near = text.map { $0 & 1 == 0 ? byte ^ 1 : byte &+ 0x80 }
        #expect(lend(near) { $0.firstIndex(of: byte) } == near.firstIndex(of: byte))
      }
    }
  }

  @Test func visibleASCIIIsWhatItSays() {
    var random = HostileTable.Numbers(seed: 3)
    for length in 0...24 {
      let text = bytes(length, &random)
      #expect(lend(text) { $0.isVisibleASCII })
      for position in text.indices {
        for byte in UInt8.min...UInt8.max {
          var changed = text
          changed[position] = byte
          #expect(lend(changed) { $0.isVisibleASCII } == (byte > 0x20 && byte < 0x7F))
        }
      }
    }
  }

  @Test func hashesHangOnEveryByteTheLengthTheDomainAndTheSeed() {
    var random = HostileTable.Numbers(seed: 4)
    let hash = SeededHash(seed: 7)
    for length in 1...70 {
      let text = bytes(length, &random)
      let value = lend(text) { hash.hash(domain: 1, $0) }
      #expect(value == lend(text) { hash.hash(domain: 1, $0) })
      #expect(value != lend(text) { hash.hash(domain: 2, $0) })
      #expect(value != lend(text) { SeededHash(seed: 8).hash(domain: 1, $0) })
      #expect(value != lend(text + [0]) { hash.hash(domain: 1, $0) })
      for position in text.indices {
        var other = text
        other[position] ^= 1
        #expect(value != lend(other) { hash.hash(domain: 1, $0) })
      }
    }
  }

  @Test(arguments: [0, 1, 2, 3, 10, 100, 5000]) func everyKeyHasASlotOfItsOwn(count: Int) throws {
    var random = HostileTable.Numbers(seed: UInt64(count) + 5)
    let hashes = (0..<count).map { _ in random.next() &* 0x9E37_79B9_7F4A_7C15 }
    let (pilots, slots) = try #require(PerfectHash.build(hashes))
    #expect(pilots.count == PerfectHash.bucketCount(count))
    #expect(Set(slots).count == count)
    let slotCount = UInt64(PerfectHash.slotCount(count))
    for (hash, slot) in zip(hashes, slots) {
      let bucket = PerfectHash.bucket(hash, of: UInt64(pilots.count))
      #expect(PerfectHash.slot(hash, pilot: pilots[bucket], of: slotCount) == Int(slot))
      #expect(slot < slotCount)
    }
  }

  @Test func equalHashesHaveNoSlots() { #expect(PerfectHash.build([7, 8, 7]) == nil) }
}
