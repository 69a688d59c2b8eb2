extension TextTable {
  /// The table as CSV (RFC 4180): lines end in CRLF, and a field that holds a comma, a quote, a line break or a space at
  /// either end is quoted, quotes doubled.
  ///
  /// A spreadsheet takes a field that begins with `=`, `+`, `-`, `@`, a tab or a carriage return for a formula (OWASP,
  /// "CSV Injection"). Names and `type:id` begin with a letter, so no table of a policy holds such a field; free text
  /// may. With `guardsFormulas` such a field gets an apostrophe in front, which changes the data for programs.
  package func csv(guardsFormulas: Bool = false) -> String {
    func line(_ fields: [String]) -> String { Self.csvLine(fields, guardsFormulas: guardsFormulas) }
    return line(columns.map(\.title)) + rows.map { line($0.map(\.text)) }.joined()
  }

  /// One line of CSV with its end, for lists too long to be held.
  package static func csvLine(_ fields: [String], guardsFormulas: Bool = false) -> String {
    fields.map { csvField($0, guardsFormulas: guardsFormulas) }.joined(separator: ",") + "\r\n"
  }

  /// One field as it stands in a line of CSV.
  package static func csvField(_ text: String, guardsFormulas: Bool = false) -> String {
    var text = text
    if guardsFormulas, let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) {
      text = "'" + text
    }
    let needsQuotes =
      text.utf8.first == UInt8(ascii: " ") || text.utf8.last == UInt8(ascii: " ")
      || text.utf8.contains { byte in
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "\""), 0x0D, 0x0A: true
        default: false
        }
      }
    guard needsQuotes else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
