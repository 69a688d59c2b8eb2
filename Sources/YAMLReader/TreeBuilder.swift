/// Makes a document of libyaml's events, and refuses what the profile leaves out.
struct TreeBuilder {
  /// A collection that is being read.
  private struct Frame {
    var record: Int
    /// The items, or the keys and values, so far.
    var children: UInt32 = 0
    var isMapping: Bool
    /// Whether the collection is itself a key, which is refused.
    var isKey: Bool
    /// Whether brackets end it, so that its own end is the end of its content.
    var isFlow: Bool

    var expectsKey: Bool { isMapping && children % 2 == 0 }
  }

  private let bytes: [UInt8]
  private let file: UInt32
  private let limits: YAMLLimits
  private let isASCII: Bool
  private var cursor: ScalarCursor
  private var layout: LayoutCheck
  private var records: [NodeRecord] = []
  private var text: [UInt8] = []
  private var frames: [Frame] = []
  private var documents = 0
  private var errors: [YAMLError] = []
  /// The end of the last thing that was content, for collections that no bracket ends.
  private var contentEnd = 0

  /// A builder over bytes that `Preflight` found nothing wrong with.
  init(_ bytes: [UInt8], file: UInt32, isASCII: Bool, limits: YAMLLimits) {
    self.bytes = bytes
    self.file = file
    self.limits = limits
    self.isASCII = isASCII
    cursor = ScalarCursor(bytes, isASCII: isASCII)
    layout = LayoutCheck(bytes, file: file, limit: limits.errors)
    records.reserveCapacity(bytes.count / 8)
  }

  /// Reads the whole file.
  mutating func run() -> YAMLReadResult {
    let isWhole = LibYAMLParser.parse(bytes, from: bytes.byteOrderMarkLength, isASCII: isASCII) { run(&$0) }
    if isWhole == nil { report(.syntax, "no memory to read the file", bytes.count..<bytes.count, help: nil) }
    errors.append(contentsOf: layout.errors)
    let order = errors.indices.sorted {
      (errors[$0].span.start, $0) < (errors[$1].span.start, $1)
    }
    let sorted = order.prefix(limits.errors).map { errors[$0] }
    let document = isWhole == true ? YAMLDocument(file: file, records: records, bytes: bytes, text: text) : nil
    return YAMLReadResult(document: document, errors: sorted)
  }

  /// Takes all events; false if the run ends before the file does.
  private mutating func run(_ parser: inout LibYAMLParser) -> Bool {
    do throws(LibYAMLFailure) {
      while true {
        let textStart = text.count
        let event = try parser.next(text: &text)
        guard handle(event, textStart: textStart) else { return false }
        if event.kind == .streamEnd { return true }
      }
    } catch {
      report(syntaxError(error))
      return false
    }
  }

  /// Takes one event; false if the run ends here.
  private mutating func handle(_ event: Event, textStart: Int) -> Bool {
    switch event.kind {
    case .streamStart: return true
    case .streamEnd:
      layout.finish()
      return true
    case .documentStart: return startDocument(event)
    case .documentEnd: return true
    case .scalar, .alias: addScalar(event, textStart: textStart)
    case .sequenceStart, .mappingStart: return open(event)
    case .sequenceEnd, .mappingEnd: close(event)
    }
    return true
  }

  private mutating func startDocument(_ event: Event) -> Bool {
    documents += 1
    let start = cursor.byteOffset(of: event.start)
    guard documents == 1 else {
      let end = cursor.byteOffset(of: event.end)
      if start < bytes.count, bytes[start] == Byte.percent {
        report(.directive, "a directive", start..<start + 1, help: "remove the line")
        return false
      }
      report(
        .multipleDocuments, "a second document", start..<max(start, end),
        help: "a file holds one; put the other into a file of its own")
      return false
    }
    return true
  }

  private mutating func addScalar(_ event: Event, textStart: Int) {
    var start = cursor.byteOffset(of: event.start)
    let rawEnd = cursor.byteOffset(of: event.end)
    if event.kind == .alias {
      report(
        .alias, "the alias `\(excerpt(start..<rawEnd))`", start..<rawEnd,
        help: "write out the value that it stands for")
      layout.isOff = true
    } else if event.hasAnchor || event.hasTag {
      start = refuseProperties(event, from: start)
    }
    let isPlain = event.style == .plain
    layout.scalar(
      start..<max(start, rawEnd), style: event.style, isMultiline: event.isMultiline,
      isKey: frames.last?.expectsKey ?? false)
    var end = max(start, rawEnd)
    if event.style == .block {
      // libyaml ends these after the line breaks that follow.
      while end > start + 1, bytes[end - 1].isBlankOrBreak { end -= 1 }
    }
    let count = event.length
    if event.style == .doubleQuoted, text[textStart...].contains(0) {
      report(.nul, "a NUL, written as an escape", start..<end, help: "remove it")
    }
    if isPlain, count == 2, frames.last?.expectsKey == true, excerpt(start..<end) == "<<" {
      report(
        .mergeKey, "the merge key `<<`", start..<end,
        help: "write out the keys; for a key of this name, write `\"<<\"`")
    }
    append(
      NodeRecord(
        start: UInt32(start), end: UInt32(end), next: UInt32(records.count + 1),
        textStart: event.kind == .alias ? NodeRecord.noText : UInt32(event.isVerbatim ? event.start : textStart),
        count: UInt32(count), kind: .scalar, isPlain: isPlain && event.kind == .scalar,
        isVerbatim: event.isVerbatim))
    contentEnd = max(contentEnd, end)
  }

