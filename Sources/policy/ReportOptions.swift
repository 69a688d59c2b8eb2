import ArgumentParser
import FoundationEssentials
import PolicyLanguage
import PolicyTesting

extension ReportFormat: ExpressibleByArgument {}

/// In which forms an outcome is given, and where.
struct ReportOptions: ParsableArguments {
  @Option(help: "How to print the results: terminal, tap, junit, json, github or markdown.")
  var format: ReportFormat?
  @Option(
    help: ArgumentHelp(
      "Write a report to a file as well, such as junit=report.xml; may be given more than once.",
      valueName: "format=file"))
  var report: [String] = []

  @Flag(name: .shortAndLong, help: "Print only the suites and cases that fail, and the counts.")
  var quiet = false

  /// The files, each checked before anything is run.
  func files() throws -> [ReportFile] {
    do throws(ReportFileError) {
      return try ReportFile.all(report)
    } catch {
      throw ValidationError("--report: \(error.message)")
    }
  }

  /// Writes the outcome to its files and prints it; ends with the outcome's exit code, or with 2 if a report could not
  /// be written. In front of more JSON it prints none of its own: a script reads one value.
  func publish(_ outcome: TestOutcome, to files: [ReportFile], inFrontOfMore: Bool = false) throws {
    // The files first: whoever reads standard output may go away in the middle.
    var status = outcome.exitStatus
    for error in outcome.write(to: files) {
      Terminal.printError("error: cannot write `\(error.path)`: \(error.message)")
      status = ExitCode.cannotRun.rawValue
    }
    let environment = ProcessInfo.processInfo.environment
    if let summary = StepSummary(environment: environment) {
      do throws(FileError) {
        try summary.append(outcome)
      } catch {
        Terminal.printError("warning: cannot add to the step's summary, `\(error.path)`: \(error.message)")
      }
    }
    // Where no form was asked for, GitHub gets the failures beside their lines, and the log is for a person all the same.
    if format == nil, environment["GITHUB_ACTIONS"] == "true" { Terminal.print(outcome.annotations) }
    let format = format ?? .terminal
    if case .cannotRun(let refusal) = outcome { Terminal.printError(refusal.text(style: Terminal.errorStyle)) }
    // Why tests cannot run has been said; a script gets it in its own form as well.
    let isSaid = format == .terminal && outcome.exitStatus == ExitCode.cannotRun.rawValue
    if !isSaid, !(inFrontOfMore && format == .json && status == 0) {
      Terminal.print(printed(outcome, format))
    }
    if status != 0 { throw ExitCode(status) }
  }

  /// For a watch: writes the outcome to its files, and gives what a person is to see, with what could not be written.
  func text(of outcome: TestOutcome, to files: [ReportFile]) -> String {
    let style = Terminal.style
    let errors = outcome.write(to: files).map {
      "\(style.paint("error", .error)): cannot write `\($0.path)`: \($0.message)\n"
    }
    return printed(outcome, .terminal) + errors.joined()
  }

  /// Times differ from run to run, so only a person at a terminal gets them.
  private func printed(_ outcome: TestOutcome, _ format: ReportFormat) -> String {
    outcome.text(format, style: Terminal.style, isQuiet: quiet, showsTime: Terminal.isDrawable)
  }
}
