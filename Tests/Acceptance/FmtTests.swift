import Foundation
import Testing

/// `policy fmt`, as editors, people and CI jobs call it.
@Suite(.timeLimit(.minutes(2))) struct FmtTests {
  private static let loose = """
    policy: x
    scopes: {o: {}}
    principals: {user: {}}
    resources: {d: {in: o, actions: [read,list]}}   # things
    roles: {o: {boss: {}, clerk: {}}}
    permissions: {o: {d: {read: [clerk, boss], list: [boss]}}}

    """
  private static let canonical = """
    policy: x
    scopes:
      o: {}
    principals:
      user: {}
    resources:                        # things
      d: {in: o, actions: [read, list]}
    roles:
      o:
        boss:    {}
        clerk:   {}
    permissions:
      o:
        d:
          read:   [boss, clerk]
          list:   [boss]

    """

  private func run(_ arguments: String..., in folder: TemporaryFolder, input: String = "") async throws
    -> Program.Outcome
  {
    try await Program.policy.run(["fmt"] + arguments, in: folder.path, input: input)
  }

  @Test func filesAreWrittenOnceAndNamed() async throws {
    try await TemporaryFolder.with { folder in
      try folder.write(Self.loose, to: "policies/x/policy.yaml")
      let first = try await run(in: folder)
      #expect(first.status == 0, "\(first.errors)")
      #expect(first.output == "policies/x/policy.yaml\n")
      #expect(try folder.read("policies/x/policy.yaml") == Self.canonical)
      let second = try await run(in: folder)
      #expect(second.status == 0)
      #expect(second.output == "")
      #expect(second.errors == "1 file: in canonical form\n")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("policies/x")) == ["policy.yaml"])
    }
  }

  @Test func modesAndLinksStay() async throws {
    try await TemporaryFolder.with { folder in
      try folder.write(Self.loose, to: "real.yaml")
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder.path("real.yaml"))
      try FileManager.default.createDirectory(atPath: folder.path("x"), withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: folder.path("x/policy.yaml"), withDestinationPath: "../real.yaml")
      let outcome = try await run("x", in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try folder.read("real.yaml") == Self.canonical)
      let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("real.yaml"))
      #expect(attributes[.posixPermissions] as? Int == 0o640)
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("x/policy.yaml")) == "../real.yaml")
    }
  }

  @Test func checkWritesNothingAndFails() async throws {
    try await TemporaryFolder.with { folder in
      try folder.write(Self.loose, to: "x/policy.yaml")
      let check = try await run("--check", "x", in: folder)
      #expect(check.status == 1)
      #expect(check.output == "x/policy.yaml\n")
      #expect(check.errors == "1 file: 1 would change; `policy fmt` formats\n")
      #expect(try folder.read("x/policy.yaml") == Self.loose)
      let json = try await run("--check", "--format", "json", "x", in: folder)
      #expect(json.status == 1)
      let report = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
      #expect(report["changed"] as? Int == 1)
      #expect((report["files"] as? [[String: String]]) == [["path": "x/policy.yaml", "status": "unformatted"]])
      let github = try await run("--check", "--format", "github", "x", in: folder)
      #expect(github.output.hasPrefix("::error file=x/policy.yaml,title=policy fmt::"))
      try folder.write(Self.canonical, to: "x/policy.yaml")
      #expect(try await run("--check", "x", in: folder).status == 0)
    }
  }

  @Test func diffIsOneThatPatchTakes() async throws {
    try await TemporaryFolder.with { folder in
      try folder.write(Self.loose, to: "x/policy.yaml")
      let diff = try await run("--diff", "x", in: folder)
      #expect(diff.status == 1)
      #expect(
        diff.output.hasPrefix("--- x/policy.yaml\n+++ x/policy.yaml\n@@ -1,6 +1,16 @@\n policy: x\n-scopes: {o: {}}\n"))
      #expect(diff.output.contains("+      read:   [boss, clerk]\n"))
      #expect(try folder.read("x/policy.yaml") == Self.loose)
      #expect(try await run("--diff", "--format", "json", "x", in: folder).status == 2)
    }
  }

  @Test func standardInputGoesToStandardOutput() async throws {
    try await TemporaryFolder.with { folder in
      for arguments in [["--stdin"], ["-"]] {
        let outcome = try await Program.policy.run(["fmt"] + arguments, in: folder.path, input: Self.loose)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output == Self.canonical)
        #expect(outcome.errors == "")
      }
      let check = try await run("--check", "-", in: folder, input: Self.loose)
      #expect(check.status == 1)
      #expect(check.output == "<stdin>\n")
      let broken = try await run("-", in: folder, input: "a: [b")
      #expect(broken.status == 2)
      #expect(broken.output == "")
      #expect(broken.errors.contains("<stdin>:1:"), "\(broken.errors)")
      #expect(try await run("-", "x", in: folder).status == 2)
    }
  }

  @Test func standardInputStandsForAFileOfASet() async throws {
    try await TemporaryFolder.with { folder in
      try folder.write("policy: x\nroles: {o: {boss: {}, clerk: {}}}\n", to: "x/policy.yaml")
      let rows = "permissions: {o: {d: {read: [clerk, boss]}}}\n"
      let outcome = try await run("--stdin", "--stdin-path", "x/rows.yaml", in: folder, input: rows)
      #expect(outcome.output.hasSuffix("      read:   [boss, clerk]\n"), "\(outcome)")
    }
  }

  @Test func aFileAloneAndABrokenOne() async throws {
    try await TemporaryFolder.with { folder in
      try folder.write(Self.loose, to: "x/policy.yaml")
      try folder.write("tests: [{name: a, can: [b}]", to: "x/a_test.yaml")
      let file = try await run("x/policy.yaml", in: folder)
      #expect(file.status == 0, "\(file.errors)")
      #expect(try folder.read("x/policy.yaml") == Self.canonical)
      try folder.write(Self.loose, to: "x/policy.yaml")
      let set = try await run("x", in: folder)
      #expect(set.status == 2)
      #expect(set.output == "x/policy.yaml\n")
      #expect(set.errors.contains("error[yaml-syntax]"))
      #expect(set.errors.contains("x/a_test.yaml:1:"))
      #expect(set.errors.hasSuffix("2 files: 1 formatted, 1 left as it is\n"), "\(set.errors)")
      #expect(try folder.read("x/policy.yaml") == Self.canonical)
      #expect(try await run("nowhere", in: folder).status == 2)
      #expect(try await run(in: folder).status == 2)
    }
  }

  @Test func whatInitWritesAndThePackagesPoliciesAreInCanonicalForm() async throws {
    try await TemporaryFolder.with { folder in
      _ = try await Program.policy.run(["init", "shop"], in: folder.path)
      let check = try await run("--check", "shop", in: folder)
      #expect(check.status == 0, "\(check)")
    }
    let seeds = try await Program.policy.run(["fmt", "--check"], in: Program.package)
    #expect(seeds.status == 0, "\(seeds)")
  }
}
