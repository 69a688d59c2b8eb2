import Foundation
import Testing

/// What people have at hand that speaks the Redis protocol. Where it is not installed there is nothing to ask.
@Suite(.timeLimit(.minutes(2))) struct RedisClientTests {
  private static func has(_ program: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/\(program)")
  }

  /// The greeting's question is there to be pasted, and what it asks is allowed.
  @Test(.enabled(if: has("redis-cli")), arguments: ["pica", "pug", "studio"])
  func theGreetingCanBePasted(set: String) async throws {
    try await TemporaryFolder.with { folder in
      try await Daemon.with("\(Program.package)/policies/\(set)", in: folder) { daemon in
        let line = try #require(daemon.output.split(separator: "\n").first { $0.contains("redis-cli ") })
        let answer = try await Program(path: "/bin/sh").run(["-c", String(line)])
        #expect(answer.output == "1\n")
      }
    }
  }

  @Test(.enabled(if: has("redis-cli"))) func redisCLIUnderstandsTheReplies() async throws {
    try await withSampleDaemon { daemon in
      let client = Program(path: "/usr/bin/redis-cli")
      for version in ["-2", "-3"] {
        let why = try await client.run([
          "-s", daemon.socket, version, "WHY", "user:rita", "read", "document:plan", "project:web",
        ])
        #expect(why.output.hasPrefix("allow: granted\n  granted by "))
        let info = try await client.run(["-s", daemon.socket, version, "INFO", "policy"])
        #expect(info.output.contains("policy:sample"))
        #expect(
          try await client.run(["-s", daemon.socket, version, "COMMAND", "DOCS", "CAN"]).output.contains("summary"))
        let wrong = try await client.run(["-s", daemon.socket, version, "CAN", "rita", "read", "document:plan", "-"])
        #expect(wrong.output.hasPrefix("ERR the principal is 'rita'"))
      }
    }
  }

  /// Benchmarks begin by asking for the configuration, and count errors as what they are.
  @Test(.enabled(if: has("redis-benchmark"))) func redisBenchmarkMeasuresChecks() async throws {
    try await withSampleDaemon { daemon in
      let run = try await Program(path: "/usr/bin/redis-benchmark").run([
        "-s", daemon.socket, "-c", "4", "-n", "2000", "-P", "8", "--csv", "CAN", "user:rita", "read",
        "document:plan",
        "project:web",
      ])
      #expect(run.status == 0)
      #expect(!(run.output + run.errors).contains("WARNING"), "\(run.errors)")
      let metrics = try await daemon.get("/metrics").body
      #expect(metrics.contains(#"policyd_decisions_total{result="allow",reason="granted"} 2000"#))
    }
  }
}
