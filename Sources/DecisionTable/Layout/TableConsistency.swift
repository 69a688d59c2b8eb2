/// What the check relies on, and the relations between sections beyond each position being one.
struct TableConsistency {
  let view: TableView
  private let roleWords: Int

  init(_ view: TableView) {
    self.view = view
    roleWords = view.count(.facts) == 1 ? view.roleWords : 0
  }

  func check() throws(TableError) {
    try require(count(.facts) == 1, "it has not one record of facts")
    try checkSizes()
    let instances = try InstanceConsistency(self).checked()
    for section in Section.allCases { try checkFields(section, instances) }
    try checkStrings()
    try checkRuns()
    try checkRoles()
    try checkRows()
    try checkConditions()
    try checkValues()
    try checkAttributes()
    try checkMoments()
    try instances.checkRelations()
    try checkNames()
  }

  func require(_ holds: Bool, _ what: @autoclosure () -> String) throws(TableError) {
    guard holds else { throw TableError(.inconsistent, "the table contradicts itself: \(what())") }
  }

  func count(_ section: Section) -> Int { view.count(section) }
  func word(_ section: Section, _ record: Int, _ field: Int) -> Int { view.index(section, record, field) }

  private func checkFields(_ section: Section, _ instances: InstanceConsistency) throws(TableError) {
    for (field, rule) in section.fields.enumerated() {
      if case .any = rule { continue }
      if case .length = rule { continue }
      for record in 0..<count(section) {
        let word = view.word(section, record, field)
        let isRight =
          switch rule {
          case .any, .length: true
          case .index(let other): Int(word) < count(other)
          case .optional(let other): word == TableFormat.none || Int(word) < count(other)
          case .slot(let other): instances.isInUse(other, word)
          case .optionalSlot(let other): word == TableFormat.none || instances.isInUse(other, word)
          case .below(let bound): word < bound
          case .run(let other): Int(word) + self.word(section, record, field + 1) <= count(other)
          case .text: Int(word) + self.word(section, record, field + 1) <= count(.strings)
          }
        guard isRight else {
          throw TableError(.inconsistent, "record \(record) of section `\(section)` leads out of the table")
        }
      }
    }
  }

  /// All strings together are UTF-8, and so is each text if it does not begin or end inside a character.
  private func checkStrings() throws(TableError) {
    try require(view.bytes(0, UInt32(count(.strings))).validString != nil, "its texts are not UTF-8")
    for section in Section.allCases {
      for (field, rule) in section.fields.enumerated() {
        guard case .text = rule else { continue }
        for record in 0..<count(section) {
          try checkText(word(section, record, field), word(section, record, field + 1))
        }
      }
    }
  }

  /// Cutting a character in two would make two texts compare as replaced characters do.
  private func checkText(_ offset: Int, _ length: Int) throws(TableError) {
    try require(offset + length <= count(.strings), "a text")
    let all = view.bytes(0, UInt32(count(.strings)))
    for end in [offset, offset + length] where end < all.count {
      try require(all[end] & 0xC0 != 0x80, "a text that cuts a character in two")
    }
  }

