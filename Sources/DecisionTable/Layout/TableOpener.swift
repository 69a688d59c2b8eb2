/// Why bytes are not a table.
package struct TableError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Code: String, Hashable, Sendable {
    case notATable = "not-a-table"
    case otherVersion = "other-version"
    case truncated
    case damaged
    case inconsistent
  }

  package var code: Code
  /// One line: what is wrong, and where.
  package var message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  package var description: String { message }
}

/// Checks that bytes are a whole table whose every position leads somewhere, before anything reads it.
///
/// A table file is hostile input: `TableView` reads without checks, so whatever it may follow is looked at here, in
/// linear passes. What passes cannot make a check crash or run without end.
struct TableOpener {
  let memory: TableMemory
  private(set) var offsets: [Int] = []
  private(set) var counts: [Int] = []

  init(_ memory: TableMemory) { self.memory = memory }

  mutating func open() throws(TableError) {
    try readHeader()
    try readSections()
    for section in Section.allCases { try checkFields(section) }
    try checkText()
    try TableConsistency(opener: self).check()
  }

  func load32(_ offset: Int) -> UInt32 {
    // In bounds: callers stay below `memory.count`, which the header and section checks have compared first.
    unsafe UInt32(littleEndian: memory.base.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  func load64(_ offset: Int) -> UInt64 { UInt64(load32(offset)) | UInt64(load32(offset + 4)) << 32 }

  func word(_ section: Section, _ record: Int, _ field: Int) -> UInt32 {
    load32(offsets[section.rawValue] + (record * width(section) + field) * 4)
  }

  func count(_ section: Section) -> Int { counts[section.rawValue] }

  /// Words of a record.
  func width(_ section: Section) -> Int { section.fields?.count ?? 1 }

  private func readHeader() throws(TableError) {
    guard memory.count >= TableFormat.magic.count else {
      throw TableError(.notATable, "this is no table file: it has \(memory.count) bytes")
    }
    for (position, byte) in TableFormat.magic.enumerated() {
      guard UInt8(truncatingIfNeeded: load8(position)) == byte else {
        throw TableError(.notATable, "this is no table file: it does not begin as one")
      }
    }
    guard memory.count >= TableFormat.bodyOffset else {
      throw TableError(.truncated, "the table file is cut short: \(memory.count) bytes do not hold its header")
    }
    let version = load32(8)
    guard version == TableFormat.version else {
      throw TableError(
        .otherVersion,
        "the table file is of version \(version), and this program reads version \(TableFormat.version); build it again"
      )
    }
    guard load32(12) == UInt32(Section.allCases.count) else {
      throw TableError(.damaged, "the table file is damaged: its header names another number of sections")
    }
    let length = load64(TableFormat.lengthOffset)
    guard length == UInt64(memory.count) else {
      throw TableError(
        length > UInt64(memory.count) ? .truncated : .damaged,
        "the table file has \(memory.count) bytes, and its header says \(length)")
    }
    let covered = unsafe UnsafeRawBufferPointer(
      start: memory.base + TableFormat.digestOffset, count: memory.count - TableFormat.digestOffset)
    let checksum = unsafe SeededHash(seed: length).hash(domain: version, covered)
    guard checksum == load64(TableFormat.checksumOffset) else {
      throw TableError(.damaged, "the table file is damaged: its checksum does not match its bytes")
    }
  }

  private func load8(_ offset: Int) -> UInt32 {
    unsafe UInt32(memory.base.load(fromByteOffset: offset, as: UInt8.self))
  }

  private mutating func readSections() throws(TableError) {
    for section in Section.allCases {
      let entry = TableFormat.headerLength + section.rawValue * TableFormat.sectionEntryLength
      let offset = load64(entry)
      let count = load64(entry + 8)
      let size = section == .strings ? 1 : UInt64(width(section) * 4)
      let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow, count < UInt64(UInt32.max), offset % 8 == 0, offset >= UInt64(TableFormat.bodyOffset),
        offset <= UInt64(memory.count), bytes <= UInt64(memory.count) - offset
      else { throw TableError(.inconsistent, "section `\(section)` does not lie within the table") }
      offsets.append(Int(offset))
      counts.append(Int(count))
    }
  }

  private func checkFields(_ section: Section) throws(TableError) {
    guard let fields = section.fields else { return }
    for (field, rule) in fields.enumerated() {
      if case .any = rule { continue }
      if case .length = rule { continue }
      for record in 0..<count(section) {
        let word = word(section, record, field)
        let isRight =
          switch rule {
          case .any, .length: true
          case .index(let other): Int(word) < count(other)
          case .optional(let other): word == TableFormat.none || Int(word) < count(other)
          case .below(let bound): word < bound
          case .run(let other): Int(word) + Int(self.word(section, record, field + 1)) <= count(other)
          case .text: Int(word) + Int(self.word(section, record, field + 1)) <= count(.strings)
          }
        guard isRight else {
          throw TableError(.inconsistent, "record \(record) of section `\(section)` leads out of the table")
        }
      }
    }
  }

  /// All strings together are UTF-8, and so is each text if it does not begin or end inside a character.
  private func checkText() throws(TableError) {
    let start = offsets[Section.strings.rawValue]
    let bytes = unsafe UnsafeRawBufferPointer(start: memory.base + start, count: count(.strings))
    guard unsafe String(validating: bytes, as: UTF8.self) != nil else {
      throw TableError(.inconsistent, "the table's texts are not UTF-8")
    }
    func isContinuation(_ offset: Int) -> Bool {
      offset < count(.strings) && load8(start + offset) & 0xC0 == 0x80
    }
    for section in Section.allCases {
      for (field, rule) in (section.fields ?? []).enumerated() {
        guard case .text = rule else { continue }
        for record in 0..<count(section) {
          let offset = Int(word(section, record, field))
          let end = offset + Int(word(section, record, field + 1))
          guard !isContinuation(offset), !isContinuation(end) else {
            throw TableError(.inconsistent, "record \(record) of section `\(section)` cuts a character in two")
          }
        }
      }
    }
  }
}
