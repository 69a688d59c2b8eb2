import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct PolicyPageTests {
  @Test func writesOnePage() async throws {
    try await TemporaryFolder.with { folder in
      _ = try await Program.policy.run(["init", "shop"], in: folder.path)
      let outcome = try await Program.policy.run(["report", "shop", "-o", "out/shop.html"], in: folder.path)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output == "wrote out/shop.html\n")
      let page = try folder.read("out/shop.html")
      #expect(page.hasPrefix("<!DOCTYPE html>\n"))
      let tests = try await Program.policy.run(["test", "shop"], in: folder.path)
      #expect(page.contains("document delete"))
      #expect(page.contains(try #require(tests.lines.last)))
      // The same again, over what was there.
      _ = try await Program.policy.run(["report", "shop", "-o", "out/shop.html"], in: folder.path)
      #expect(try folder.read("out/shop.html") == page)
      let dated = try await Program.policy.run(
        ["report", "shop", "--now", "2027-01-01T00:00:00Z", "-o", "dated.html"], in: folder.path)
      #expect(dated.status == 0)
      #expect(try folder.read("dated.html").contains("datetime=\"2027-01-01T00:00:00Z\""))
    }
  }

  @Test func aSetWithErrorsHasNoPage() async throws {
    try await TemporaryFolder.with { folder in
      _ = try await Program.policy.run(["init", "shop"], in: folder.path)
      try folder.write("rols: {}\n", to: "shop/more.yaml")
      let outcome = try await Program.policy.run(["report", "shop", "-o", "shop.html"], in: folder.path)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("shop/more.yaml:1:1") && outcome.errors.contains("did you mean `roles`?"))
      #expect(!FileManager.default.fileExists(atPath: folder.path("shop.html")))
    }
  }

  @Test func aBrokenInvariantIsOnThePage() async throws {
    try await TemporaryFolder.with { folder in
      _ = try await Program.policy.run(["init", "shop"], in: folder.path)
      let directory = try folder.read("shop/directory.yaml").replacingOccurrences(
        of: "admin: [user:ada]", with: "admin: []")
      try folder.write(directory, to: "other/directory.yaml")
      let outcome = try await Program.policy.run(
        ["report", "shop", "--directory", "other", "-o", "shop.html"], in: folder.path)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try folder.read("shop.html").contains("1 invariant broken"))
    }
  }
}
