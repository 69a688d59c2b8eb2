/// The relations between sections that the check relies on, beyond each position being one.
struct TableConsistency {
  let opener: TableOpener
  private let roleWords: Int
  private let depth: Int

  init(opener: TableOpener) {
    self.opener = opener
    let hasFacts = opener.count(.facts) == 1
    roleWords = hasFacts ? Int(opener.word(.facts, 0, 2)) : 0
    depth = hasFacts ? Int(opener.word(.facts, 0, 3)) : 0
  }

  func check() throws(TableError) {
    try require(opener.count(.facts) == 1, "it has not one record of facts")
    try checkSizes()
    try checkRuns()
    try checkRoles()
    try checkScopes()
    try checkRows()
    try checkConditions()
    try checkValues()
    try checkAttributes()
    try checkInstances()
    try checkParentTypes()
    try checkMoments()
    try checkSlots(.scopeSlots, of: .scopes)
    try checkSlots(.principalSlots, of: .principals)
    try checkSlots(.resourceSlots, of: .resources)
    try checkNames()
  }

  func require(_ holds: Bool, _ what: String) throws(TableError) {
    guard holds else { throw TableError(.inconsistent, "the table contradicts itself: \(what)") }
  }

  func count(_ section: Section) -> Int { opener.count(section) }
  func word(_ section: Section, _ record: Int, _ field: Int) -> Int { Int(opener.word(section, record, field)) }

  private func checkSizes() throws(TableError) {
    let roles = count(.roles)
    let rows = count(.scopeTypes) * count(.permissions)
    try require(roles >= 1 && roleWords == (roles + 63) / 64, "the width of its role sets")
    try require(depth >= 1 && depth <= max(1, count(.scopes)), "the depth of its scopes")
    try require(count(.roleClosures) == roles * roleWords * 2, "the number of role closures")
    try require(count(.scopeTypeRoles) == count(.scopeTypes) * roleWords * 2, "the number of scope types' role sets")
    try require(count(.rows) == rows, "the number of its rows")
    try require(count(.grants) == rows * roleWords * 2, "the number of its grants")
    try require(count(.scopeChains) == count(.scopes) * depth, "the number of its scope chains")
  }

  private func bit(_ section: Section, set: Int, _ role: Int) -> Bool {
    word(section, (set * roleWords + role / 64) * 2 + (role % 64) / 32, 0) >> (role % 32) & 1 == 1
  }

  /// No set has bits past the last role, so whoever walks a set's bits finds roles.
  private func checkSetEnds(_ section: Section, sets: Int) throws(TableError) {
    for set in 0..<sets {
      for role in count(.roles)..<(roleWords * 64) where bit(section, set: set, role) {
        throw TableError(.inconsistent, "the table contradicts itself: a role set names a role that does not exist")
      }
    }
  }

  private func checkRoles() throws(TableError) {
    try checkSetEnds(.roleClosures, sets: count(.roles))
    try checkSetEnds(.scopeTypeRoles, sets: count(.scopeTypes))
    try checkSetEnds(.grants, sets: count(.rows))
    for role in 0..<count(.roles) {
      let type = opener.word(.roles, role, 0)
      try require((role == 0) == (type == TableFormat.none), "the scope type of a role")
      try require(bit(.roleClosures, set: role, role), "a role that does not include itself")
      for scopeType in 0..<count(.scopeTypes) {
        try require(
          bit(.scopeTypeRoles, set: scopeType, role) == (role != 0 && Int(type) == scopeType),
          "the roles of a scope type")
      }
    }
  }

  private func checkScopes() throws(TableError) {
    for scope in 0..<count(.scopes) {
      var expected = UInt32(scope)
      for level in 0..<depth {
        try require(opener.word(.scopeChains, scope * depth + level, 0) == expected, "what a scope lies in")
        if expected != TableFormat.none { expected = opener.word(.scopes, Int(expected), 4) }
      }
      try require(expected == TableFormat.none, "a scope deeper than the deepest, or in itself")
    }
  }

