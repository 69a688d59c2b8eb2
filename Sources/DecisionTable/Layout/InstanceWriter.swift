import PolicyValues

/// The instances' part of writing: slots of perfect hashes, in the order of which everything that slots name lies too,
/// so that the opener walks each section once from front to back.
extension TableWriter {
  struct Instances {
    var depth: Int
    var defaultScope: UInt32
    var seed: UInt64
  }

  mutating func writeInstances() -> Instances {
    let vocabulary = vocabulary()
    var ids = Hashes(
      names: vocabulary.map { ($0.kind, $0.text) }, scopes: contents.scopes.map { (UInt32($0.type), $0.id) },
      principals: contents.principals.map { (UInt32($0.type), $0.id) },
      resources: contents.resources.map { (UInt32($0.type), $0.id) })
    var seed = contentSeed()
    // Some seed mostly does at once. If none does, two names are the same, which the opener will see.
    var hashes = ids.slots(seed)
    for _ in 0..<16 where hashes == nil {
      seed = SeededHash.fold(seed ^ 0x9E37_79B9_7F4A_7C15, 0xBF58_476D_1CE4_E5B9)
      hashes = ids.slots(seed)
    }
    let slots = hashes ?? SlotNumbers()
    ids = Hashes()
    let depth = writeScopes(slots)
    writeResources(slots)
    writePrincipals(slots)
    writeNames(vocabulary, slots)
    for (section, pilots) in [
      (Section.namePilots, slots.names.pilots), (.scopePilots, slots.scopes.pilots),
      (.principalPilots, slots.principals.pilots), (.resourcePilots, slots.resources.pilots),
    ] { sections.append(pilots, to: section) }
    sections[.scopeOrder] = slots.scopes.slots
    sections[.principalOrder] = slots.principals.slots
    sections[.resourceOrder] = slots.resources.slots
    let defaultScope = contents.defaultScope.map { slots.scopes.slots[$0] } ?? TableFormat.none
    return Instances(depth: depth, defaultScope: defaultScope, seed: seed)
  }

  /// A seed drawn from the contents, for a table's ids should not be known to collide before it is built.
  private func contentSeed() -> UInt64 {
    var seed: UInt64 = 0
    var lender = TextLender()
    func mix(_ domain: UInt32, _ text: String) {
      seed = lender.lend(text) { SeededHash(seed: seed).hash(domain: domain, $0) }
    }
    mix(0, contents.policyName)
    for scope in contents.scopes { mix(UInt32(scope.type), scope.id) }
    for principal in contents.principals { mix(UInt32(principal.type), principal.id) }
    for resource in contents.resources { mix(UInt32(resource.type), resource.id) }
    return sections[.cells].reduce(seed) { SeededHash.fold($0 ^ UInt64($1), 0x8EBC_6AF0_9C88_C6E3) }
  }

  private func vocabulary() -> [(kind: UInt32, text: String, position: UInt32)] {
    var names: [(kind: UInt32, text: String, position: UInt32)] = []
    for (position, type) in contents.scopeTypes.enumerated() {
      names.append((NameDomain.scopeType, type.name, UInt32(position)))
    }
    for (position, type) in contents.principalTypes.enumerated() {
      names.append((NameDomain.principalType, type.name, UInt32(position)))
    }
    for (position, type) in contents.resourceTypes.enumerated() {
      names.append((NameDomain.resourceType, type.name, UInt32(position)))
      for (offset, action) in type.actions.enumerated() {
        names.append((NameDomain.action + UInt32(position), action, UInt32(permissionStarts[position] + offset)))
      }
    }
    for (name, position) in attributeNames.sorted(by: { $0.value < $1.value }) {
      names.append((NameDomain.attributeName, name, position))
    }
    return names
  }

  private mutating func writeNames(
    _ vocabulary: [(kind: UInt32, text: String, position: UInt32)], _ slots: SlotNumbers
  ) {
    var writer = SlotWriter(slots.names, count: vocabulary.count)
    for (slot, rank) in writer.inUse {
      let name = vocabulary[rank]
      put(&writer, slot, name.kind, name.text, first: name.position, list: [])
    }
    sections[.names] = writer.words
  }

