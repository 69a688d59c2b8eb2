package import YAMLReader

/// The findings as JSON, for scripts. The shape is stable: members are only ever added.
///
///     {"diagnostics": [{"code", "severity", "message", "file", "line", "column", "endLine", "endColumn", "note",
///       "help", "labels": [{"text", "file", "line", "column", "endLine", "endColumn"}]}], "errors", "warnings"}
///
/// All members are always there. Lines and columns count from 1, columns in Unicode scalars; the end is the place
/// after the last character. What has no place has `null` for all five of `file` to `endColumn`; a finding without a
/// remedy has `null` for `help`, one without a note `""`. Findings are in report order, duplicates left out.
package func diagnosticsJSON(_ diagnostics: [Diagnostic], sources: SourceMap) -> String {
  let ordered = diagnostics.inReportOrder()
  return JSONValue.object([
    ("diagnostics", .array(ordered.map { json(of: $0, sources: sources) })),
    ("errors", .int(ordered.count(of: .error))),
    ("warnings", .int(ordered.count(of: .warning))),
  ]).text(pretty: true)
}

private func json(of diagnostic: Diagnostic, sources: SourceMap) -> JSONValue {
  let head: [(String, JSONValue)] = [
    ("code", .string(diagnostic.code.rawValue)),
    ("severity", .string(diagnostic.severity.rawValue)),
    ("message", .string(diagnostic.message)),
  ]
  let tail: [(String, JSONValue)] = [
    ("note", .string(diagnostic.note)),
    ("help", .optional(diagnostic.help)),
    (
      "labels",
      .array(
        diagnostic.labels.map { label in
          .object([("text", .string(label.text))] + members(of: label.span, sources: sources))
        })
    ),
  ]
  return .object(head + members(of: diagnostic.span, sources: sources) + tail)
}

private func members(of span: Span, sources: SourceMap) -> [(String, JSONValue)] {
  let place = DiagnosticPlace(span, in: sources)
  return [
    ("file", .optional(place?.file)),
    ("line", .optional(place?.line)),
    ("column", .optional(place?.column)),
    ("endLine", .optional(place?.endLine)),
    ("endColumn", .optional(place?.endColumn)),
  ]
}