  private func checkRows() throws(TableError) {
    var next = 0
    for row in 0..<count(.rows) {
      var granted = [Bool](repeating: false, count: count(.roles))
      for (field, isForbid) in [(0, false), (2, true)] {
        let start = word(.rows, row, field)
        let length = word(.rows, row, field + 1)
        try require(start == next, "the order of its cells")
        next += length
        for cell in start..<next {
          let isHere =
            word(.cells, cell, 1) * count(.permissions) + word(.cells, cell, 2) == row
            && (word(.cells, cell, 0) & 1 == 1) == isForbid
          try require(isHere, "a cell in another row than its own")
          let condition = opener.word(.cells, cell, 4)
          if condition == TableFormat.none {
            if !isForbid { granted[word(.cells, cell, 3)] = true }
          } else {
            try require(
              word(.conditions, Int(condition), 4) == word(.cells, cell, 1), "a condition of another scope type")
          }
        }
      }
      for role in granted.indices {
        try require(bit(.grants, set: row, role) == granted[role], "a grant without its cell")
      }
    }
    try require(next == count(.cells), "a cell in no row")
    for permission in 0..<count(.permissions) {
      let type = word(.permissions, permission, 0)
      let start = word(.resourceTypes, type, 6)
      try require(
        permission >= start && permission < start + word(.resourceTypes, type, 7), "an action of no resource type")
    }
  }

  /// Every program leaves exactly one truth, and never takes what is not there.
  private func checkConditions() throws(TableError) {
    for condition in 0..<count(.conditions) {
      let start = word(.conditions, condition, 5)
      var height = 0
      var atoms = 0
      for step in start..<(start + word(.conditions, condition, 6)) {
        switch StepKind(rawValue: opener.word(.steps, step, 0)) {
        case .false, .true: height += 1
        case .atom:
          try require(word(.steps, step, 1) < count(.atoms), "a condition's atom")
          atoms += 1
          height += 1
        case .not: try require(height >= 1, "a condition's steps")
        case .and, .or:
          try require(height >= 2, "a condition's steps")
          height -= 1
        case nil: try require(false, "a condition's steps")
        }
      }
      try require(height == 1 && atoms <= 64, "a condition's steps")
    }
    for atom in 0..<count(.atoms) {
      for field in [1, 4] {
        let first = opener.word(.atoms, atom, field + 1)
        let second = word(.atoms, atom, field + 2)
        let isRight =
          switch OperandKind(rawValue: opener.word(.atoms, atom, field)) {
          case .absent: true
          case .literal, .rankOfLiteral: Int(first) < count(.values)
          case .builtin: TableBuiltin(rawValue: first) != nil
          case .attribute, .rankOfAttribute: AttributeOwner(rawValue: first) != nil && second < count(.attributeNames)
          case nil: false
          }
        try require(isRight, "an atom's operand")
      }
    }
  }

  private func checkValues() throws(TableError) {
    for value in 0..<count(.values) {
      let first = word(.values, value, 1)
      let second = word(.values, value, 2)
      switch ValueKind(rawValue: opener.word(.values, value, 0)) {
      case .string, .role, .principal: try checkText(first, second)
      case .list:
        // Elements lie right before their list and are no lists, so values end and no two lists share any.
        try require(first + second == value, "the elements of a list")
        for element in first..<(first + second) {
          try require(opener.word(.values, element, 0) != ValueKind.list.rawValue, "the elements of a list")
        }
      case .bool: try require(first < 2, "a truth value")
      case .int, .ip, .timestamp: continue
      case nil: try require(false, "a value")
      }
    }
  }

  /// Cutting a character in two would make two texts compare as replaced characters do.
  private func checkText(_ offset: Int, _ length: Int) throws(TableError) {
    try require(offset + length <= count(.strings), "a text")
    for end in [offset, offset + length] where end < count(.strings) {
      let byte = opener.load32(min(opener.offsets[Section.strings.rawValue] + end, opener.memory.count - 4))
      let at = opener.offsets[Section.strings.rawValue] + end
      let shift = at <= opener.memory.count - 4 ? 0 : 8 * (at - (opener.memory.count - 4))
      try require((byte >> UInt32(shift)) & 0xC0 != 0x80, "a text")
    }
  }

  private func checkAttributes() throws(TableError) {
    for attribute in 0..<count(.attributes) {
      let type = word(.attributes, attribute, 1)
      let isRight =
        switch AttributeOwner(rawValue: opener.word(.attributes, attribute, 0)) {
        case .principal: type < count(.principalTypes)
        case .resource: type < count(.resourceTypes)
        case .scope: type < count(.scopeTypes)
        case .context, .action: type == 0
        case nil: false
        }
      try require(isRight && word(.attributes, attribute, 3) & 15 < 7, "an attribute")
    }
  }

