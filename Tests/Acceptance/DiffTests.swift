import Foundation
import Testing

/// `policy diff` in git repositories of its own.
@Suite struct DiffTests {
  static let policy = """
    policy: shop
    scopes: {organization: {}}
    principals: {user: {}}
    resources:
      order: {in: organization, actions: [list, read, delete], attributes: {owner: principal, size: int}}
    roles:
      organization: {admin: {includes: [member]}, manager: {includes: [member]}, member: {}}
    permissions:
      organization:
        order:
          list: [member]
          read: [admin, member if owned]
          delete: [admin]
    conditions:
      owned: resource.owner == principal
    directory:
      scopes: {organization:acme: {}, organization:globex: {}}
      assignments:
        organization:acme: {admin: [user:ada], manager: [user:mia, user:ned], member: [user:max]}
        organization:globex: {manager: [user:gus]}

    """

  /// A folder with a repository whose `main` holds the policy.
  private func inRepository(
    _ set: String = "policies/shop", _ body: (TemporaryFolder) async throws -> Void
  ) async throws {
    try await TemporaryFolder.with { folder in
      try await Self.git(["init", "-q", "-b", "main"], in: folder.path)
      try folder.writeSet(Self.policy, to: set)
      try await Self.commit("first", in: folder)
      try await body(folder)
    }
  }

  private static func git(_ words: [String], in folder: String) async throws {
    let names = ["-c", "user.name=t", "-c", "user.email=t@t.example"]
    let outcome = try await Program(path: "/usr/bin/git").run(
      names + words, in: folder, environment: ["GIT_CONFIG_NOSYSTEM": "1", "HOME": folder])
    #expect(outcome.status == 0, "\(words): \(outcome.errors)")
  }

  private static func commit(_ message: String, in folder: TemporaryFolder) async throws {
    try await git(["add", "-A"], in: folder.path)
    try await git(["commit", "-q", "-m", message], in: folder.path)
  }

  private func edit(
    _ folder: TemporaryFolder, _ old: String, _ new: String, in set: String = "policies/shop"
  ) throws {
    let text = try folder.read("\(set)/policy.yaml")
    #expect(text.contains(old))
    try folder.writeSet(text.replacingOccurrences(of: old, with: new), to: set)
  }

  private func diff(_ words: [String], in folder: String) async throws -> Program.Outcome {
    try await Program.policy.run(["diff"] + words, in: folder)
  }

