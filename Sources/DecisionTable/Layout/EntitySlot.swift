/// How a name and what belongs to it lie in one cache line of 64 bytes, so that a check reads one line for each thing
/// that it looks up.
///
/// | bytes | what |
/// | --- | --- |
/// | 0 | kind, 2 bytes: the position of the type, or for `names` a ``NameDomain`` |
/// | 2 | length of the id in bytes, 2 bytes; 0 is a slot that is not in use |
/// | 4 | length of the list, 3 bytes |
/// | 7 | flags |
/// | 8 | two words: first and number of `entries` of a scope or resource; position in `principalDetails`, or `none`, and 0; the position that a name names, and 0 |
/// | 16 | the id, padded with zeros to whole words; one of more than 40 bytes lies in `strings`, and its offset is here |
/// | then | the list; one that does not fit lies in a section of its own, and its start is here |
///
/// The list of a scope is what it lies in, outward; of a resource where it lives, at most one scope; of a principal its
/// assignments in ascending order of scope and role; names have none.
enum EntitySlot {
  static let bytes = 64
  static let words = 16
  static let countWord = 1
  static let firstWord = 2
  static let secondWord = 3
  static let idOffset = 16
  /// The longest id that lies within its slot.
  static let longestInlineID = 40

  /// Of a scope or principal: it is disabled.
  static let isDisabled: UInt32 = 1
  /// Of a scope: it or something that it lies in is disabled.
  static let isDisabledAbove: UInt32 = 2
  /// Of a principal: some of its assignments have an end, so that all lie in `timedAssignments`.
  static let isTimed: UInt32 = 2
  /// The list lies in a section of its own.
  static let isElsewhere: UInt32 = 4

  /// Bytes that an id takes within the slot.
  @inline(__always)
  static func idSpace(_ length: Int) -> Int { length > longestInlineID ? 4 : (length + 3) & ~3 }

  /// Whether a list of so many bytes fits behind an id of such a length.
  @inline(__always)
  static func fits(idLength: Int, listBytes: Int) -> Bool { idOffset + idSpace(idLength) + listBytes <= bytes }
}
