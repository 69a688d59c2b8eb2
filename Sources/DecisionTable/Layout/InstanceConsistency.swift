import PolicyValues

/// What a table's slots must be for the check to rely on them: each name lies where its own hash leads, each list where
/// its slot says, each of its elements is one.
///
/// Each kind of slot is walked once, in the order in which it lies, and so is everything that slots name; only what
/// scopes and principals say of each other is looked up, in arrays of two bytes a slot.
struct InstanceConsistency {
  private let table: TableConsistency
  private let view: TableView
  /// For each slot, one more than the position of its type; 0 for one that is not in use.
  private var scopeKinds: [UInt16] = []
  private var principalKinds: [UInt16] = []
  private var resourceKinds: [UInt16] = []
  /// Where the next run must start.
  private var nextEntry = 0
  private var nextDetails = 0
  private var next: [Int] = []

  init(_ table: TableConsistency) {
    self.table = table
    view = table.view
  }

  /// Walks all slots.
  consuming func checked() throws(TableError) -> InstanceConsistency {
    next = [Int](repeating: 0, count: Section.allCases.count)
    try checkNames()
    // All kinds of scopes are needed for the lists of any.
    scopeKinds = try kinds(.scopes, view.scopes, types: .scopeTypes)
    try checkScopes()
    resourceKinds = try kinds(.resources, view.resources, types: .resourceTypes)
    try checkResources()
    principalKinds = try kinds(.principals, view.principals, types: .principalTypes)
    try checkPrincipals()
    for section in [Section.ancestors, .assignments, .timedAssignments] {
      try table.require(next[section.rawValue] == table.count(section), "the order of section `\(section)`")
    }
    return self
  }

  /// Whether a word is a slot in use.
  func isInUse(_ section: Section, _ slot: UInt32) -> Bool {
    switch section {
    case .scopes: Int(slot) < scopeKinds.count && scopeKinds[Int(slot)] != 0
    case .principals: Int(slot) < principalKinds.count && principalKinds[Int(slot)] != 0
    case .resources: Int(slot) < resourceKinds.count && resourceKinds[Int(slot)] != 0
    default: false
    }
  }

  /// What holds between sections, once each of them holds by itself.
  func checkRelations() throws(TableError) {
    try checkOrder(.scopeOrder, scopeKinds)
    try checkOrder(.principalOrder, principalKinds)
    try checkOrder(.resourceOrder, resourceKinds)
    var entry = nextEntry
    for record in 0..<table.count(.principalDetails) {
      try table.require(table.word(.principalDetails, record, 4) == entry, "the order of section `entries`")
      entry += table.word(.principalDetails, record, 5)
    }
    try table.require(entry == table.count(.entries), "the order of section `entries`")
    try table.require(nextDetails == table.count(.principalDetails), "the order of section `principalDetails`")
  }

  /// An order names each slot in use once.
  private func checkOrder(_ section: Section, _ kinds: [UInt16]) throws(TableError) {
    let inUse = kinds.reduce(0) { $0 + ($1 == 0 ? 0 : 1) }
    try table.require(table.count(section) == inUse, "the number of records in section `\(section)`")
    var seen = [UInt64](repeating: 0, count: kinds.count / 64 + 1)
    for record in 0..<table.count(section) {
      let slot = table.word(section, record, 0)
      try table.require(seen[slot / 64] >> UInt64(slot % 64) & 1 == 0, "section `\(section)` names a slot twice")
      seen[slot / 64] |= 1 << UInt64(slot % 64)
    }
  }

  // MARK: slots

  /// Looks at the head and the id of every slot of a kind.
  private func kinds(_ section: Section, _ index: SlotIndex, types: Section) throws(TableError) -> [UInt16] {
    var kinds = [UInt16](repeating: 0, count: table.count(section))
    for slot in kinds.indices {
      guard try checkHead(section, index, slot) else { continue }
      let kind = index.kind(slot)
      try table.require(kind < table.count(types), "the type of a name in section `\(section)`")
      kinds[slot] = UInt16(truncatingIfNeeded: kind + 1)
    }
    return kinds
  }

  /// Looks at one slot's head and id; `false` if it is not in use.
  @inline(__always)
  private func checkHead(_ section: Section, _ index: SlotIndex, _ slot: Int) throws(TableError) -> Bool {
    let head = index.word(slot, 0)
    if head == 0 {
      try table.require(index.word(slot, EntitySlot.countWord) == 0, "a slot that is not in use")
      return false
    }
    let length = Int(head >> 16)
    try table.require(length > 0, "a name without bytes")
    if length > EntitySlot.longestInlineID {
      let offset = Int(index.word(slot, EntitySlot.idOffset / 4))
      try table.require(offset + length <= table.count(.strings), "a name in section `\(section)`")
    }
    let id = index.id(slot)
    try table.require(section == .names ? id.isVisibleASCII : id.isID, "a name in section `\(section)`")
    let hash = view.hash.hash(domain: UInt32(index.kind(slot)), id)
    try table.require(index.place(hash) == slot, "a name in section `\(section)` that is not found")
    return true
  }

