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

  func run() throws {
    if let explain { return try printExplanation(explain) }
    var found: [Diagnostic] = []
    var sources = SourceMap()
    let sets = try SetPaths.resolve(paths)
    for path in sets {
      if TableFile.isTable(path) {
        do throws(LoadFailure) {
          _ = try loadPolicy(directory.location(policy: path), at: SystemClock.now())
        } catch {
          found += error.diagnostics
        }
        continue
      }
      Progress.during("checking \(path)") { report in
        var loader = PolicySetLoader(sources: sources, progress: report)
        let set = loader.load(directory.location(policy: path))
        found += check(set, at: SystemClock.now(), progress: report)
        sources = set.sources
      }
    }
    switch format {
    case .human:
      let text = DiagnosticRenderer(sources: sources, style: Terminal.style).render(found)
      Terminal.print(text.isEmpty ? "\(listed(sets)): no errors" : text)
    case .json: Terminal.print(diagnosticsJSON(found, sources: sources))
    case .github: Terminal.print(diagnosticsGitHub(found, sources: sources))
    case .sarif: Terminal.print(diagnosticsSARIF(found, sources: sources))
    }
    if found.contains(where: { $0.severity == .error }) { throw ExitCode(1) }
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
