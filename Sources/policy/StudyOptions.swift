import ArgumentParser
import PolicyCompiler
import PolicyLanguage
import PolicyRevisions
import PolicyTesting
import PolicyValues

/// What is to be found out about tests that pass.
struct StudyOptions: ParsableArguments {
  @Flag(help: "Tell which cells, conditions, forbids and invariants the tests depend on.")
  var coverage = false
  @Option(
    name: .customLong("min"),
    help: ArgumentHelp("With --coverage, exit 1 if less than so many per cent are covered.", valueName: "percent"))
  var minCoverage: Double?
  @Option(
    help: ArgumentHelp(
      "Write coverage to a file, as lcov, json or markdown, such as lcov=policy.info; may be given more than once.",
      valueName: "format=file"))
  var coverageReport: [String] = []
  @Option(
    help: ArgumentHelp(
      "With --coverage, look only at what is not the same in a git revision.", valueName: "revision"))
  var changedSince: String?
  @Flag(help: "Change the policy in every single way and tell which changes no test notices.")
  var mutate = false
  @Flag(help: "With --mutate, print for each such change a test that would notice, ready to paste into a suite.")
  var suggest = false
  @Option(
    help: ArgumentHelp(
      "With --mutate, exit 1 if less than so many per cent of the changes are noticed.", valueName: "percent"))
  var minScore: Double?

  /// Whether anything but the tests' results is asked for.
  var isWanted: Bool { coversTests || self.mutate }
  private var coversTests: Bool { coverage || !coverageReport.isEmpty }

  func validate() throws {
    guard self.mutate || (!suggest && minScore == nil) else {
      throw ValidationError("\(suggest ? "--suggest" : "--min-score") goes with --mutate")
    }
    guard coversTests || (minCoverage == nil && changedSince == nil) else {
      throw ValidationError("\(minCoverage == nil ? "--changed-since" : "--min") goes with --coverage")
    }
    for (name, value) in [("--min", minCoverage), ("--min-score", minScore)] {
      if let value, !(0...100).contains(value) { throw ValidationError("\(name) is a percentage, from 0 to 100") }
    }
  }

  /// The files that coverage is to be written to.
  func files() throws -> [CoverageFile] {
    do throws(ReportFileError) {
      return try coverageReport.map { text throws(ReportFileError) in try CoverageFile(text) }
    } catch {
      throw ValidationError("--coverage-report: \(error.message)")
    }
  }

  /// Studies the sets, whose tests have passed, and prints what was found; ends with 1 if that is less than was asked for.
  func run(_ sets: [PolicySetLocation], filter: String?, format: ReportFormat, files: [CoverageFile]) throws {
    let now = SystemClock.now()
    var report = StudyReport(
      coverage: coversTests ? [] : nil, mutation: self.mutate ? [] : nil, isSuggesting: suggest)
    for location in sets {
      var loader = PolicySetLoader()
      let set = loader.load(location)
      guard !set.suites.isEmpty else { continue }
      let older = try changedSince.map { try Self.policy(location.policy, at: $0) }
      do throws(LoadFailure) {
        if coversTests {
          let coverage = try Progress.during("covering \(location.policy)") { (progress) throws(LoadFailure) in
            try CoverageRun(set, filter: filter, now: now).report(progress: progress)
          }
          report.coverage?.append(older.map { coverage.changes(from: $0, to: set.policy) } ?? coverage)
        }
        if self.mutate {
          report.mutation?.append(
            try Progress.during("changing \(location.policy)") { (progress) throws(LoadFailure) in
              try MutationRun(set, filter: filter, now: now).report(suggesting: suggest, progress: progress)
            })
        }
      } catch {
        Terminal.printError(
          DiagnosticRenderer(sources: error.sources, style: Terminal.errorStyle).render(error.diagnostics))
        Terminal.exit(.cannotRun)
      }
    }
    for file in files {
      do throws(FileError) {
        try file.write(report.coverage ?? [])
      } catch {
        throw ValidationError("cannot write `\(error.path)`: \(error.message)")
      }
    }
    Terminal.print(report.text(format, style: Terminal.style))
    if !report.reaches(coverage: minCoverage, score: minScore) { throw ExitCode(1) }
  }

  /// The policy at a path as a revision has it.
  private static func policy(_ path: String, at revision: String) throws -> Policy {
    do throws(RevisionError) {
      let set = try RevisionSet(of: path, at: revision)
      var loader = PolicySetLoader(fileSystem: set.fileSystem)
      return loader.load(PolicySetLocation(policy: set.path), withSuites: false).policy
    } catch {
      throw ValidationError("--changed-since: \(error.message)")
    }
  }
}
