/// Why bytes are not a table.
package struct TableError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Code: String, Hashable, Sendable {
    case notATable = "not-a-table"
    case otherVersion = "other-version"
    case truncated
    case damaged
    case unreadable
    case unwritable
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
  private var offsets: [Int] = []
  private var counts: [Int] = []

  init(_ memory: TableMemory) { self.memory = memory }

  mutating func open() throws(TableError) -> TableRootsOwner {
    try unsafe memory.withBytes { bytes throws(TableError) in try unsafe readHeader(bytes) }
    try readSections()
    let roots = TableRootsOwner(memory, offsets: offsets, counts: counts)
    let consistency = TableConsistency(roots.view)
    try consistency.check()
    roots.enterVocabulary()
    return roots
  }

  private func number(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    // In bounds: callers read from a header that has been seen to be whole.
    unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  private func readHeader(_ bytes: UnsafeRawBufferPointer) throws(TableError) {
    guard bytes.count >= TableFormat.magic.count else {
      throw TableError(.notATable, "this is no table file: it has \(bytes.count) bytes")
    }
    guard unsafe bytes.starts(with: TableFormat.magic) else {
      throw TableError(.notATable, "this is no table file: it does not begin as one")
    }
    guard bytes.count >= 16 else {
      throw TableError(.truncated, "the table file is cut short: \(bytes.count) bytes do not hold its header")
    }
    let version = UInt32(truncatingIfNeeded: unsafe number(bytes, 8))
    guard version == TableFormat.version else {
      throw TableError(
        .otherVersion,
        "the table file is of version \(version), and this program reads version \(TableFormat.version); build it again"
      )
    }
    guard bytes.count >= TableFormat.bodyOffset else {
      throw TableError(.truncated, "the table file is cut short: \(bytes.count) bytes do not hold its header")
    }
    guard unsafe number(bytes, 8) >> 32 == UInt64(Section.allCases.count) else {
      throw TableError(.damaged, "the table file is damaged: its header names another number of sections")
    }
    let length = unsafe number(bytes, TableFormat.lengthOffset)
    guard length == UInt64(bytes.count) else {
      throw TableError(
        length > UInt64(bytes.count) ? .truncated : .damaged,
        "the table file has \(bytes.count) bytes, and its header says \(length)")
    }
    guard unsafe TableFormat.checksum(bytes) == number(bytes, TableFormat.checksumOffset) else {
      throw TableError(.damaged, "the table file is damaged: its checksum does not match its bytes")
    }
  }

  private mutating func readSections() throws(TableError) {
    for section in Section.allCases {
      let entry = TableFormat.headerLength + section.rawValue * TableFormat.sectionEntryLength
      let (offset, count) = unsafe memory.withBytes { bytes in
        (unsafe number(bytes, entry), unsafe number(bytes, entry + 8))
      }
      let (size, overflow) = count.multipliedReportingOverflow(by: UInt64(section.recordBytes))
      // A strings' count may be what its offsets can name; a section of records one less than `none`.
      guard !overflow, count < UInt64(UInt32.max), offset % 64 == 0, offset >= UInt64(TableFormat.bodyOffset),
        offset <= UInt64(memory.count), size <= UInt64(memory.count) - offset
      else { throw TableError(.inconsistent, "section `\(section)` does not lie within the table") }
      offsets.append(Int(offset))
      counts.append(Int(count))
    }
    guard counts[Section.facts.rawValue] == 1 else {
      throw TableError(.inconsistent, "the table contradicts itself: it has not one record of facts")
    }
  }
}
