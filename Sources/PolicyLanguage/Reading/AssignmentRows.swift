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
  var assignments: [Assignment] = []

  mutating func read(into log: inout DiagnosticLog) -> [Assignment] {
    guard bytes.isEmpty || bytes.last == UInt8(ascii: "\n") else {
      let start = (bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
      log.error(
        .truncatedAssignments, "the file is cut short: its last row has no newline", at: span(start, bytes.count),
        help: "write the file again, and rename it into place when it is whole")
      return []
    }
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      readRow(start, end, &log)
      start = end + 1
    }
    return assignments
  }

  private func span(_ start: Int, _ end: Int) -> Span {
    Span(file: file, start: UInt32(clamping: start), end: UInt32(clamping: end))
  }

  private mutating func readRow(_ start: Int, _ end: Int, _ log: inout DiagnosticLog) {
    let row = span(start, end)
    func refuse(_ message: String, _ help: String) {
      log.error(.badAssignmentRow, message, at: row, help: help)
    }
    let fields = bytes[start..<end].split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
    guard fields.count == 3 || fields.count == 4 else {
      refuse(
        "a row has three or four fields with tabs between, and this has \(fields.count)",
        "write scope, role, principal and, if it ends, the end")
      return
    }
    var texts: [String?] = []
    for field in fields {
      switch unescape(field) {
      case .null: texts.append(nil)
      case .text(let text): texts.append(text)
      case .invalid(let what):
        refuse(what, "write the row as PostgreSQL's COPY prints it, in UTF-8")
        return
      }
    }
    guard let scopeText = texts[0], let roleText = texts[1], let principalText = texts[2] else {
      refuse("scope, role and principal cannot be null", "leave the row out, or fill the field")
      return
    }
    guard let scope = log.entity(scopeText, "a scope", at: row),
      let principal = log.entity(principalText, "a principal", at: row)
    else { return }
    var role = roleText
    if case .role(let scopeType?, let name)? = AttributeValue(text: roleText, as: .role), scopeType == scope.type {
      role = name
    }
    guard log.checkedName(role, "a role", at: row) else { return }
    var until: Timestamp?
    if texts.count == 4, let text = texts[3] {
      guard let value = Timestamp(text) ?? Timestamp(Self.rfc3339(text)) else {
        refuse(
          "the end is not a timestamp with an offset: `\(text)`",
          "write `2027-03-01T00:00:00Z`, or `2027-03-01 00:00:00+00` as PostgreSQL prints it; `\\N` for no end")
        return
      }
      until = value
    }
    assignments.append(Assignment(principal, role, at: scope, until: until, span: row))
  }

  private enum Field {
    case null
    case text(String)
    case invalid(String)
  }

  private func unescape(_ field: ArraySlice<UInt8>) -> Field {
    if field.elementsEqual([UInt8(ascii: "\\"), UInt8(ascii: "N")]) { return .null }
    var out: [UInt8] = []
    out.reserveCapacity(field.count)
    var index = field.startIndex
    while index < field.endIndex {
      let byte = field[index]
      index += 1
      guard byte == UInt8(ascii: "\\") else {
        out.append(byte)
        continue
      }
      guard index < field.endIndex else { return .invalid("a backslash stands at the end of a field") }
      let escape = field[index]
      index += 1
      switch escape {
      case UInt8(ascii: "b"): out.append(0x08)
      case UInt8(ascii: "f"): out.append(0x0C)
      case UInt8(ascii: "n"): out.append(0x0A)
      case UInt8(ascii: "r"): out.append(0x0D)
      case UInt8(ascii: "t"): out.append(0x09)
      case UInt8(ascii: "v"): out.append(0x0B)
      case UInt8(ascii: "0")...UInt8(ascii: "7"):
        var value = UInt(escape - 0x30)
        var digits = 1
        while digits < 3, index < field.endIndex, (0x30...0x37).contains(field[index]) {
          value = value * 8 + UInt(field[index] - 0x30)
          index += 1
          digits += 1
        }
        out.append(UInt8(truncatingIfNeeded: value))
      case UInt8(ascii: "x"):
        var value = UInt(0)
        var digits = 0
        while digits < 2, index < field.endIndex, let digit = Self.hexDigit(field[index]) {
          value = value * 16 + digit
          index += 1
          digits += 1
        }
        out.append(digits == 0 ? escape : UInt8(truncatingIfNeeded: value))
      case UInt8(ascii: "."), UInt8(ascii: "N"):
        return .invalid("`\\\(Character(Unicode.Scalar(escape)))` stands inside a field")
      default: out.append(escape)
      }
    }
    guard let text = String(validating: out, as: UTF8.self) else { return .invalid("a field is not UTF-8") }
    return .text(text)
  }

  private static func hexDigit(_ byte: UInt8) -> UInt? {
    switch byte {
    case 0x30...0x39: UInt(byte - 0x30)
    case 0x41...0x46: UInt(byte - 0x41 + 10)
    case 0x61...0x66: UInt(byte - 0x61 + 10)
    default: nil
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
