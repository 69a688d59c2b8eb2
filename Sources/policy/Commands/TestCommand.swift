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
      """)

  @Argument(help: "Policy sets, or folders of sets.", completion: .directory)
  var paths: [String] = []
  @OptionGroup var reports: ReportOptions
  @Option(help: ArgumentHelp("Run only tests whose name matches, with * and ?.", valueName: "glob"))
  var filter: String?
  @Flag(help: "Stop at the first failure.")
  var failFast = false
  @OptionGroup var study: StudyOptions
  @OptionGroup var directory: DirectoryOptions

  func run() throws {
    let files = try reports.files()
    let sets = try SetPaths.resolve(paths)
    let run = TestRun(
      sets.map { directory.location(policy: $0) }, options: RunOptions(filter: filter, failFast: failFast))
    let outcome = Progress.during("testing \(listed(sets))") { run.outcome(at: SystemClock.now(), progress: $0) }
    try reports.publish(outcome, to: files)
    if study.isWanted {
      try study.run(
        sets.map { directory.location(policy: $0) }, filter: filter, format: reports.format ?? .terminal,
        files: try study.files())
    }
  }
}
