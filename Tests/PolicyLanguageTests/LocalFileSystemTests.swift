import FoundationEssentials
import PolicyLanguage
import Testing
import YAMLReader

/// The machine's own files, in a folder that is removed again.
@Suite struct LocalFileSystemTests {
  private let files = LocalFileSystem()

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "policyd-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test func readsAndLists() throws {
    try withFolder { folder in
      try files.create(folder + "/b.yaml", "policy: p\n")
      try files.create(folder + "/a/c.yaml", "")
      #expect(try files.list(folder) == ["a", "b.yaml"])
      #expect(files.kind(of: folder + "/a") == .folder)
      #expect(files.kind(of: folder + "/b.yaml") == .file)
      #expect(files.kind(of: folder + "/c.yaml") == .missing)
      #expect(files.kind(of: "/dev/null") == .other)
      #expect(try files.read(folder + "/b.yaml", limit: 100) == Array("policy: p\n".utf8))
      #expect(try files.read(folder + "/a/c.yaml", limit: 100) == [])
    }
  }

  @Test func readsNoFurtherThanOneBytePastTheLimit() throws {
    #expect(try files.read("/dev/zero", limit: 70_000).count == 70_001)
    try withFolder { folder in
      try files.create(folder + "/a", String(repeating: "x", count: 10))
      #expect(try files.read(folder + "/a", limit: 9).count == 10)
      #expect(try files.read(folder + "/a", limit: 10).count == 10)
      #expect(try files.read(folder + "/a", limit: 3).count == 4)
    }
  }

  @Test func saysWhyAFileCannotBeRead() {
    #expect(throws: FileError(path: "/nowhere/x", message: "there is no such file")) {
      try files.read("/nowhere/x", limit: 1)
    }
    #expect(throws: FileError(path: "/", message: "it is a folder")) { try files.read("/", limit: 1) }
  }

  @Test func linksInACircleEnd() throws {
    try withFolder { folder in
      try files.create(folder + "/set/p.yaml", "policy: p\n")
      try FileManager.default.createSymbolicLink(atPath: folder + "/set/a", withDestinationPath: "..")
      try FileManager.default.createSymbolicLink(atPath: folder + "/set/b", withDestinationPath: ".")
      var loader = PolicySetLoader()
      let set = loader.load(PolicySetLocation(policy: folder + "/set"))
      #expect(set.diagnostics.map(\.message) == [])
      #expect(set.sources.files.count == 1)
    }
  }
}
