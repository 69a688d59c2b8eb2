import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct ImportTests {
  private static let page = """
    ## Workspace permissions

    | Permission       | Owner | Member         |
    |------------------|:-----:|:--------------:|
    | Create documents |  ✅   |       ✅       |
    | Delete documents |  ✅   |       ❌       |

    """

  @Test func aPageBecomesASetThatIsCleanAndPasses() async throws {
    try await TemporaryFolder.with { folder in
      try folder.write(Self.page, to: "page.md")
      let outcome = try await Program.policy.run(["import", "page.md"], in: folder.path)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(
        outcome.lines == [
          "wrote policies/page/policy.yaml", "wrote policies/page/policy_test.yaml", "workspace: 2 roles, 2 rows",
          "now run: policy test policies/page",
        ])
      let check = try await Program.policy.run(["check"], in: folder.path)
      #expect(check.status == 0 && !check.output.contains("warning"), "\(check.output)")
      let test = try await Program.policy.run(["test"], in: folder.path)
      #expect(test.lines.last == "7 passed, 0 failed", "\(test.output)")
      // What is there stays, unless it is to be replaced.
      let again = try await Program.policy.run(["import", "page.md"], in: folder.path)
      #expect(again.status == 2)
      #expect(again.errors.contains("`--force` replaces it"))
      let forced = try await Program.policy.run(["import", "page.md", "--force"], in: folder.path)
      #expect(forced.status == 0, "\(forced.errors)")
    }
  }

  @Test func whatIsLeftOutIsListedAndEndsWithOne() async throws {
    try await TemporaryFolder.with { folder in
      try folder.write(Self.page.replacing("       ❌       ", with: "✅ (own only)"), to: "page.md")
      let report = try await Program.policy.run(["import", "page.md", "--format", "json"], in: folder.path)
      #expect(report.status == 1)
      #expect(report.errors.isEmpty)
      let finding = try #require(try report.json()["findings"]?.items.first { $0["kind"] == "left-out" })
      #expect(finding["line"] == 6)
      #expect(finding["column"] == 28)
      let text = try await Program.policy.run(["import", "page.md", "-o", "-"], in: folder.path)
      #expect(text.status == 1)
      #expect(text.output.contains("      delete: [owner]"))
      #expect(text.errors.contains("page.md:6:28: left out: member in document delete"))
      // What it prints is a set.
      try folder.write(text.output, to: "one.yaml")
      let check = try await Program.policy.run(["check", "one.yaml"], in: folder.path)
      #expect(check.status == 0, "\(check.output)")
    }
  }

  @Test func manifestsAndModels() async throws {
    try await TemporaryFolder.with { folder in
      try folder.write(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: view}
        rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: b, namespace: web}
        roleRef: {kind: ClusterRole, name: view}
        subjects: [{kind: User, name: ada}]

        """, to: "manifests/rbac.yaml")
      let kubernetes = try await Program.policy.run(["import", "manifests", "-o", "k"], in: folder.path)
      #expect(kubernetes.status == 0, "\(kubernetes.errors)")
      #expect(try await Program.policy.run(["test", "k"], in: folder.path).status == 0)
      let can = ["can", "user:ada", "get", "pods", "in", "namespace:web", "--policy", "k"]
      #expect(try await Program.policy.run(can, in: folder.path).status == 0)
      try folder.write(
        """
        [request_definition]
        r = sub, obj, act
        [policy_definition]
        p = sub, obj, act
        [policy_effect]
        e = some(where (p.eft == allow))
        [matchers]
        m = r.sub == p.sub && r.obj == p.obj && r.act == p.act

        """, to: "model.conf")
      try folder.write("p, ada, data1, read\n", to: "policy.csv")
      let casbin = try await Program.policy.run(["import", "model.conf", "policy.csv", "-o", "c"], in: folder.path)
      #expect(casbin.status == 0, "\(casbin.errors)")
      #expect(
        try await Program.policy.run(["can", "user:ada", "read", "data1", "--policy", "c"], in: folder.path).status == 0
      )
    }
  }

  @Test func whatCannotBeReadEndsWithTwo() async throws {
    try await TemporaryFolder.with { folder in
      try folder.write("no table\n", to: "page.md")
      for arguments in [["page.md"], ["missing.md"], ["markdwn", "page.md"], ["page.md", "--scope", "a b"], ["csv"]] {
        let outcome = try await Program.policy.run(["import"] + arguments, in: folder.path)
        #expect(outcome.status == 2, "\(arguments)")
        #expect(outcome.errors.contains("error: "), "\(outcome.errors)")
        #expect(!folder.holds("policies"))
      }
      let near = try await Program.policy.run(["import", "markdwn", "page.md"], in: folder.path)
      #expect(near.errors.contains("did you mean `markdown`?"))
    }
  }
}
