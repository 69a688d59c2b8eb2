import PolicyValues
import YAMLReader

/// Reads assignments in the text format of PostgreSQL's `COPY … TO STDOUT`: a row a line, tabs between scope, role,
/// principal and an optional end, backslash escapes, `\N` for no end
/// (PostgreSQL documentation, COPY, "Text Format"). A file cut short, without its last newline, is refused whole.
func readAssignmentRows(
  _ source: SourceFile, file: UInt32, into list: inout AssignmentList, log: inout DiagnosticLog,
  progress: LoadProgress? = nil
) {
  var reader = AssignmentRowReader(bytes: source.bytes, file: file)
  list.beginRows(of: source, file: file)
  list.reserveCapacity(list.count + source.lineCount)
  let first = list.count
  let isWhole = reader.read(into: &list, log: &log) { progress?(.reading(source.path, bytes: $0, of: $1)) }
  if !isWhole { list.removeLast(list.count - first) }
}

/// Fields are looked up as they stand in the file: only one that is met for the first time, or that holds a backslash,
/// becomes a text.
private struct AssignmentRowReader {
  /// A row's fields: where each ends, of as many as a row may have, and where its first backslash is.
  private struct Row {
    var start: Int
    var tabs: (Int, Int, Int) = (0, 0, 0)
    var tabCount = 0
    var end = 0
    var firstBackslash = Int.max

    var isOfForm: Bool { tabCount == 2 || tabCount == 3 }
    var scope: Range<Int> { start..<tabs.0 }
    var role: Range<Int> { tabs.0 + 1..<tabs.1 }
    var principal: Range<Int> { tabs.1 + 1..<(tabCount == 2 ? end : tabs.2) }
    var until: Range<Int>? { tabCount == 3 ? tabs.2 + 1..<end : nil }

    func isClean(_ field: Range<Int>) -> Bool { field.upperBound <= firstBackslash }

    mutating func addTab(at index: Int) {
      switch tabCount {
      case 0: tabs.0 = index
      case 1: tabs.1 = index
      case 2: tabs.2 = index
      default: break
      }
      tabCount += 1
    }
  }

  let bytes: [UInt8]
  let file: UInt32
  /// The end before, and what it came to.
  private var lastEnd: (text: Range<Int>, number: UInt32)?
  /// The roles met so far, of which there are few, up to a bound.
  private var roles: [(text: Range<Int>, scopeType: Int, number: Int)] = []
  /// Rows that wait to be read together, so that their look-ups wait for memory together.
  private var waiting: [Row] = []
  private var scopes: [TextQuery] = []
  private var principals: [TextQuery] = []

  init(bytes: [UInt8], file: UInt32) {
    self.bytes = bytes
    self.file = file
  }

