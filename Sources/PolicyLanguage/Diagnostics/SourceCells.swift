import YAMLReader

/// One grapheme cluster of a source line, as it is printed.
struct SourceCell: Sendable {
  /// What is printed: the cluster, or what stands for it.
  var text: String
  /// Its bytes in the file.
  var bytes: Range<Int>
  /// The display column it starts at, from 0, and the columns it takes.
  var column: Int
  var width: Int
}

/// A line of a file, cut into cells that know both their bytes and their columns.
struct SourceLine: Sendable {
  private(set) var cells: [SourceCell] = []
  /// The bytes that were cut into cells: the whole line, or a window of a very long one.
  private(set) var bytes: Range<Int>
  /// Whether the line goes on before or after the window.
  private(set) var isCutBefore = false
  private(set) var isCutAfter = false

  /// How many columns a tab is drawn as, wherever it stands. A terminal's own tab stops would depend on the
  /// gutter's width.
  static let tabWidth = 4
  /// How far a line is read to each side of where it is needed, in bytes. A file may be one line of many megabytes.
  static let reach = 4096

  /// The line that holds the byte at `offset`.
  init(of file: SourceFile, around offset: Int) {
    let offset = min(max(offset, 0), file.bytes.count)
    var start = offset
    while start > 0, !file.bytes.endsALine(at: start - 1) {
      if offset - start >= Self.reach, !file.bytes[start].continuesScalar {
        isCutBefore = true
        break
      }
      start -= 1
    }
    if start == 0, file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    var end = max(start, offset)
    while end < file.bytes.count, file.bytes[end] != 0x0A, file.bytes[end] != 0x0D {
      if end - offset >= Self.reach, !file.bytes[end].continuesScalar {
        isCutAfter = true
        break
      }
      end += 1
    }
    // An offset between `\r` and `\n` stands after the line's text.
    while !isCutAfter, end > start, file.bytes[end - 1] == 0x0D { end -= 1 }
    bytes = start..<end
    cut(file.bytes[start..<end])
  }

  /// The columns of the whole line.
  var width: Int { cells.last.map { $0.column + $0.width } ?? 0 }

  /// The columns that a range of bytes covers. An empty range, and one past the line's end, is the one column
  /// where it would stand.
  func columns(of range: Range<Int>) -> Range<Int> {
    var first: Int?
    var last = 0
    for cell in cells {
      let isInside =
        range.isEmpty
        ? cell.bytes.contains(range.lowerBound) : cell.bytes.overlaps(range)
      guard isInside else { continue }
      if first == nil { first = cell.column }
      last = range.isEmpty ? cell.column + min(1, cell.width) : cell.column + cell.width
    }
    guard let first else {
      let column = range.lowerBound < bytes.lowerBound ? 0 : width
      return column..<(column + 1)
    }
    return first..<max(last, first + 1)
  }

  /// The offset of the first byte that is not white space, or the line's end.
  func textStart(in file: SourceFile) -> Int {
    bytes.first { file.bytes[$0] != 0x20 && file.bytes[$0] != 0x09 } ?? bytes.upperBound
  }

  private mutating func cut(_ line: ArraySlice<UInt8>) {
    if let text = String(validating: line, as: UTF8.self) {
      append(text, at: line.startIndex)
      return
    }
    // Not UTF-8: every wrong byte is a cell of its own, so that the caret can point at it.
    var parser = Unicode.UTF8.ForwardParser()
    var bytes = line.makeIterator()
    var offset = line.startIndex
    var valid = offset
    func text(_ range: Range<Int>) -> String { String(decoding: line[range], as: UTF8.self) }
    while true {
      switch parser.parseScalar(from: &bytes) {
      case .valid(let encoded):
        offset += encoded.count
      case .error(let length):
        append(text(valid..<offset), at: valid)
        for index in offset..<(offset + length) {
          let digits = String(line[index], radix: 16, uppercase: true)
          append("<\(digits)>", for: index..<(index + 1))
        }
        offset += length
        valid = offset
      case .emptyInput:
        append(text(valid..<offset), at: valid)
        return
      }
    }
  }

  private mutating func append(_ text: String, at start: Int) {
    var offset = start
    for character in text {
      let length = character.utf8.count
      let shown =
        character == "\t" ? String(repeating: " ", count: Self.tabWidth) : character.visibleForm
      append(shown, for: offset..<(offset + length))
      offset += length
    }
  }

  private mutating func append(_ shown: String, for range: Range<Int>) {
    let width = displayWidth(of: shown)
    cells.append(SourceCell(text: shown, bytes: range, column: self.width, width: width))
  }
}

extension [UInt8] {
  /// Whether a line ends with the byte at `offset`: `\n`, or a `\r` that no `\n` follows.
  fileprivate func endsALine(at offset: Int) -> Bool {
    if self[offset] == 0x0A { return true }
    return self[offset] == 0x0D && !(offset + 1 < count && self[offset + 1] == 0x0A)
  }
}

extension UInt8 {
  fileprivate var continuesScalar: Bool { self & 0xC0 == 0x80 }
}