  /// The section that a slot's list lies in and where it starts; `nil` if it lies within its slot.
  private mutating func checkList(
    _ index: SlotIndex, _ slot: Int, words: Int, elsewhere section: Section?
  ) throws(TableError) {
    let count = index.listCount(slot)
    let length = Int(index.word(slot, 0) >> 16)
    guard index.flags(slot) & EntitySlot.isElsewhere != 0 else {
      try table.require(EntitySlot.fits(idLength: length, listBytes: count * words * 4), "a list in its slot")
      return
    }
    guard let section, section == .timedAssignments || !EntitySlot.fits(idLength: length, listBytes: count * words * 4)
    else { throw TableError(.inconsistent, "the table contradicts itself: a list elsewhere") }
    let start = Int(index.word(slot, (EntitySlot.idOffset + EntitySlot.idSpace(length)) / 4))
    try table.require(
      start == next[section.rawValue] && start + count <= table.count(section), "the order of section `\(section)`")
    next[section.rawValue] += count
  }

  private mutating func checkEntries(_ index: SlotIndex, _ slot: Int) throws(TableError) {
    let entries = view.entries(index, slot)
    try table.require(
      entries.lowerBound == nextEntry && entries.upperBound <= table.count(.entries), "the order of section `entries`")
    nextEntry = entries.upperBound
  }

  // MARK: kinds of slots

  private mutating func checkNames() throws(TableError) {
    let index = view.names
    for slot in 0..<table.count(.names) where try checkHead(.names, index, slot) {
      try table.require(index.flags(slot) == 0 && index.listCount(slot) == 0, "a name's slot")
      try checkList(index, slot, words: 1, elsewhere: nil)
    }
  }

  private mutating func checkScopes() throws(TableError) {
    let index = view.scopes
    var pairs: Set<UInt64> = []
    for type in 0..<table.count(.scopeTypes) {
      let start = table.word(.scopeTypes, type, 3)
      let end = start + table.word(.scopeTypes, type, 4)
      try table.require(end <= table.count(.scopeTypeParents), "what a scope type lies in")
      for parent in start..<end { pairs.insert(UInt64(type) << 32 | UInt64(table.word(.scopeTypeParents, parent, 0))) }
    }
    for slot in scopeKinds.indices where scopeKinds[slot] != 0 {
      try table.require(index.flags(slot) < 8, "a scope's flags")
      try checkList(index, slot, words: 1, elsewhere: .ancestors)
      try checkEntries(index, slot)
    }
    for slot in scopeKinds.indices where scopeKinds[slot] != 0 {
      // Each chain is its parent's and one more, so chains end.
      let count = view.ancestorCount(slot)
      var isDisabled = index.flags(slot) & EntitySlot.isDisabled != 0
      if count > 0 {
        let parent = view.ancestor(of: slot, level: 1)
        try table.require(isInUse(.scopes, UInt32(truncatingIfNeeded: parent)), "what a scope lies in")
        try table.require(view.ancestorCount(parent) == count - 1, "what a scope lies in")
        for level in 1..<max(1, count) {
          try table.require(
            view.ancestor(of: slot, level: level + 1) == view.ancestor(of: parent, level: level),
            "what a scope lies in")
        }
        try table.require(
          pairs.contains(UInt64(index.kind(slot)) << 32 | UInt64(index.kind(parent))), "what a scope lies in")
        isDisabled = isDisabled || index.flags(parent) & EntitySlot.isDisabledAbove != 0
      }
      try table.require(isDisabled == (index.flags(slot) & EntitySlot.isDisabledAbove != 0), "a scope's flags")
    }
  }

  private mutating func checkResources() throws(TableError) {
    let index = view.resources
    for slot in resourceKinds.indices where resourceKinds[slot] != 0 {
      try table.require(index.flags(slot) == 0 && index.listCount(slot) <= 1, "a resource's slot")
      try checkList(index, slot, words: 1, elsewhere: nil)
      try checkEntries(index, slot)
      if let home = view.home(of: slot) {
        try table.require(isInUse(.scopes, UInt32(truncatingIfNeeded: home)), "where a resource lives")
      }
    }
  }

  private mutating func checkPrincipals() throws(TableError) {
    let index = view.principals
    let roleTypes = (0..<table.count(.roles)).map { role in
      role == 0 ? 0 : UInt16(truncatingIfNeeded: table.word(.roles, role, 0) + 1)
    }
    var total = 0
    for slot in principalKinds.indices where principalKinds[slot] != 0 {
      let flags = index.flags(slot)
      let isTimed = flags & EntitySlot.isTimed != 0
      try table.require(flags < 8, "a principal's flags")
      try table.require(!isTimed || flags & EntitySlot.isElsewhere != 0, "a principal's flags")
      try checkList(index, slot, words: 2, elsewhere: isTimed ? .timedAssignments : .assignments)
      if let details = view.details(of: slot) {
        try table.require(details == nextDetails, "the order of section `principalDetails`")
        nextDetails += 1
      }
      let assignments = Assignments(view, principal: slot)
      total += assignments.count
      var last: UInt32 = 0
      for position in 0..<assignments.count {
        let scope = assignments.scope(position)
        let role = assignments.role(position)
        try table.require(scope >= last, "the order of assignments")
        last = scope
        try table.require(Int(scope) < scopeKinds.count && role < roleTypes.count, "an assignment")
        try table.require(
          scopeKinds[Int(scope)] != 0 && roleTypes[role] == scopeKinds[Int(scope)], "an assigned role")
        if let end = assignments.end(position) {
          try table.require(end < table.count(.times), "when an assignment ends")
        }
      }
    }
    try table.require(total == table.word(.facts, 0, 7), "the number of its assignments")
  }
}
