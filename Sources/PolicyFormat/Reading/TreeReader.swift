import YAMLReader

/// Joins the nodes of a file with the comments around them.
///
/// Walks over nodes and pieces side by side. A comment beside a value belongs to it; one on a line of its own belongs
/// to what follows, but for those below the last entry of a collection that are indented as far as its entries are.
struct TreeReader {
  private let bytes: [UInt8]
  private let pieces: [Piece]
  private var next = 0

  init(_ document: YAMLDocument, bytes: [UInt8]) {
    self.bytes = bytes
    pieces = PieceScanner.pieces(of: document, in: bytes)
  }

  /// The comments of the file, in order.
  var comments: [String] { pieces.filter { $0.kind == .comment }.map { bytes.trimmedText($0.range) } }

  /// The value of the whole file; comments alone if it has none.
  mutating func read(_ root: Node?) throws(FormatFailure) -> Collection {
    var above = leads()
    var collection = Collection(isMapping: true)
    if let root {
      guard case .collection(let read) = try value(root, inFlow: false, outerColumn: nil) else {
        throw .unsupported("a file is a mapping, and this is a single value", root.span)
      }
      collection = read
    }
    if let opening = collection.opening { above.append(.comment(opening)) }
    if collection.entries.isEmpty {
      collection.below = above + collection.below
    } else {
      collection.entries[0].above = above + collection.entries[0].above
    }
    collection.below += leads()
    collection.below.dropBlankLinesAtEnd()
    guard next == pieces.count else { throw .unfollowed(offset) }
    collection.close()
    return collection
  }

  // MARK: - Comments

  private var offset: Int { next < pieces.count ? Int(pieces[next].start) : bytes.count }

  /// Goes over comments, empty lines and the marks at a document's ends.
  private mutating func leads() -> [Lead] {
    var leads: [Lead] = []
    while next < pieces.count {
      switch pieces[next].kind {
      case .comment: leads.append(.comment(bytes.trimmedText(pieces[next].range)))
      case .blankLine: leads.append(.blankLine)
      case .marker: break
      case .scalar, .indicator: return leads
      }
      next += 1
    }
    return leads
  }

  /// Takes what stands between a key, or a dash, and its value.
  private mutating func addRemarks(to entry: inout Entry) {
    let isFirstBeside = next < pieces.count && pieces[next].isTrailing
    entry.add(leads(), isFirstBeside: isFirstBeside)
  }

  /// The comment beside what was read last.
  private mutating func note() -> String? {
    guard next < pieces.count, pieces[next].kind == .comment, pieces[next].isTrailing else { return nil }
    next += 1
    return bytes.trimmedText(pieces[next - 1].range)
  }

  /// The comments behind the last entry of a collection that belong to it by their indentation.
  private mutating func leads(below column: Int) -> [Lead] {
    let start = next
    var end = next
    while end < pieces.count {
      if pieces[end].kind == .comment, Int(pieces[end].column) >= column {
        next = end + 1
      } else if pieces[end].kind != .blankLine {
        break
      }
      end += 1
    }
    let taken = next
    next = start
    var leads: [Lead] = []
    while next < taken {
      leads.append(pieces[next].kind == .blankLine ? .blankLine : .comment(bytes.trimmedText(pieces[next].range)))
      next += 1
    }
    return leads
  }

  // MARK: - Tokens

  private func isNext(_ indicator: Unicode.Scalar) -> Bool {
    next < pieces.count && pieces[next].kind == .indicator && bytes[Int(pieces[next].start)] == UInt8(ascii: indicator)
  }

  private mutating func take(_ indicator: Unicode.Scalar) throws(FormatFailure) {
    guard isNext(indicator) else { throw .unfollowed(offset) }
    next += 1
  }

  private mutating func take(_ scalar: Node) throws(FormatFailure) {
    guard !scalar.isEmptyPlain else { return }
    guard next < pieces.count, pieces[next].kind == .scalar, pieces[next].start == scalar.span.start else {
      throw .unfollowed(offset)
    }
    next += 1
  }

  // MARK: - Values

  /// A value; comments before it have been taken. `outerColumn` is that of the block mapping that it stands in.
  private mutating func value(_ node: Node, inFlow: Bool, outerColumn: Int?) throws(FormatFailure) -> Value {
    if node.kind == .scalar {
      try take(node)
      return .scalar(ScalarText(node, in: bytes))
    }
    if isNext("[") || isNext("{") { return .collection(try flow(node)) }
    if inFlow {
      var pair = Collection(isMapping: true, isFlow: true, isBare: true)
      for (key, value) in node.pairs { pair.entries.append(try entry(key, value, inFlow: true, column: 0)) }
      pair.close()
      return .collection(pair)
    }
    return .collection(try block(node, outerColumn: outerColumn))
  }

