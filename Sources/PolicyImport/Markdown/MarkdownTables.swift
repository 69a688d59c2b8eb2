import YAMLReader

/// Finds the pipe tables of a Markdown document, with the headings that they stand under.
struct MarkdownTables {
  private let source: SourceFile
  private var lines: [(text: Substring, start: Int)] = []
  private var headings: [(level: Int, text: String)] = []
  private var lead = ""
  private var grids: [PermissionGrid] = []
  private var cellCount = 0

  /// The tables, in the order of the document.
  static func find(in source: SourceFile) throws(ImportFailure) -> [PermissionGrid] {
    guard source.bytes.count <= ImportLimits.bytes else {
      throw ImportFailure(
        "\(quoted(source.path)) has \(source.bytes.count) bytes; at most \(ImportLimits.bytes) are read")
    }
    guard let text = String(validating: source.bytes, as: UTF8.self) else {
      throw ImportFailure("\(quoted(source.path)) is not UTF-8", help: "save it as UTF-8")
    }
    var tables = MarkdownTables(source, text)
    try tables.read()
    return tables.grids
  }

  private init(_ source: SourceFile, _ text: String) {
    self.source = source
    var offset = 0
    // `\r\n` is one character to Swift, so lines are split by bytes.
    for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let end = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      lines.append((Substring(end), offset))
      offset += line.count + 1
    }
  }

  private mutating func read() throws(ImportFailure) {
    var index = 0
    var fence: (mark: Character, length: Int)?
    while index < lines.count {
      let line = lines[index].text
      let trimmed = line.drop { $0 == " " || $0 == "\t" || $0 == ">" || $0 == "\u{FEFF}" }
      if let open = fence {
        let run = trimmed.prefix { $0 == open.mark }.count
        if run >= open.length, trimmed.dropFirst(run).allSatisfy({ $0 == " " || $0 == "\t" }) { fence = nil }
        index += 1
      } else if let mark = trimmed.first, mark == "`" || mark == "~", trimmed.prefix(while: { $0 == mark }).count >= 3 {
        fence = (mark, trimmed.prefix { $0 == mark }.count)
        index += 1
      } else if index + 1 < lines.count, let columns = Self.alignmentColumns(lines[index + 1].text),
        let head = head(at: index, columns: columns)
      {
        index = try readTable(head: head, at: index)
      } else {
        readProse(trimmed, next: index + 1 < lines.count ? lines[index + 1].text : "")
        index += 1
      }
    }
  }

  private mutating func readProse(_ line: Substring, next: Substring) {
    let hashes = line.prefix { $0 == "#" }.count
    if (1...6).contains(hashes), line.dropFirst(hashes).first == " " {
      push(heading: line.dropFirst(hashes), level: hashes)
    } else if !line.isEmpty, !next.isEmpty, next.utf8.count >= 3,
      next.allSatisfy({ $0 == "=" }) || next.allSatisfy({ $0 == "-" })
    {
      push(heading: line, level: next.first == "=" ? 1 : 2)
    } else if let words = Self.wholeBold(line) {
      // A line of its own in bold is a heading of those who have none; it stands below all real ones.
      push(heading: words[...], level: 7)
    } else if line.contains(where: { $0.isLetter }) {
      lead = MarkdownText.words(line.prefix(ImportLimits.cellLength)).text
    }
  }

  private static func wholeBold(_ line: Substring) -> String? {
    guard line.hasPrefix("**"), line.utf8.count < 120 else { return nil }
    let words = MarkdownText.words(line)
    return words.isBold ? words.text : nil
  }

  private mutating func push(heading: Substring, level: Int) {
    while let last = headings.last, last.level >= level { headings.removeLast() }
    var text = MarkdownText.words(heading.prefix(ImportLimits.cellLength)).text
    while text.hasSuffix("#") { text.removeLast() }
    headings.append((level, text.foldingSpaces()))
    lead = ""
  }

  // MARK: - Tables

  /// The number of columns that a line such as `|---|:-:|` sets out; `nil` if it is none.
  private static func alignmentColumns(_ line: Substring) -> Int? {
    guard line.utf8.count <= ImportLimits.cellLength, line.contains("|"), line.contains("-") else { return nil }
    var pieces = line.split(separator: "|", omittingEmptySubsequences: false).map { $0.foldingSpaces() }
    if pieces.first?.isEmpty == true || pieces.first == ">" { pieces.removeFirst() }
    if pieces.last?.isEmpty == true { pieces.removeLast() }
    let areRules = pieces.allSatisfy { piece in
      let inner = piece.drop { $0 == ":" }
      let dashes = inner.prefix { $0 == "-" }
      return !dashes.isEmpty && inner.dropFirst(dashes.count).allSatisfy { $0 == ":" }
    }
    return areRules && !pieces.isEmpty ? pieces.count : nil
  }

  /// The head of a table, and the words before it: documents that a page was flattened to have the end of a paragraph and
  /// the head of the table after it on one line.
  private func head(at index: Int, columns: Int) -> (cells: [PermissionGrid.Cell], before: String)? {
    let line = lines[index].text
    let pieces = Self.pieces(of: line)
    // A head has as many cells as the line under it; what has far more is not looked at cell by cell.
    guard pieces.count <= columns + 2 else { return nil }
    var cells = pieces.map { cell($0.text, at: lines[index].start + $0.offset) }
    if Self.beginsWithPipe(line) { cells.removeFirst() }
    if cells.count > columns, cells.last?.text.isBlank == true { cells.removeLast() }
    if cells.count == columns { return (cells, "") }
    guard cells.count == columns + 1, !Self.beginsWithPipe(line), let before = cells.first?.text.text else {
      return nil
    }
    return (Array(cells.dropFirst()), before)
  }

  private mutating func readTable(
    head: (cells: [PermissionGrid.Cell], before: String), at index: Int
  ) throws(ImportFailure) -> Int {
    let columns = head.cells.count
    let place = head.cells.first?.place ?? ImportPlace(source, at: lines[index].start)
    guard columns <= ImportLimits.columns else {
      throw ImportFailure(
        "a table of \(columns) columns", at: place, help: "at most \(ImportLimits.columns) are read")
    }
    if !head.before.isEmpty { lead = head.before }
    var grid = PermissionGrid(
      place: place, headings: headings.map(\.text), lead: lead, head: head.cells, rows: [])
    var next = index + 2
    while next < lines.count, lines[next].text.contains("|") {
      let line = lines[next].text
      let pieces = Self.pieces(of: line)
      guard pieces.count <= ImportLimits.columns + 2 else {
        throw ImportFailure(
          "a row of \(pieces.count) cells", at: ImportPlace(source, at: lines[next].start),
          help: "at most \(ImportLimits.columns) are read")
      }
      var cells = pieces.map { cell($0.text, at: lines[next].start + $0.offset) }
      if Self.beginsWithPipe(line) { cells.removeFirst() }
      if cells.count > 1, cells.last?.text.isBlank == true { cells.removeLast() }
      let start = cells.first?.place ?? ImportPlace(source, at: lines[next].start)
      let isShort = cells.count < columns
      let isLong = cells.count > columns
      while cells.count < columns { cells.append(PermissionGrid.Cell(text: CellText(""), place: start)) }
      cellCount += cells.count
      guard cellCount <= ImportLimits.cells else {
        throw ImportFailure("more than \(ImportLimits.cells) cells", at: start, help: "split the document")
      }
      grid.rows.append(PermissionGrid.Row(cells: cells, place: start, isShort: isShort, isLong: isLong))
      next += 1
    }
    grids.append(grid)
    lead = ""
    return next
  }

  private func cell(_ raw: Substring, at offset: Int) -> PermissionGrid.Cell {
    let blank = raw.utf8.prefix { $0 == 0x20 || $0 == 0x09 }.count
    let place = ImportPlace(source, at: offset + blank)
    guard raw.utf8.count <= ImportLimits.cellLength else {
      var text = CellText(String(raw.prefix(ImportLimits.cellLength)))
      text.hasPicture = true
      return PermissionGrid.Cell(text: text, place: place)
    }
    return PermissionGrid.Cell(text: MarkdownText.words(raw), place: place)
  }

  /// Whether a row's first pipe stands before its first cell, and not behind it.
  private static func beginsWithPipe(_ line: Substring) -> Bool {
    line.utf8.first { ![0x20, 0x09, UInt8(ascii: ">"), 0xEF, 0xBB, 0xBF].contains($0) } == UInt8(ascii: "|")
  }

  /// The pieces between the pipes of a line, and where they begin in it; a pipe behind a backslash is text, as it is in
  /// code.
  private static func pieces(of line: Substring) -> [(text: Substring, offset: Int)] {
    var pieces: [(text: Substring, offset: Int)] = []
    let bytes = line.utf8
    var start = bytes.startIndex
    var index = bytes.startIndex
    var startOffset = 0
    var offset = 0
    var isEscaped = false
    while index < bytes.endIndex {
      let byte = bytes[index]
      if byte == UInt8(ascii: "|"), !isEscaped {
        pieces.append((line[start..<index], startOffset))
        start = bytes.index(after: index)
        startOffset = offset + 1
      }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
      index = bytes.index(after: index)
      offset += 1
    }
    pieces.append((line[start...], startOffset))
    return pieces
  }
}
