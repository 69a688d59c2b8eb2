import YAMLReader

/// Cuts a file that has been read without errors into its pieces.
///
/// The scalars are where the reader found them. Between them the reader lets only blanks, line breaks, comments and
/// indicators stand, and no `#` that does not begin a comment; so what is between them needs no grammar to be told apart.
struct PieceScanner {
  private let bytes: [UInt8]
  private(set) var pieces: [Piece] = []
  private var offset: Int
  private var lineStart: Int
  private var hasToken = false
  /// How many line breaks were passed since the last piece.
  private var breaks = 0

  /// The pieces of a file.
  static func pieces(of document: YAMLDocument, in bytes: [UInt8]) -> [Piece] {
    var scanner = PieceScanner(bytes)
    if let root = document.root { scanner.addScalars(in: root) }
    scanner.scan(to: bytes.count)
    return scanner.pieces
  }

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
    offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    lineStart = offset
  }

  private mutating func addScalars(in node: Node) {
    switch node.kind {
    case .scalar: addScalar(node)
    case .sequence: for item in node.items { addScalars(in: item) }
    case .mapping:
      for (key, value) in node.pairs {
        addScalars(in: key)
        addScalars(in: value)
      }
    }
  }

  private mutating func addScalar(_ node: Node) {
    let (start, end) = (Int(node.span.start), Int(node.span.end))
    guard end > start else { return }
    scan(to: start)
    add(.scalar, start..<end)
    guard BlockScalar.begins(node, in: bytes) else {
      // The token may go over several lines.
      var line = start
      while line < end {
        if bytes[line].isBreak { lineStart = line + 1 }
        line += 1
      }
      (offset, hasToken) = (end, true)
      return
    }
    let scalar = BlockScalar(node, in: bytes)
    if let comment = scalar.comment {
      add(.comment, comment)
      pieces[pieces.count - 1].isTrailing = true
    }
    // It ends at a line's end, and nothing else stands on that line.
    (offset, hasToken, breaks) = (scalar.end, true, 0)
    if scalar.end > 0, bytes[scalar.end - 1].isBreak { beginLine(at: scalar.end) }
  }

  /// Takes what stands between here and `target`.
  private mutating func scan(to target: Int) {
    while offset < target {
      let byte = bytes[offset]
      if byte.isBlank {
        offset += 1
      } else if byte.isBreak {
        beginLine(at: bytes.afterBreak(at: offset))
      } else if byte == UInt8(ascii: "#") {
        let end = bytes.lineEnd(from: offset)
        add(.comment, offset..<end)
        offset = end
      } else if offset == lineStart,
        bytes[offset...].starts(with: "---".utf8) || bytes[offset...].starts(with: "...".utf8)
      {
        add(.marker, offset..<offset + 3)
        offset += 3
      } else {
        add(.indicator, offset..<offset + 1)
        offset += 1
      }
    }
  }

  private mutating func beginLine(at start: Int) {
    (offset, lineStart, hasToken) = (start, start, false)
    breaks += 1
  }

  private mutating func add(_ kind: Piece.Kind, _ range: Range<Int>) {
    if breaks > 1 || (breaks == 1 && pieces.isEmpty) {
      pieces.append(Piece(kind: .blankLine, start: UInt32(lineStart), end: UInt32(lineStart), column: 0))
    }
    breaks = 0
    pieces.append(
      Piece(
        kind: kind, isTrailing: kind == .comment && hasToken, start: UInt32(range.lowerBound),
        end: UInt32(range.upperBound), column: UInt32(range.lowerBound - lineStart)))
    if kind != .comment { hasToken = true }
  }
}
