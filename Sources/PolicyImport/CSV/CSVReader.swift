import YAMLReader

/// Reads comma, semicolon or tab separated records (RFC 4180): quotes, quotes in quotes, line breaks in quotes, any of
/// the line endings, and a byte order mark.
struct CSVReader {
  struct Field: Hashable, Sendable {
    var text: String
    var place: ImportPlace
    var isQuoted: Bool
  }

  private let source: SourceFile
  private let bytes: [UInt8]
  private let separator: UInt8
  private let isCasbin: Bool
  private var offset: Int
  private var line = 1
  private var lineStart: Int
  /// How far the columns of the line have been counted.
  private var counted: (offset: Int, column: Int)

  /// All records; those without any text are left out. `separator` is found out if it is not given. In Casbin's files
  /// lines that begin with `#` are comments, and spaces around fields are none of theirs.
  static func records(
    of source: SourceFile, separator: UInt8? = nil, isCasbin: Bool = false, limit: Int = ImportLimits.cells
  ) throws(ImportFailure) -> [[Field]] {
    guard source.bytes.count <= ImportLimits.bytes else {
      throw ImportFailure(
        "\(quoted(source.path)) has \(source.bytes.count) bytes; at most \(ImportLimits.bytes) are read")
    }
    guard String(validating: source.bytes, as: UTF8.self) != nil else {
      throw ImportFailure("\(quoted(source.path)) is not UTF-8", help: "save it as UTF-8")
    }
    var reader = CSVReader(source, separator: separator ?? guessedSeparator(source.bytes), isCasbin: isCasbin)
    var records: [[Field]] = []
    var count = 0
    while let record = try reader.next() {
      count += record.count
      guard count <= limit else {
        throw ImportFailure("more than \(limit) fields", at: record.first?.place, help: "split the file")
      }
      if record.contains(where: { !$0.text.foldingSpaces().isEmpty }) { records.append(record) }
    }
    return records
  }

  private init(_ source: SourceFile, separator: UInt8, isCasbin: Bool) {
    self.source = source
    self.isCasbin = isCasbin
    bytes = source.bytes
    self.separator = separator
    offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    lineStart = offset
    counted = (offset, 1)
  }

  /// The separator that the first record has most of, outside of quotes; a comma if it has none.
  private static func guessedSeparator(_ bytes: [UInt8]) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 0x0A || byte == 0x0D, !counts.isEmpty { break }
      if byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || byte == 0x09 { counts[byte, default: 0] += 1 }
    }
    let comma = counts[UInt8(ascii: ",")] ?? 0
    let others: [UInt8] = [UInt8(ascii: ";"), 0x09]
    let best = others.max { counts[$0, default: 0] < counts[$1, default: 0] }
    guard let best, counts[best, default: 0] > comma else { return UInt8(ascii: ",") }
    return best
  }

  /// Where the reader is. Columns count characters; the bytes of one after its first do not begin one.
  private mutating func place() -> ImportPlace {
    if counted.offset < lineStart { counted = (lineStart, 1) }
    counted.column += bytes[counted.offset..<offset].count { $0 & 0xC0 != 0x80 }
    counted.offset = offset
    return ImportPlace(file: source.path, line: line, column: counted.column)
  }

  private mutating func next() throws(ImportFailure) -> [Field]? {
    guard offset < bytes.count else { return nil }
    if isCasbin {
      skipSpaces()
      while offset < bytes.count, bytes[offset] == UInt8(ascii: "#") {
        while offset < bytes.count, bytes[offset] != 0x0A, bytes[offset] != 0x0D { offset += 1 }
        if offset < bytes.count { endLine() }
        skipSpaces()
      }
    }
    var record: [Field] = []
    while true {
      record.append(try field())
      guard record.count <= ImportLimits.columns else {
        throw ImportFailure("a record of more than \(ImportLimits.columns) fields", at: place())
      }
      guard offset < bytes.count else { return record }
      if bytes[offset] == separator {
        offset += 1
        continue
      }
      endLine()
      return record
    }
  }

  private mutating func skipSpaces() {
    while offset < bytes.count, bytes[offset] == 0x20 || bytes[offset] == 0x09 { offset += 1 }
  }

  private mutating func endLine() {
    if bytes[offset] == 0x0D { offset += 1 }
    if offset < bytes.count, bytes[offset] == 0x0A { offset += 1 }
    line += 1
    lineStart = offset
  }

  private mutating func field() throws(ImportFailure) -> Field {
    if isCasbin { skipSpaces() }
    let place = place()
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
      let start = offset
      while offset < bytes.count, bytes[offset] != separator, bytes[offset] != 0x0A, bytes[offset] != 0x0D {
        offset += 1
      }
      var end = offset
      while isCasbin, end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
      return Field(text: String(decoding: bytes[start..<end], as: UTF8.self), place: place, isQuoted: false)
    }
    offset += 1
    var text: [UInt8] = []
    while offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      if byte == UInt8(ascii: "\"") {
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
          return try closed(text, place)
        }
        offset += 1
      } else if byte == 0x0A {
        line += 1
        lineStart = offset
      }
      text.append(byte)
    }
    throw ImportFailure("a quote that nothing closes", at: place, help: "write `\"\"` for a quote within quotes")
  }

  private mutating func closed(_ text: [UInt8], _ place: ImportPlace) throws(ImportFailure) -> Field {
    while offset < bytes.count, bytes[offset] == 0x20 { offset += 1 }
    guard offset == bytes.count || bytes[offset] == separator || bytes[offset] == 0x0A || bytes[offset] == 0x0D else {
      throw ImportFailure(
        "text behind a closing quote", at: self.place(), help: "write `\"\"` for a quote within quotes")
    }
    return Field(text: String(decoding: text, as: UTF8.self), place: place, isQuoted: true)
  }
}

extension CSVReader {
  /// The one table of a file, its first record the head.
  static func grid(_ source: SourceFile) throws(ImportFailure) -> PermissionGrid? {
    let records = try records(of: source)
    guard let head = records.first, let place = head.first?.place else { return nil }
    func cell(_ field: Field) -> PermissionGrid.Cell {
      PermissionGrid.Cell(text: CellText(field.text).withoutFootnoteMarks(), place: field.place)
    }
    let rows = records.dropFirst().map { record in
      var cells = record.prefix(head.count).map(cell)
      let start = record.first?.place ?? place
      let isShort = cells.count < head.count
      while cells.count < head.count { cells.append(PermissionGrid.Cell(text: CellText(""), place: start)) }
      return PermissionGrid.Row(cells: cells, place: start, isShort: isShort)
    }
    if let long = records.dropFirst().first(where: { $0.count > head.count }) {
      throw ImportFailure(
        "a record of \(long.count) fields, and the head has \(head.count)", at: long[head.count].place,
        help: "put a field that holds the separator in quotes")
    }
    return PermissionGrid(place: place, headings: [], lead: "", head: head.map(cell), rows: rows)
  }
}
