import PolicyLanguage
import PolicyValues
import Testing
import YAMLReader

/// Which files make a set, and what is said of those that cannot.
@Suite struct PolicySetTests {
  /// A file system in which links are folders and files by other names.
  struct LinkedFileSystem: FileSystem {
    var memory: MemoryFileSystem
    /// A path and what it leads to; nothing for `nil`.
    var links: [String: String?] = [:]
    var refused: Set<String> = []

    /// The path without links; `nil` if one of them leads nowhere.
    private func resolved(_ path: String) -> String? {
      var path = path
      for _ in 0..<200 {
        let hit = links.keys.sorted().first { path == $0 || path.hasPrefix($0 + "/") }
        guard let hit, let target = links[hit] else { return path }
        guard let target else { return nil }
        path = target + path.dropFirst(hit.count)
      }
      return path
    }

    func kind(of path: String) -> FileKind {
      guard let path = resolved(path) else { return .missing }
      return refused.contains(path) && path.hasSuffix(".pipe.yaml") ? .other : memory.kind(of: path)
    }

    func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
      if refused.contains(path) { throw FileError(path: path, message: "permission denied") }
      return try memory.read(resolved(path) ?? "", limit: limit)
    }

    func list(_ path: String) throws(FileError) -> [String] {
      if refused.contains(path) { throw FileError(path: path, message: "permission denied") }
      let prefix = path + "/"
      let here = links.keys.filter { $0.hasPrefix(prefix) && !$0.dropFirst(prefix.count).contains("/") }
      let names = try memory.list(resolved(path) ?? "") + here.map { String($0.dropFirst(prefix.count)) }
      return names.sorted()
    }