  private mutating func block(_ node: Node, outerColumn: Int?) throws(FormatFailure) -> Collection {
    var collection = Collection(isMapping: node.kind == .mapping)
    var column = next < pieces.count ? Int(pieces[next].column) : 0
    var position = 0
    if node.kind == .mapping {
      for (key, value) in node.pairs {
        let above = position == 0 ? [] : leads()
        var entry = try entry(key, value, inFlow: false, column: column)
        entry.above = above
        collection.entries.append(entry)
        position += 1
      }
    } else {
      for item in node.items {
        var entry = Entry(above: position == 0 ? [] : leads())
        try take("-")
        if item.isEmptyPlain {
          entry.note = note()
        } else {
          addRemarks(to: &entry)
          entry.value = try value(item, inFlow: false, outerColumn: nil)
          entry.adoptComments()
          if !isBlock(entry.value) { entry.note = note() }
        }
        collection.entries.append(entry)
        position += 1
      }
      // Dashes may stand right below the key; what is indented as far as the key is not below the dashes.
      if column == outerColumn { column += 1 }
    }
    collection.below = leads(below: column)
    collection.close()
    return collection
  }

  private func isBlock(_ value: Value) -> Bool {
    if case .collection(let collection) = value { !collection.isFlow } else { false }
  }

  private mutating func entry(
    _ key: Node, _ value: Node, inFlow: Bool, column: Int
  ) throws(FormatFailure) -> Entry {
    guard !key.isEmptyPlain else { throw .unsupported("a key that is empty", key.span) }
    var entry = Entry()
    if isNext("?") {
      next += 1
      addRemarks(to: &entry)
    }
    entry.key = ScalarText(key: key, in: bytes)
    try take(key)
    // Without a `:` what follows belongs to somebody else.
    let end = next
    var pair = entry
    addRemarks(to: &pair)
    guard isNext(":") else {
      guard value.isEmptyPlain else { throw .unfollowed(offset) }
      next = end
      entry.note = note()
      return entry
    }
    next += 1
    entry = pair
    if value.isEmptyPlain {
      entry.note = note()
      return entry
    }
    addRemarks(to: &entry)
    entry.value = try self.value(value, inFlow: inFlow, outerColumn: column)
    entry.adoptComments()
    if !isBlock(entry.value) { entry.note = note() }
    return entry
  }

  private mutating func flow(_ node: Node) throws(FormatFailure) -> Collection {
    var collection = Collection(isMapping: node.kind == .mapping, isFlow: true)
    try take(node.kind == .mapping ? "{" : "[")
    collection.isSpread = isSpread(behind: Int(pieces[next - 1].end))
    collection.opening = note()
    var waiting: [Lead] = []
    func begin(_ entry: inout Entry, _ leads: [Lead]) {
      entry.above = waiting + leads
      waiting = []
    }
    if node.kind == .mapping {
      for (key, value) in node.pairs {
        let above = leads()
        var entry = try entry(key, value, inFlow: true, column: 0)
        begin(&entry, above)
        waiting = separate(&entry)
        collection.entries.append(entry)
      }
    } else {
      for item in node.items {
        let above = leads()
        var entry = Entry()
        entry.value = try value(item, inFlow: true, outerColumn: nil)
        entry.adoptComments()
        entry.note = note()
        begin(&entry, above)
        waiting = separate(&entry)
        collection.entries.append(entry)
      }
    }
    collection.below = waiting + leads()
    collection.below.dropBlankLinesAtEnd()
    try take(node.kind == .mapping ? "}" : "]")
    collection.close()
    return collection
  }

  /// Goes over the comma behind an entry; returns what stands before it and belongs to what follows.
  private mutating func separate(_ entry: inout Entry) -> [Lead] {
    let end = next
    let before = leads()
    guard isNext(",") else {
      next = end
      return []
    }
    next += 1
    if entry.note == nil, before.comments.isEmpty { entry.note = note() }
    return before
  }

  private func isSpread(behind bracket: Int) -> Bool {
    let rest = bytes[bracket...].first { !$0.isBlank }
    return rest.map { $0.isBreak || $0 == UInt8(ascii: "#") } ?? false
  }
}
