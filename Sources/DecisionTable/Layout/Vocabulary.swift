/// Short names of types and actions, laid out anew when a table is opened so that finding one takes a dozen instructions:
/// a check looks up four of them, which by way of their slots would be half of its work.
///
/// An array of a power of two entries, at most one for each place. A name that collides with another, or has more than 16
/// bytes, is left out; it is found by its slot.
@safe struct Vocabulary {
  private struct Entry: BitwiseCopyable {
    /// The name as two words; the second is zero for a name of up to eight bytes.
    var first: UInt64 = 0
    var second: UInt64 = 0
    /// Domain and length; 0 is no entry, since no name is empty.
    var key: UInt32 = 0
    var position: UInt32 = 0
  }

  private let entries: UnsafeMutablePointer<Entry>
  private let shift: UInt64

  /// Enters the names of a table whose slots have been looked at.
  init(_ names: SlotIndex, slots: Int) {
    let used = (0..<slots).filter { names.word($0, 0) != 0 }
    // Eight places for each name leave few collisions; 4,096 are as many as stay near.
    var bits: UInt64 = 4
    while bits < 12, 1 << bits < used.count * 8 { bits += 1 }
    let count = 1 << Int(bits)
    unsafe entries = .allocate(capacity: count)
    unsafe entries.initialize(repeating: Entry(), count: count)
    shift = 64 - bits
    for slot in used {
      let id = names.id(slot)
      guard let (first, second) = Self.words(id) else { continue }
      let key = Self.key(UInt32(names.kind(slot)), id)
      let place = place(first, second, key)
      // In bounds: a place has as many bits as the array has entries.
      guard unsafe entries[place].key == 0 else { continue }
      unsafe entries[place] = Entry(
        first: first, second: second, key: key, position: names.word(slot, EntitySlot.firstWord))
    }
  }

  /// Gives the memory back; the vocabulary is not used after it.
  func deallocate() { unsafe entries.deallocate() }

  /// The position of a name, if it was entered.
  @inline(__always)
  func find(_ text: ByteText, domain: UInt32) -> Int? {
    guard let (first, second) = Self.words(text) else { return nil }
    let key = Self.key(domain, text)
    // In bounds: a place has as many bits as the array has entries.
    let entry = unsafe entries + place(first, second, key)
    guard unsafe entry.pointee.first == first, unsafe entry.pointee.second == second, unsafe entry.pointee.key == key
    else { return nil }
    return Int(unsafe entry.pointee.position)
  }

  @inline(__always)
  private func place(_ first: UInt64, _ second: UInt64, _ key: UInt32) -> Int {
    let mixed = (first ^ (second &* 0xE703_7ED1_A0B4_28DB) ^ UInt64(key)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed &>> shift)
  }

  @inline(__always)
  private static func key(_ domain: UInt32, _ text: ByteText) -> UInt32 {
    domain << 16 | UInt32(truncatingIfNeeded: text.count)
  }

  /// A name of 1 to 16 bytes as two words. Together with its length they say all of it.
  @inline(__always)
  private static func words(_ text: ByteText) -> (UInt64, UInt64)? {
    if text.count <= 8 { return text.count > 0 ? (text.word, 0) : nil }
    return text.count <= 16 ? (text.load64(0), text.load64(text.count &- 8)) : nil
  }
}