    func identity(ofFolder path: String) -> String { resolved(path) ?? path }
  }

  private func load(_ fileSystem: some FileSystem, _ path: String = "set") -> PolicySet {
    var loader = PolicySetLoader(fileSystem: fileSystem)
    return loader.load(PolicySetLocation(policy: path))
  }

  private func found(_ set: PolicySet) -> [String] {
    set.diagnostics.map { "\($0.code.rawValue): \($0.message) | \($0.help ?? "-")" }
  }

  @Test func everyYAMLFileBelowTheFolderContributes() {
    let set = load(
      MemoryFileSystem([
        "set/policy.yaml": "policy: p\nscopes: {organization: {}}",
        "set/deep/er/roles.yml": "roles: {organization: {admin: {}}}",
        "set/deep/a_test.yaml": "tests: [{name: one, can: [\"user:a read x\"]}]",
        "set/deep/b_test.yml": "tests: [{name: two, can: [\"user:a read x\"]}]",
        "set/README.md": "# no YAML", "set/policy.yaml.bak": "]", "set/.hidden.yaml": "]",
        "set/.git/config.yaml": "]", "other/policy.yaml": "]",
      ]))
    #expect(found(set) == [])
    #expect(set.policy.name == "p")
    #expect(set.policy.scopeTypes.map(\.name) == ["organization"])
    #expect(set.policy.roles.map(\.name) == [RoleName("organization", "admin")])
    #expect(set.suites.map(\.file) == ["set/deep/a_test.yaml", "set/deep/b_test.yml"])
  }

  @Test func filesAreReadInByteOrderOfTheirPaths() {
    let files = ["b.yaml", "a/z.yaml", "B.yaml", "a.yaml"]
    let set = load(
      MemoryFileSystem(Dictionary(uniqueKeysWithValues: files.map { ("set/\($0)", "policy: p") })))
    #expect(set.sources.files.map(\.path) == ["set/B.yaml", "set/a.yaml", "set/a/z.yaml", "set/b.yaml"])
    #expect(set.diagnostics.map(\.code) == [.givenTwice, .givenTwice, .givenTwice])
  }

  @Test func aWholeSetInOneFile() {
    let set = load(MemoryFileSystem(["one.yaml": "policy: p\ndirectory: {principals: {}}"]), "one.yaml")
    #expect(found(set) == [])
    #expect(set.policy.name == "p")
    #expect(set.hasDirectory)
  }

  @Test(
    arguments: [
      (
        [:], "set",
        [
          "unreadable-file: `set` cannot be read: there is no such file or folder | -"
        ]
      ),
      (
        ["set/README.md": ""], "set",
        [
          "no-policy-files: `set` holds no policy files | a policy set is a folder of `.yaml` files, or one such file; those that end in `_test.yaml` are its suites"
        ]
      ),
      (
        ["set/a_test.yaml": "tests: [{name: a, can: [\"user:a read x\"]}]"], "set",
        [
          "no-policy-files: `set` holds no policy files | a policy set is a folder of `.yaml` files, or one such file; those that end in `_test.yaml` are its suites"
        ]
      ),
      (
        ["a_test.yaml": "tests: [{name: a, can: [\"user:a read x\"]}]"], "a_test.yaml",
        [
          "no-policy-files: `a_test.yaml` is a test suite, and no policy | give the folder of the policy that it tests"
        ]
      ),
    ] as [([String: String], String, [String])])
  func whatIsNoSet(_ files: [String: String], _ path: String, _ expected: [String]) {
    let set = load(MemoryFileSystem(files), path)
    #expect(found(set) == expected)
    #expect(!set.isPolicyWhole)
  }

  @Test func linksThatMakeAFolderLieInItselfEnd() {
    var fileSystem = LinkedFileSystem(
      memory: MemoryFileSystem(["set/a/p.yaml": "policy: p", "set/b/q.yaml": "scopes: {}"]))
    fileSystem.links = ["set/a/up": "set", "set/b/across": "set/a", "set/b/self": "set/b"]
    let set = load(fileSystem)
    #expect(found(set) == [])
    #expect(set.policy.name == "p")
    #expect(set.sources.files.count == 2)
  }

  @Test func whatMightHaveForbiddenSomethingIsNotPassedOver() {
    var fileSystem = LinkedFileSystem(
      memory: MemoryFileSystem([
        "set/p.yaml": "policy: p", "set/x.pipe.yaml": "", "set/locked/forbid.yaml": "", "set/secret.yaml": "",
      ]))
    fileSystem.links = ["set/forbid.yaml": nil, "set/.#p.yaml": nil] as [String: String?]
    fileSystem.refused = ["set/locked", "set/secret.yaml", "set/x.pipe.yaml"]
    let set = load(fileSystem)
    #expect(
      found(set) == [
        "unreadable-file: `set/forbid.yaml` cannot be read: it leads nowhere, or may not be looked at | remove the link, or mend it",
        "unreadable-file: `set/x.pipe.yaml` cannot be read: it is no regular file | -",
        "unreadable-file: `set/locked` cannot be read: permission denied | -",
        "unreadable-file: `set/secret.yaml` cannot be read: permission denied | -",
      ])
    #expect(!set.isPolicyWhole)
  }

  @Test func foldersAreFollowedToABound() {
    let deep = String(repeating: "/d", count: 33)
    let set = load(MemoryFileSystem(["set/p.yaml": "policy: p", "set\(deep)/q.yaml": "policy: q"]))
    #expect(
      found(set) == [
        "unreadable-file: `set\(deep)` cannot be read: folders lie more than 32 deep in each other | -"
      ])
  }

  @Test func aDirectoryOfItsOwnReplacesTheSets() throws {
    let files = MemoryFileSystem([
      "set/p.yaml": basePolicy + "\ndirectory: {scopes: {organization:sample: {}}, default_scope: organization:sample}",
      "live/one.yaml": "directory: {scopes: {organization:acme: {}}}",
      "live/more/two.yml": "directory: {assignments: {organization:acme: {owner: [user:a]}}}",
      "live/a_test.yaml": "]",
      "rows.tsv": "organization:acme\tmember\tuser:b\n",
    ])
    func directory(_ path: String?, _ assignments: [String] = []) -> (Directory, [String]) {
      var loader = PolicySetLoader(fileSystem: files)
      let set = loader.load(PolicySetLocation(policy: "set", directory: path, assignments: assignments))
      return (set.directory, found(set))
    }
    let (own, _) = directory(nil)
    #expect(own.scopes.map(\.name.description) == ["organization:sample"])
    #expect(own.defaultScope?.description == "organization:sample")
    let (folder, errors) = directory("live", ["rows.tsv"])
    #expect(errors == [])
    #expect(folder.scopes.map(\.name.description) == ["organization:acme"])
    #expect(folder.assignments.map(\.principal.description) == ["user:a", "user:b"])
    #expect(folder.defaultScope == nil)
    let (file, _) = directory("live/one.yaml")
    #expect(file.assignments.isEmpty)
    #expect(
      directory("nowhere").1 == ["unreadable-file: `nowhere` cannot be read: there is no such file or folder | -"])
    #expect(
      directory(nil, ["gone.tsv"]).1 == ["unreadable-file: `gone.tsv` cannot be read: there is no such file | -"])
  }

  @Test(arguments: [
    ("yaml-syntax", "policy: [a"), ("yaml-indentation", "scopes:\n\ta: {}"), ("yaml-comment", "policy: \"p\"#x"),
    ("yaml-forbidden-character", "policy: \u{85}p"), ("yaml-duplicate-key", "policy: p\npolicy: p"),
    ("yaml-anchor", "policy: &a p"), ("yaml-alias", "policy: *a"), ("yaml-merge-key", "policy: p\n<<: {}"),
    ("yaml-tag", "policy: !!str p"), ("yaml-non-scalar-key", "policy: p\n[a]: {}"),
    ("yaml-directive", "%YAML 1.2\n---\npolicy: p"),
    ("yaml-multiple-documents", "policy: p\n---\npolicy: q"),
    ("yaml-depth", String(repeating: "[", count: 65) + String(repeating: "]", count: 65)),
    ("yaml-nul", "policy: p\0"),
  ])
  func whatYAMLRefusesIsNamed(_ code: String, _ text: String) {
    let set = load(MemoryFileSystem(["set/p.yaml": text]))
    #expect(set.diagnostics.first?.code.rawValue == code, "\(set.diagnostics)")
  }

  @Test func bytesThatAreNoTextAndFilesThatAreTooLarge() {
    var files = MemoryFileSystem([:])
    files.files["set/p.yaml"] = [0x61, 0xFF]
    files.files["set/q.yaml"] = [UInt8](repeating: 0x23, count: maximumFileSize + 1)
    let set = load(files)
    #expect(set.diagnostics.map(\.code) == [.yamlInvalidUTF8, .yamlFileTooLarge])
    #expect(!set.isPolicyWhole)
  }
}
