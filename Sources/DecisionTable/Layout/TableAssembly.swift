/// What has been written of each section: words, or bytes where records are bytes.
struct SectionData {
  private var words = [[UInt32]](repeating: [], count: Section.allCases.count)
  private var byteLists = [[UInt8]](repeating: [], count: Section.allCases.count)

  subscript(section: Section) -> [UInt32] {
    get { words[section.rawValue] }
    _modify { yield &words[section.rawValue] }
  }

  func bytes(_ section: Section) -> [UInt8] { byteLists[section.rawValue] }

  mutating func append(_ bytes: some Sequence<UInt8>, to section: Section) {
    byteLists[section.rawValue] += bytes
  }

  /// How many bytes a section has.
  func size(_ section: Section) -> Int {
    section.isBytes ? byteLists[section.rawValue].count : words[section.rawValue].count * 4
  }

  func count(_ section: Section) -> Int { size(section) / section.recordBytes }

  /// Copies a section's bytes to the start of a buffer that has room for them.
  func copy(_ section: Section, to target: UnsafeMutableRawBufferPointer) {
    if section.isBytes {
      unsafe target.copyBytes(from: byteLists[section.rawValue])
      return
    }
    #if _endian(little)
      // As they lie in memory, which is how the file has them.
      unsafe words[section.rawValue].withUnsafeBytes { unsafe target.copyMemory(from: $0) }
    #else
      for (position, word) in words[section.rawValue].enumerated() {
        unsafe target.storeBytes(of: word.littleEndian, toByteOffset: position * 4, as: UInt32.self)
      }
    #endif
  }

  mutating func clear(_ section: Section) {
    words[section.rawValue] = []
    byteLists[section.rawValue] = []
  }
}

/// The last steps of writing: the bytes.
extension TableWriter {
  mutating func assemble() -> TableMemory {
    var places: [(offset: Int, count: Int)] = []
    var end = TableFormat.bodyOffset
    for section in Section.allCases {
      end = TableFormat.aligned(end)
      places.append((end, sections.count(section)))
      end += sections.size(section)
    }
    let length = TableFormat.aligned(end)
    return unsafe TableMemory(count: length) { target in
      var header = TableFormat.magic
      for value in [TableFormat.version, UInt32(Section.allCases.count)] { TableFormat.append(value, to: &header) }
      TableFormat.append(UInt64(length), to: &header)
      unsafe target.copyBytes(from: header)
      var entries: [UInt8] = []
      for place in places {
        for value in [UInt64(place.offset), UInt64(place.count)] { TableFormat.append(value, to: &entries) }
      }
      // In bounds: all offsets and sizes were added up to the length above.
      unsafe target[TableFormat.headerLength...].copyBytes(from: entries)
      for section in Section.allCases {
        unsafe sections.copy(
          section, to: UnsafeMutableRawBufferPointer(rebasing: target[places[section.rawValue].offset...]))
        // Its words are not needed any more, and may be half of the program's memory.
        sections.clear(section)
      }
      let bytes = UnsafeRawBufferPointer(target)
      var sha = SHA256()
      unsafe sha.update(UnsafeRawBufferPointer(rebasing: bytes[..<TableFormat.checksumOffset]))
      unsafe sha.update(UnsafeRawBufferPointer(rebasing: bytes[TableFormat.headerLength...]))
      unsafe target[TableFormat.digestOffset...].copyBytes(from: sha.finalize())
      unsafe TableFormat.seal(target)
    }
  }
}

extension TableFormat {
  /// Sections begin at cache lines.
  static func aligned(_ offset: Int) -> Int { (offset + 63) & ~63 }

  /// Appends a number's bytes, the lowest first.
  static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
    for shift in stride(from: 0, to: value.bitWidth, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  /// The checksum over everything behind it: the digest, the sections' entries and the body.
  static func checksum(_ table: UnsafeRawBufferPointer) -> UInt64 {
    unsafe Checksum.of(
      UnsafeRawBufferPointer(rebasing: table[digestOffset...]), seed: UInt64(table.count) &+ UInt64(version) << 56)
  }

  /// Writes the checksum into a table's header.
  static func seal(_ table: UnsafeMutableRawBufferPointer) {
    var bytes: [UInt8] = []
    append(unsafe checksum(UnsafeRawBufferPointer(table)), to: &bytes)
    unsafe table[checksumOffset..<digestOffset].copyBytes(from: bytes)
  }
}
