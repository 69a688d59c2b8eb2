import CPlatform

/// Finds slots by name: one pilot, one slot, one comparison.
///
/// Reads are unchecked: a slot's number comes from ``PerfectHash``, which gives none past the last, or from a word that
/// the opener has looked at.
@safe struct SlotIndex: BitwiseCopyable {
  let slots: UnsafeRawPointer
  let slotCount: UInt64
  let pilots: UnsafeRawPointer
  let pilotCount: UInt64
  let strings: UnsafeRawPointer

  /// Where a name would lie.
  @inline(__always)
  func place(_ hash: UInt64) -> Int {
    let bucket = PerfectHash.bucket(hash, of: pilotCount)
    return PerfectHash.slot(
      hash, pilot: unsafe pilots.load(fromByteOffset: bucket, as: UInt8.self), of: slotCount)
  }

  /// Has a slot fetched.
  @inline(__always)
  func prefetch(_ slot: Int) { unsafe policyd_prefetch(slots + slot &* EntitySlot.bytes) }

  /// Whether a slot holds this name.
  @inline(__always)
  func holds(_ slot: Int, kind: UInt32, _ text: ByteText) -> Bool {
    // A longer text would spill into the kind, and no name is empty.
    guard text.count &- 1 < 0xFFFF, text.count > 0 else { return false }
    guard word(slot, 0) == kind | UInt32(truncatingIfNeeded: text.count) << 16 else { return false }
    return id(slot, length: text.count).hasSameBytes(as: text)
  }

  @inline(__always)
  func find(kind: UInt32, _ text: ByteText, _ hash: SeededHash) -> Int? {
    let slot = place(hash.hash(domain: kind, text))
    return holds(slot, kind: kind, text) ? slot : nil
  }

  @inline(__always)
  func word(_ slot: Int, _ word: Int) -> UInt32 {
    unsafe slots.load(fromByteOffset: slot &* EntitySlot.bytes &+ word &* 4, as: UInt32.self)
  }

  /// The position of the type; of `names`, the domain.
  @inline(__always)
  func kind(_ slot: Int) -> Int { Int(word(slot, 0) & 0xFFFF) }

  @inline(__always)
  func flags(_ slot: Int) -> UInt32 { word(slot, EntitySlot.countWord) >> 24 }

  @inline(__always)
  func listCount(_ slot: Int) -> Int { Int(word(slot, EntitySlot.countWord) & 0xFF_FFFF) }

  @inline(__always)
  func id(_ slot: Int) -> ByteText { id(slot, length: Int(word(slot, 0) >> 16)) }

  @inline(__always)
  private func id(_ slot: Int, length: Int) -> ByteText {
    let inline = unsafe slots + (slot &* EntitySlot.bytes &+ EntitySlot.idOffset)
    // In bounds: the slot's head lies before its id.
    if length <= EntitySlot.longestInlineID {
      return unsafe ByteText(start: inline, count: length)
    }
    return unsafe ByteText(start: strings + Int(inline.load(as: UInt32.self)), count: length)
  }

  /// Where a slot's list lies, `stride` bytes an element; `section` is where those lists lie that do not fit.
  @inline(__always)
  func list(_ slot: Int, stride: Int, elsewhere section: UnsafeRawPointer) -> UnsafeRawPointer {
    let inline =
      unsafe slots
      + (slot &* EntitySlot.bytes &+ EntitySlot.idOffset &+ EntitySlot.idSpace(Int(word(slot, 0) >> 16)))
    if flags(slot) & EntitySlot.isElsewhere == 0 { return unsafe inline }
    return unsafe section + Int(inline.load(as: UInt32.self)) &* stride
  }
}
