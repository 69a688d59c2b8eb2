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
    // Widths that other sections are read by, a default scope that is none, a seed that finds nothing.
    Lie(.facts, 0, 2, 0), Lie(.facts, 0, 2, 2), Lie(.facts, 0, 4, 1000), Lie(.facts, 0, 5, 0), Lie(.facts, 0, 7, 5),
    // Runs that overlap, so that one long run would be walked once for each record.
    Lie(.conditions, 1, 5, 0), Lie(.conditions, 0, 6, 0), Lie(.principalDetails, 1, 2, 0), Lie(.facts, 0, 8, 0),
    Lie(.principalDetails, 1, 4, 0), Lie(.scopeTypes, 1, 3, 1), Lie(.resourceTypes, 1, 4, 0),
    Lie(.resourceTypes, 1, 6, 0), Lie(.resourceTypes, 0, 8, 0), Lie(.scopeTypeParents, 0, 0, 1),
    // Flags that say that there is nothing to look at.
    Lie(.rows, 0, 4, 0), Lie(.permissions, 1, 3, 0),
    // Moments that cannot be printed.
    Lie(.times, 0, 1, 0x7FFF_FFFF), Lie(.times, 0, 1, 0x8000_0000), Lie(.times, 0, 2, 1_000_000_000),
    // A role past the last, one that nobody can be assigned, one of another scope type.
    Lie(.cells, 0, 3, 4), Lie(.timedAssignments, 0, 1, 0), Lie(.timedAssignments, 0, 1, 3),
    Lie(.timedAssignments, 0, 2, 1000), Lie(.roleClosures, 0, 0, 1 << 31),
    // A grant without its cell, a role that its closure lacks, a set that is not its type's.
    Lie(.grants, 0, 0, 0xF), Lie(.roleClosures, 2, 0, 1), Lie(.scopeTypeRoles, 0, 0, 0),
    // Programs that take what is not there, or leave too much.
    Lie(.steps, 0, 0, StepKind.and.rawValue), Lie(.steps, 0, 0, StepKind.not.rawValue), Lie(.steps, 0, 0, 6),
    Lie(.steps, 0, 1, 1000), Lie(.atoms, 0, 1, 6), Lie(.atoms, 0, 11, 129),
    // Orders that leave a slot out, and name another twice or one that is not in use.
    Lie(.scopeOrder, 0, 0, 1000), Lie(.principalOrder, 0, 0, 1000), Lie(.resourceOrder, 0, 0, 1000),
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

  /// What a slot says of its id, its flags and its list.
  @Test func slotsHoldWhatTheySay() throws {
    let bytes = try Self.world.get().bytes
    let original = HostileTable(bytes)
    func refuses(_ what: String, _ change: (inout HostileTable) -> Void) {
      var hostile = original
      change(&hostile)
      #expect(hostile.bytes != original.bytes, "\(what) changes nothing")
      hostile.seal()
      #expect(throws: TableError.self, "\(what)") { try DecisionTable(bytes: hostile.bytes) }
    }
    // With few slots another name may by chance belong where this one lies, and then is as good; most do not.
    var tried = 0
    var refused = 0
    func names(_ change: (inout HostileTable) -> Void) {
      var hostile = original
      change(&hostile)
      hostile.seal()
      tried += 1
      if (try? DecisionTable(bytes: hostile.bytes)) == nil { refused += 1 }
    }
    for section in [Section.names, .scopes, .principals, .resources] {
      let slots = original.slots(section)
      #expect(!slots.isEmpty)
      for (record, id) in slots {
        let head = original.position(of: section, record: record)
        let word = original.word(at: head)
        names { $0.set(word ^ 1, at: head) }
        names { $0.bytes[head + EntitySlot.idOffset] ^= 1 }
        names { $0.bytes[head + EntitySlot.idOffset] ^= 2 }
        refuses("\(section) \(id): no id") { $0.set(word & 0xFFFF, at: head) }
        refuses("\(section) \(id): a longer id") { $0.set(word + 0x10000, at: head) }
        refuses("\(section) \(id): an id elsewhere") { $0.set(word | 0x8000_0000, at: head) }
        refuses("\(section) \(id): not UTF-8") { $0.bytes[head + EntitySlot.idOffset] = 0xFF }
        refuses("\(section) \(id): a long list") { $0.bytes[head + 6] = 0xFF }
        refuses("\(section) \(id): a flag without a meaning") { $0.bytes[head + 7] |= 0x80 }
        refuses("\(section) \(id): a list elsewhere") { $0.bytes[head + 7] ^= UInt8(EntitySlot.isElsewhere) }
        refuses("\(section) \(id): a slot emptied") { hostile in
          for word in 0..<EntitySlot.words { hostile.set(0, at: head + word * 4) }
        }
        if section != .names {
          refuses("\(section) \(id): entries of another") { $0.set($0.word(at: head + 8) &+ 1, at: head + 8) }
        }
      }
    }
    #expect(refused * 2 > tried, "\(refused) of \(tried)")
    // A scope that lies in itself, one in a place that is no scope, one that leaves a level out.
    let scopes = Dictionary(uniqueKeysWithValues: original.slots(.scopes).map { ($0.id, UInt32($0.record)) })
    let inner = original.list(.scopes, "q")
    refuses("q in q") { $0.set(scopes["q"] ?? 0, at: inner) }
    refuses("q in nothing") { $0.set(1000, at: inner) }
    refuses("q in a") { $0.set(scopes["a"] ?? 0, at: inner) }
    refuses("q in p in b") { $0.set(scopes["b"] ?? 0, at: inner + 4) }
    // Disabled above without anything that is, and the other way round.
    for id in ["a", "b", "p", "q"] {
      let head = original.position(of: .scopes, record: Int(scopes[id] ?? 0))
      refuses("\(id) disabled above") { $0.bytes[head + 7] ^= UInt8(EntitySlot.isDisabledAbove) }
    }
    refuses("a resource that lives nowhere") { $0.set(1000, at: $0.list(.resources, "s")) }
    // Key k: two assignments, in ascending order of their scopes.
    let list = original.list(.principals, "k")
    #expect(original.word(at: list) != original.word(at: list + 8))
    refuses("the order of assignments") { hostile in
      for word in 0..<2 {
        hostile.set(original.word(at: list + 8 + word * 4), at: list + word * 4)
        hostile.set(original.word(at: list + word * 4), at: list + 8 + word * 4)
      }
    }
    refuses("a role of another type") { $0.set(original.word(at: list + 12), at: list + 4) }
    refuses("a role that is none") { $0.set(0, at: list + 4) }
    refuses("a role past the last") { $0.set(1000, at: list + 4) }
    refuses("a scope past the last") { $0.set(1000, at: list + 8) }
  }
}
