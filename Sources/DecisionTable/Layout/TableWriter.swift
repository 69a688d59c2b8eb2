import PolicyValues

extension TableContents {
  /// The table's bytes. The same contents give the same bytes on every machine.
  package func encoded() -> [UInt8] { unsafe written().withBytes { unsafe Array($0) } }

  /// The table's bytes in memory that a ``DecisionTable`` can be opened on. What 32 bits cannot place, the opener
  /// refuses.
  package consuming func written() -> TableMemory {
    var writer = TableWriter(contents: self)
    return writer.write()
  }
}

/// Lays contents out as `TableFormat` says.
struct TableWriter {
  var contents: TableContents
  let roleWords: Int
  var sections = SectionData()
  private var knownStrings: [UTF8Key: UInt32] = [:]
  var attributeNames: [String: UInt32] = [:]
  private var times: [Timestamp: UInt32] = [:]
  var permissionStarts: [Int] = []
  private var permissionCount = 0

  init(contents: consuming TableContents) {
    roleWords = max(1, (contents.roles.count + 63) / 64)
    self.contents = contents
  }

  mutating func write() -> TableMemory {
    writeTimes()
    let attributes = AttributeRuns(contents.attributes)
    writeTypes(attributes)
    writeRoles()
    writeConditions()
    writeCells()
    let name = text(contents.policyName)
    let context = self.attributes(attributes, .context, 0)
    let action = self.attributes(attributes, .action, 0)
    let assignmentCount = contents.assignments.count
    let instances = writeInstances()
    sections[.facts] =
      [
        name.0, name.1, UInt32(roleWords), UInt32(instances.depth), instances.defaultScope,
        UInt32(truncatingIfNeeded: instances.seed), UInt32(truncatingIfNeeded: instances.seed >> 32),
        UInt32(assignmentCount),
      ] + context + action
    return assemble()
  }

  mutating func add(_ section: Section, _ record: [UInt32]) { sections[section] += record }

  func recordCount(_ section: Section) -> Int { sections[section].count / section.width }

  mutating func text(_ string: String) -> (UInt32, UInt32) {
    let key = UTF8Key(string)
    let length = UInt32(string.utf8.count)
    if let known = knownStrings[key] { return (known, length) }
    let offset = UInt32(truncatingIfNeeded: sections.bytes(.strings).count)
    sections.append(string.utf8, to: .strings)
    knownStrings[key] = offset
    return (offset, length)
  }

  /// Times in ascending order, each once.
  private mutating func writeTimes() {
    var all: Set<Timestamp> = []
    for principal in contents.principals {
      if let expires = principal.expires { all.insert(expires) }
      for group in principal.groups { if let until = group.until { all.insert(until) } }
    }
    all.formUnion(contents.assignmentEnds)
    for time in all.sorted() {
      times[time] = UInt32(times.count)
      add(.times, Self.halves(UInt64(bitPattern: time.seconds)) + [time.nanoseconds])
    }
  }

  func time(_ value: Timestamp?) -> UInt32 { value.flatMap { times[$0] } ?? TableFormat.none }

