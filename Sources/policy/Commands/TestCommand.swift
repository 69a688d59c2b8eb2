import ArgumentParser
import PolicyLanguage
import PolicyTesting
import PolicyValues

struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run the test suites of policy sets.",
    discussion: """
      Exit code 0 if every case passes, 1 if one fails, 2 if the tests cannot run: errors in a set or a suite, broken \
      invariants, or no tests; and if a report cannot be written.

      In GitHub Actions the failures are shown beside their lines, unless --format says otherwise, and a summary is added \
      to the step ($GITHUB_STEP_SUMMARY).

      EXAMPLES:
        policy test
        policy test policies/pica --filter '*invitation*' --fail-fast
        policy test --report junit=report.xml --report markdown=report.md
        policy test --format json | jq .failed
        policy test --watch
        policy test --coverage --min 100         fail if a cell or atom is there that no test depends on
        policy test --mutate --suggest           which slips no test would notice, and a test for each
      """)

  @Argument(help: "Policy sets, or folders of sets.", completion: .directory)
  var paths: [String] = []
  @OptionGroup var reports: ReportOptions
  @Option(help: ArgumentHelp("Run only tests whose name matches, with * and ?.", valueName: "glob"))
  var filter: String?
  @Flag(help: "Stop at the first failure.")
  var failFast = false
  @OptionGroup var study: StudyOptions
  @Flag(help: "Run again whenever a file is saved; Ctrl-C ends.")
  var watch = false
  @OptionGroup var directory: DirectoryOptions

  func validate() throws {
    if watch, let format = reports.format, format != .terminal {
      let name = format.rawValue
      throw ValidationError("--watch prints for a person; to have \(name) as well, name a file: --report \(name)=FILE")
    }
    if watch, study.isWanted {
      throw ValidationError("--watch runs the tests alone; leave --coverage and --mutate to a run of their own")
    }
  }

  func run() throws {
    let files = try reports.files()
    let coverageFiles = try study.files()
    let given = try SetPaths.given(paths)
    if watch {
      try Watch.repeating(given + directory.paths) { reports.text(of: outcome(locations(given)), to: files) }
    }
    let sets = locations(given)
    try reports.publish(outcome(sets), to: files, inFrontOfMore: study.isWanted)
    if study.isWanted {
      try study.run(sets, filter: filter, format: reports.format ?? .terminal, files: coverageFiles)
    }
  }

  /// The sets that are at the paths now.
  private func locations(_ paths: [String]) -> [PolicySetLocation] {
    SetPaths.sets(at: paths).map { directory.location(policy: $0) }
  }

  private func outcome(_ sets: [PolicySetLocation]) -> TestOutcome {
    let run = TestRun(sets, options: RunOptions(filter: filter, failFast: failFast))
    return Progress.during("testing \(listed(sets.map(\.policy)))") {
      run.outcome(at: SystemClock.now(), progress: $0)
    }
  }
}