  /// Assignments are sorted within each principal, which is how the check finds them, and are of the scope's type.
  private func checkInstances() throws(TableError) {
    for principal in 0..<count(.principals) {
      let start = word(.principals, principal, 6)
      var last = -1
      for assignment in start..<(start + word(.principals, principal, 7)) {
        let scope = word(.assignments, assignment, 0)
        try require(scope >= last, "the order of assignments")
        last = scope
        let role = word(.assignments, assignment, 1)
        try require(role > 0 && word(.roles, role, 0) == word(.scopes, scope, 0), "an assigned role")
      }
    }
  }

  /// Every record is found by its own name, and searching ends: some slot is empty.
  private func checkSlots(_ slots: Section, of section: Section) throws(TableError) {
    let capacity = count(slots)
    try require(capacity >= 2 && capacity & (capacity - 1) == 0 && capacity > count(section), "the slots of names")
    var used = 0
    for slot in 0..<capacity where word(slots, slot, 0) != 0 {
      used += 1
      try require(word(slots, slot, 0) <= count(section), "a slot")
    }
    try require(used == count(section), "the slots of names")
    var budget = ProbeBudget(capacity: capacity)
    for record in 0..<count(section) {
      let home = hash(UInt32(word(section, record, 0)), text(section, record, 1))
      let found = find(slots, width: 1, capacity, home, &budget) { slot in word(slots, slot, 0) == record + 1 }
      try require(found, "a name that cannot be found")
    }
  }

  private func checkNames() throws(TableError) {
    let capacity = count(.nameSlots)
    try require(capacity >= 2 && capacity & (capacity - 1) == 0, "the slots of names")
    var used = 0
    for slot in 0..<capacity {
      let entry = word(.nameSlots, slot, 1)
      guard entry != 0 else { continue }
      used += 1
      let domain = opener.word(.nameSlots, slot, 0)
      let section: Section =
        switch domain {
        case NameDomain.scopeType: .scopeTypes
        case NameDomain.principalType: .principalTypes
        case NameDomain.resourceType: .resourceTypes
        case NameDomain.attributeName: .attributeNames
        default: .permissions
        }
      try require(entry <= count(section), "a name's slot")
      if section == .permissions {
        try require(
          domain >= NameDomain.action && domain - NameDomain.action == opener.word(.permissions, entry - 1, 0),
          "an action's slot")
      }
    }
    try require(used < capacity, "the slots of names")
    var budget = ProbeBudget(capacity: capacity)
    for (section, field, domain) in [
      (Section.scopeTypes, 0, NameDomain.scopeType), (.principalTypes, 0, NameDomain.principalType),
      (.resourceTypes, 0, NameDomain.resourceType), (.attributeNames, 0, NameDomain.attributeName),
      (.permissions, 1, NameDomain.action),
    ] {
      for record in 0..<count(section) {
        let domain = section == .permissions ? domain + opener.word(section, record, 0) : domain
        let home = hash(domain, text(section, record, field))
        let found = find(.nameSlots, width: 2, capacity, home, &budget) { slot in
          opener.word(.nameSlots, slot, 0) == domain && word(.nameSlots, slot, 1) == record + 1
        }
        try require(found, "a name that cannot be found")
      }
    }
  }

  private func find(
    _ slots: Section, width: Int, _ capacity: Int, _ home: UInt64, _ budget: inout ProbeBudget,
    _ matches: (Int) -> Bool
  ) -> Bool {
    var slot = Int(truncatingIfNeeded: home) & (capacity - 1)
    while budget.spend() {
      if matches(slot) { return true }
      if word(slots, slot, width - 1) == 0 { return false }
      slot = (slot + 1) & (capacity - 1)
    }
    return false
  }

  private func text(_ section: Section, _ record: Int, _ field: Int) -> Range<Int> {
    let offset = opener.offsets[Section.strings.rawValue] + word(section, record, field)
    return offset..<(offset + word(section, record, field + 1))
  }

  private func hash(_ domain: UInt32, _ text: Range<Int>) -> UInt64 {
    let seed = UInt64(opener.word(.facts, 0, 5)) | UInt64(opener.word(.facts, 0, 6)) << 32
    // In bounds: `checkFields` has compared every text with the length of `strings`.
    return unsafe SeededHash(seed: seed).hash(
      domain: domain, UnsafeRawBufferPointer(start: opener.memory.base + text.lowerBound, count: text.count))
  }
}
