@testable import DecisionTable
import PolicyValues
import Testing

/// A table file is hostile input: whatever its bytes, opening it throws or gives a table that answers.
@Suite struct HostileTableTests {
  private static let world = Result { try SampleWorld(SampleWorld.small) }

  /// Asks everything, and reads what an answer may show; what comes out does not matter, that it does is the test.
  private func ask(_ table: DecisionTable) {
    for (number, question) in SampleWorld.questions.enumerated() {
      let decision = table.decide(question, at: SampleWorld.now)
      if let cell = decision.cell { _ = table.rule(cell) }
      // Explanations read more than checks do.
      if number % 4 == 0 { _ = table.trace(question, at: SampleWorld.now) }
    }
    _ = (table.counts, table.policyName, table.cells, table.scopes, table.principals)
    for type in table.resourceTypeNames { _ = (table.actions(of: type), table.resources(ofType: type)) }
    for scope in table.scopes.prefix(10) { _ = table.ancestors(of: scope) }
    for principal in table.principals.prefix(10) {
      _ = (table.holdings(of: principal, at: SampleWorld.now), table.bound(of: principal))
      _ = table.effectiveRoles(of: principal, at: "project:q", now: SampleWorld.now)
    }
  }

  @Test func everyFlippedByteIsRefused() throws {
    let bytes = try Self.world.get().bytes
    for position in bytes.indices {
      for mask: UInt8 in [0x01, 0x80, 0xFF] {
        var damaged = bytes
        damaged[position] ^= mask
        #expect(throws: TableError.self, "byte \(position) of \(bytes.count)") { try DecisionTable(bytes: damaged) }
      }
    }
  }

  @Test func everyCutIsRefused() throws {
    let bytes = try Self.world.get().bytes
    for length in bytes.indices {
      #expect(throws: TableError.self, "\(length) bytes of \(bytes.count)") {
        try DecisionTable(bytes: Array(bytes[..<length]))
      }
    }
    #expect(throws: TableError.self) { try DecisionTable(bytes: bytes + [0]) }
    #expect(throws: TableError.self) { try DecisionTable(bytes: bytes + bytes) }
  }

  /// Every cut again, with length and checksum set right.
  @Test func cutsThatLookWholeAreRefused() throws {
    let bytes = try Self.world.get().bytes
    for length in stride(from: 0, to: bytes.count, by: 4) {
      var cut = HostileTable(Array(bytes[..<length]))
      cut.seal()
      if let table = try? DecisionTable(bytes: cut.bytes) { ask(table) }
    }
  }

  /// Every word set to values that are likely to break something, and the table made to look whole.
  @Test(arguments: 0..<8) func everyChangedWordIsRefusedOrAnswers(part: Int) throws {
    let bytes = try Self.world.get().bytes
    var random = HostileTable.Numbers(seed: UInt64(part) + 1)
    var opened = 0
    for position in stride(from: part * 4, to: bytes.count, by: 32) {
      let word = HostileTable(bytes).word(at: position)
      for value in [0, word &+ 1, word &- 1, .max, 0x8000_0000, UInt32.random(in: 0..<64, using: &random)] {
        var hostile = HostileTable(bytes)
        hostile.set(value, at: position)
        hostile.seal()
        guard let table = try? DecisionTable(bytes: hostile.bytes) else { continue }
        opened += 1
        ask(table)
      }
    }
    // Ranks, lines, texts may be any: some changes must pass, or the test did not reach behind the checksum.
    #expect(opened > 0)
  }

  /// Several words at once, which gets past checks that hold one word against another.
  @Test(arguments: 0..<4) func severalChangedWordsAreRefusedOrAnswer(part: Int) throws {
    let bytes = try Self.world.get().bytes
    var random = HostileTable.Numbers(seed: UInt64(part) + 100)
    for _ in 0..<500 {
      var hostile = HostileTable(bytes)
      for _ in 0..<Int.random(in: 2...6, using: &random) {
        let position = Int.random(in: 0..<bytes.count / 4, using: &random) * 4
        let other = Int.random(in: 0..<bytes.count / 4, using: &random) * 4
        let near = HostileTable(bytes).word(at: position) &+ UInt32.random(in: 0...2, using: &random) &- 1
        hostile.set(Bool.random(using: &random) ? near : HostileTable(bytes).word(at: other), at: position)
      }
      hostile.seal()
      if let table = try? DecisionTable(bytes: hostile.bytes) { ask(table) }
    }
  }

  @Test(arguments: [0, 1, 7, 8, 16, 63, 64, 1000]) func noTable(length: Int) {
    for byte: UInt8 in [0, 0xFF, UInt8(ascii: "P")] {
      #expect(throws: TableError.self) { try DecisionTable(bytes: [UInt8](repeating: byte, count: length)) }
    }
    let magic = TableFormat.magic + [UInt8](repeating: 0, count: length)
    #expect(throws: TableError.self) { try DecisionTable(bytes: magic) }
  }
}
