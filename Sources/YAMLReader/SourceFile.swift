/// A place in a file as a person counts it.
package struct SourcePosition: Hashable, Sendable {
  /// The line, from 1.
  package var line: Int
  /// The column, from 1, in Unicode scalars.
  package var column: Int
  /// The byte offset from the start of the file.
  package var offset: Int

  /// Makes a position of its parts.
  package init(line: Int, column: Int, offset: Int) {
    self.line = line
    self.column = column
    self.offset = offset
  }
}

/// One file as it was read.
///
/// Lines end at `\n`, `\r\n` or a lone `\r`. A byte order mark at the start belongs to no line.
package struct SourceFile: Sendable {
  /// What messages call the file.
  package let path: String
  /// The bytes, untouched.
  package let bytes: [UInt8]
  /// How many lines end before each block of `blockSize` bytes. A whole table of line starts would be four
  /// times the size of a file of line breaks.
  private let lineEndsBeforeBlock: [UInt32]

  private static let blockSize = 1024

  /// Takes the bytes of a file, and counts its lines.
  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    var table: [UInt32] = []
    table.reserveCapacity(bytes.count / Self.blockSize + 1)
    var ends: UInt32 = 0
    for start in stride(from: 0, to: bytes.count, by: Self.blockSize) {
      table.append(ends)
      for offset in start..<min(start + Self.blockSize, bytes.count)
      where bytes[offset] <= Byte.carriageReturn && bytes.endsLine(at: offset) {
        ends &+= 1
      }
    }
    table.append(ends)
    lineEndsBeforeBlock = table
  }

  /// How many lines the file has. What follows the last line ending is a line too, unless it is empty.
  package var lineCount: Int {
    let ends = Int(lineEndsBeforeBlock.last ?? 0)
    guard !bytes.isEmpty else { return 0 }
    return bytes.endsLine(at: bytes.count - 1) ? ends : ends + 1
  }

  /// The line and column of a byte offset; an offset outside the file is moved to its nearest end.
  package func position(at offset: Int) -> SourcePosition {
    let offset = min(max(offset, 0), bytes.count)
    let block = offset / Self.blockSize
    var line = Int(lineEndsBeforeBlock[min(block, lineEndsBeforeBlock.count - 1)]) + 1
    if block < lineEndsBeforeBlock.count - 1 {
      for index in (block * Self.blockSize)..<offset where bytes.endsLine(at: index) { line += 1 }
    }
    var start = offset
    while start > 0, !bytes.endsLine(at: start - 1) { start -= 1 }
    if start == 0 { start = min(bytes.byteOrderMarkLength, offset) }
    var column = 1
    for byte in bytes[start..<offset] where !byte.isContinuation { column += 1 }
    return SourcePosition(line: line, column: column, offset: offset)
  }

  /// The text of a line, counted from 1, without its line ending; empty for a line that does not exist.
  package func text(ofLine line: Int) -> String {
    guard line >= 1, line <= lineCount else { return "" }
    var start = startOffset(ofLine: line)
    if start == 0 { start = bytes.byteOrderMarkLength }
    var end = start
    while end < bytes.count, bytes[end] != Byte.lineFeed, bytes[end] != Byte.carriageReturn { end += 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private func startOffset(ofLine line: Int) -> Int {
    guard line > 1 else { return 0 }
    // The last block before which fewer than `line - 1` lines have ended holds the ending that is looked for.
    var low = 0
    var high = lineEndsBeforeBlock.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if Int(lineEndsBeforeBlock[middle]) < line - 1 { low = middle } else { high = middle - 1 }
    }
    var ended = Int(lineEndsBeforeBlock[low])
    var offset = low * Self.blockSize
    while offset < bytes.count {
      if bytes.endsLine(at: offset) {
        ended += 1
        if ended == line - 1 { return offset + 1 }
      }
      offset += 1
    }
    return bytes.count
  }
}
