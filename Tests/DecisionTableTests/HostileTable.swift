@testable import DecisionTable

/// The bytes of a table, to be changed and made to look whole again.
struct HostileTable {
  var bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func word(at position: Int) -> UInt32 {
    (0..<4).reduce(0) { word, byte in
      let at = position + byte
      return word | (at < bytes.count ? UInt32(bytes[at]) << UInt32(8 * byte) : 0)
    }
  }

  mutating func set(_ word: UInt32, at position: Int) {
    for byte in 0..<4 where position + byte < bytes.count {
      bytes[position + byte] = UInt8(truncatingIfNeeded: word >> UInt32(8 * byte))
    }
  }

  /// The first word of a record.
  func position(of section: Section, record: Int = 0, field: Int = 0) -> Int {
    let entry = TableFormat.headerLength + section.rawValue * TableFormat.sectionEntryLength
    return Int(word(at: entry)) + (record * (section.fields?.count ?? 1) + field) * 4
  }

  /// Writes the right length and checksum into the header.
  mutating func seal() {
    guard bytes.count >= TableFormat.headerLength else { return }
    set(UInt32(bytes.count), at: TableFormat.lengthOffset)
    set(0, at: TableFormat.lengthOffset + 4)
    let covered = Array(bytes[TableFormat.digestOffset...])
    bytes.replaceSubrange(
      TableFormat.checksumOffset..<TableFormat.digestOffset,
      with: TableFormat.checksum(of: covered, length: UInt64(bytes.count)))
  }

  /// Numbers that are the same in every run.
  struct Numbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }
}
