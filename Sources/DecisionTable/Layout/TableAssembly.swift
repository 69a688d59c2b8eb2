/// What has been written of each section.
struct SectionWords {
  private var lists = [[UInt32]](repeating: [], count: Section.allCases.count)

  subscript(section: Section) -> [UInt32] {
    get { lists[section.rawValue] }
    _modify { yield &lists[section.rawValue] }
  }
}

/// The last steps of writing: the slots that names are found by, and the bytes.
extension TableWriter {
  /// A seed drawn from everything written so far.
  func contentSeed(name: (UInt32, UInt32)) -> UInt64 {
    var seed = unsafe strings.withUnsafeBytes { unsafe SeededHash(seed: 0).hash(domain: name.1, $0) }
    for section in Section.allCases {
      unsafe words[section].withUnsafeBytes {
        seed = unsafe SeededHash(seed: seed).hash(domain: UInt32(section.rawValue), $0)
      }
    }
    return seed
  }

  mutating func writeSlots(_ hash: SeededHash) {
    func home(_ text: String, domain: UInt32, mask: Int) -> Int {
      var text = text
      return text.withUTF8 {
        Int(truncatingIfNeeded: unsafe hash.hash(domain: domain, UnsafeRawBufferPointer($0))) & mask
      }
    }
    func slots(_ keys: [(domain: UInt32, text: String)]) -> [UInt32] {
      var capacity = 2
      while capacity < keys.count * 2 { capacity *= 2 }
      var slots = [UInt32](repeating: 0, count: capacity)
      for (position, key) in keys.enumerated() {
        var slot = home(key.text, domain: key.domain, mask: capacity - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (capacity - 1) }
        slots[slot] = UInt32(position + 1)
      }
      return slots
    }
    words[.scopeSlots] = slots(contents.scopes.map { (UInt32($0.type), $0.id) })
    words[.principalSlots] = slots(contents.principals.map { (UInt32($0.type), $0.id) })
    words[.resourceSlots] = slots(contents.resources.map { (UInt32($0.type), $0.id) })
    var names: [(domain: UInt32, text: String, position: Int)] = []
    for (position, type) in contents.scopeTypes.enumerated() {
      names.append((NameDomain.scopeType, type.name, position))
    }
    for (position, type) in contents.principalTypes.enumerated() {
      names.append((NameDomain.principalType, type.name, position))
    }
    for (position, type) in contents.resourceTypes.enumerated() {
      names.append((NameDomain.resourceType, type.name, position))
      for (offset, action) in type.actions.enumerated() {
        names.append((NameDomain.action + UInt32(position), action, permissionStarts[position] + offset))
      }
    }
    for (name, position) in attributeNames.sorted(by: { $0.value < $1.value }) {
      names.append((NameDomain.attributeName, name, Int(position)))
    }
    words[.nameSlots] = slots(names.map { ($0.domain, $0.text) }).flatMap { slot -> [UInt32] in
      guard slot != 0 else { return [0, 0] }
      let name = names[Int(slot) - 1]
      return [name.domain, UInt32(name.position + 1)]
    }
  }

  func assemble() -> [UInt8] {
    var body: [UInt8] = []
    var directory: [(offset: Int, count: Int)] = []
    body.reserveCapacity(Section.allCases.reduce(strings.count) { $0 + words[$1].count * 4 + 8 })
    for section in Section.allCases {
      // Role sets are read as 64-bit words.
      while body.count % 8 != 0 { body.append(0) }
      let offset = TableFormat.bodyOffset + body.count
      if section == .strings {
        body += strings
        directory.append((offset, strings.count))
        continue
      }
      let sectionWords = words[section]
      #if _endian(little)
        // As they lie in memory, which is how the file has them.
        unsafe sectionWords.withUnsafeBytes { unsafe body += unsafe $0 }
      #else
        for word in sectionWords { TableFormat.append(word, to: &body) }
      #endif
      directory.append((offset, sectionWords.count / (section.fields?.count ?? 1)))
    }
    while body.count % 8 != 0 { body.append(0) }
    var sections: [UInt8] = []
    for entry in directory {
      for value in [UInt64(entry.offset), UInt64(entry.count)] { TableFormat.append(value, to: &sections) }
    }
    var header = TableFormat.magic
    for value in [TableFormat.version, UInt32(Section.allCases.count)] { TableFormat.append(value, to: &header) }
    let length = UInt64(TableFormat.bodyOffset + body.count)
    TableFormat.append(length, to: &header)
    var sha = SHA256()
    sha.update(header)
    sha.update(sections)
    sha.update(body)
    let covered = sha.finalize() + sections + body
    return header + TableFormat.checksum(of: covered, length: length) + covered
  }
}

extension TableFormat {
  /// Appends a number's bytes, the lowest first.
  static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
    for shift in stride(from: 0, to: value.bitWidth, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  /// The checksum's eight bytes, over everything behind them: the digest, the sections' entries and the body.
  static func checksum(of covered: [UInt8], length: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    append(unsafe covered.withUnsafeBytes { unsafe SeededHash(seed: length).hash(domain: version, $0) }, to: &bytes)
    return bytes
  }
}
