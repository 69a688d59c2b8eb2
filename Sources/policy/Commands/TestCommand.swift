import ArgumentParser
import DecisionTable
import PolicyCompiler
import PolicyLanguage
import PolicyTesting
import PolicyValues
import YAMLReader

struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run the test suites of policy sets.",
    discussion: """
      Exit code 0 if every case passes, 1 if one fails, 2 if the tests cannot run: errors in a set or a suite, broken \
      invariants, or no tests.

      EXAMPLES:
        policy test
        policy test policies/pica --filter '*invitation*' --fail-fast
        policy test --format junit > report.xml
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case terminal, tap, junit, json, github }

  @Argument(help: "Policy sets, or folders of sets.", completion: .directory)
  var paths: [String] = []
  @Option(help: "How to print the results: terminal, tap, junit, json or github.")
  var format: Format = .terminal
  @Option(help: ArgumentHelp("Run only tests whose name matches, with * and ?.", valueName: "glob"))
  var filter: String?
  @Flag(help: "Stop at the first failure.")
  var failFast = false
  @OptionGroup var directory: DirectoryOptions

  func run() throws {
    var report = TestReport()
    var hasSuites = false
    let now = SystemClock.now()
    for path in try SetPaths.resolve(paths) {
      guard !TableFile.isTable(path) else {
        Terminal.printError(
          "error: `\(path)` is a table file, which holds no tests; name the policy set that it was built from")
        throw ExitCode.cannotRun
      }
      let (set, found) = Progress.during("checking \(path)") { report in
        var loader = PolicySetLoader(progress: report)
        let set = loader.load(directory.location(policy: path))
        return (set, check(set, at: now, progress: report))
      }
      if found.contains(where: { $0.severity == .error }) { refuse(found, set.policy.name, set.sources) }
      hasSuites = hasSuites || !set.suites.isEmpty
      do throws(LoadFailure) {
        let options = RunOptions(filter: filter, failFast: failFast)
        report.suites += try Progress.during("testing \(path)") { (_) throws(LoadFailure) in
          try SuiteRunner(set, options: options, now: now).run().suites
        }
      } catch {
        refuse(error.diagnostics, set.policy.name, error.sources)
      }
      if failFast, report.failed > 0 { break }
    }
    guard !report.suites.isEmpty else {
      Terminal.printError(
        hasSuites
          ? "error: no test's name matches `\(filter ?? "*")`"
          : "error: there are no tests; a suite is a file that ends in `_test.yaml`")
      throw ExitCode.cannotRun
    }
    switch format {
    case .terminal: Terminal.print(report.terminalText(style: Terminal.style))
    case .tap: Terminal.print(report.tap())
    case .junit: Terminal.print(report.junit())
    case .json: Terminal.print(report.json())
    case .github: Terminal.print(report.github())
    }
    if report.failed > 0 { throw ExitCode(1) }
  }

  /// Ends the run with what is wrong: on standard error for a person, and in the chosen form for a script.
  private func refuse(_ found: [Diagnostic], _ policy: String, _ sources: SourceMap) -> Never {
    Terminal.printError(DiagnosticRenderer(sources: sources, style: Terminal.errorStyle).render(found))
    let report = TestReport(cannotRun: found, policy: policy, sources: sources)
    switch format {
    case .terminal: break
    case .tap: Terminal.print(report.tap())
    case .junit: Terminal.print(report.junit())
    case .json: Terminal.print(report.json())
    case .github: Terminal.print(diagnosticsGitHub(found, sources: sources))
    }
    Terminal.exit(.cannotRun)
  }
}
