import ArgumentParser
import DecisionTable
import PolicyFormat
import PolicyLanguage
import PolicyValues
import YAMLReader

struct FmtCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt",
    abstract: "Put policy files into their canonical form.",
    discussion: """
      There is one form and no options about it; comments and meaning are kept. Policy files, directory files and suites \
      are written over where they change, and their names printed. A file that is not YAML as the language has it is \
      left as it is; whether names lead somewhere is for `policy check` to say.

      Exit code 0 if all is well; 1 with --check or --diff if a file would change; 2 if a file could not be formatted.

      EXAMPLES:
        policy fmt
        policy fmt --check                       list what would change, and fail
        policy fmt --diff policies/pica          show how
        policy fmt policies/pica/rules.yaml
        policy fmt --stdin --stdin-path policies/pica/rules.yaml < rules.yaml
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case human, json, github }

  @Argument(help: "Policy sets, folders of sets or files; `-` is standard input.", completion: .file())
  var paths: [String] = []
  @Flag(help: "Write nothing; list the files that would change.")
  var check = false
  @Flag(help: "Write nothing; print what would change as a unified diff.")
  var diff = false
  @Flag(help: "Format standard input to standard output.")
  var stdin = false
  @Option(
    help: ArgumentHelp(
      "The file that standard input stands for: its set says in which order roles are declared.", valueName: "path"),
    completion: .file())
  var stdinPath: String?
  @Option(help: "How to report: human, json or github.")
  var format: Format = .human

  private var readsInput: Bool { stdin || stdinPath != nil || paths.contains("-") }

  func validate() throws {
    guard !readsInput || paths.allSatisfy({ $0 == "-" }) else {
      throw ValidationError("standard input is formatted alone; leave the other paths out")
    }
    guard !diff || format == .human else { throw ValidationError("`--diff` prints a diff; leave `--format` out") }
    guard !readsInput || check || format == .human else {
      throw ValidationError("standard input is formatted to standard output; give `--check` too for a report of it")
    }
  }

  func run() throws {
    let formatter = SetFormatter(at: SystemClock.now())
    var report = FormatReport()
    if readsInput {
      let set = formatter.format(text: try Self.standardInput(), standingFor: stdinPath)
      take(set, into: &report)
      if !check, !diff, !report.hasProblems, let file = set.files.first {
        Terminal.print(String(decoding: file.text, as: UTF8.self))
      }
    } else {
      for path in try targets() {
        Progress.during("formatting \(path)") { _ in take(formatted(path, by: formatter), into: &report) }
      }
    }
    try finish(report)
  }

  /// The files and sets that are meant.
  private func targets() throws -> [String] {
    let targets = try SetPaths.resolve(paths)
    for path in targets where TableFile.isTable(path) {
      throw ValidationError("`\(path)` is a table file; name the policy set that it was built from")
    }
    return targets
  }

  private func formatted(_ path: String, by formatter: SetFormatter) -> FormattedSet {
    LocalFileSystem().kind(of: path) == .file ? formatter.format(file: path) : formatter.format(set: path)
  }

  /// Writes or shows what changed, and notes it in the report.
  private func take(_ set: FormattedSet, into report: inout FormatReport) {
    report.add(set.problems, of: set, style: Terminal.errorStyle)
    for file in set.files {
      switch file.outcome {
      case .unchanged: report.add(file.path, .unchanged)
      case .refused(let failure): report.add(file.path, refusedFor: failure, of: set, style: Terminal.errorStyle)
      case .changed(let text):
        if diff { Terminal.print(file.diff.text(style: Terminal.style)) }
        guard !check, !diff, !readsInput else {
          report.add(file.path, .unformatted)
          continue
        }
        do throws(FileError) {
          try FileReplacement.replace(file.path, holding: file.source.bytes, with: text)
          report.add(file.path, .formatted)
        } catch {
          report.add(file.path, .refused)
          report.add("`\(error.path)`: \(error.message)", file: error.path, style: Terminal.errorStyle)
        }
      }
    }
  }

  private func finish(_ report: FormatReport) throws {
    switch format {
    case .json: Terminal.print(report.json.text(pretty: true))
    case .github: Terminal.print(report.github)
    case .human:
      if !diff, !readsInput || check {
        Terminal.print(report.changedPaths.map { visibleText($0) }.joined(separator: "\n"))
      }
    }
    if format == .human || report.hasProblems { Terminal.printError(report.problemText) }
    if format == .human, !readsInput || check || diff {
      Terminal.printError(report.summary(style: Terminal.errorStyle))
    }
    if report.hasProblems { throw ExitCode.cannotRun }
    if check || diff, !report.changedPaths.isEmpty { throw ExitCode(1) }
  }

  private static func standardInput() throws -> [UInt8] {
    do throws(FileError) {
      return try LocalFileSystem().readStandardInput(limit: maximumFileSize)
    } catch {
      throw ValidationError("standard input cannot be read: \(error.message)")
    }
  }
}