  @Test func nothingChanged() async throws {
    try await inRepository { folder in
      let outcome = try await diff(["main"], in: folder.path)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output == "shop: main → the work tree\nno answer changes\n")
    }
  }

  @Test func gainsAreToldByRoleAndHolder() async throws {
    try await inRepository { folder in
      try edit(folder, "delete: [admin]", "delete: [admin, manager]")
      let outcome = try await diff(["main"], in: folder.path)
      #expect(outcome.status == 1)
      #expect(outcome.output.contains("+ manager gains order delete"))
      #expect(
        outcome.output.contains("+ organization.manager gains order delete: 3 principals in 2 organizations"),
        "\(outcome.output)")
      #expect(outcome.output.contains("user:gus in organization:globex"))
      // A deny that stays one is nobody's concern.
      #expect(!outcome.output.contains("user:max"))
      let widened = try await diff(["main", "--fail-on", "widened"], in: folder.path)
      #expect(widened.status == 1)
    }
  }

  @Test func lossesAreNoWidening() async throws {
    try await inRepository { folder in
      try edit(folder, "read: [admin, member if owned]", "read: [admin]")
      let outcome = try await diff(["main", "--fail-on", "widened"], in: folder.path)
      #expect(outcome.status == 0)
      #expect(outcome.output.contains("member loses order read if owned"), "\(outcome.output)")
      #expect(try await diff(["main"], in: folder.path).status == 1)
    }
  }

  @Test func conditionsAreComparedByMeaning() async throws {
    try await inRepository { folder in
      try edit(folder, "owned: resource.owner == principal", "owned: \"!(resource.owner != principal)\"")
      #expect(try await diff(["main"], in: folder.path).status == 0)
      try edit(
        folder, "owned: \"!(resource.owner != principal)\"", "owned: resource.owner == principal && resource.size < 9")
      let narrower = try await diff(["main"], in: folder.path)
      #expect(narrower.status == 1)
      #expect(narrower.output.contains("which allows less"), "\(narrower.output)")
    }
  }

  @Test func orderAndFilesDoNotMatter() async throws {
    try await inRepository { folder in
      let text = try folder.read("policies/shop/policy.yaml")
      let lines = text.components(separatedBy: "\n")
      let start = try #require(lines.firstIndex(of: "conditions:"))
      let moved = lines[start...(start + 1)].joined(separator: "\n") + "\n"
      let rest = (lines[..<start] + lines[(start + 2)...]).joined(separator: "\n")
      try folder.write(
        rest.replacingOccurrences(of: "[admin, member if owned]", with: "[member if owned, admin] # reviewed"),
        to: "policies/shop/policy.yaml")
      try folder.write(moved, to: "policies/shop/more/conditions.yaml")
      let outcome = try await diff(["main"], in: folder.path)
      #expect(outcome.status == 0, "\(outcome.output)")
      #expect(outcome.output.contains("no answer changes"))
    }
  }

  @Test func aRenamedRoleIsOne() async throws {
    try await inRepository { folder in
      try edit(folder, "manager", "editor")
      let outcome = try await diff(["main"], in: folder.path)
      #expect(outcome.output.contains("renamed role organization.manager to organization.editor"), "\(outcome.output)")
      #expect(outcome.status == 0)
    }
  }

  @Test func revisionsFromASubfolderAndRanges() async throws {
    try await inRepository("app one/policies/shop") { folder in
      try edit(folder, "delete: [admin]", "delete: [admin, manager]", in: "app one/policies/shop")
      try await Self.commit("second", in: folder)
      let below = folder.path("app one")
      for words in [["main~1..main"], ["main~1", "main"], ["main~1...main"], ["main~1"]] {
        let outcome = try await diff(words, in: below)
        #expect(outcome.status == 1, "\(words): \(outcome.errors)")
        #expect(outcome.output.contains("manager gains order delete"))
      }
      #expect(try await diff(["main"], in: below).status == 0)
      let named = try await diff(["main~1", "main", "--policy", "app one/policies/shop"], in: folder.path)
      #expect(named.status == 1)
      let placed = try await diff(["main~1:app one/policies/shop", "main:app one/policies/shop"], in: folder.path)
      #expect(placed.status == 1)
    }
  }

  @Test func theWorkTreeIsLeftAlone() async throws {
    try await inRepository { folder in
      try edit(folder, "delete: [admin]", "delete: []")
      try await Self.commit("second", in: folder)
      try folder.remove("policies/shop/policy.yaml")
      let outcome = try await diff(["main~1..main"], in: folder.path)
      #expect(outcome.status == 1, "\(outcome.errors)")
      #expect(outcome.output.contains("admin loses order delete"))
      #expect(!folder.holds("policies/shop/policy.yaml"))
    }
  }

  @Test func foldersAndTableFiles() async throws {
    try await TemporaryFolder.with { folder in
      try folder.writeSet(Self.policy, to: "a")
      try folder.writeSet(Self.policy.replacingOccurrences(of: "list: [member]", with: "list: [admin]"), to: "b")
      #expect(try await Program.policy.run(["build", "a", "-o", "a.table"], in: folder.path).status == 0)
      for words in [["a", "b"], ["a.table", "b"]] {
        let outcome = try await diff(words, in: folder.path)
        #expect(outcome.status == 1, "\(outcome.errors)")
        #expect(outcome.output.contains("member loses order list"), "\(outcome.output)")
      }
      #expect(try await diff(["a.table", "a"], in: folder.path).status == 0)
    }
  }

  @Test func aSideWithoutADirectoryBorrowsTheOthers() async throws {
    try await TemporaryFolder.with { folder in
      let parts = Self.policy.components(separatedBy: "directory:\n")
      try folder.writeSet(Self.policy, to: "a")
      try folder.writeSet(parts[0].replacingOccurrences(of: "delete: [admin]", with: "delete: [member]"), to: "b")
      let outcome = try await diff(["a", "b"], in: folder.path)
      #expect(outcome.status == 1, "\(outcome.errors)")
      #expect(
        outcome.output.contains("organization.member gains order delete: 4 principals in 2 organizations"),
        "\(outcome.output)")
    }
  }

  @Test func setsOfOneSide() async throws {
    try await inRepository { folder in
      try folder.writeSet(
        Self.policy.replacingOccurrences(of: "policy: shop", with: "policy: other"), to: "policies/other")
      let outcome = try await diff(["main"], in: folder.path)
      #expect(outcome.status == 1, "\(outcome.errors)")
      #expect(outcome.output.contains("other"))
      #expect(outcome.output.contains("admin gains order delete"))
    }
  }

  @Test func whatCannotBeCompared() async throws {
    try await inRepository { folder in
      let unknown = try await diff(["mian"], in: folder.path)
      #expect(unknown.status == 2)
      #expect(unknown.errors.contains("did you mean `main`?"), "\(unknown.errors)")
      try folder.write("x", to: "main")
      let ambiguous = try await diff(["main"], in: folder.path)
      #expect(ambiguous.status == 2)
      #expect(ambiguous.errors.contains("`main` is both a path and a revision"), "\(ambiguous.errors)")
      #expect(try await diff(["main^{}"], in: folder.path).status == 0)
      try edit(folder, "list: [member]", "list: [membr]")
      try await Self.commit("broken", in: folder)
      let broken = try await diff(["main^{}", "main~1"], in: folder.path)
      #expect(broken.status == 2)
      #expect(broken.errors.contains("--> main:policies/shop/policy.yaml:"), "\(broken.errors)")
    }
  }

  @Test func formatsForPullRequests() async throws {
    try await inRepository { folder in
      try edit(folder, "delete: [admin]", "delete: [admin, manager]")
      let markdown = try await diff(["main", "--format", "markdown"], in: folder.path)
      #expect(markdown.output.hasPrefix("### shop: main → the work tree\n"), "\(markdown.output)")
      #expect(markdown.output.contains("<details><summary>🟢 organization.manager gains order delete"))
      let github = try await diff(["main", "--format", "github"], in: folder.path)
      #expect(github.output.contains("::warning file=policies/shop/policy.yaml,line=13,"), "\(github.output)")
      let json = try await diff(["main", "--format", "json"], in: folder.path)
      let value = try #require(try json.json().items.first)
      #expect(value["same"]?.bool == false)
      #expect(value["holders"]?.items.first?["principals"]?.number == 3)
      let html = try await diff(["main", "--format", "html"], in: folder.path)
      #expect(html.output.contains("<td class=\"gain\"><del>❌</del> <ins>✅</ins></td>"), "\(html.output)")
      for outcome in [markdown, github, json, html] { #expect(outcome.status == 1) }
    }
  }
}
