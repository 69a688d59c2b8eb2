import ArgumentParser
import DecisionTable
import PolicyAnalysis
import PolicyCompiler
import PolicyLanguage
import PolicyRevisions
import PolicyValues
import YAMLReader

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Tell who gains and who loses what between two states of a policy.",
    discussion: """
      A and B are git revisions, folders, files or table files; `A..B` is two revisions, `A...B` compares B with what \
      both come from. B is the work tree if it is not given. Revisions are read through git; the work tree is left alone. \
      A side without a directory takes the other's.

      Exit code 0 if no answer changes, 1 if one does or may, 2 if that cannot be told.

      EXAMPLES:
        policy diff main
        policy diff main...HEAD --format markdown
        policy diff v1.2 v1.3 --policy policies/pica
        policy diff old.table policies/pica --fail-on widened
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case terminal, markdown, github, json, html }
  enum FailOn: String, CaseIterable, ExpressibleByArgument { case any, widened }

  @Argument(help: "A revision, `A..B`, a folder, a file or a table file.", completion: .file())
  var before: String
  @Argument(help: "The same; the work tree if not given.", completion: .file())
  var after: String?
  @Option(
    name: .customLong("policy"),
    help: ArgumentHelp("Where the sets lie, for revisions and the work tree; ./policies by itself.", valueName: "path"),
    completion: .file())
  var policy: String?
  @OptionGroup var directory: DirectoryOptions
  @Option(help: "How to print: terminal, markdown, github, json or html.")
  var format: Format = .terminal
  @Option(
    help: ArgumentHelp("What ends with 1: any change, or widened: only that someone gains or may.", valueName: "what"))
  var failOn: FailOn = .any
  @Flag(help: "List every name.")
  var verbose = false
  @Option(help: ArgumentHelp("The time to compare at; the clock's if not given.", valueName: "time"))
  var now: String?

  func run() throws {
    let time = try RequestOptions.time(now)
    let request = DiffRequest(
      before: before, after: after, policy: policy, directory: directory.path, assignments: directory.assignments,
      now: time)
    let (diffs, roots) = try Progress.during("comparing") { report in
      let sides = try load(request, report)
      let diffs = sides.pairs.map { pair in
        diff(
          pair.before?.table ?? sides.empty, pair.after?.table ?? sides.empty,
          titles: (sides.before.title, sides.after.title), setName: pair.name, at: time)
      }
      return (diffs, sides.pairs.map { $0.after?.root ?? "" })
    }
    Terminal.print(text(diffs, roots))
    let fails = failOn == .any ? diffs.contains { !$0.isSame } : diffs.contains(where: \.isWidened)
    if fails { throw ExitCode(1) }
  }

  private func load(_ request: DiffRequest, _ report: @escaping LoadProgress) throws -> LoadedSides {
    do throws(DiffFailure) {
      return try loadSides(request, progress: report)
    } catch {
      switch error {
      case .sides(let error): throw ValidationError(error.message)
      case .policy(let failure):
        Terminal.printError(
          DiagnosticRenderer(sources: failure.sources, style: Terminal.errorStyle).render(failure.diagnostics))
        throw ExitCode.cannotRun
      }
    }
  }

  private func text(_ diffs: [PolicyDiff], _ roots: [String]) -> String {
    switch format {
    case .terminal:
      diffs.map { $0.text(style: Terminal.style, names: verbose ? nil : 6) }.joined(separator: "\n\n")
    case .markdown: diffs.map { $0.markdown() }.joined(separator: "\n")
    case .github: zip(diffs, roots).map { $0.gitHub(root: $1) }.joined()
    case .json: JSONValue.array(diffs.map(\.json)).text(pretty: true)
    case .html: PolicyDiff.htmlPage(diffs)
    }
  }
}