  private func checkSizes() throws(TableError) {
    let roles = count(.roles)
    let rows = count(.scopeTypes) * count(.permissions)
    try require(roles >= 1 && roleWords == (roles + 63) / 64, "the width of its role sets")
    try require(count(.roleClosures) == roles * roleWords * 2, "the number of role closures")
    try require(count(.scopeTypeRoles) == count(.scopeTypes) * roleWords * 2, "the number of scope types' role sets")
    try require(count(.rows) == rows, "the number of its rows")
    try require(count(.grants) == rows * roleWords * 2, "the number of its grants")
    for section in [
      Section.names, .namePilots, .scopes, .scopePilots, .principals, .principalPilots, .resources, .resourcePilots,
    ] {
      try require(count(section) > 0, "the slots of names")
    }
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
      let type = view.word(.roles, role, 0)
      try require((role == 0) == (type == TableFormat.none), "the scope type of a role")
      try require(bit(.roleClosures, set: role, role), "a role that does not include itself")
      for scopeType in 0..<count(.scopeTypes) {
        try require(
          bit(.scopeTypeRoles, set: scopeType, role) == (role != 0 && Int(type) == scopeType),
          "the roles of a scope type")
      }
    }
  }

  private func checkRows() throws(TableError) {
    var next = 0
    for row in 0..<count(.rows) {
      var granted = [Bool](repeating: false, count: count(.roles))
      var hasConditions = false
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
          let condition = view.word(.cells, cell, 4)
          if condition == TableFormat.none {
            if !isForbid { granted[word(.cells, cell, 3)] = true }
          } else {
            if !isForbid { hasConditions = true }
            try require(
              word(.conditions, Int(condition), 4) == word(.cells, cell, 1), "a condition of another scope type")
          }
        }
      }
      // Flags that let a check leave out what they say is not there.
      try require(hasConditions == (word(.rows, row, 4) == 1), "a row's flags")
      if word(.rows, row, 3) > 0 {
        try require(word(.permissions, row % max(1, count(.permissions)), 3) == 1, "a permission's flags")
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
      var highest = 0
      var atoms = 0
      for step in start..<(start + word(.conditions, condition, 6)) {
        switch StepKind(rawValue: view.word(.steps, step, 0)) {
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
        highest = max(highest, height)
      }
      try require(height == 1 && atoms <= 64 && highest <= TruthMasks.depth, "a condition's steps")
    }
    for atom in 0..<count(.atoms) {
      for field in [1, 4] {
        let first = view.word(.atoms, atom, field + 1)
        let second = word(.atoms, atom, field + 2)
        let isRight =
          switch OperandKind(rawValue: view.word(.atoms, atom, field)) {
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
      switch ValueKind(rawValue: view.word(.values, value, 0)) {
      case .string, .role, .principal: try checkText(first, second)
      case .list:
        // Elements lie right before their list and are no lists, so values end and no two lists share any.
        try require(first + second == value, "the elements of a list")
        for element in first..<(first + second) {
          try require(view.word(.values, element, 0) != ValueKind.list.rawValue, "the elements of a list")
        }
      case .bool: try require(first < 2, "a truth value")
      case .int, .ip, .timestamp: continue
      case nil: try require(false, "a value")
      }
    }
  }

  private func checkAttributes() throws(TableError) {
    try checkAttributeRuns()
    for attribute in 0..<count(.attributes) {
      let type = word(.attributes, attribute, 1)
      let isRight =
        switch AttributeOwner(rawValue: view.word(.attributes, attribute, 0)) {
        case .principal: type < count(.principalTypes)
        case .resource: type < count(.resourceTypes)
        case .scope: type < count(.scopeTypes)
        case .context, .action: type == 0
        case nil: false
        }
      try require(isRight && word(.attributes, attribute, 3) & 15 < 7, "an attribute")
    }
  }

  /// The attributes that a type's run holds are its own.
  private func checkAttributeRuns() throws(TableError) {
    for (section, field, owner) in [
      (Section.principalTypes, 3, AttributeOwner.principal), (.resourceTypes, 8, .resource), (.scopeTypes, 5, .scope),
      (.facts, 8, .context), (.facts, 10, .action),
    ] {
      for type in 0..<count(section) {
        for attribute in view.run(section, type, field) {
          try require(
            view.word(.attributes, attribute, 0) == owner.rawValue && word(.attributes, attribute, 1) == type,
            "the attributes of section `\(section)`")
        }
      }
    }
  }

  /// Every type, attribute and action is found by its name, and no name leads elsewhere.
  private func checkNames() throws(TableError) {
    var total = 0
    for (section, field, domain) in [
      (Section.scopeTypes, 0, NameDomain.scopeType), (.principalTypes, 0, NameDomain.principalType),
      (.resourceTypes, 0, NameDomain.resourceType), (.attributeNames, 0, NameDomain.attributeName),
      (.permissions, 1, NameDomain.action),
    ] {
      for record in 0..<count(section) {
        let domain = section == .permissions ? domain + view.word(section, record, 0) : domain
        try require(view.name(view.bytes(section, record, field), domain: domain) == record, "a name that is not found")
      }
      total += count(section)
    }
    let inUse = (0..<count(.names)).reduce(0) { $0 + (view.names.word($1, 0) == 0 ? 0 : 1) }
    try require(inUse == total, "the number of its names")
  }
}
