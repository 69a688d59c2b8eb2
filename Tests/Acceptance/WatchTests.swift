import Foundation
import Testing

/// `policy test --watch`, with a file saved as editors do.
@Suite(.timeLimit(.minutes(2))) struct WatchTests {
  /// A watch that runs, and what it has printed.
  private struct Watching {
    let folder: TemporaryFolder
    let program: RunningProgram

    /// Waits until something has been printed so many times; the time limit of the suite bounds it.
    func until(_ text: String, times: Int = 1) async throws {
      let output = URL(filePath: folder.path("out"))
      while try String(decoding: Data(contentsOf: output), as: UTF8.self).components(separatedBy: text).count <= times {
        if let status = program.status {
          let errors = try folder.read("err")
          Issue.record("ended with \(status): \(errors)")
          return
        }
        try await Task.sleep(for: .milliseconds(5))
      }
    }
  }

  private func watch(
    _ arguments: [String] = [], with command: String = "test", _ body: (Watching) async throws -> Void
  ) async throws -> String {
    try await TemporaryFolder.with { folder in
      try folder.writeSet(Samples.set, suite: Samples.suite)
      let program = try Program.policy.start(
        [command, "set", "--watch"] + arguments, in: folder.path, output: folder.path("out"), errors: folder.path("err")
      )
      let watching = Watching(folder: folder, program: program)
      do {
        try await watching.until("Ctrl-C ends\n")
        try await body(watching)
      } catch {
        program.signal(SIGKILL)
        _ = await program.end()
        throw error
      }
      // It runs until a signal ends it; of those that a test run's programs inherit as blocked, none would.
      #expect(program.status == nil)
      program.signal(SIGKILL)
      _ = await program.end()
      return try folder.read("out")
    }
  }

  @Test func aSaveRunsTheTestsAgain() async throws {
    let output = try await watch { watching in
      // By another file in its place.
      let suite = URL(filePath: watching.folder.path("set/policy_test.yaml"))
      try Data(Samples.failingSuite.utf8).write(to: suite, options: .atomic)
      try await watching.until("\n4 passed, 2 failed\n")
      // Broken for a moment, and then not.
      try watching.folder.write(Samples.set + "\n?", to: "set/policy.yaml")
      try await watching.until("error[")
      try watching.folder.write(Samples.set, to: "set/policy.yaml")
      try await watching.until("\n4 passed, 2 failed\n", times: 2)
      // A new file, and one that goes.
      try watching.folder.write(Samples.suite, to: "set/more/new_test.yaml")
      try await watching.until("\n8 passed, 2 failed\n")
      try FileManager.default.removeItem(atPath: watching.folder.path("set/more"))
      try await watching.until("\n4 passed, 2 failed\n", times: 3)
      try await watching.until("Ctrl-C ends\n", times: 6)
    }
    #expect(output.contains(/── \d\d:\d\d:\d\dZ watching\n/))
    #expect(output.contains("Z set/policy_test.yaml changed\n"))
    #expect(output.contains("Z set/policy.yaml changed\n"))
    #expect(output.contains("Z set/more/new_test.yaml new\n"))
    #expect(output.contains("Z set/more/new_test.yaml removed\n"))
    #expect(output.contains("── in "))
    // What is no terminal is not drawn on.
    #expect(!output.contains("\u{1B}"))
  }

  @Test func reportsAreWrittenAnewAndSummariesNot() async throws {
    _ = try await watch(["--report", "json=report.json"]) { watching in
      #expect(try JSON(watching.folder.read("report.json"))["failed"] == 0)
      try watching.folder.write(Samples.failingSuite, to: "set/policy_test.yaml")
      try await watching.until("\n4 passed, 2 failed\n")
      #expect(try JSON(watching.folder.read("report.json"))["failed"] == 2)
    }
  }

  @Test func checksAreWatchedToo() async throws {
    let output = try await watch(with: "check") { watching in
      try watching.folder.write(Samples.set + "\n?", to: "set/policy.yaml")
      try await watching.until("error[")
      try watching.folder.write(Samples.set, to: "set/policy.yaml")
      try await watching.until("no errors\n", times: 2)
    }
    #expect(output.contains("Z watching\n\n`set`: no errors\n"))
  }

  @Test func whatCannotBeWatched() async throws {
    try await TemporaryFolder.with { folder in
      try folder.writeSet(Samples.set, suite: Samples.suite)
      let missing = try await Program.policy.run(["test", "sett", "--watch"], in: folder.path)
      #expect(missing.status == 2)
      #expect(missing.errors == "error: there is no file or folder `sett` to watch\n")
      let format = try await Program.policy.run(["test", "set", "--watch", "--format", "json"], in: folder.path)
      #expect(format.status == 2)
      #expect(format.errors.contains("name a file: --report json=FILE"), "\(format.errors)")
    }
  }
}
