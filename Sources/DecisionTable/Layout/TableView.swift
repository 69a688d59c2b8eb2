import PolicyValues

/// Reads records of a table that has been validated.
///
/// The reads are unchecked, which is what makes them fast; they are in bounds because the opener has looked at every
/// word that serves as a position (`TableOpener`), and callers take positions from such words, from loops up to
/// `count`, or from lookups that compare. One word wide, so that it is handed around in a register; it does not keep
/// the memory alive: `DecisionTable` does.
@safe struct TableView: BitwiseCopyable, @unchecked Sendable {
  let roots: UnsafePointer<TableRoots>

  /// Words of a set of roles; 64 roles each.
  @inline(__always)
  var roleWords: Int { unsafe roots.pointee.roleWords }

  @inline(__always)
  var hash: SeededHash { unsafe roots.pointee.hash }

  /// How many records a section has.
  @inline(__always)
  func count(_ section: Section) -> Int { unsafe roots.pointee.places[section.rawValue].count }

  /// Where a section begins.
  @inline(__always)
  func start(_ section: Section) -> UnsafeRawPointer { unsafe roots.pointee.places[section.rawValue].start }

  /// A word of a record.
  @inline(__always)
  func word(_ section: Section, _ record: Int, _ field: Int) -> UInt32 {
    unsafe start(section).load(fromByteOffset: (record &* section.width &+ field) &* 4, as: UInt32.self)
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
    return unsafe Range(uncheckedBounds: (start, start &+ index(section, record, field + 1)))
  }

  /// 64 bits of a role set; `set` is the number of the set in its section.
  @inline(__always)
  func roleBits(_ section: Section, set: Int, word: Int) -> UInt64 {
    unsafe start(section).load(fromByteOffset: (set &* roleWords &+ word) &* 8, as: UInt64.self)
  }

  /// The bytes of a text in `strings`.
  @inline(__always)
  func bytes(_ offset: UInt32, _ length: UInt32) -> ByteText {
    unsafe ByteText(start: start(.strings) + Int(offset), count: Int(length))
  }

  func string(_ offset: UInt32, _ length: UInt32) -> String { bytes(offset, length).string }

  /// The text that two words of a record name.
  func text(_ section: Section, _ record: Int, _ field: Int) -> String { bytes(section, record, field).string }

  /// The bytes of the text that two words of a record name.
  @inline(__always)
  func bytes(_ section: Section, _ record: Int, _ field: Int) -> ByteText {
    bytes(word(section, record, field), word(section, record, field + 1))
  }
}

/// Where everything in a table lies, found once when it is opened.
@safe struct TableRoots {
  @safe struct Place {
    var start: UnsafeRawPointer
    var count: Int
  }

  /// By the sections' raw values.
  let places: UnsafePointer<Place>
  let roleWords: Int
  let hash: SeededHash
  /// The times of day that are answered at.
  let earliest = Timestamp.minimum
  let latest = Timestamp.maximum
  let names: SlotIndex
  let scopes: SlotIndex
  let principals: SlotIndex
  let resources: SlotIndex
  /// Made when the names' slots have been looked at; until then names are found by their slots.
  var vocabulary: Vocabulary?
}

/// Owns a table's roots, which live at one address so that a ``TableView`` is one word.
@safe final class TableRootsOwner: @unchecked Sendable {
  private let places: UnsafeMutablePointer<TableRoots.Place>
  private let roots: UnsafeMutablePointer<TableRoots>

  /// `offsets` and `counts` lie within the memory, as the opener has seen.
  init(_ memory: TableMemory, offsets: [Int], counts: [Int]) {
    unsafe places = .allocate(capacity: Section.allCases.count)
    for section in Section.allCases {
      // In bounds: there is a place for each section.
      unsafe (places + section.rawValue).initialize(
        to: TableRoots.Place(start: memory.base + offsets[section.rawValue], count: counts[section.rawValue]))
    }
    let places = unsafe places
    func fact(_ index: Int) -> UInt32 {
      // In bounds: there is one record of facts.
      unsafe places[Section.facts.rawValue].start.load(fromByteOffset: index * 4, as: UInt32.self)
    }
    func slots(_ section: Section, _ pilots: Section) -> SlotIndex {
      unsafe SlotIndex(
        slots: places[section.rawValue].start, slotCount: UInt64(places[section.rawValue].count),
        pilots: places[pilots.rawValue].start, pilotCount: UInt64(places[pilots.rawValue].count),
        strings: places[Section.strings.rawValue].start)
    }
    unsafe roots = .allocate(capacity: 1)
    unsafe roots.initialize(
      to: TableRoots(
        places: UnsafePointer(places), roleWords: Int(fact(2)),
        hash: SeededHash(seed: UInt64(fact(5)) | UInt64(fact(6)) << 32), names: slots(.names, .namePilots),
        scopes: slots(.scopes, .scopePilots), principals: slots(.principals, .principalPilots),
        resources: slots(.resources, .resourcePilots)))
  }

  var view: TableView { unsafe TableView(roots: UnsafePointer(roots)) }

  /// Makes the short way to names; their slots have been looked at.
  func enterVocabulary() {
    unsafe roots.pointee.vocabulary = Vocabulary(view.names, slots: view.count(.names))
  }

  deinit {
    unsafe roots.pointee.vocabulary?.deallocate()
    unsafe roots.deallocate()
    unsafe places.deallocate()
  }
}
