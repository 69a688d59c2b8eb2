import ArgumentParser
import PolicyLanguage

/// The command line: arguments in, exit codes out.
@main
struct PolicyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy",
    abstract: "Check, test, ask and read authorization policies.",
    discussion: """
      A policy set is a folder of YAML files. Without a path, commands work on ./policies, or on the current folder if \
      that is a policy set, or on the policies of the git repository that it lies in; a folder of sets means every set \
      in it.

      EXAMPLES:
        policy check                             what is wrong with ./policies
        policy test --filter '*keys*'            the tests whose name matches
        policy can user:ada delete connection:c1 in project:web --policy policies/pica
        policy why user:max create secret in project:web --policy policies/pica
        policy table policies/pica --format markdown
        policy diff main                         who gains and loses what since then
        policy build policies/pica -o pica.table
        policy fmt --check                       whether every file is in its canonical form

      Shell completion: policy --generate-completion-script bash (or zsh, or fish)
      """,
    subcommands: [
      CheckCommand.self, TestCommand.self, CanCommand.self, WhyCommand.self, WhoCommand.self, WhatCommand.self,
      TableCommand.self, DiffCommand.self, BuildCommand.self, FmtCommand.self, ImportCommand.self, BenchCommand.self,
      InitCommand.self, SchemaCommand.self, ReportCommand.self,
    ])

  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if let first = arguments.first, let hint = unknownCommandHint(first) {
      Terminal.printError(hint)
      Terminal.exit(.cannotRun)
    }
    var command = parsed(arguments)
    do {
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let code as ExitCode {
      exit(withError: code)
    } catch {
      if exitCode(for: error) == .success { exit(withError: error) }
      // The words were understood, so how to write them is not what is wrong.
      Terminal.printError("error: \(message(for: error))")
      Terminal.exit(.cannotRun)
    }
  }

  /// The command that the arguments mean. Help and completion scripts end well; what cannot be understood cannot be run.
  private static func parsed(_ arguments: [String]) -> any ParsableCommand {
    do {
      return try parseAsRoot(arguments)
    } catch {
      if exitCode(for: error) == .success { exit(withError: error) }
      Terminal.printError(fullMessage(for: error))
      Terminal.exit(.cannotRun)
    }
  }

  private static func unknownCommandHint(_ name: String) -> String? {
    let known = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard !name.hasPrefix("-"), !known.contains(name) else { return nil }
    let hint = nearest(name, in: known).map { "did you mean `policy \($0)`?" } ?? "there are \(listed(known))"
    return "error: there is no command `\(name)`; \(hint)"
  }
}

extension ExitCode {
  /// Errors, usage among them, where a command could not do its work (DESIGN.md, section 5).
  static let cannotRun = ExitCode(2)
}
