import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct InitTests {
  @Test(arguments: [[], ["shop"], ["deep/er/shop/"]])
  func aNewSetIsCleanAndPasses(arguments: [String]) async throws {
    try await TemporaryFolder.with { folder in
      let outcome = try await Program.policy.run(["init"] + arguments, in: folder.path)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let check = try await Program.policy.run(["check"] + arguments, in: folder.path)
      #expect(check.status == 0)
      #expect(!check.output.contains("warning"), "\(check.output)")
      let test = try await Program.policy.run(["test"] + arguments, in: folder.path)
      #expect(test.status == 0)
      #expect(test.lines.last?.hasSuffix(" passed, 0 failed") == true)
      #expect(test.lines.last != "0 passed, 0 failed")
    }
  }

  @Test func aDaemonServesIt() async throws {
    try await TemporaryFolder.with { folder in
      _ = try await Program.policy.run(["init", "shop"], in: folder.path)
      try await Daemon.with("shop", in: folder) { daemon async throws in
        #expect(try await daemon.allows("user:ada delete document:plan") == true)
        #expect(try await daemon.allows("user:mia update document:plan") == false)
      }
    }
  }

  @Test(arguments: ["policy.yaml", "directory.yaml", "policy_test.yaml"])
  func nothingIsOverwritten(name: String) async throws {
    try await TemporaryFolder.with { folder in
      try folder.write("mine\n", to: "shop/\(name)")
      let outcome = try await Program.policy.run(["init", "shop"], in: folder.path)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains(name))
      #expect(try folder.read("shop/\(name)") == "mine\n")
      // Nor is half a set written beside it.
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("shop")) == [name])
    }
  }
}
