package import PolicyLanguage
import YAMLReader

/// What became of the files of a run, for people and for scripts.
package struct FormatReport: Sendable {
  /// What became of a file.
  package enum Status: String, Sendable {
    case unchanged
    /// It was formatted, and has been written.
    case formatted
    /// It would change.
    case unformatted
    /// It was left as it is, for what `FormatFailure` says.
    case refused
  }

  private var files: [(path: String, status: Status)] = []
  private var problems: [(text: String, file: String?)] = []
  private var rendered: [String] = []

  package init() {}

  /// How many files have come to this.
  package func count(of status: Status) -> Int { files.count { $0.status == status } }
  package var fileCount: Int { files.count }
  /// Whether anything went wrong.
  package var hasProblems: Bool { !problems.isEmpty }
  /// The files that changed, or would.
  package var changedPaths: [String] {
    files.filter { $0.status == .formatted || $0.status == .unformatted }.map(\.path)
  }
  /// What went wrong, as people read it.
  package var problemText: String { rendered.joined(separator: "\n") }

  /// Notes what became of a file that was not refused.
  package mutating func add(_ path: String, _ status: Status) { files.append((path, status)) }

  /// Notes what keeps a file from being formatted.
  package mutating func add(
    _ path: String, refusedFor failure: FormatFailure, of set: FormattedSet, style: TerminalStyle
  ) {
    files.append((path, .refused))
    if let report = failure.report {
      let text = "`\(path)`: \(report), so it was left as it is"
      add(text, file: path, style: style, help: "this is a fault of `policy fmt`; please report it with the file")
    } else {
      add(failure.diagnostics, of: set, file: path, style: style)
    }
  }

  /// Notes what is wrong with a set as a whole.
  package mutating func add(
    _ diagnostics: [Diagnostic], of set: FormattedSet, file: String? = nil, style: TerminalStyle
  ) {
    guard !diagnostics.isEmpty else { return }
    problems += diagnostics.map { ($0.message, file) }
    rendered.append(DiagnosticRenderer(sources: set.sources, style: style).render(diagnostics))
  }

  /// Notes what could not be done.
  package mutating func add(_ message: String, file: String?, style: TerminalStyle, help: String? = nil) {
    problems.append((message, file))
    let remedy = help.map { "\n   = \(style.paint("help", .help)): \($0)" } ?? ""
    rendered.append("\(style.paint("error", .error)): \(visibleText(message))\(remedy)\n")
  }

  /// The report as JSON, for scripts. The shape is stable: members are only ever added.
  ///
  ///     {"files": [{"path", "status"}], "problems": [{"message", "file"}], "changed", "refused"}
  ///
  /// `status` is that of ``Status``; `file` is `null` for a problem of no one file.
  package var json: JSONValue {
    .object([
      (
        "files",
        .array(
          files.map { .object([("path", .string($0.path)), ("status", .string($0.status.rawValue))]) })
      ),
      (
        "problems",
        .array(problems.map { .object([("message", .string($0.text)), ("file", .optional($0.file))]) })
      ),
      ("changed", .int(changedPaths.count)),
      ("refused", .int(count(of: .refused))),
    ])
  }

  /// One line for people: what became of how many files; nothing if there were none.
  package func summary(style: TerminalStyle) -> String {
    guard fileCount > 0 else { return "" }
    let files = fileCount == 1 ? "1 file" : "\(fileCount) files"
    let unformatted = count(of: .unformatted)
    let refused = count(of: .refused)
    var parts: [String] = []
    if unformatted > 0 { parts.append("\(unformatted) would change; `policy fmt` formats") }
    if count(of: .formatted) > 0 { parts.append("\(count(of: .formatted)) formatted") }
    if refused > 0 { parts.append("\(refused) left as \(refused == 1 ? "it is" : "they are")") }
    if parts.isEmpty { parts.append(fileCount == 1 ? "in canonical form" : "all in canonical form") }
    return style.paint("\(files): \(parts.joined(separator: ", "))", unformatted + refused > 0 ? .warning : .dim)
  }

  /// The report as annotations of a pull request.
  package var github: String {
    let changed = files.filter { $0.status == .unformatted }.map { file in
      var annotation = GitHubAnnotation(
        .error, title: "policy fmt", message: "not in canonical form; run `policy fmt \(file.path)`")
      annotation.file = file.path
      return annotation.command
    }
    let wrong = problems.map { problem in
      var annotation = GitHubAnnotation(.error, title: "policy fmt", message: problem.text)
      annotation.file = problem.file
      return annotation.command
    }
    return (changed + wrong).joined(separator: "\n")
  }
}
