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
    return Int(word(at: entry)) + (record * section.width + field) * 4
  }

  /// Writes the right length and checksum into the header.
  mutating func seal() {
    guard bytes.count >= TableFormat.headerLength else { return }
    set(UInt32(bytes.count), at: TableFormat.lengthOffset)
    set(0, at: TableFormat.lengthOffset + 4)
    unsafe bytes.withUnsafeMutableBytes { unsafe TableFormat.seal($0) }
  }

  /// The slots in use of a section, with the id that each holds.
  func slots(_ section: Section) -> [(record: Int, id: String)] {
    let entry = TableFormat.headerLength + section.rawValue * TableFormat.sectionEntryLength
    return (0..<Int(word(at: entry + 8))).compactMap { record in
      let start = position(of: section, record: record)
      let length = Int(word(at: start) >> 16)
      guard length > 0, length <= EntitySlot.longestInlineID else { return nil }
      let id = bytes[(start + EntitySlot.idOffset)..<(start + EntitySlot.idOffset + length)]
      return (record, String(decoding: id, as: UTF8.self))
    }
  }

  /// The first word of the list that lies in a slot.
  func list(_ section: Section, _ id: String) -> Int {
    guard let slot = slots(section).first(where: { $0.id == id }) else { return 0 }
    let start = position(of: section, record: slot.record)
    return start + EntitySlot.idOffset + EntitySlot.idSpace(Int(word(at: start) >> 16))
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