  /// False if nothing of the file counts.
  mutating func read(
    into list: inout AssignmentList, log: inout DiagnosticLog, progress: (_ done: Int, _ total: Int) -> Void
  ) -> Bool {
    guard bytes.isEmpty || bytes.last == UInt8(ascii: "\n") else {
      let start = (bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
      log.error(
        .truncatedAssignments, "the file is cut short: its last row has no newline", at: span(start..<bytes.count),
        help: "write the file again, and rename it into place when it is whole")
      return false
    }
    var row = Row(start: 0)
    var told = 0
    for index in bytes.indices {
      switch bytes[index] {
      case UInt8(ascii: "\t"): row.addTab(at: index)
      case UInt8(ascii: "\\"): row.firstBackslash = min(row.firstBackslash, index)
      case UInt8(ascii: "\n"):
        row.end = index
        if waiting.count == 256 { readWaiting(into: &list, &log) }
        // COPY prints a carriage return within a field as `\r`, so this one ends the line, and all others too.
        if index > 0, bytes[index - 1] == UInt8(ascii: "\r") {
          readWaiting(into: &list, &log)
          log.error(
            .badAssignmentRow, "the row ends in a carriage return", at: span((index - 1)..<index),
            help: "end rows with a line feed alone, as PostgreSQL's COPY prints them")
          return false
        }
        waiting.append(row)
        row = Row(start: index + 1)
        if index - told > 1 << 20 {
          told = index
          progress(index, bytes.count)
        }
      default: continue
      }
    }
    readWaiting(into: &list, &log)
    return true
  }

  /// Looks up the scopes and the principals of the rows that wait, those that can be looked up as they stand, and reads
  /// the rows.
  private mutating func readWaiting(into list: inout AssignmentList, _ log: inout DiagnosticLog) {
    scopes.removeAll(keepingCapacity: true)
    principals.removeAll(keepingCapacity: true)
    for row in waiting {
      let isOfForm = row.isOfForm
      let scope = isOfForm && row.isClean(row.scope) ? row.scope : 0..<0
      let principal = isOfForm && row.isClean(row.principal) ? row.principal : 0..<0
      scopes.append(TextQuery(scope.lowerBound, scope.upperBound))
      principals.append(TextQuery(principal.lowerBound, principal.upperBound))
    }
    let bytes = bytes
    list.scopes.insert(plain: &scopes, in: bytes.span)
    list.principals.insert(plain: &principals, in: bytes.span)
    for position in waiting.indices {
      read(waiting[position], scopes[position], principals[position], into: &list, &log)
    }
    waiting.removeAll(keepingCapacity: true)
  }

  private func span(_ range: Range<Int>) -> Span {
    Span(file: file, start: UInt32(clamping: range.lowerBound), end: UInt32(clamping: range.upperBound))
  }

  private mutating func read(
    _ row: Row, _ scopeQuery: TextQuery, _ principalQuery: TextQuery, into list: inout AssignmentList,
    _ log: inout DiagnosticLog
  ) {
    guard row.isOfForm else {
      log.error(
        .badAssignmentRow,
        "a row has three or four fields with tabs between, and this has \(row.tabCount + 1)",
        at: span(row.start..<row.end), help: "write scope, role, principal and, if it ends, the end")
      return
    }
    var (scope, type) = (scopeQuery.number, scopeQuery.note)
    if scope < 0 {
      guard let name = entity(row.scope, "scope", &log) else { return }
      scope = list.scopes.insert(name)
      type = list.scopes.typeNumber(of: scope)
    }
    guard let role = readRole(row, at: scope, ofType: type, &list, &log) else { return }
    var principal = principalQuery.number
    if principal < 0 {
      guard let name = entity(row.principal, "principal", &log) else { return }
      principal = list.principals.insert(name)
    }
    var end = AssignmentList.Record.forGood
    if let field = row.until {
      guard let read = readEnd(field, &list, &log) else { return }
      end = read
    }
    list.append(
      AssignmentList.Record(
        scope: scope, role: role, principal: principal, end: end, start: UInt32(clamping: row.start), length: 0))
  }

  /// The name that a field comes to once its escapes are decoded.
  private func entity(_ range: Range<Int>, _ what: String, _ log: inout DiagnosticLog) -> EntityName? {
    required(range, what, &log).flatMap { log.entity($0, "a \(what)", at: span(range)) }
  }

  /// The number of the end; `nil` if it cannot be read, which has been reported.
  private mutating func readEnd(
    _ range: Range<Int>, _ list: inout AssignmentList, _ log: inout DiagnosticLog
  ) -> UInt32? {
    if range.count == 2, bytes[range.lowerBound] == UInt8(ascii: "\\"), bytes[range.lowerBound + 1] == UInt8(ascii: "N")
    {
      return AssignmentList.Record.forGood
    }
    if let lastEnd, isSame(lastEnd.text, range) { return lastEnd.number }
    switch field(range, &log) {
    case .null: return AssignmentList.Record.forGood
    case .invalid: return nil
    case .text(let text):
      guard let end = Timestamp(text) ?? Timestamp(Self.rfc3339(text)) else {
        log.error(
          .badAssignmentRow, "the end is not a timestamp with an offset: `\(text)`", at: span(range),
          help: "write `2027-03-01T00:00:00Z`, or `2027-03-01 00:00:00+00` as PostgreSQL prints it; `\\N` for no end")
        return nil
      }
      let number = list.number(ofEnd: end)
      lastEnd = (range, number)
      return number
    }
  }

  private func isSame(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
    guard one.count == other.count else { return false }
    for offset in 0..<one.count where bytes[one.lowerBound + offset] != bytes[other.lowerBound + offset] {
      return false
    }
    return true
  }

  /// The number of a role's full name; it may be written bare or in full.
  private mutating func readRole(
    _ row: Row, at scope: Int, ofType type: Int, _ list: inout AssignmentList, _ log: inout DiagnosticLog
  ) -> Int? {
    let range = row.role
    for known in roles where known.scopeType == type && isSame(known.text, range) { return known.number }
    let name = list.scopes[scope]
    guard let text = required(range, "role", &log), let role = log.role(text, heldAt: name, at: span(range)) else {
      return nil
    }
    let number = list.number(ofRole: RoleName(name.type, role))
    if roles.count < 16 { roles.append((range, type, number)) }
    return number
  }

  /// A field that cannot be null.
  private func required(_ range: Range<Int>, _ what: String, _ log: inout DiagnosticLog) -> String? {
    switch field(range, &log) {
    case .text(let text): return text
    case .null:
      log.error(
        .badAssignmentRow, "the \(what) cannot be null", at: span(range), help: "leave the row out, or fill the field")
      return nil
    case .invalid: return nil
    }
  }

  private enum Field {
    case null
    case text(String)
    /// What has been reported.
    case invalid
  }

  private func field(_ range: Range<Int>, _ log: inout DiagnosticLog) -> Field {
    do throws(RowEscapeError) {
      return try unescapedField(bytes[range]).map { .text($0) } ?? .null
    } catch {
      log.error(
        .badAssignmentRow, error.message, at: span(range),
        help: "write the row as PostgreSQL's COPY prints it, in UTF-8")
      return .invalid
    }
  }

  /// PostgreSQL's ISO form of a `timestamptz`, `2027-03-01 00:00:00.5+00`, as RFC 3339 writes it. What is not of that
  /// form comes back as something `Timestamp` refuses.
  private static func rfc3339(_ text: String) -> String {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, let sign = parts[1].lastIndex(where: { $0 == "+" || $0 == "-" }) else { return "" }
    let offset = parts[1][sign...]
    return "\(parts[0])T\(parts[1])" + (offset.utf8.count == 3 ? ":00" : "")
  }
}
