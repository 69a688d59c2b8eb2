package import YAMLReader

/// The findings as SARIF 2.1.0 (OASIS), which code scanning services and editors read.
///
/// Every code is a rule, findings or not, so that a rule's index is the same in each run of one version. A finding
/// without a place is a result without locations, which SARIF allows.
package func diagnosticsSARIF(_ diagnostics: [Diagnostic], sources: SourceMap) -> String {
  var ruleIndices: [DiagnosticCode: Int] = [:]
  for (index, code) in DiagnosticCode.allCases.enumerated() { ruleIndices[code] = index }
  let results = diagnostics.inReportOrder().map { diagnostic in
    result(of: diagnostic, ruleIndex: ruleIndices[diagnostic.code] ?? -1, sources: sources)
  }
  let driver = JSONValue.object([
    ("name", .string("policyd")),
    ("rules", .array(DiagnosticCode.allCases.map(rule))),
  ])
  let run = JSONValue.object([
    ("tool", .object([("driver", driver)])),
    ("columnKind", .string("unicodeCodePoints")),
    ("results", .array(results)),
  ])
  return JSONValue.object([
    ("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")),
    ("version", .string("2.1.0")),
    ("runs", .array([run])),
  ]).text(pretty: true)
}

private func rule(of code: DiagnosticCode) -> JSONValue {
  let explained = code.explained
  return .object([
    ("id", .string(code.rawValue)),
    ("shortDescription", message(code.title)),
    ("fullDescription", message(explained.text)),
    (
      "help",
      .object([
        ("text", .string(escaped(code.explanation))),
        // Readers of the Markdown form take braces as they are; the escape is for messages with arguments.
        ("markdown", .string(explained.markdown)),
      ])
    ),
    ("defaultConfiguration", .object([("level", .string(code.severity.rawValue))])),
  ])
}

private func result(of diagnostic: Diagnostic, ruleIndex: Int, sources: SourceMap) -> JSONValue {
  var text = diagnostic.message
  if !diagnostic.note.isEmpty { text += " (\(diagnostic.note))" }
  if let help = diagnostic.help { text += "\nhelp: \(help)" }
  var members: [(String, JSONValue)] = [
    ("ruleId", .string(diagnostic.code.rawValue)),
    ("ruleIndex", .int(ruleIndex)),
    ("level", .string(diagnostic.severity.rawValue)),
    ("message", message(text)),
  ]
  if let place = DiagnosticPlace(diagnostic.span, in: sources) {
    members.append(("locations", .array([.object([("physicalLocation", physicalLocation(place))])])))
  }
  let related = diagnostic.labels.enumerated().compactMap { index, label in
    DiagnosticPlace(label.span, in: sources).map { place in
      JSONValue.object([
        ("id", .int(index)),
        ("physicalLocation", physicalLocation(place)),
        ("message", message(label.text)),
      ])
    }
  }
  if !related.isEmpty { members.append(("relatedLocations", .array(related))) }
  return .object(members)
}

private func physicalLocation(_ place: DiagnosticPlace) -> JSONValue {
  .object([
    ("artifactLocation", .object([("uri", .string(uriReference(ofPath: place.file)))])),
    (
      "region",
      .object([
        ("startLine", .int(place.line)),
        ("startColumn", .int(place.column)),
        ("endLine", .int(place.endLine)),
        ("endColumn", .int(place.endColumn)),
      ])
    ),
  ])
}

private func message(_ text: String) -> JSONValue {
  .object([("text", .string(escaped(text)))])
}

/// Section 3.11.5: braces of a message's own are doubled, since single ones hold arguments. Section 3.11.6: a
/// bracket that could start a link is escaped.
private func escaped(_ text: String) -> String {
  var result = ""
  let visible = visibleText(text, keepingLineBreaks: true)
  let mayHoldLink = visible.utf8.elementsContainLink
  for character in visible {
    switch character {
    case "{": result += "{{"
    case "}": result += "}}"
    case "[", "]": result += mayHoldLink ? "\\\(character)" : String(character)
    default: result.append(character)
    }
  }
  return result
}

extension String.UTF8View {
  /// Whether a `](` is in the text.
  fileprivate var elementsContainLink: Bool {
    zip(self, dropFirst()).contains { $0 == UInt8(ascii: "]") && $1 == UInt8(ascii: "(") }
  }
}

/// The path as a URI reference (RFC 3986): a `file` URI if it is absolute, else relative, what is not allowed in a
/// path percent-encoded.
private func uriReference(ofPath path: String) -> String {
  var result = path.utf8.first == UInt8(ascii: "/") ? "file://" : ""
  var isFirstSegment = true
  for byte in path.utf8 {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      result.unicodeScalars.append(Unicode.Scalar(byte))
    case UInt8(ascii: "/"):
      isFirstSegment = false
      result += "/"
    case UInt8(ascii: ":") where !isFirstSegment,
      UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "!"),
      UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"),
      UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "="),
      UInt8(ascii: "@"):
      result.unicodeScalars.append(Unicode.Scalar(byte))
    default:
      let digits = String(byte, radix: 16, uppercase: true)
      result += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
    }
  }
  return result
}
