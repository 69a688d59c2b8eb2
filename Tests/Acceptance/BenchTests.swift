import Testing

/// Measures next to nothing, so that it takes no time: what is looked at is what comes out.
@Suite(.timeLimit(.minutes(2))) struct BenchTests {
  @Test func engineAsJSON() async throws {
    let outcome = try await Program.policy.run([
      "bench", "engine", "--sizes", "1k", "--runs", "1", "--questions", "256", "--format", "json",
    ])
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let report = try outcome.json()
    #expect(report["machine"]?["cores"]?.number ?? 0 > 0)
    let names = (report["measures"]?.items ?? []).compactMap { $0["name"]?.string }
    #expect(names.contains("engine/1k/uniform/single"))
    #expect(!names.contains { $0.hasPrefix("daemon/") || $0.hasPrefix("start/") })
  }

  @Test func aRunningDaemonIsAskedWhatIsSaid() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(
        """
        policy: small
        scopes: {project: {}}
        principals: {user: {}}
        resources: {secret: {in: project, actions: [read]}}
        roles: {project: {reader: {}}}
        permissions: {project: {secret: {read: [reader]}}}
        directory:
          scopes: {"project:web": {}}
          assignments: {"project:web": {reader: [user:ada]}}

        """)
      try await Daemon.with(set, in: folder) { daemon in
        let bench = ["bench", "daemon", "--socket", daemon.socket, "--seconds", "0.05", "--format", "json"]
        for asked in [["--question", "user:ada read secret:s1 in project:web"], ["--policy", set]] {
          let outcome = try await Program.policy.run(bench + ["--connections", "1,2", "--depth", "1"] + asked)
          #expect(outcome.status == 0, "\(outcome.errors)")
          let report = try outcome.json()
          let names = (report["measures"]?.items ?? []).compactMap { $0["name"]?.string }
          #expect(names.contains("daemon/http/connections-2/depth-1/latency/p99"))
          #expect(names.contains("daemon/echo/connections-1/depth-1/requests"))
          #expect(report["errors"]?.items == [])
        }
      }
    }
  }

  @Test(arguments: [
    (["engin"], "did you mean `engine`?"), (["engine", "--sizes", "1q"], "1k,100k,1M"),
    (["engine", "--full", "--sizes", "1k"], "--sizes"), (["daemon", "--depth", "0"], "`0`"),
    (["daemon", "--question", "user:ada read secret in project:web"], "--socket"),
    (["daemon", "--socket", "/nowhere/s", "--question", "user:ada read secret in project:web"], "/nowhere/s"),
  ])
  func whatCannotBeMeasuredEndsWithTwo(arguments: [String], said: String) async throws {
    let outcome = try await Program.policy.run(["bench"] + arguments)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(said), "\(outcome.errors)")
    #expect(outcome.output == "")
  }
}
