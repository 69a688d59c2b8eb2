import DecisionTable
import Foundation
import PolicyValues
import Synchronization
import Testing

@testable import PolicyDaemon

@Suite struct ReloadTests {
  let carol = post("/access/v1/evaluation", evaluation("carol"))
  /// The digests of the policy at the start and of the one that knows carol.
  let first: String
  let second: String

  init() throws {
    first = try World.table().digest
    second = try World.table(withCarol: true).digest
  }

  @Test func takesAGoodPolicyOnOpenConnections() async throws {
    let loader = try ScriptedLoader()
    try await withDaemon(loader) { daemon in
      let client = try RawClient(daemon.socketPath)
      try await client.send(carol)
      #expect(try await client.response()?.body == #"{"decision":false}"#)
      loader.gives(
        .success(try World.loaded(withCarol: true, broken: ["`organization:acme` has 2 owners"])))
      daemon.reload()
      try await eventually {
        try await client.send(carol)
        return try await client.response()?.body == #"{"decision":true}"#
      }
      // Broken invariants are reported and stop nothing.
      let status = try await self.status(daemon)
      #expect(status["digest"] as? String == second)
      #expect((status["broken_invariants"] as? [String])?.first?.contains("has 2 owners") == true)
      #expect((status["last_reload"] as? NSDictionary)?["ok"] as? Bool == true)
      let metrics = try await exchange(daemon.socketPath, "GET /metrics HTTP/1.1\r\n\r\n")[0].body
      #expect(metrics.contains("\npolicyd_broken_invariants 1\n"))
      #expect(metrics.contains("\npolicyd_reloads_total{result=\"ok\"} 1\n"))
      #expect(metrics.contains("digest=\"\(second)\""))
    }
  }

  @Test func keepsTheGoodPolicyWhenTheNextIsBroken() async throws {
    let loader = try ScriptedLoader()
    let logs = LogLines()
    try await withDaemon(loader, logs: logs) { daemon in
      loader.gives(.failure(World.failure("unknown role `admn`")))
      daemon.reload()
      try await eventually {
        (try await self.status(daemon)["last_reload"] as? NSDictionary)?["ok"] as? Bool == false
      }
      let status = try await self.status(daemon)
      #expect(status["digest"] as? String == first)
      #expect(
        (status["last_reload"] as? NSDictionary)?["errors"] as? [String]
          == ["error[unknown-role]: unknown role `admn`"])
      #expect(logs.all.contains { $0.contains("policy reload failed") && $0.contains("digest=\(first)") })
      #expect(logs.all.contains { $0.contains("policy diagnostic") && $0.contains("unknown role `admn`") })
      let alice = post("/access/v1/evaluation", evaluation("alice"))
      #expect(try await exchange(daemon.socketPath, alice)[0].body == #"{"decision":true}"#)
      // And it recovers.
      loader.gives(.success(try World.loaded(withCarol: true)))
      daemon.reload()
      try await eventually { try await self.status(daemon)["digest"] as? String == second }
      let metrics = try await exchange(daemon.socketPath, "GET /metrics HTTP/1.1\r\n\r\n")[0].body
      #expect(metrics.contains("\npolicyd_reloads_total{result=\"failed\"} 1\n"))
      #expect(metrics.contains("\npolicyd_last_reload_ok 1\n"))
    }
  }

  /// Wishes that come while a load runs become one more, which sees what came last; loads never overlap.
  @Test func coalescesWithoutLosingTheLast() async throws {
    let isHeld = Flag()
    let loader = try ScriptedLoader(gate: { while isHeld.isSet { Thread.sleep(forTimeInterval: 0.001) } })
    try await withDaemon(loader) { daemon in
      #expect(loader.count == 1)
      isHeld.isSet = true
      daemon.reload()
      try await eventually { loader.count == 2 }
      for _ in 0..<50 { daemon.reload() }
      // Written after the running load has read.
      loader.gives(.success(try World.loaded(withCarol: true)))
      daemon.reload()
      isHeld.isSet = false
      try await eventually { try await status(daemon)["digest"] as? String == second }
      try await Task.sleep(for: .milliseconds(50))
      #expect(loader.count <= 4)
      #expect(!loader.hasOverlapped)
    }
  }

  @Test func answersWhileLoadingAndStopsWithoutWaiting() async throws {
    let isHeld = Flag()
    let loader = try ScriptedLoader(gate: { while isHeld.isSet { Thread.sleep(forTimeInterval: 0.001) } })
    defer { isHeld.isSet = false }
    try await withDaemon(loader) { daemon in
      isHeld.isSet = true
      daemon.reload()
      try await eventually { loader.count == 2 }
      #expect(try await exchange(daemon.socketPath, carol).map(\.status) == [200])
    }
  }

  /// Under load, while policies come and go, no request fails and each answer is one of the two policies'.
  @Test func losesNoRequestToAReload() async throws {
    let loader = try ScriptedLoader()
    let policies = [try World.loaded(), try World.loaded(withCarol: true)]
    try await withDaemon(loader) { daemon in
      let done = Flag()
      let path = daemon.socketPath
      try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<4 {
          group.addTask { [carol] in
            let client = try RawClient(path)
            var count = 0
            while !done.isSet {
              try await client.send(carol)
              let response = try #require(try await client.response())
              #expect(response.status == 200)
              count += 1
            }
            return count
          }
        }
        for round in 1...40 {
          loader.gives(.success(policies[round % 2]))
          let before = loader.count
          daemon.reload()
          try await eventually { loader.count > before }
        }
        done.isSet = true
        #expect(try await group.reduce(0, +) > 0)
      }
    }
  }

  @Test func queuesReloads() {
    var queue = ReloadQueue()
    let started = [
      queue.wanted(), queue.wanted(), queue.wanted(), queue.loaded(), queue.loaded(), queue.wanted(),
      queue.loaded(),
    ]
    #expect(started == [true, false, false, true, false, true, false])
  }

  private func status(_ daemon: RunningDaemon) async throws -> NSDictionary {
    try await exchange(daemon.socketPath, "GET /v1/status HTTP/1.1\r\n\r\n")[0].json
  }
}
