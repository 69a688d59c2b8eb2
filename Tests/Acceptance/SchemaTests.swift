import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct SchemaTests {
  @Test(arguments: ["policy", "directory", "suite"])
  func printsJSONThatIsWrittenToo(kind: String) async throws {
    try await TemporaryFolder.with { folder in
      let printed = try await Program.policy.run(["schema", kind], in: folder.path)
      #expect(printed.status == 0)
      let json = try #require(try JSONSerialization.jsonObject(with: Data(printed.output.utf8)) as? [String: Any])
      #expect(json["$schema"] as? String == "http://json-schema.org/draft-07/schema#")
      let written = try await Program.policy.run(["schema", kind, "-o", "a/\(kind).json"], in: folder.path)
      #expect(written.output == "wrote a/\(kind).json\n")
      #expect(try folder.read("a/\(kind).json") == printed.output)
    }
  }

  /// What a set was made with is brought up to date, and is no part of the set.
  @Test func allOfThemAreWrittenOverOldOnes() async throws {
    try await TemporaryFolder.with { folder in
      _ = try await Program.policy.run(["init", "shop"], in: folder.path)
      let new = try folder.read("shop/.schema/policy.json")
      try folder.write("old\n", to: "shop/.schema/policy.json")
      let outcome = try await Program.policy.run(["schema", "all", "-o", "shop/.schema"], in: folder.path)
      #expect(outcome.status == 0)
      #expect(outcome.lines.count == 3)
      #expect(try folder.read("shop/.schema/policy.json") == new)
      let check = try await Program.policy.run(["check", "shop"], in: folder.path)
      #expect(check.status == 0, "\(check.output)")
    }
  }

  @Test func whatCannotBeWrittenEndsWithTwo() async throws {
    try await TemporaryFolder.with { folder in
      try folder.write("x", to: "file")
      let outcome = try await Program.policy.run(["schema", "all", "-o", "file/below"], in: folder.path)
      #expect(outcome.status == 2)
      #expect(outcome.errors.hasPrefix("error: `file/below/"))
      #expect(try folder.read("file") == "x")
    }
  }
}
