/// Reads records of a table that has been validated.
///
/// The reads are unchecked, which is what makes them fast; they are in bounds because the opener has looked at every
/// word that serves as a position (`TableOpener`), and callers take positions from such words, from loops up to
/// `count`, or from slots that lookups compare. The view does not keep the memory alive: `DecisionTable` does.
@safe struct TableView: @unchecked Sendable {
  private let base: UnsafeRawPointer
  private let sections: [SectionPlace]
  /// Words of a set of roles; 64 roles each.
  let roleWords: Int
  /// Width of a scope's chain.
  let depth: Int
  let hash: SeededHash

  private struct SectionPlace {
    var offset: Int
    var count: Int
    /// Words of a record.
    var width: Int
  }

  init(_ memory: TableMemory, offsets: [Int], counts: [Int]) {
    unsafe base = memory.base
    sections = Section.allCases.map { section in
      SectionPlace(
        offset: offsets[section.rawValue], count: counts[section.rawValue], width: section.fields?.count ?? 1)
    }
    let facts = unsafe base + offsets[Section.facts.rawValue]
    func fact(_ index: Int) -> UInt32 { unsafe facts.load(fromByteOffset: index * 4, as: UInt32.self) }
    roleWords = Int(fact(2))
    depth = Int(fact(3))
    hash = SeededHash(seed: UInt64(fact(5)) | UInt64(fact(6)) << 32)
  }

  /// How many records a section has.
  @inline(__always)
  func count(_ section: Section) -> Int { sections[section.rawValue].count }

  /// A word of a record.
  @inline(__always)
  func word(_ section: Section, _ record: Int, _ field: Int) -> UInt32 {
    let place = sections[section.rawValue]
    return unsafe base.load(fromByteOffset: place.offset + (record * place.width + field) * 4, as: UInt32.self)
  }

  /// A word of a record, as a position.
  @inline(__always)
  func index(_ section: Section, _ record: Int, _ field: Int) -> Int { Int(word(section, record, field)) }

  /// A word of a record as a position, `nil` for none.
  @inline(__always)
  func optional(_ section: Section, _ record: Int, _ field: Int) -> Int? {
    let word = word(section, record, field)
    return word == TableFormat.none ? nil : Int(word)
  }

  /// The run of records that two words of a record name.
  @inline(__always)
  func run(_ section: Section, _ record: Int, _ field: Int) -> Range<Int> {
    let start = index(section, record, field)
    return start..<(start + index(section, record, field + 1))
  }

  /// 64 bits of a role set; `set` is the number of the set in its section.
  @inline(__always)
  func roleBits(_ section: Section, set: Int, word: Int) -> UInt64 {
    unsafe base.load(
      fromByteOffset: sections[section.rawValue].offset + (set * roleWords + word) * 8, as: UInt64.self)
  }

  /// The scope `level` steps above a scope; `nil` past the top.
  @inline(__always)
  func ancestor(of scope: Int, level: Int) -> Int? {
    guard level < depth else { return nil }
    return optional(.scopeChains, scope * depth + level, 0)
  }

  /// The bytes of a text.
  @inline(__always)
  func bytes(_ offset: UInt32, _ length: UInt32) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(
      start: base + sections[Section.strings.rawValue].offset + Int(offset), count: Int(length))
  }

  func string(_ offset: UInt32, _ length: UInt32) -> String {
    unsafe String(decoding: bytes(offset, length), as: UTF8.self)
  }

  /// The text that two words of a record name.
  func text(_ section: Section, _ record: Int, _ field: Int) -> String {
    string(word(section, record, field), word(section, record, field + 1))
  }
}
