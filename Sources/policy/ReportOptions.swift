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

  /// The files, each checked before anything is run.
  func files() throws -> [ReportFile] {
    do throws(ReportFileError) {
      return try ReportFile.all(report)
    } catch {
      throw ValidationError("--report: \(error.message)")
    }
  }

  /// Writes the outcome to its files and prints it; ends with the outcome's exit code, or with 2 if a report could not
  /// be written.
  func publish(_ outcome: TestOutcome, to files: [ReportFile]) throws {
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
    if case (.terminal, .cannotRun) = (format, outcome) {
    } else {
      Terminal.print(outcome.text(format, style: Terminal.style))
    }
    if status != 0 { throw ExitCode(status) }
  }
}
