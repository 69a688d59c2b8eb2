/// A JSON value to be written. The members of an object keep the order in which they are given, so that the same
/// value is always the same bytes.
package indirect enum JSONValue: Sendable {
  /// `null`
  case null
  /// `true` or `false`
  case bool(Bool)
  /// A whole number.
  case int(Int)
  /// A number; infinities and NaN, which JSON cannot say, are written as `null`.
  case double(Double)
  /// A string.
  case string(String)
  /// A list.
  case array([JSONValue])
  /// Named members, in the order given. Nothing keeps a name from being given twice.
  case object([(String, JSONValue)])

  /// The string, or `null`.
  package static func optional(_ text: String?) -> JSONValue {
    text.map { .string($0) } ?? .null
  }

  /// The number, or `null`.
  package static func optional(_ number: Int?) -> JSONValue {
    number.map { .int($0) } ?? .null
  }

  /// The value as RFC 8259 text. Pretty: two spaces a level, one member or item a line, and a last newline.
  /// Otherwise without any white space.
  package func text(pretty: Bool) -> String {
    var writer = JSONWriter(isPretty: pretty)
    writer.write(self, level: 0)
    if pretty { writer.output += "\n" }
    return writer.output
  }
}

/// Writes JSON text.
private struct JSONWriter {
  let isPretty: Bool
  var output = ""

  mutating func write(_ value: JSONValue, level: Int) {
    switch value {
    case .null:
      output += "null"
    case .bool(let value):
      output += value ? "true" : "false"
    case .int(let value):
      output += String(value)
    case .double(let value):
      // Swift prints the shortest digits that read back as the same number, in a form that JSON allows too.
      output += value.isFinite ? value.description : "null"
    case .string(let text):
      write(text)
    case .array(let items):
      write(items.count, between: "[", and: "]", level: level) { writer, index in
        writer.write(items[index], level: level + 1)
      }
    case .object(let members):
      write(members.count, between: "{", and: "}", level: level) { writer, index in
        writer.write(members[index].0)
        writer.output += writer.isPretty ? ": " : ":"
        writer.write(members[index].1, level: level + 1)
      }
    }
  }

  private mutating func write(
    _ count: Int, between open: String, and close: String, level: Int, item: (inout JSONWriter, Int) -> Void
  ) {
    output += open
    for index in 0..<count {
      if index > 0 { output += "," }
      breakLine(level: level + 1)
      item(&self, index)
    }
    if count > 0 { breakLine(level: level) }
    output += close
  }

  private mutating func breakLine(level: Int) {
    guard isPretty else { return }
    output += "\n"
    output += String(repeating: "  ", count: level)
  }

  private mutating func write(_ text: String) {
    output += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      case "\u{08}": output += "\\b"
      case "\u{0C}": output += "\\f"
      // DEL and C1 may stand raw, but would steer a terminal; the two separators end a line in old JavaScript.
      case "\u{00}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        output += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: output.unicodeScalars.append(scalar)
      }
    }
    output += "\""
  }
}
