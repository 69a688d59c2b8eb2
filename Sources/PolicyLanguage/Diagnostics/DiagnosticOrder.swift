import YAMLReader

extension Sequence<Diagnostic> {
  /// The findings in the order in which every form reports them, exact duplicates left out.
  ///
  /// By file as the source map has them, then by offset, then by code; what has no place comes last, where a
  /// terminal's reader sees it first. The rest of a finding breaks ties, so that the order never depends on the
  /// order of discovery.
  package func inReportOrder() -> [Diagnostic] {
    var seen: Set<Diagnostic> = []
    return filter { seen.insert($0).inserted }.sorted { $0.isReported(before: $1) }
  }

  /// How many findings there are of a severity, duplicates counted.
  package func count(of severity: Diagnostic.Severity) -> Int {
    reduce(0) { $0 + ($1.severity == severity ? 1 : 0) }
  }

  /// "2 errors, 1 warning"; a part that is zero is left out, and nothing at all is "no errors".
  package var summary: String {
    let counted = [(count(of: .error), "error"), (count(of: .warning), "warning")]
    let parts = counted.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
    return parts.isEmpty ? "no errors" : parts.joined(separator: ", ")
  }
}

extension Diagnostic {
  fileprivate func isReported(before other: Diagnostic) -> Bool {
    if let before = span.order(before: other.span) { return before }
    if code != other.code { return code.rawValue < other.code.rawValue }
    if severity != other.severity { return severity == .error }
    if message != other.message { return message.isOrderedBytewise(before: other.message) }
    if note != other.note { return note.isOrderedBytewise(before: other.note) }
    for (mine, theirs) in zip(labels, other.labels) where mine != theirs {
      return mine.span.order(before: theirs.span) ?? mine.text.isOrderedBytewise(before: theirs.text)
    }
    if labels.count != other.labels.count { return labels.count < other.labels.count }
    return (help ?? "").isOrderedBytewise(before: other.help ?? "")
  }
}

extension Span {
  /// Whether the span comes first, or `nil` if both are the same place. `.none` has the greatest file index.
  fileprivate func order(before other: Span) -> Bool? {
    if file != other.file { return file < other.file }
    if start != other.start { return start < other.start }
    return end != other.end ? end < other.end : nil
  }
}

extension String {
  fileprivate func isOrderedBytewise(before other: String) -> Bool {
    utf8.lexicographicallyPrecedes(other.utf8)
  }
}