  static func halves(_ value: UInt64) -> [UInt32] {
    [UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32)]
  }

  private mutating func writeTypes(_ attributes: AttributeRuns) {
    for (position, type) in contents.principalTypes.enumerated() {
      let name = text(type.name)
      let flags: UInt32 = (type.isGroup ? 1 : 0) | (type.isBounded ? 2 : 0) | (type.takesRequestRoles ? 4 : 0)
      let own = self.attributes(attributes, .principal, position)
      add(.principalTypes, [name.0, name.1, flags] + own)
    }
    var forbidden: Set<[Int]> = []
    for cell in contents.cells where cell.isForbid { forbidden.insert([cell.resourceType, cell.action]) }
    for (position, type) in contents.resourceTypes.enumerated() {
      let name = text(type.name)
      let start = UInt32(recordCount(.resourceScopeTypes))
      add(.resourceScopeTypes, type.scopeTypes.map(UInt32.init))
      permissionStarts.append(permissionCount)
      for (number, action) in type.actions.enumerated() {
        let name = text(action)
        add(.permissions, [UInt32(position), name.0, name.1, forbidden.contains([position, number]) ? 1 : 0])
      }
      let own = self.attributes(attributes, .resource, position)
      add(
        .resourceTypes,
        [
          name.0, name.1, type.isListed ? 1 : 0, type.asScopeType.map(UInt32.init) ?? TableFormat.none, start,
          UInt32(type.scopeTypes.count), UInt32(permissionCount), UInt32(type.actions.count),
        ] + own)
      permissionCount += type.actions.count
    }
    for (position, type) in contents.scopeTypes.enumerated() {
      let name = text(type.name)
      let start = UInt32(recordCount(.scopeTypeParents))
      add(.scopeTypeParents, type.parents.map(UInt32.init))
      let flags: UInt32 = (type.isOpen ? 1 : 0) | (type.isRoot ? 2 : 0)
      let own = self.attributes(attributes, .scope, position)
      add(.scopeTypes, [name.0, name.1, flags, start, UInt32(type.parents.count)] + own)
    }
  }

  /// Writes the attributes of one owner; gives the run.
  private mutating func attributes(
    _ attributes: AttributeRuns, _ owner: AttributeOwner, _ type: Int
  ) -> [UInt32] {
    let start = UInt32(recordCount(.attributes))
    let own = attributes.of(owner, type)
    for attribute in own {
      let name = attributeName(attribute.name)
      add(
        .attributes,
        [
          attribute.owner.rawValue, UInt32(attribute.entityType), name, attribute.type.code,
          attribute.isOverridable ? 1 : 0,
        ])
    }
    return [start, UInt32(own.count)]
  }

  private mutating func addRoleSet(_ section: Section, _ roles: some Sequence<Int>) {
    var bits = [UInt64](repeating: 0, count: roleWords)
    for role in roles { bits[role / 64] |= 1 << UInt64(role % 64) }
    for word in bits { add(section, Self.halves(word)) }
  }

  private mutating func writeRoles() {
    for (position, role) in contents.roles.enumerated() {
      let name = text(role.name)
      let file = text(role.place.file)
      let rank = Self.halves(UInt64(bitPattern: role.rank ?? 0))
      let scopeType = position == 0 ? TableFormat.none : UInt32(role.scopeType)
      add(
        .roles,
        [
          scopeType, name.0, name.1, role.rank == nil ? 0 : 1, rank[0], rank[1], file.0, file.1,
          UInt32(role.place.line),
        ])
      addRoleSet(.roleClosures, role.closure)
    }
    for type in contents.scopeTypes.indices {
      addRoleSet(
        .scopeTypeRoles, contents.roles.indices.filter { $0 > 0 && contents.roles[$0].scopeType == type })
    }
  }

  private mutating func writeConditions() {
    for condition in contents.conditions {
      let start = UInt32(recordCount(.steps))
      for step in condition.program {
        switch step {
        case .constant(let value): add(.steps, [(value ? StepKind.true : .false).rawValue, 0])
        case .not: add(.steps, [StepKind.not.rawValue, 0])
        case .and: add(.steps, [StepKind.and.rawValue, 0])
        case .or: add(.steps, [StepKind.or.rawValue, 0])
        case .atom(let atom):
          add(.steps, [StepKind.atom.rawValue, UInt32(recordCount(.atoms))])
          var record = [atom.op.rawValue] + operand(atom.left) + operand(atom.right)
          let network = atom.network
          record += Self.halves(network?.address.high ?? 0) + Self.halves(network?.address.low ?? 0)
          record.append(UInt32(network?.prefixLength ?? 0))
          add(.atoms, record)
        }
      }
      let name = text(condition.name)
      let source = text(condition.text)
      let file = text(condition.place.file)
      add(
        .conditions,
        [
          name.0, name.1, source.0, source.1, UInt32(condition.scopeType), start, UInt32(condition.program.count),
          file.0, file.1, UInt32(condition.place.line),
        ])
    }
  }

  private mutating func operand(_ operand: TableOperand?) -> [UInt32] {
    switch operand {
    case nil: [OperandKind.absent.rawValue, 0, 0]
    case .literal(let literal): [OperandKind.literal.rawValue, value(literal), 0]
    case .builtin(let builtin): [OperandKind.builtin.rawValue, builtin.rawValue, 0]
    case .attribute(let owner, let name): [OperandKind.attribute.rawValue, owner.rawValue, attributeName(name)]
    case .rank(.literal(let literal)): [OperandKind.rankOfLiteral.rawValue, value(literal), 0]
    case .rank(.attribute(let owner, let name)):
      [OperandKind.rankOfAttribute.rawValue, owner.rawValue, attributeName(name)]
    // The checker lets no other operand have a rank; an absent one leaves the atom undecided.
    case .rank: [OperandKind.absent.rawValue, 0, 0]
    }
  }

  private mutating func attributeName(_ name: String) -> UInt32 {
    if let known = attributeNames[name] { return known }
    let position = UInt32(attributeNames.count)
    attributeNames[name] = position
    let text = text(name)
    add(.attributeNames, [text.0, text.1])
    return position
  }

  private mutating func value(_ value: AttributeValue) -> UInt32 {
    let record = record(of: value)
    let position = UInt32(recordCount(.values))
    add(.values, record)
    return position
  }

  private mutating func record(of value: AttributeValue) -> [UInt32] {
    switch value {
    case .string(let string): return textRecord(.string, string)
    case .int(let int): return [ValueKind.int.rawValue] + Self.halves(UInt64(bitPattern: int)) + [0, 0]
    case .bool(let bool): return [ValueKind.bool.rawValue, bool ? 1 : 0, 0, 0, 0]
    case .timestamp(let time):
      return [ValueKind.timestamp.rawValue] + Self.halves(UInt64(bitPattern: time.seconds)) + [time.nanoseconds, 0]
    case .ip(let ip): return [ValueKind.ip.rawValue] + Self.halves(ip.high) + Self.halves(ip.low)
    case .role: return textRecord(.role, value.description)
    case .principal(let name): return textRecord(.principal, name.description)
    case .list(let items):
      // The elements lie together, right before the list.
      let records = items.map { record(of: $0) }
      let start = UInt32(recordCount(.values))
      for record in records { add(.values, record) }
      return [ValueKind.list.rawValue, start, UInt32(items.count), 0, 0]
    }
  }

  private mutating func textRecord(_ kind: ValueKind, _ string: String) -> [UInt32] {
    let text = text(string)
    return [kind.rawValue, text.0, text.1, 0, 0]
  }

  private mutating func writeCells() {
    var byRow = [[Bool: [CellRow]]](repeating: [:], count: contents.scopeTypes.count * permissionCount)
    for cell in contents.cells {
      let row = cell.scopeType * permissionCount + permissionStarts[cell.resourceType] + cell.action
      byRow[row][cell.isForbid, default: []].append(cell)
    }
    for row in byRow {
      var record: [UInt32] = []
      for isForbid in [false, true] {
        let cells = row[isForbid] ?? []
        record += [UInt32(recordCount(.cells)), UInt32(cells.count)]
        for cell in cells { addCell(cell) }
      }
      record.append((row[false] ?? []).contains { $0.condition != nil } ? 1 : 0)
      add(.rows, record)
      addRoleSet(.grants, (row[false] ?? []).filter { $0.condition == nil }.map(\.role))
    }
  }

  private mutating func addCell(_ cell: CellRow) {
    let file = text(cell.place.file)
    let flags: UInt32 = (cell.isForbid ? 1 : 0) | (cell.isFromWildcard ? 2 : 0)
    add(
      .cells,
      [
        flags, UInt32(cell.scopeType), UInt32(permissionStarts[cell.resourceType] + cell.action), UInt32(cell.role),
        cell.condition.map(UInt32.init) ?? TableFormat.none, file.0, file.1, UInt32(cell.place.line),
      ])
  }

  mutating func entries(_ attributes: [(name: String, value: AttributeValue)]) -> [UInt32] {
    let start = UInt32(recordCount(.entries))
    for attribute in attributes {
      let record = [attributeName(attribute.name), value(attribute.value)]
      add(.entries, record)
    }
    return [start, UInt32(attributes.count)]
  }
}

/// Declared attributes by whose they are.
struct AttributeRuns {
  private var runs: [[UInt32]: [AttributeRow]] = [:]

  init(_ attributes: [AttributeRow]) {
    for attribute in attributes {
      runs[[attribute.owner.rawValue, UInt32(attribute.entityType)], default: []].append(attribute)
    }
  }

  func of(_ owner: AttributeOwner, _ type: Int) -> [AttributeRow] { runs[[owner.rawValue, UInt32(type)]] ?? [] }
}
