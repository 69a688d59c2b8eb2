import PolicyCompiler
import PolicyLanguage
import PolicyValues
import Testing

/// An invariant that is broken over and over is shown a thousand times, and the others are counted.
@Suite struct ManyBrokenInvariantsTests {
  @Test(arguments: [1000, 1001, 2500]) func theFirstThousandAreShown(_ count: Int) {
    let policy = """
      policy: p
      scopes: {organization: {}}
      principals: {user: {}}
      resources: {secret: {in: organization, actions: [read]}}
      roles: {organization: {owner: {}, member: {}}}
      invariants: {alone: {exactly: 0, of: organization.owner}, both: {every: organization.owner, also: organization.member}}
      directory: {scopes: {organization:a: {}, organization:b: {}}}

      """
    let rows = (0..<count).map { "organization:b\towner\tuser:\($0)\n" }.joined()
    var loader = PolicySetLoader(fileSystem: MemoryFileSystem(["set/p.yaml": policy, "rows.tsv": rows]))
    let set = loader.load(PolicySetLocation(policy: "set", assignments: ["rows.tsv"]))
    let found = brokenInvariants(PolicyIndex(set.policy), set.directory, at: Timestamp(seconds: 0)).map(\.message)
    let both = found.filter { $0.hasPrefix("invariant `both`") }
    #expect(
      found.first
        == "invariant `alone` is broken: \(count) hold `organization.owner` at `organization:b`, and it must be exactly 0"
    )
    #expect(both.count == (count > 1000 ? 1001 : 1000))
    #expect(both[0].contains("`user:0` holds `organization.owner` at `organization:b` without"))
    let last = "invariant `both` is broken: \(count - 1000) more like the 1000 that are shown"
    #expect((both.last == last) == (count > 1000))
  }
}
