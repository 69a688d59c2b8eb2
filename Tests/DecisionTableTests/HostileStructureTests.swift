@testable import DecisionTable
import PolicyValues
import Testing

/// Single lies that a table file could tell, each of which the opener must see.
@Suite struct HostileStructureTests {
  private static let world = Result { try SampleWorld(SampleWorld.small) }

  /// A word of a record and what it is set to.
  struct Lie: Sendable, CustomTestStringConvertible {
    var section: Section
    var record: Int
    var field: Int
    var value: UInt32

    init(_ section: Section, _ record: Int, _ field: Int, _ value: UInt32) {
      self.section = section
      self.record = record
      self.field = field
      self.value = value
    }

    var testDescription: String { "\(section) \(record).\(field) = \(value)" }
  }

  @Test(arguments: [
    // Widths that other sections are read by.
    Lie(.facts, 0, 2, 0), Lie(.facts, 0, 2, 2), Lie(.facts, 0, 3, 0), Lie(.facts, 0, 3, 2), Lie(.facts, 0, 3, 1 << 31),
    Lie(.facts, 0, 4, 4), Lie(.facts, 0, 5, 0),
    // Scopes that lie in themselves or where their type may not.
    Lie(.scopes, 0, 4, 0), Lie(.scopes, 0, 4, 2), Lie(.scopeChains, 0, 0, 1), Lie(.scopeTypeParents, 0, 0, 1),
    // Runs that overlap, so that one long run would be walked once for each record.
    Lie(.conditions, 1, 5, 0), Lie(.conditions, 0, 6, 0), Lie(.principals, 2, 6, 0), Lie(.resources, 0, 4, 0),
    Lie(.scopeTypes, 1, 3, 1), Lie(.resourceTypes, 1, 4, 0), Lie(.resourceTypes, 1, 6, 0),
    // Moments that cannot be printed.
    Lie(.times, 0, 1, 0x7FFF_FFFF), Lie(.times, 0, 1, 0x8000_0000), Lie(.times, 0, 2, 1_000_000_000),
    // A role past the last, one that nobody can be assigned, one of another scope type.
    Lie(.cells, 0, 3, 4), Lie(.assignments, 0, 1, 0), Lie(.assignments, 0, 1, 3), Lie(.roleClosures, 0, 0, 1 << 31),
    // A grant without its cell, a role that its closure lacks, a set that is not its type's.
    Lie(.grants, 0, 0, 0xF), Lie(.roleClosures, 2, 0, 1), Lie(.scopeTypeRoles, 0, 0, 0),
    // Programs that take what is not there, or leave too much.
    Lie(.steps, 0, 0, StepKind.and.rawValue), Lie(.steps, 0, 0, StepKind.not.rawValue), Lie(.steps, 0, 0, 6),
    Lie(.steps, 0, 1, 1000), Lie(.atoms, 0, 1, 6), Lie(.atoms, 0, 11, 129),
    // Slots without an empty one, or that do not lead to their names.
    Lie(.scopeSlots, 0, 0, 5), Lie(.principalSlots, 0, 0, 1000), Lie(.nameSlots, 0, 1, 1000),
  ])
  func isSeen(lie: Lie) throws {
    var hostile = HostileTable(try Self.world.get().bytes)
    // Sections of words: the record is the word.
    hostile.set(lie.value, at: hostile.position(of: lie.section, record: lie.record, field: lie.field))
    hostile.seal()
    #expect(throws: TableError.self) { try DecisionTable(bytes: hostile.bytes) }
  }

  @Test func sealingAloneChangesNothing() throws {
    let bytes = try Self.world.get().bytes
    var hostile = HostileTable(bytes)
    hostile.seal()
    let isSame = hostile.bytes == bytes
    #expect(isSame)
  }

  /// A list that held itself would never end; one that shared its elements could be long many times over.
  @Test func listsLieRightBehindTheirElements() throws {
    let bytes = try Self.world.get().bytes
    let original = HostileTable(bytes)
    var lists = 0
    for value in 0..<20 {
      let at = original.position(of: .values, record: value)
      guard original.word(at: at) == ValueKind.list.rawValue, original.word(at: at + 8) > 0 else { continue }
      lists += 1
      for (first, count) in [(UInt32(value), 1), (UInt32(value) + 1, 1), (0, 1), (UInt32(value) - 1, 2)] {
        guard first + UInt32(count) != UInt32(value) else { continue }
        var hostile = original
        hostile.set(first, at: at + 4)
        hostile.set(UInt32(count), at: at + 8)
        hostile.seal()
        #expect(throws: TableError.self) { try DecisionTable(bytes: hostile.bytes) }
      }
    }
    #expect(lists > 0)
  }

  @Test func sectionsLieWithinTheTable() throws {
    let bytes = try Self.world.get().bytes
    for section in Section.allCases {
      let entry = TableFormat.headerLength + section.rawValue * TableFormat.sectionEntryLength
      for (word, value) in [(0, UInt32.max), (0, 4), (0, UInt32(bytes.count)), (1, 1), (2, .max), (2, 1 << 30), (3, 1)]
      {
        var hostile = HostileTable(bytes)
        hostile.set(value, at: entry + word * 4)
        hostile.seal()
        // Where a section is empty its offset may be the end of the table.
        guard let table = try? DecisionTable(bytes: hostile.bytes) else { continue }
        for question in SampleWorld.questions { _ = table.decide(question, at: SampleWorld.now) }
      }
    }
  }

  /// A program longer than the language lets one be.
  @Test func conditionsHaveAtMost64Atoms() throws {
    var contents = try Self.world.get().contents
    let position = try #require(contents.conditions.firstIndex { $0.name == "owned" })
    let program = contents.conditions[position].program
    while contents.conditions[position].program.count < 130 { contents.conditions[position].program += program + [.or] }
    let bytes = contents.encoded()
    #expect(throws: TableError.self) { try DecisionTable(bytes: bytes) }
  }

  /// Names that all hash to one place make every search walk over all of them.
  @Test func slotsAreNearTheirNames() throws {
    var budget = ProbeBudget(capacity: 4)
    var spent = 0
    while budget.spend() { spent += 1 }
    #expect(spent == 1024 + 16 * 4)
  }
}
