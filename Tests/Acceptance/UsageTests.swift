import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct UsageTests {
  private static let commands = [
    "check", "test", "can", "why", "who", "what", "table", "diff", "build", "fmt", "import", "bench", "init", "schema",
    "report",
  ]

  @Test(arguments: [
    (["chek"], "check"), (["tets"], "test"), (["cna"], "can"), (["inti"], "init"), (["biuld"], "build"),
    (["bnech"], "bench"),
    (["check", "--fromat", "json"], "--format"), (["test", "--fail-fats"], "--fail-fast"),
  ])
  func typosGetASuggestion(arguments: [String], meant: String) async throws {
    let outcome = try await Program.policy.run(arguments)
    #expect(outcome.status == 2)
    #expect(outcome.errors.lowercased().contains("did you mean"), "\(outcome.errors)")
    #expect(outcome.errors.contains(meant))
    #expect(outcome.output == "")
  }

  @Test(arguments: [
    ["nonsense"], ["check", "--format", "xml"], ["test", "--format"], ["table", "--format", "pdf"], ["--nothing"],
    ["can", "--what"], ["build"], ["build", "-o", "a", "--info", "b"], ["bench", "--load", "0"],
    ["init", "one", "two"], ["check", "--explain"], ["schema", "all"], ["report"], ["schema", "polcy"],
    ["fmt", "--diff", "--format", "json"], ["fmt", "-", "x"],
  ])
  func usageErrorsEndWithTwo(arguments: [String]) async throws {
    let outcome = try await Program.policy.run(arguments)
    #expect(outcome.status == 2, "\(arguments): \(outcome.errors)")
    #expect(!outcome.errors.isEmpty)
    #expect(outcome.output == "")
  }

  @Test func wrongFormatNamesTheRightOnes() async throws {
    let outcome = try await Program.policy.run(["check", "--format", "xml"])
    for format in ["human", "json", "github", "sarif"] { #expect(outcome.errors.contains(format)) }
  }

  @Test func helpNamesEveryCommand() async throws {
    let help = try await Program.policy.run(["--help"])
    #expect(help.status == 0)
    for command in Self.commands { #expect(help.output.contains("  \(command) "), "\(command)") }
    // Without a word it does not guess.
    let bare = try await Program.policy.run([])
    #expect(bare.output.contains("USAGE") || bare.errors.contains("USAGE"))
  }

  @Test(arguments: commands)
  func helpOfACommandHasExamples(command: String) async throws {
    let help = try await Program.policy.run([command, "--help"])
    #expect(help.status == 0)
    #expect(help.output.contains("EXAMPLES:"))
    #expect(help.output.contains("policy \(command)"))
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completionScripts(shell: String) async throws {
    let outcome = try await Program.policy.run(["--generate-completion-script", shell])
    #expect(outcome.status == 0)
    for command in Self.commands { #expect(outcome.output.contains(command)) }
    #expect(outcome.output.contains("policy"))
  }

  /// Output that is not a terminal's has no escape codes, whatever the environment promises.
  @Test(arguments: [[:], ["TERM": "xterm-256color"], ["NO_COLOR": "1"], ["COLORTERM": "truecolor", "NO_COLOR": ""]])
  func nothingIsColouredWhereThereIsNoTerminal(environment: [String: String]) async throws {
    try await TemporaryFolder.with { folder in
      try folder.writeSet(Samples.set, suite: Samples.failingSuite)
      try folder.writeSet(Samples.tiny(grants: "[raeder]"), to: "broken")
      for arguments in [
        ["test", "set"], ["check", "broken"], ["test", "broken"],
        ["why", "user:eve read document:plan", "--policy", "set"],
        ["table", "set"], ["table", "broken"], ["chek"],
      ] {
        let outcome = try await Program.policy.run(arguments, in: folder.path, environment: environment)
        #expect(!outcome.output.contains("\u{1B}") && !outcome.errors.contains("\u{1B}"), "\(arguments)")
        #expect(!(outcome.output + outcome.errors).isEmpty)
      }
    }
  }

  /// `script` runs a command on a terminal of its own.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
  func aTerminalIsColouredUnlessNoColorIsSet() async throws {
    try await TemporaryFolder.with { folder in
      try folder.writeSet(Samples.set, suite: Samples.failingSuite)
      let script = Program(path: "/usr/bin/script")
      let arguments = ["-qec", "'\(Program.policy.path)' test set", "/dev/null"]
      let coloured = try await script.run(arguments, in: folder.path, environment: ["TERM": "xterm"])
      #expect(coloured.status == 1)
      #expect(coloured.output.contains("\u{1B}[31m"))
      let plain = try await script.run(arguments, in: folder.path, environment: ["TERM": "xterm", "NO_COLOR": "1"])
      #expect(plain.status == 1)
      #expect(!plain.output.contains("\u{1B}"))
    }
  }

  /// A report that was not written must not look like one that was.
  @Test func outputThatCannotBeWrittenIsAnError() async throws {
    try await TemporaryFolder.with { folder in
      try folder.writeSet(Samples.set, suite: Samples.suite)
      let shell = Program(path: "/bin/sh")
      for words in ["check set", "test set", "table set", "can user:ada read document:plan --policy set"] {
        let outcome = try await shell.run(["-c", "'\(Program.policy.path)' \(words) >/dev/full"], in: folder.path)
        #expect(outcome.status == 2, "\(words)")
        #expect(outcome.errors.contains("cannot write"), "\(words): \(outcome.errors)")
      }
    }
  }

  @Test(arguments: [
    [], ["--policy"], ["--policy", "x", "--socket-mode", "999"], ["--policy", "x", "--log-level", "loud"],
    ["--polcy", "x"], ["--policy", "x", "more"],
  ])
  func theDaemonsUsageErrorsEndWithTwo(arguments: [String]) async throws {
    let outcome = try await Program.policyd.run(arguments)
    #expect(outcome.status == 2)
    #expect(!outcome.errors.isEmpty)
  }

  @Test func theDaemonsHelp() async throws {
    let outcome = try await Program.policyd.run(["--help"])
    #expect(outcome.status == 0)
    for option in ["--policy", "--directory", "--assignments", "--socket"] { #expect(outcome.output.contains(option)) }
  }
}
