import ArgumentParser
import DecisionTable
import PolicyAnalysis
import PolicyCompiler
import PolicyLanguage
import PolicyReport
import PolicyRevisions
import PolicyTesting
import PolicyValues

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a policy set as one page for a browser.",
    discussion: """
      Permission tables, forbids, roles, scopes with their holders, who can do what, conditions, invariants, findings, \
      test results, what the tests cover, and with --against what has changed, in one file that loads nothing from \
      anywhere. The same set gives the same page. What is held \
      until a time is judged by the clock, or by --now, which the page then tells.

      A set with errors has no page: they are printed, and the exit code is 2. A page that shows broken invariants or \
      failed tests was written all the same, and the exit code is 0.

      EXAMPLES:
        policy report policies/pica -o pica.html
        policy report policies/pica --against main -o pica.html
        policy report policies/pica --directory exported.yaml --now 2027-01-01T00:00:00Z -o pica.html
      """)

  @Argument(help: "A policy set: a folder, or one file.", completion: .directory)
  var path: String?
  @Option(name: .shortAndLong, help: ArgumentHelp("The page to write.", valueName: "file.html"), completion: .file())
  var output: String
  @Option(
    help: ArgumentHelp(
      "The time to look at, such as 2027-01-01T00:00:00Z; the clock's if not given.", valueName: "time"))
  var now: String?
  @Option(
    help: ArgumentHelp("Show what has changed since a git revision, a folder or a table file.", valueName: "side"))
  var against: String?
  @OptionGroup var directory: DirectoryOptions

  func run() throws {
    let location = try PolicyOptions.location(path, directory: directory)
    guard !TableFile.isTable(location.policy) else {
      throw ValidationError("`\(location.policy)` is a table file; name the policy set that it was built from")
    }
    let time = try time()
    var report: PolicyReport
    do throws(LoadFailure) {
      report = try Progress.during("reading \(location.policy)") { progress throws(LoadFailure) in
        try PolicyReport(at: location, now: time ?? SystemClock.now(), showsTime: time != nil, progress: progress)
      }
    } catch {
      Terminal.printError(
        DiagnosticRenderer(sources: error.sources, style: Terminal.errorStyle).render(error.diagnostics))
      throw ExitCode.cannotRun
    }
    if let against { report.diffs = try diffs(since: against, location, at: time ?? SystemClock.now()) }
    try write(report.html)
  }

  private func diffs(since older: String, _ location: PolicySetLocation, at now: Timestamp) throws -> [PolicyDiff] {
    let request = DiffRequest(
      before: older, after: nil, policy: location.policy, directory: location.directory,
      assignments: location.assignments, now: now)
    let sides: LoadedSides
    do throws(DiffFailure) {
      sides = try loadSides(request)
    } catch {
      throw ValidationError("--against: \(error.message)")
    }
    return sides.pairs.map { pair in
      diff(
        pair.before?.table ?? sides.empty, pair.after?.table ?? sides.empty,
        titles: (sides.before.title, sides.after.title), setName: pair.name, at: now)
    }
  }

  private func write(_ page: String) throws {
    do throws(FileError) {
      try LocalFileSystem().replace(output, with: page)
      Terminal.print("wrote \(output)")
    } catch {
      Terminal.printError("error: `\(error.path)`: \(error.message)")
      throw ExitCode.cannotRun
    }
  }

  private func time() throws -> Timestamp? {
    guard let now else { return nil }
    guard let time = Timestamp(now) else {
      throw ValidationError("--now is not a timestamp with an offset: `\(now)`; write 2027-01-01T00:00:00Z")
    }
    return time
  }
}
