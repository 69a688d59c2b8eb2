import PolicyFormat
import PolicyLanguage
import PolicyValues
import Testing
import YAMLReader

@Suite struct SetFormatterTests {
  static let roles = "policy: x\nroles: {o: {owner: {}, admin: {}}}\nscopes: {o: {}}\nprincipals: {u: {}}\n"
  static let table = "permissions: {o: {d: {read: [admin, owner]}}}\nresources: {d: {in: o, actions: [read]}}\n"

  private func formatter(_ files: [String: String]) -> SetFormatter {
    SetFormatter(fileSystem: MemoryFileSystem(files), at: SystemClock.now())
  }

  private func text(_ set: FormattedSet, _ path: String) -> String? {
    set.files.first { $0.path == path }.map { String(decoding: $0.text, as: UTF8.self) }
  }

  @Test func rowsFollowRolesOfAnotherFile() throws {
    let files = ["set/a.yaml": Self.roles, "set/sub/b.yaml": Self.table]
    let set = formatter(files).format(set: "set")
    #expect(text(set, "set/sub/b.yaml")?.contains("read:   [owner, admin]\n") == true)
    // A file alone is formatted as its set has it, from standard input too, and where it is not there yet.
    let alone = formatter(files).format(file: "set/sub/b.yaml")
    #expect(text(alone, "set/sub/b.yaml") == text(set, "set/sub/b.yaml"))
    let input = formatter(["set/a.yaml": Self.roles]).format(text: Array(Self.table.utf8), standingFor: "set/b.yaml")
    #expect(text(input, "set/b.yaml") == text(set, "set/sub/b.yaml"))
    // Of text whose set is not known the roles stay as they stand.
    let unknown = formatter([:]).format(text: Array(Self.table.utf8), standingFor: nil)
    #expect(text(unknown, "<stdin>")?.contains("read:   [admin, owner]\n") == true)
  }

  @Test func aFindingMayNameAnotherCell() throws {
    // Two cells make the conditional one redundant, and `check` names the first of them.
    let policy =
      Self.roles + """
        resources: {d: {in: o, actions: [read]}}
        context: {flag: bool}
        conditions: {c: context.flag}
        permissions: {o: {d: {read: [anyone, admin if c, admin]}}}
        """
    let set = formatter(["set/a.yaml": policy]).format(set: "set")
    #expect(text(set, "set/a.yaml")?.contains("read:   [admin, admin if c, anyone]\n") == true)
  }

  @Test func oneBrokenFileKeepsNoOther() throws {
    let set = formatter(["set/a.yaml": Self.roles, "set/b.yaml": Self.table, "set/c.yaml": "a: [b"]).format(set: "set")
    #expect(text(set, "set/b.yaml")?.contains("read:   [owner, admin]\n") == true)
    guard case .refused(.unreadable(let found))? = set.files.first(where: { $0.path == "set/c.yaml" })?.outcome else {
      Issue.record("c.yaml is formatted")
      return
    }
    #expect(found.first?.code == .yamlSyntax)
    #expect(set.sources[found.first?.span.file ?? .max]?.path == "set/c.yaml")
  }

  @Test func whatOnlyCheckFindsKeepsNone() throws {
    let set = formatter(["set/a.yaml": "permissions: {nowhere: {d: {read: [nobody]}}}\n"]).format(set: "set")
    #expect(set.problems.isEmpty)
    #expect(text(set, "set/a.yaml")?.contains("      read:   [nobody]\n") == true)
  }

  @Test func anEmptyFolderIsAProblem() {
    #expect(formatter([:]).format(set: "set").problems.map(\.code) == [.unreadableFile])
    #expect(formatter(["set/readme.md": ""]).format(set: "set").problems.map(\.code) == [.noPolicyFiles])
  }

  @Test func aSetOfSuitesAlone() {
    let set = formatter(["set/a_test.yaml": "tests: [{name: x, can: []}]"]).format(set: "set")
    #expect(set.problems.isEmpty)
    #expect(text(set, "set/a_test.yaml") == "tests:\n  - name: x\n    can: []\n")
  }
}
