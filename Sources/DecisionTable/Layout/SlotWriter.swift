/// The names of all instances, from which seeds are tried.
struct Hashes {
  var names: [(kind: UInt32, text: String)] = []
  var scopes: [(kind: UInt32, text: String)] = []
  var principals: [(kind: UInt32, text: String)] = []
  var resources: [(kind: UInt32, text: String)] = []

  /// Every name's slot under a seed; `nil` if the seed does not do.
  func slots(_ seed: UInt64) -> SlotNumbers? {
    let hash = SeededHash(seed: seed)
    func build(_ names: [(kind: UInt32, text: String)]) -> SlotNumbers.Kind? {
      var lender = TextLender()
      let hashes = names.map { name in lender.lend(name.text) { hash.hash(domain: name.kind, $0) } }
      return PerfectHash.build(hashes).map { SlotNumbers.Kind(pilots: $0.pilots, slots: $0.slots) }
    }
    guard let names = build(names), let scopes = build(scopes), let principals = build(principals),
      let resources = build(resources)
    else { return nil }
    return SlotNumbers(names: names, scopes: scopes, principals: principals, resources: resources)
  }
}

/// Where every name's slot is.
struct SlotNumbers {
  struct Kind {
    var pilots: [UInt8] = []
    /// By the names' order.
    var slots: [UInt32] = []
  }

  var names = Kind()
  var scopes = Kind()
  var principals = Kind()
  var resources = Kind()
}

/// Fills the slots of one kind of instance.
struct SlotWriter {
  private(set) var words: [UInt32]
  /// Each slot that is in use with the rank of its name, in the order of the slots.
  let inUse: [(slot: Int, rank: Int)]

  init(_ numbers: SlotNumbers.Kind, count: Int) {
    let slots = PerfectHash.slotCount(count)
    words = [UInt32](repeating: 0, count: slots * EntitySlot.words)
    var ranks = [UInt32](repeating: .max, count: slots)
    for (rank, slot) in numbers.slots.enumerated() { ranks[Int(slot)] = UInt32(rank) }
    inUse = ranks.enumerated().compactMap { slot, rank in rank == .max ? nil : (slot, Int(rank)) }
  }

  mutating func head(_ slot: Int, _ words: UInt32...) {
    for (position, word) in words.enumerated() { self.words[slot * EntitySlot.words + position] = word }
  }

  /// Writes words behind the head, from the `at`th on.
  mutating func payload(_ slot: Int, at: Int, _ payload: [UInt32]) {
    let start = slot * EntitySlot.words + EntitySlot.idOffset / 4 + at
    for (position, word) in payload.enumerated() { words[start + position] = word }
  }

  /// Writes an id that lies within its slot.
  mutating func id(_ slot: Int, _ id: String) {
    let start = slot * EntitySlot.words + EntitySlot.idOffset / 4
    for (position, byte) in id.utf8.enumerated() {
      words[start + position / 4] |= UInt32(byte) << UInt32(position % 4 * 8)
    }
  }
}

/// All assignments, principal by principal, each principal's in ascending order of the scope's slot and the role.
struct SortedAssignments {
  private var rows: [AssignmentRow] = []
  private var starts: [UInt32] = []

  init() {}

  /// Takes the assignments out of the contents: there may be ten million.
  init(_ contents: inout TableContents, scopes: [UInt32]) {
    starts = [UInt32](repeating: 0, count: contents.principals.count + 1)
    for row in contents.assignments { starts[Int(row.principal) + 1] += 1 }
    for principal in contents.principals.indices { starts[principal + 1] += starts[principal] }
    var next = starts
    rows = [AssignmentRow](repeating: AssignmentRow(principal: 0, scope: 0, role: 0), count: contents.assignments.count)
    for row in contents.assignments {
      var row = row
      row.scope = scopes[Int(row.scope)]
      rows[Int(next[Int(row.principal)])] = row
      next[Int(row.principal)] += 1
    }
    contents.assignments = []
    for principal in contents.principals.indices {
      let range = Int(starts[principal])..<Int(starts[principal + 1])
      if range.count > 1 { rows[range].sort { ($0.scope, $0.role) < ($1.scope, $1.role) } }
    }
  }

  func of(_ principal: Int) -> ArraySlice<AssignmentRow> {
    rows[Int(starts[principal])..<Int(starts[principal + 1])]
  }
}
