import ArgumentParser
import DecisionTable
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import YAMLReader

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Compile policy sets and print every error and warning.",
    discussion: """
      Exit code 0 if there are no errors, 1 if there are.

      EXAMPLES:
        policy check
        policy check policies/pica --format github
        policy check --watch
        policy check --explain unknown-role
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case human, json, github, sarif }

  @Argument(help: "Policy sets, or folders of sets.", completion: .directory)
  var paths: [String] = []
  @Option(help: "How to print what is found: human, json, github or sarif.")
  var format: Format = .human
  @Option(help: ArgumentHelp("Say more about a code, or `all` for the list.", valueName: "code"))
  var explain: String?
  @OptionGroup var directory: DirectoryOptions

  @Flag(help: "Check again whenever a file is saved; Ctrl-C ends.")
  var watch = false

  func validate() throws {
    if watch, format != .human { throw ValidationError("--watch prints for a person; leave `--format` out") }
  }

  func run() throws {
    if let explain { return try printExplanation(explain) }
    let given = try SetPaths.given(paths)
    if watch {
      try Watch.repeating(given + directory.paths) { findings(given).text(style: Terminal.style) }
    }
    let found = findings(given)
    switch format {
    case .human: Terminal.print(found.text(style: Terminal.style))
    case .json: Terminal.print(diagnosticsJSON(found.diagnostics, sources: found.sources))
    case .github: Terminal.print(diagnosticsGitHub(found.diagnostics, sources: found.sources))
    case .sarif: Terminal.print(diagnosticsSARIF(found.diagnostics, sources: found.sources))
    }
    if found.diagnostics.contains(where: { $0.severity == .error }) { throw ExitCode(1) }
  }

  /// What was found in several sets.
  private struct Findings {
    var sets: [String]
    var diagnostics: [Diagnostic] = []
    var sources = SourceMap()

    func text(style: TerminalStyle) -> String {
      let text = DiagnosticRenderer(sources: sources, style: style).render(diagnostics)
      return text.isEmpty ? "\(listed(sets)): no errors\n" : text
    }
  }

  /// What is wrong with the sets that are at the paths now.
  private func findings(_ paths: [String]) -> Findings {
    var found = Findings(sets: SetPaths.sets(at: paths))
    for path in found.sets {
      if TableFile.isTable(path) {
        do throws(LoadFailure) {
          _ = try loadPolicy(directory.location(policy: path), at: SystemClock.now())
        } catch {
          found.diagnostics += error.diagnostics
        }
        continue
      }
      let sources = found.sources
      let (set, diagnostics) = Progress.during("checking \(path)") { report in
        var loader = PolicySetLoader(sources: sources, progress: report)
        let set = loader.load(directory.location(policy: path))
        return (set, check(set, at: SystemClock.now(), progress: report))
      }
      found.diagnostics += diagnostics
      found.sources = set.sources
    }
    return found
  }

  private func printExplanation(_ name: String) throws {
    if name == "all" { return Terminal.print(DiagnosticCode.listing) }
    guard let code = DiagnosticCode(rawValue: name) else {
      let near = nearest(name, in: DiagnosticCode.allCases.map(\.rawValue)).map { "did you mean `\($0)`?" }
      throw ValidationError("there is no code `\(name)`; \(near ?? "`--explain all` lists them")")
    }
    Terminal.print(code.explanation)
  }
}