  /// Gives the depth of the deepest scope.
  private mutating func writeScopes(_ slots: SlotNumbers) -> Int {
    var depth = 1
    var writer = SlotWriter(slots.scopes, count: contents.scopes.count)
    for (slot, rank) in writer.inUse {
      let scope = contents.scopes[rank]
      var chain: [UInt32] = []
      var flags = scope.isDisabled ? EntitySlot.isDisabled | EntitySlot.isDisabledAbove : 0
      var next = scope.parent
      while let parent = next, chain.count < contents.scopes.count {
        chain.append(slots.scopes.slots[parent])
        if contents.scopes[parent].isDisabled { flags |= EntitySlot.isDisabledAbove }
        next = contents.scopes[parent].parent
      }
      depth = max(depth, chain.count + 1)
      let entries = entries(scope.attributes)
      put(
        &writer, slot, UInt32(scope.type), scope.id, flags: flags, first: entries[0], second: entries[1],
        list: chain, elsewhere: .ancestors)
    }
    sections[.scopes] = writer.words
    return depth
  }

  private mutating func writeResources(_ slots: SlotNumbers) {
    var writer = SlotWriter(slots.resources, count: contents.resources.count)
    for (slot, rank) in writer.inUse {
      let resource = contents.resources[rank]
      let entries = entries(resource.attributes)
      put(
        &writer, slot, UInt32(resource.type), resource.id, first: entries[0], second: entries[1],
        list: resource.home.map { [slots.scopes.slots[$0]] } ?? [])
    }
    sections[.resources] = writer.words
  }

  private mutating func writePrincipals(_ slots: SlotNumbers) {
    var assignments = SortedAssignments(&contents, scopes: slots.scopes.slots)
    var writer = SlotWriter(slots.principals, count: contents.principals.count)
    for (slot, rank) in writer.inUse {
      let principal = contents.principals[rank]
      var details = TableFormat.none
      if principal.expires != nil || principal.bound != nil || !principal.groups.isEmpty
        || !principal.attributes.isEmpty
      {
        details = UInt32(recordCount(.principalDetails))
        let groupStart = UInt32(recordCount(.memberships))
        for group in principal.groups.sorted(by: { $0.principal < $1.principal }) {
          add(.memberships, [slots.principals.slots[group.principal], time(group.until)])
        }
        let entries = entries(principal.attributes)
        add(
          .principalDetails,
          [
            time(principal.expires), principal.bound.map { slots.principals.slots[$0] } ?? TableFormat.none,
            groupStart, UInt32(principal.groups.count),
          ] + entries)
      }
      var flags = principal.isDisabled ? EntitySlot.isDisabled : 0
      let own = assignments.of(rank)
      var list: [UInt32] = []
      let isTimed = own.contains { $0.end != AssignmentRow.forGood }
      if isTimed { flags |= EntitySlot.isTimed }
      list.reserveCapacity(own.count * (isTimed ? 3 : 2))
      for assignment in own {
        list.append(assignment.scope)
        list.append(assignment.role)
        guard isTimed else { continue }
        let isForGood = assignment.end == AssignmentRow.forGood
        list.append(time(isForGood ? nil : contents.assignmentEnds[Int(assignment.end)]))
      }
      put(
        &writer, slot, UInt32(principal.type), principal.id, flags: flags, first: details,
        list: list, elements: own.count, elsewhere: isTimed ? .timedAssignments : .assignments,
        isAlwaysElsewhere: isTimed)
    }
    assignments = SortedAssignments()
    sections[.principals] = writer.words
  }

  /// Fills a slot. `list` has `elements` elements, each of as many words.
  private mutating func put(
    _ writer: inout SlotWriter, _ slot: Int, _ kind: UInt32, _ id: String, flags: UInt32 = 0,
    first: UInt32 = 0, second: UInt32 = 0, list: [UInt32], elements: Int? = nil, elsewhere: Section? = nil,
    isAlwaysElsewhere: Bool = false
  ) {
    let length = id.utf8.count
    var flags = flags
    var payload = list
    let fits = !isAlwaysElsewhere && EntitySlot.fits(idLength: length, listBytes: list.count * 4)
    if !fits, let elsewhere {
      flags |= EntitySlot.isElsewhere
      payload = [UInt32(truncatingIfNeeded: recordCount(elsewhere))]
      sections[elsewhere] += list
    }
    let count = UInt32(truncatingIfNeeded: elements ?? list.count)
    writer.head(
      slot, kind | UInt32(truncatingIfNeeded: length) << 16, count & 0xFF_FFFF | flags << 24, first, second)
    if length > EntitySlot.longestInlineID {
      writer.payload(slot, at: 0, [text(id).0])
    } else {
      writer.id(slot, id)
    }
    writer.payload(slot, at: EntitySlot.idSpace(length) / 4, payload)
  }
}