  private mutating func open(_ event: Event) -> Bool {
    var start = cursor.byteOffset(of: event.start)
    let end = cursor.byteOffset(of: event.end)
    if event.hasAnchor || event.hasTag { start = refuseProperties(event, from: start) }
    guard frames.count < limits.depth else {
      report(
        .depth, "nested past \(limits.depth) levels", start..<min(start + 1, bytes.count),
        help: "at most \(limits.depth) sequences and mappings may be inside one another")
      return false
    }
    let isMapping = event.kind == .mappingStart
    let isKey = frames.last?.expectsKey ?? false
    if isKey {
      report(
        .nonScalarKey, "a \(isMapping ? "mapping" : "sequence") as a key",
        start..<min(start + 1, bytes.count),
        help: "a key is a single word or a quoted text")
      if !event.isFlow { layout.isOff = true }
    }
    layout.open(start..<(event.isFlow ? max(start, end) : start), isFlow: event.isFlow, isKey: isKey)
    frames.append(
      Frame(record: records.count, isMapping: isMapping, isKey: isKey, isFlow: event.isFlow))
    records.append(
      NodeRecord(
        start: UInt32(start), end: UInt32(end), next: 0, textStart: 0, count: 0,
        kind: isMapping ? .mapping : .sequence, isPlain: false, isVerbatim: false))
    contentEnd = max(contentEnd, end)
    return true
  }

  private mutating func close(_ event: Event) {
    // libyaml pairs its events; without a frame there is nothing to close.
    guard let frame = frames.popLast() else { return }
    let end = cursor.byteOffset(of: event.end)
    layout.close(end: end)
    // A pair in brackets, `[a: b]`, is a mapping in flow style that nothing closes.
    if frame.isFlow, end > contentEnd, event.end > event.start { contentEnd = end }
    records[frame.record].end = UInt32(contentEnd)
    records[frame.record].count = frame.isMapping ? frame.children / 2 : frame.children
    records[frame.record].next = UInt32(records.count)
    if frame.isKey {
      // Refused already; a scalar in its place keeps the shape, in which every key is one.
      records.removeSubrange((frame.record + 1)...)
      records[frame.record].kind = .scalar
      records[frame.record].textStart = NodeRecord.noText
      records[frame.record].count = 0
      records[frame.record].next = UInt32(records.count)
    } else if frame.isMapping, frame.children > 2 {
      refuseDuplicates(in: frame.record)
    }
    countChild()
  }

  private mutating func append(_ record: NodeRecord) {
    records.append(record)
    countChild()
  }

  private mutating func countChild() {
    guard !frames.isEmpty else { return }
    frames[frames.count - 1].children += 1
  }

  private mutating func refuseDuplicates(in mapping: Int) {
    for (first, second) in DuplicateKeys.find(in: records, bytes: bytes, text: text, mapping: mapping) {
      guard errors.count < limits.errors else { return }
      let name = String(decoding: (second.isVerbatim ? bytes : text)[second.textRange], as: UTF8.self)
      let firstSpan = Span(file: file, start: first.start, end: first.end)
      report(
        YAMLError(
          code: .duplicateKey, message: "key `\(name)` is given twice",
          span: Span(file: file, start: second.start, end: second.end),
          related: [.init(span: firstSpan, text: "first given here")], help: "remove one, or merge the two"))
    }
  }

  /// Refuses the anchor and the tag of a node; returns where its content starts.
  private mutating func refuseProperties(_ event: Event, from start: Int) -> Int {
    // Where a property ends is libyaml's to say; the layout is not checked past what is refused anyway.
    layout.isOff = true
    var offset = start
    var properties = (event.hasAnchor ? 1 : 0) + (event.hasTag ? 1 : 0)
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte.isBlankOrBreak {
        offset += 1
      } else if byte == Byte.hash {
        while offset < bytes.count, !bytes[offset].isBreak { offset += 1 }
      } else if properties > 0, byte == Byte.ampersand || byte == Byte.bang {
        properties -= 1
        var end = offset + 1
        while end < bytes.count, !bytes[end].isBlankOrBreak, !bytes[end].isFlowIndicator { end += 1 }
        if byte == Byte.ampersand {
          report(
            .anchor, "the anchor `\(excerpt(offset..<end))`", offset..<end,
            help: "remove it, and write the value out where it is meant")
        } else {
          report(
            .tag, "the tag `\(excerpt(offset..<end))`", offset..<end,
            help: "remove it; a value is read as what its place asks for")
        }
        offset = end
      } else {
        break
      }
    }
    // The value may be empty: then it lies at the end of its properties.
    return min(offset, max(start, cursor.byteOffset(of: event.end)))
  }

  private func syntaxError(_ failure: LibYAMLFailure) -> YAMLError {
    var cursor = cursor
    let offset = cursor.byteOffset(of: failure.index)
    let context = failure.context == nil ? nil : cursor.byteOffset(of: failure.contextIndex)
    return SyntaxMessages.error(
      for: failure, at: offset, context: context, bytes: bytes, file: file)
  }

  private func excerpt(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private mutating func report(
    _ code: YAMLError.Code, _ message: String, _ range: Range<Int>, help: String?
  ) {
    let span = Span(file: file, start: UInt32(range.lowerBound), end: UInt32(range.upperBound))
    report(YAMLError(code: code, message: message, span: span, help: help))
  }

  private mutating func report(_ error: YAMLError) {
    if errors.count < limits.errors { errors.append(error) }
  }
}
