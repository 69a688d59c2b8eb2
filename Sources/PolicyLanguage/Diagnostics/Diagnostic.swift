package import YAMLReader

/// One finding about a policy set: what is wrong, where, and what would be right.
package struct Diagnostic: Error, Hashable, Sendable {
  /// How much it matters: an error refuses the set, a warning does not.
  package enum Severity: String, Hashable, Sendable {
    case error, warning
  }

  /// A further place that matters, with what there is to say of it.
  package struct Label: Hashable, Sendable {
    package var span: Span
    package var text: String

    package init(_ text: String, at span: Span) {
      self.span = span
      self.text = text
    }
  }

  package var code: DiagnosticCode
  package var severity: Severity
  /// One line, lowercase, what the user wrote in backticks.
  package var message: String
  /// Where; `.none` if there is no place in a file.
  package var span: Span
  /// A few words under the caret; may be empty.
  package var note: String
  /// Other places, such as "first given here".
  package var labels: [Label]
  /// What would be right.
  package var help: String?

  package init(
    _ code: DiagnosticCode, _ message: String, at span: Span, note: String = "", labels: [Label] = [],
    help: String? = nil, severity: Severity? = nil
  ) {
    self.code = code
    self.severity = severity ?? code.severity
    self.message = message
    self.span = span
    self.note = note
    self.labels = labels
    self.help = help
  }
}

extension Span {
  /// The span, or another if this one is of no file: values that were not read know fewer places.
  func or(_ other: Span) -> Span { isNone ? other : self }
}

extension Collection<Span> where Index == Int {
  /// The span at a position, or another if there is none.
  func at(_ position: Int, or other: Span) -> Span { position < count ? self[startIndex + position] : other }
}
