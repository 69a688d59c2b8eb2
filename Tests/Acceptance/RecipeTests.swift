import Foundation
import Testing

/// The recipes of the article on continuous integration, taken from the article itself, so that the two cannot part.
@Suite(.timeLimit(.minutes(2))) struct RecipeTests {
  /// The fenced code blocks of the article, in order.
  private static func blocks() throws -> [String] {
    let path = Program.package + "/Sources/PolicyTesting/PolicyTesting.docc/ContinuousIntegration.md"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    return text.matches(of: /(?ms)^```[a-z]+\n(.*?)^```$/).map { String($0.1) }
  }

  /// A git repository with a policy set and its suite, in which `policy` is the built program.
  private struct Repository {
    let folder: TemporaryFolder

    private var environment: [String: String] {
      let programs = URL(filePath: Program.policy.path).deletingLastPathComponent().path
      return [
        "PATH": "\(programs):/usr/bin:/bin", "HOME": folder.path, "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@x.example", "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@x.example", "TMPDIR": folder.path("tmp"),
      ]
    }

    func shell(_ script: String) async throws -> Program.Outcome {
      try await Program(path: "/bin/sh").run(
        ["-c", script], in: folder.path("work"), environment: environment)
    }

    /// Commits what is staged, and says whether the hook let it.
    func commit(_ message: String) async throws -> (isCommitted: Bool, text: String) {
      let outcome = try await shell("git commit -q -m '\(message)'")
      let log = try await shell("git log -1 --format=%s")
      return (outcome.status == 0 && log.output == message + "\n", outcome.output + outcome.errors)
    }

    func writeSuite(_ text: String) throws { try folder.write(text, to: "work/policies/one/policy_test.yaml") }

    static func with(_ body: (Repository) async throws -> Void) async throws {
      try await TemporaryFolder.with { folder in
        try folder.writeSet(Samples.set, suite: Samples.suite, to: "work/policies/one")
        try folder.write("", to: "tmp/.keep")
        let repository = Repository(folder: folder)
        #expect(try await repository.shell("git init -q -b main . && git add .").status == 0)
        try await body(repository)
      }
    }
  }

  @Test func theHookTestsWhatIsCommitted() async throws {
    let hook = try #require(try Self.blocks().first { $0.hasPrefix("#!/bin/sh\n") })
    try await Repository.with { repository in
      try repository.folder.write(hook, to: "work/.git/hooks/pre-commit")
      #expect(try await repository.shell("chmod +x .git/hooks/pre-commit").status == 0)

      let first = try await repository.commit("first")
      #expect(first.isCommitted, "\(first.text)")
      #expect(first.text == "4 passed, 0 failed\n")

      // A failing case is staged: not even a work tree that is right again helps.
      try repository.writeSuite(Samples.failingSuite)
      _ = try await repository.shell("git add policies")
      try repository.writeSuite(Samples.suite)
      let failing = try await repository.commit("failing")
      #expect(!failing.isCommitted)
      #expect(failing.text.contains("failed: wrong on purpose"))
      #expect(failing.text.contains("at policies/one/policy_test.yaml:8:11"), "\(failing.text)")
      #expect(failing.text.hasSuffix("\n4 passed, 2 failed\n"))

      // The other way round: what is staged is right, and what lies in the work tree is not asked about.
      try repository.writeSuite(Samples.suite + "# more\n")
      _ = try await repository.shell("git add policies")
      try repository.writeSuite("tests: broken")
      let right = try await repository.commit("right")
      #expect(right.isCommitted, "\(right.text)")

      // A commit that leaves the policies alone.
      try repository.folder.write("x", to: "work/README.md")
      _ = try await repository.shell("git add README.md")
      let other = try await repository.commit("other")
      #expect(other.isCommitted)
      #expect(other.text == "")

      // Errors, then no policies at all.
      _ = try await repository.shell("git add policies")
      let broken = try await repository.commit("broken")
      #expect(!broken.isCommitted)
      #expect(broken.text.contains("error["))
      _ = try await repository.shell("git rm -q -rf policies")
      let removed = try await repository.commit("removed")
      #expect(removed.isCommitted, "\(removed.text)")

      // Nothing is left behind.
      #expect(try FileManager.default.contentsOfDirectory(atPath: repository.folder.path("tmp")) == [".keep"])
    }
  }

  /// What the recipes call `policy check` and `policy test` with, as it stands there: for pre-commit, GitHub and GitLab.
  @Test func theCommandsOfTheRecipesRun() async throws {
    let text = try Self.blocks().joined()
    let commands = text.matches(of: /(?m)(?:entry: |- run: |- |^)(policy (?:test|check)\b[^\n]*)$/).map { String($0.1) }
    #expect(
      Set(commands) == [
        "policy test --quiet policies", "policy check --format github", "policy test --report junit=policies.xml",
        "policy check",
      ])
    try await Repository.with { repository in
      for command in Set(commands) {
        let outcome = try await repository.shell(command)
        #expect(outcome.status == 0, "\(command): \(outcome.output)\(outcome.errors)")
      }
      #expect(try repository.folder.read("work/policies.xml").contains("tests=\"4\" failures=\"0\""))
    }
  }
}
