import PolicyLanguage
import Testing

@Suite struct SetDiscoveryTests {
  private func defaultPath(_ files: [String]) -> String? {
    let texts = files.map { ($0, $0.hasSuffix("p.yaml") ? "policy: p\n" : "") }
    return SetDiscovery(fileSystem: MemoryFileSystem(Dictionary(uniqueKeysWithValues: texts))).defaultPath()
  }

  @Test(
    arguments: [
      (["policies/a/p.yaml"], "policies"),
      (["policies/a/p.yaml", "./p.yaml"], "policies"),
      (["./p.yaml"], "."),
      (["./other.yaml"], nil),
      ([], nil),
      // Further up only in a repository, and no further than its root.
      (["../policies/a/p.yaml"], nil),
      (["./.git/HEAD", "../policies/a/p.yaml"], nil),
      (["./../.git/HEAD", "../policies/a/p.yaml"], "../policies"),
      (["./../.git", "../policies/a/p.yaml", "../../policies/p.yaml"], "../policies"),
      (["./../.git", "../../policies/p.yaml"], nil),
      (["./../../../.git/HEAD", "../../policies/a/p.yaml", "../../../policies/p.yaml"], "../../policies"),
      // The folder's own comes first.
      (["./../.git/HEAD", "../policies/a/p.yaml", "policies/p.yaml"], "policies"),
      (["./../.git/HEAD", "../policies/a/p.yaml", "./p.yaml"], "."),
      // A file of that name is no folder of policies.
      (["./../.git/HEAD", "../policies"], nil),
    ] as [([String], String?)]) func whatACommandWithoutAPathWorksOn(files: [String], path: String?)
  {
    #expect(defaultPath(files) == path)
  }

  @Test(arguments: [
    (["s/a/p.yaml", "s/b/p.yaml"], ["s/a", "s/b"]),
    (["s/p.yaml", "s/b/c.yaml"], ["s"]),
    (["s/a/c.yaml", "s/b/p.yaml"], ["s"]),
    (["s/a/deep/p.yaml", "s/notes/README.md", "s/b/p.yaml"], ["s/a", "s/b"]),
    (["s/a/p.yaml", "s/.hidden/p.yaml"], ["s/a"]),
    ([], ["s"]),
  ]) func setsOfAPath(files: [String], sets: [String]) {
    let texts = files.map { ($0, $0.hasSuffix("p.yaml") ? "policy: p\n" : "x: y\n") }
    let discovery = SetDiscovery(fileSystem: MemoryFileSystem(Dictionary(uniqueKeysWithValues: texts)))
    #expect(discovery.sets(at: "s") == sets)
  }
}
