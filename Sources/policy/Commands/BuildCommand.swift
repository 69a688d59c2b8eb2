import ArgumentParser
import DecisionTable
import PolicyAnalysis
import PolicyCompiler
import PolicyLanguage
import PolicyValues

struct BuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Compile a policy set and its directory to a table file.",
    discussion: """
      The same input gives the same bytes on every machine. The file is replaced whole, so a running policyd that is told \
      to reload finds the old table or the new one. Exit code 1 if the set has errors or breaks an invariant.

      EXAMPLES:
        policy build policies/pica -o pica.table
        policy build policies/pica --assignments roles.tsv -o pica.table && policyd --policy pica.table
        policy build --info pica.table
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

  @Argument(help: "A policy set: a folder, or one file.", completion: .directory)
  var path: String?
  @Option(name: .shortAndLong, help: ArgumentHelp("The table file to write.", valueName: "file"))
  var output: String?
  @Option(help: ArgumentHelp("Tell what is in a table file instead.", valueName: "file"), completion: .file())
  var info: String?
  @Option(help: "How to print: text or json.")
  var format: Format = .text
  @OptionGroup var directory: DirectoryOptions

  func validate() throws {
    guard (output == nil) != (info == nil) else {
      throw ValidationError("say where to write with `-o FILE`, or what to look into with `--info FILE`")
    }
    guard info == nil || (path == nil && directory.path == nil && directory.assignments.isEmpty) else {
      throw ValidationError("`--info` looks into a table file alone; leave the policy set and its directory out")
    }
  }

  func run() throws {
    if let info { return show(try PolicyOptions.opened(info).info, path: info) }
    guard let output else { return }
    let location = try PolicyOptions.location(path, directory: directory)
    let loaded: LoadedPolicy
    do throws(LoadFailure) {
      loaded = try Progress.during("building \(output)") { report throws(LoadFailure) in
        let loaded = try loadPolicy(location, at: SystemClock.now(), progress: report)
        guard loaded.brokenInvariants.isEmpty else {
          throw LoadFailure(diagnostics: loaded.warnings + loaded.brokenInvariants, sources: loaded.sources)
        }
        return loaded
      }
    } catch {
      Terminal.printError(
        DiagnosticRenderer(sources: error.sources, style: Terminal.errorStyle).render(error.diagnostics))
      throw ExitCode(1)
    }
    if !loaded.warnings.isEmpty {
      Terminal.printError(
        DiagnosticRenderer(sources: loaded.sources, style: Terminal.errorStyle).render(loaded.warnings))
    }
    do throws(TableError) {
      try Progress.during("writing \(output)") { _ throws(TableError) in
        try TableFile.write(loaded.table.memory, to: output)
      }
    } catch {
      Terminal.printError("error: \(error.message)")
      throw ExitCode(1)
    }
    show(loaded.table.info, path: output)
  }

  private func show(_ info: TableInfo, path: String) {
    switch format {
    case .json: Terminal.print(info.json.text(pretty: true))
    case .text: Terminal.print(self.info == nil ? "wrote \(path)\n\(info.summary)" : info.text)
    }
  }
}
