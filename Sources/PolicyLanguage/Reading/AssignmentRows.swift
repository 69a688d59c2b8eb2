import PolicyValues
package import YAMLReader

/// Reads assignments in the text format of PostgreSQL's `COPY … TO STDOUT`: a row a line, tabs between scope, role,
/// principal and an optional end, backslash escapes, `\N` for no end
/// (PostgreSQL documentation, COPY, "Text Format"). A file cut short, without its last newline, is refused whole.
package func readAssignmentRows(_ source: SourceFile, file: UInt32, log: inout DiagnosticLog) -> [Assignment] {
  var reader = AssignmentRowReader(bytes: source.bytes, file: file)
  return reader.read(into: &log)
}

private struct AssignmentRowReader {
  let bytes: [UInt8]
  let file: UInt32
  private var assignments: [Assignment] = []
  /// The field before, and what it came to: rows of one scope mostly stand together.
  private var lastScope: (text: Range<Int>, name: EntityName)?
  private var lastEnd: (text: Range<Int>, end: Timestamp)?
  /// The roles met so far, of which there are few, up to a bound.
  private var roles: [(text: Range<Int>, scopeType: String, role: String)] = []

  init(bytes: [UInt8], file: UInt32) {
    self.bytes = bytes
    self.file = file
  }

  mutating func read(into log: inout DiagnosticLog) -> [Assignment] {
    guard bytes.isEmpty || bytes.last == UInt8(ascii: "\n") else {
      let start = (bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
      log.error(
        .truncatedAssignments, "the file is cut short: its last row has no newline", at: span(start..<bytes.count),
        help: "write the file again, and rename it into place when it is whole")
      return []
    }
    var start = 0
    var fields: [Range<Int>] = []
    for index in bytes.indices {
      switch bytes[index] {
      case UInt8(ascii: "\t"):
        fields.append(start..<index)
        start = index + 1
      case UInt8(ascii: "\n"):
        fields.append(start..<index)
        // COPY prints a carriage return within a field as `\r`, so this one ends the line, and all others too.
        if index > 0, bytes[index - 1] == UInt8(ascii: "\r") {
          log.error(
            .badAssignmentRow, "the row ends in a carriage return", at: span((index - 1)..<index),
            help: "end rows with a line feed alone, as PostgreSQL's COPY prints them")
          return []
        }
        readRow(fields, &log)
        fields.removeAll(keepingCapacity: true)
        start = index + 1
      default: continue
      }
    }
    return assignments
  }

  private func span(_ range: Range<Int>) -> Span {
    Span(file: file, start: UInt32(clamping: range.lowerBound), end: UInt32(clamping: range.upperBound))
  }

  private mutating func readRow(_ fields: [Range<Int>], _ log: inout DiagnosticLog) {
    let row = span((fields.first?.lowerBound ?? 0)..<(fields.last?.upperBound ?? 0))
    guard fields.count == 3 || fields.count == 4 else {
      log.error(
        .badAssignmentRow, "a row has three or four fields with tabs between, and this has \(fields.count)", at: row,
        help: "write scope, role, principal and, if it ends, the end")
      return
    }
    guard let scope = readScope(fields[0], &log), let role = readRole(fields[1], at: scope, &log),
      let principalText = required(fields[2], "principal", &log),
      let principal = log.entity(principalText, "a principal", at: span(fields[2]))
    else { return }
    var until: Timestamp?
    if fields.count == 4 {
      guard let end = readEnd(fields[3], &log) else { return }
      until = end
    }
    var assignment = Assignment(principal, role, at: scope, until: until, span: row)
    (assignment.scopeSpan, assignment.roleSpan) = (span(fields[0]), span(fields[1]))
    assignments.append(assignment)
  }

  /// When it ends, `nil` inside for never; `nil` if it cannot be read, which has been reported.
  private mutating func readEnd(_ range: Range<Int>, _ log: inout DiagnosticLog) -> Timestamp?? {
    if let lastEnd, isSame(lastEnd.text, range) { return .some(lastEnd.end) }
    switch field(range, &log) {
    case .null: return .some(nil)
    case .invalid: return nil
    case .text(let text):
      guard let end = Timestamp(text) ?? Timestamp(Self.rfc3339(text)) else {
        log.error(
          .badAssignmentRow, "the end is not a timestamp with an offset: `\(text)`", at: span(range),
          help: "write `2027-03-01T00:00:00Z`, or `2027-03-01 00:00:00+00` as PostgreSQL prints it; `\\N` for no end")
        return nil
      }
      lastEnd = (range, end)
      return .some(end)
    }
  }

  private func isSame(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
    one.count == other.count && bytes[one].elementsEqual(bytes[other])
  }

  private mutating func readScope(_ range: Range<Int>, _ log: inout DiagnosticLog) -> EntityName? {
    if let lastScope, isSame(lastScope.text, range) { return lastScope.name }
    guard let text = required(range, "scope", &log), let name = log.entity(text, "a scope", at: span(range)) else {
      return nil
    }
    lastScope = (range, name)
    return name
  }

  /// A role's bare name; its full name is taken too where it is of the scope's type.
  private mutating func readRole(
    _ range: Range<Int>, at scope: EntityName, _ log: inout DiagnosticLog
  ) -> String? {
    if let known = roles.first(where: { $0.scopeType == scope.type && isSame($0.text, range) }) { return known.role }
    guard let text = required(range, "role", &log), let role = log.role(text, heldAt: scope, at: span(range)) else {
      return nil
    }
    if roles.count < 16 { roles.append((range, scope.type, role)) }
    return role
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
