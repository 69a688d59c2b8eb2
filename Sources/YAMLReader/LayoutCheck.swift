/// Checks what stands between the values, and how lines are indented: the part of YAML's grammar that libyaml
/// does not hold files to.
///
/// It is told of each value and each collection in file order, walks over the bytes between them, and looks at
/// the lines inside a value of several lines.
struct LayoutCheck {
  /// A collection that is being read.
  private struct Context {
    enum Kind {
      case block, brackets
      /// `[key: value]`, and where its key starts.
      case pair(start: Int)
      case explicitPair
    }

    var kind: Kind
    /// The spaces that a line inside the collection begins with, at least.
    var indentation: Int
  }

  /// What the walk went past last.
  private enum Token {
    case start, indicator, plain, quoted, closed
  }

  let bytes: [UInt8]
  /// Set where the shape is refused for another reason and cannot be followed; nothing is checked then.
  var isOff = false
  /// What was found.
  private(set) var errors: [YAMLError] = []
  private let file: UInt32
  private let limit: Int
  private var contexts: [Context] = []
  private var offset: Int
  private var lineStart: Int
  private var lineHasToken = false
  private var last = Token.start

  /// A check at the start of a file.
  init(_ bytes: [UInt8], file: UInt32, limit: Int) {
    self.bytes = bytes
    self.file = file
    self.limit = limit
    offset = bytes.byteOrderMarkLength
    lineStart = offset
  }

  private var isInFlow: Bool {
    if case .block? = contexts.last?.kind { return false }
    return !contexts.isEmpty
  }

  /// The spaces that a line inside the innermost collection begins with, at least.
  var indentation: Int { contexts.last?.indentation ?? 0 }

  // MARK: - Events

  /// Takes a scalar at `range`, which for a block scalar goes on to the line after it.
  mutating func scalar(_ range: Range<Int>, style: Event.Style, isMultiline: Bool, isKey: Bool) {
    guard !isOff, walk(to: range.lowerBound), !range.isEmpty else { return }
    beginToken(isKey ? .key : .value)
    if style == .plain, isInFlow { checkPlainStart(range) }
    if style == .block {
      checkBlockScalar(range)
    } else if isMultiline {
      checkContinuations(range)
    }
    last = style == .plain || style == .block ? .plain : .quoted
    offset = range.upperBound
    if isMultiline || style == .block {
      lineStart = offset
      while lineStart > range.lowerBound, !bytes[lineStart - 1].isBreak { lineStart -= 1 }
      lineHasToken = lineStart < offset
    }
  }

  /// Takes the start of a collection; `range` is its bracket, or empty where it has none.
  mutating func open(_ range: Range<Int>, isFlow: Bool, isKey: Bool) {
    guard !isOff, walk(to: range.lowerBound) else { return }
    let start = range.lowerBound
    let byte = start < bytes.count ? bytes[start] : 0
    if !isFlow {
      if start > lineStart, bytes[lineStart..<start].contains(Byte.tab) { refuseTab(in: lineStart..<start) }
      contexts.append(Context(kind: .block, indentation: start - lineStart + 1))
    } else if range.isEmpty {
      contexts.append(Context(kind: .pair(start: start), indentation: indentation))
    } else if byte == Byte.openBracket || byte == Byte.openBrace {
      beginToken(isKey ? .key : .value)
      contexts.append(Context(kind: .brackets, indentation: indentation))
      offset = range.upperBound
      last = .indicator
    } else {
      contexts.append(Context(kind: .explicitPair, indentation: indentation))
    }
  }

  /// Takes the end of a collection; a closing bracket ends at `end`.
  mutating func close(end: Int) {
    guard !isOff, let context = contexts.last else { return }
    if case .brackets = context.kind, end > 0, walk(to: end - 1) {
      beginToken(.value)
      offset = end
      last = .closed
    }
    contexts.removeLast()
  }

  /// Takes the end of the file.
  mutating func finish() {
    if !isOff { _ = walk(to: bytes.count) }
  }

  // MARK: - Between values

  /// Goes over blanks, comments and indicators up to `target`; false if something else stands there.
  private mutating func walk(to target: Int) -> Bool {
    while offset < target, !isOff {
      switch bytes[offset] {
      case Byte.space, Byte.tab: offset += 1
      case Byte.lineFeed, Byte.carriageReturn:
        offset += 1
        lineStart = offset
        lineHasToken = false
      case Byte.hash: skipComment()
      default: indicator(bytes[offset])
      }
    }
    return !isOff
  }

