import PolicyLanguage
import Synchronization
import Testing

/// What a load says of how far it has come.
@Suite struct LoadProgressTests {
  @Test func stagesInWords() {
    #expect(LoadStage.reading("a.yaml", bytes: 0, of: 24_278_798).description == "reading a.yaml: 24 MB")
    #expect(
      LoadStage.reading("a.tsv", bytes: 1_499_999, of: 1_234_567_890).description == "reading a.tsv: 1 of 1,235 MB")
    #expect(LoadStage.checking(assignments: 999).description == "checking 999 assignments")
    #expect(LoadStage.compiling(assignments: 1_000).description == "compiling 1,000 assignments")
    #expect(
      LoadStage.checkingInvariants(assignments: 10_000_000).description
        == "checking the invariants of 10,000,000 assignments")
  }

  @Test func filesAreToldAsTheyAreRead() {
    let stages = Mutex<[LoadStage]>([])
    let rows = String(repeating: "organization:acme\tmember\tuser:a\n", count: 100_000)
    let files = MemoryFileSystem(["set/policy.yaml": "policy: p\n", "rows.tsv": rows])
    var loader = PolicySetLoader(fileSystem: files) { stage in stages.withLock { $0.append(stage) } }
    let set = loader.load(PolicySetLocation(policy: "set", assignments: ["rows.tsv"]))
    #expect(set.directory.assignments.count == 100_000)
    let told = stages.withLock { $0 }
    #expect(
      told.prefix(2) == [
        .reading("set/policy.yaml", bytes: 0, of: 10), .reading("rows.tsv", bytes: 0, of: rows.utf8.count),
      ])
    // Each mebibyte or so, and not each row.
    #expect(told.count == 5)
  }
}
