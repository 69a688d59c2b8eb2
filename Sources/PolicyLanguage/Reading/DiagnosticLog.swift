import PolicyValues
package import YAMLReader

/// Gathers findings, so that a run reports all of them and not the first.
package struct DiagnosticLog: Sendable {
  package private(set) var diagnostics: [Diagnostic] = []
  /// Where each thing that may stand only once was first given, by a key that says what it is.
  private var firstGiven: [UTF8Key: Span] = [:]
  private var reportedOnce: Set<Diagnostic> = []

  package init() {}

  /// Whether anything found so far refuses the set.
  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  package mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  mutating func reportAll(_ more: [Diagnostic]) { diagnostics += more }

  package mutating func report(_ more: some Sequence<Diagnostic>) { diagnostics.append(contentsOf: more) }

  /// Reports a finding unless this very one has been reported so: a name that stands once, above many rows, is wrong
  /// once.
  mutating func reportOnce(_ diagnostic: Diagnostic) {
    if reportedOnce.insert(diagnostic).inserted { report(diagnostic) }
  }

  package mutating func error(
    _ code: DiagnosticCode, _ message: String, at span: Span, note: String = "",
    labels: [Diagnostic.Label] = [], help: String? = nil
  ) {
    report(Diagnostic(code, message, at: span, note: note, labels: labels, help: help))
  }

  /// Notes that `what` is given at `span`; false, with an error that shows both places, if it was given before.
  /// `identity` tells it from all else if the words alone do not.
  package mutating func claim(
    _ what: String, as identity: String? = nil, at span: Span, help: String = "keep one of the two"
  ) -> Bool {
    let key = UTF8Key(identity ?? what)
    guard let first = firstGiven[key] else {
      firstGiven[key] = span
      return true
    }
    reportTwice("\(what) is given twice", at: span, first: first, help: help)
    return false
  }

  /// Reports what is given twice, with both places.
  mutating func reportTwice(_ message: String, at span: Span, first: Span, help: String = "remove one") {
    error(
      .givenTwice, message, at: span, note: "given again here",
      labels: first.isNone ? [] : [Diagnostic.Label("first given here", at: first)], help: help)
  }
}

extension Diagnostic {
  /// A finding of the YAML reader in the terms of the language.
  package init(_ error: YAMLError) {
    self.init(
      DiagnosticCode(rawValue: error.code.rawValue) ?? .yamlSyntax, error.message, at: error.span,
      labels: error.related.map { Label($0.text, at: $0.span) }, help: error.help)
  }
}
