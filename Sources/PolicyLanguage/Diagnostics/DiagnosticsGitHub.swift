package import YAMLReader

/// The findings as GitHub Actions workflow commands, one a line, which GitHub shows in a pull request beside the
/// lines they are about. Second places and the remedy follow the message on lines of their own.
package func diagnosticsGitHub(_ diagnostics: [Diagnostic], sources: SourceMap) -> String {
  diagnostics.inReportOrder().map { annotation(of: $0, sources: sources).command + "\n" }.joined()
}

private func annotation(of diagnostic: Diagnostic, sources: SourceMap) -> GitHubAnnotation {
  var lines = [visibleText(diagnostic.message)]
  if !diagnostic.note.isEmpty { lines.append(visibleText(diagnostic.note)) }
  for label in diagnostic.labels {
    let place = DiagnosticPlace(label.span, in: sources).map { ": " + $0.description } ?? ""
    lines.append(visibleText(label.text) + place)
  }
  if let help = diagnostic.help { lines.append("help: " + visibleText(help, keepingLineBreaks: true)) }
  var annotation = GitHubAnnotation(
    diagnostic.severity == .error ? .error : .warning, title: diagnostic.code.rawValue,
    message: lines.joined(separator: "\n"))
  if let place = DiagnosticPlace(diagnostic.span, in: sources) {
    annotation.file = place.file
    annotation.line = place.line
    annotation.endLine = place.endLine
    annotation.column = place.column
    annotation.endColumn = place.endColumn
  }
  return annotation
}
