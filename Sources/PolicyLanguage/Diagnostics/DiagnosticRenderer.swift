package import YAMLReader

/// Prints findings as a person reads them, in the manner of rustc: what is wrong, where, the line itself with a caret
/// under the right character, and what would be right.
///
///     error[unknown-role]: role `admn` is not declared
///      --> pica.yaml:3:14
///       |
///     3 |       list: [admn, manager]
///       |              ^^^^ no such role
///       |
///       = help: did you mean `admin`?
///
///     1 error
///
/// Nothing of a file reaches the terminal raw; see `visibleText(_:)`.
package struct DiagnosticRenderer: Sendable {
  /// The files that spans point into.
  package var sources: SourceMap
  /// Whether and how to colour.
  package var style: TerminalStyle
  /// How many columns of a source line are shown before it is clipped around the caret; at least 20.
  package var sourceWidth: Int

  package init(sources: SourceMap, style: TerminalStyle, sourceWidth: Int = 120) {
    self.sources = sources
    self.style = style
    self.sourceWidth = max(20, sourceWidth)
  }

  /// All findings in report order, each followed by an empty line, and a last line that counts them. Empty if there
  /// are none.
  package func render(_ diagnostics: [Diagnostic]) -> String {
    let ordered = diagnostics.inReportOrder()
    guard !ordered.isEmpty else { return "" }
    var lines: [String] = []
    for diagnostic in ordered {
      lines += self.lines(of: diagnostic)
      lines.append("")
    }
    let role: TerminalStyle.Role = ordered.count(of: .error) > 0 ? .error : .warning
    lines.append(style.paint(ordered.summary, role))
    return lines.joined(separator: "\n") + "\n"
  }

  /// One finding, without a line break at its end.
  package func render(_ diagnostic: Diagnostic) -> String {
    lines(of: diagnostic).joined(separator: "\n")
  }

  private func lines(of diagnostic: Diagnostic) -> [String] {
    let role: TerminalStyle.Role = diagnostic.severity == .error ? .error : .warning
    let name = style.paint("\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]", role)
    var lines = [name + style.paint(": " + visibleText(diagnostic.message), .bold)]

    let (frames, remarks) = parts(of: diagnostic)
    let gutter = frames.isEmpty ? 0 : String(frames.map(\.lastLineNumber).max() ?? 0).utf8.count
    let margin = String(repeating: " ", count: gutter)
    let rule = style.paint(margin + " |", .gutter)
    for (index, frame) in frames.enumerated() {
      if index > 0 { lines.append(rule) }
      let arrow = style.paint(margin + (index == 0 ? "-->" : ":::"), .gutter)
      lines.append(arrow + " " + style.paint(frame.place, .path))
      lines += frame.lines(gutter: gutter, width: sourceWidth, style: style, role: role)
    }
    if !frames.isEmpty, !remarks.isEmpty { lines.append(rule) }
    for (title, text, role) in remarks {
      let head = margin + " = \(title): "
      // Further lines of a remark stand under its first.
      let indent = String(repeating: " ", count: head.utf8.count)
      let texts = visibleText(text, keepingLineBreaks: true).split(
        separator: "\n", omittingEmptySubsequences: false)
      for (index, text) in texts.enumerated() {
        let start =
          index == 0 ? style.paint(margin + " = ", .gutter) + style.paint(title, role) + ": " : indent
        lines.append(text.isEmpty && index > 0 ? "" : start + text)
      }
    }
    return lines
  }

  private typealias Remark = (title: String, text: String, role: TerminalStyle.Role)

  /// The places of a finding, a frame a file with the finding's own file first, and what has no place to stand.
  private func parts(of diagnostic: Diagnostic) -> (frames: [CodeFrame], remarks: [Remark]) {
    var annotations = [CodeFrame.Annotation(span: diagnostic.span, isPrimary: true, text: diagnostic.note)]
    annotations += diagnostic.labels.map { .init(span: $0.span, isPrimary: false, text: $0.text) }
    var byFile: [UInt32: [CodeFrame.Annotation]] = [:]
    var files: [UInt32] = []
    var remarks: [Remark] = []
    for annotation in annotations {
      let file = annotation.span.file
      guard sources[file] != nil else {
        if !annotation.text.isEmpty { remarks.append(("note", annotation.text, .note)) }
        continue
      }
      if byFile[file] == nil { files.append(file) }
      byFile[file, default: []].append(annotation)
    }
    if let help = diagnostic.help { remarks.append(("help", help, .help)) }
    let frames = files.compactMap { index in
      sources[index].flatMap { CodeFrame(of: byFile[index] ?? [], in: $0, sources: sources) }
    }
    return (frames, remarks)
  }
}
