import DecisionTable
import Foundation
import PolicyCompiler
import PolicyEngine
import PolicyLanguage
import PolicyValues
import Testing

@Suite struct PolicyEngineTests {
  /// Writes files into a folder of their own for as long as `body` runs.
  private func withFiles(_ files: [String: String], _ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "engine-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    try body(folder.path)
  }

  static let policy = """
    policy: shop
    scopes: {shop: {}}
    principals: {user: {}}
    resources: {item: {in: shop, actions: [read, buy], attributes: {price: int}}}
    roles: {shop: {guest: {}}}
    permissions: {shop: {item: {read: [guest], buy: [guest if cheap]}}}
    conditions: {cheap: resource.price < 10}

    """
  static let directory = """
    directory:
      scopes: {shop:a: {}}
      assignments: {shop:a: {guest: [user:g]}}

    """

  @Test func itAnswersAsTheDaemonDoes() throws {
    try withFiles(["policy.yaml": Self.policy, "directory.yaml": Self.directory]) { folder in
      let engine = try PolicyEngine(policy: folder)
      #expect(engine.policyName == "shop")
      #expect(engine.digest.utf8.count == 64)
      #expect(engine.can("user:g", "read", "item", in: "shop:a"))
      #expect(engine.can("user:g", "buy", "item:pen", in: "shop:a", attributes: ["resource.price": "9"]))
      #expect(!engine.can("user:g", "buy", "item:car", in: "shop:a", attributes: ["resource.price": "10"]))
      #expect(engine.reason("user:g", "buy", "item:car", in: "shop:a") == "condition_undecided")
      #expect(engine.reason("user:x", "read", "item", in: "shop:a") == "no_role")
    }
  }

  @Test func malformedNamesAreDenied() throws {
    try withFiles(["policy.yaml": Self.policy, "directory.yaml": Self.directory]) { folder in
      let engine = try PolicyEngine(policy: folder)
      for principal in ["", "user", "user:", ":g", "user:g\n", "user:g g"] {
        #expect(!engine.can(principal, "read", "item", in: "shop:a"))
      }
      #expect(!engine.can("user:g", "read", "item:", in: "shop:a"))
      #expect(!engine.can("user:g", "read", "item", in: "shop"))
      #expect(!engine.can("user:g", "read", "item", in: "shop:a", attributes: ["price": "1"]))
    }
  }

  @Test func aBrokenPolicyIsRefusedWithItsPlaces() throws {
    try withFiles(["policy.yaml": Self.policy.replacing("guest if cheap", with: "gest if cheap")]) { folder in
      let error = #expect(throws: PolicyEngineError.self) { try PolicyEngine(policy: folder) }
      #expect(error?.description.contains("policy.yaml:6:50") == true)
      #expect(error?.description.contains("did you mean `guest`?") == true)
    }
  }

  @Test func aTableFileIsMapped() throws {
    try withFiles(["policy.yaml": Self.policy, "directory.yaml": Self.directory]) { folder in
      let loaded = try loadPolicy(PolicySetLocation(policy: folder), at: SystemClock.now())
      try TableFile.write(loaded.table.memory, to: folder + "/shop.table")
      let engine = try PolicyEngine(policy: folder + "/shop.table")
      #expect(engine.digest == (try PolicyEngine(policy: folder).digest))
      #expect(engine.can("user:g", "read", "item", in: "shop:a"))
      #expect(!engine.can("user:h", "read", "item", in: "shop:a"))
      let error = #expect(throws: PolicyEngineError.self) {
        try PolicyEngine(policy: folder + "/shop.table", directory: folder)
      }
      #expect(error?.description.contains("has its directory in it") == true)
    }
  }

  @Test func theSameFilesHaveTheSameDigestAnywhere() throws {
    var digests: Set<String> = []
    for _ in 0..<2 {
      try withFiles(["policy.yaml": Self.policy, "directory.yaml": Self.directory]) { folder in
        digests.insert(try PolicyEngine(policy: folder).digest)
      }
    }
    #expect(digests.count == 1)
  }
}