  private mutating func skipComment() {
    if offset > lineStart, !bytes[offset - 1].isBlank {
      refuseComment(at: offset)
    }
    while offset < bytes.count, !bytes[offset].isBreak { offset += 1 }
  }

  private mutating func indicator(_ byte: UInt8) {
    let isMarkerByte = byte == Byte.minus || byte == Byte.dot
    if isMarkerByte, !isInFlow, offset == lineStart, bytes[offset...].starts(with: [byte, byte, byte]) {
      lineHasToken = true
      offset += 3
      last = .start
      return
    }
    beginToken(isInFlow ? .value : .key)
    switch byte {
    case Byte.colon:
      checkColon()
    case Byte.question:
      if isInFlow, !bytes.isBlankOrEnd(at: offset + 1) {
        report(
          .syntax, "a value that begins with `?`", offset..<offset + 1,
          help: "put the value in quotes, or a space after the `?`")
      }
    case Byte.minus where !isInFlow: break
    case Byte.comma where isInFlow: break
    default:
      // What libyaml takes for nothing and this walk does not know is refused rather than guessed at.
      report(.syntax, "this is not expected here", offset..<offset + 1, help: "put the value in quotes")
      isOff = true
    }
    offset += 1
    last = .indicator
  }

  private mutating func checkColon() {
    guard isInFlow else { return }
    if case .pair(let start)? = contexts.last?.kind, start < lineStart {
      report(
        .syntax, "a key and its `:` on different lines", offset..<offset + 1,
        help: "write `key: value` on one line")
    }
    // Behind quotes and brackets a `:` needs no space after it; elsewhere it would begin a word.
    if last == .quoted || last == .closed || bytes.isBlankOrEnd(at: offset + 1) { return }
    if !bytes[offset + 1].isFlowIndicator {
      report(
        .syntax, "a value that begins with `:`", offset..<offset + 1,
        help: "put the value in quotes, or a space after the `:`")
    }
  }

  mutating func refuseComment(at hash: Int) {
    report(
      .comment, "a comment without a space before its `#`", hash..<hash + 1,
      help: "put a space before the `#`")
  }

  // MARK: - Indentation

  private enum Role {
    /// Starts a line of a block collection, so that only spaces may stand before it.
    case key
    /// Belongs to what was begun on a line above, if it starts a line.
    case value
  }

  /// Checks the indentation of a line, at its first token, which is at `offset`.
  private mutating func beginToken(_ role: Role) {
    if lineHasToken { return }
    lineHasToken = true
    let spaces = leadingSpaces(from: lineStart)
    if role == .key, !isInFlow {
      if lineStart + spaces < offset { refuseTab(in: lineStart..<offset) }
    } else if spaces < indentation {
      refuseIndentation(of: lineStart, spaces: spaces)
    }
  }

  func leadingSpaces(from line: Int) -> Int {
    var end = line
    while end < bytes.count, bytes[end] == Byte.space { end += 1 }
    return end - line
  }

  mutating func refuseIndentation(of line: Int, spaces: Int) {
    if line + spaces < bytes.count, bytes[line + spaces] == Byte.tab {
      refuseTab(in: line..<line + spaces + 1)
      return
    }
    let start = line + spaces
    report(
      .indentation, "a line that is not indented far enough", start..<min(start + 1, bytes.count),
      help: """
        begin it with at least \(indentation) \(indentation == 1 ? "space" : "spaces"), since what it belongs to \
        begins on a line above
        """)
  }

  private mutating func refuseTab(in range: Range<Int>) {
    let tab = bytes[range].firstIndex(of: Byte.tab) ?? range.lowerBound
    report(.indentation, "a tab as indentation", tab..<tab + 1, help: "tabs may not indent; use spaces")
  }

  mutating func report(
    _ code: YAMLError.Code, _ message: String, _ range: Range<Int>, help: String
  ) {
    guard errors.count < limit else { return }
    let span = Span(file: file, start: UInt32(range.lowerBound), end: UInt32(range.upperBound))
    errors.append(YAMLError(code: code, message: message, span: span, help: help))
  }
}
