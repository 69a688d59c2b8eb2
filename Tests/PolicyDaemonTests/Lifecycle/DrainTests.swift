import Foundation
import NIOCore
import PolicyCompiler
import PolicyValues
import Synchronization
import Testing

@testable import PolicyDaemon

@Suite struct DrainTests {
  let ask = post("/access/v1/evaluation", evaluation("alice"))

  @Test func finishesWhatIsInFlight() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/s"
    try await withDaemon(at: path) { daemon in
      let idle = try RawClient(path)
      let half = try RawClient(path)
      try await half.send(String(ask.dropLast(10)))
      let used = try RawClient(path)
      try await used.send(ask)
      #expect(try await used.response()?.status == 200)
      daemon.stop()
      try await eventually { try SystemFiles.status(path) == nil }
      // Nobody comes in any more, who is in is answered, and the rest is sent home.
      #expect(throws: RawClient.Failure.self) { try RawClient(path) }
      try await half.send(String(ask.suffix(10)))
      let last = try #require(try await half.response())
      #expect(last.status == 200)
      #expect(last.headers["connection"] == "close")
      #expect(try await half.response() == nil)
      #expect(try await idle.readAll() == "")
      #expect(try await used.readAll() == "")
    }
  }

  @Test func answersARequestThatWasOnItsWay() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/s"
    try await withDaemon(at: path, configure: { $0.limits.drainQuiet = .seconds(5) }) { daemon in
      let clients = try (0..<20).map { _ in try RawClient(path) }
      daemon.stop()
      for client in clients { try await client.send(ask) }
      for client in clients { #expect(try await client.response()?.status == 200) }
    }
  }

  @Test func doesNotWaitLongerThanItsGrace() async throws {
    // The request never ends, so this test does only if the daemon stops waiting for it.
    var half: RawClient?
    try await withDaemon(configure: { $0.drainGrace = .milliseconds(300) }) { daemon in
      let client = try RawClient(daemon.socketPath)
      try await client.send(String(ask.dropLast(10)))
      half = client
    }
    withExtendedLifetime(half) {}
  }

  @Test func isNotReadyWhileStopping() throws {
    let responder = try TestResponder.make()
    #expect(TestResponder.get(responder, "/readyz").hasPrefix(#"{"status":"ready","digest":""#))
    responder.daemon.isDraining = true
    #expect(TestResponder.get(responder, "/readyz").hasPrefix("503"))
    #expect(TestResponder.get(responder, "/healthz") == #"{"status":"ok"}"#)
  }

  @Test func doesNotStartOnABrokenPolicy() async throws {
    let loader = try ScriptedLoader()
    loader.gives(.failure(World.failure("unknown role `admn`")))
    let folder = try TemporaryFolder()
    let path = folder.path + "/s"
    await #expect {
      try await withDaemon(at: path, loader) { _ in }
    } throws: { error in
      guard case DaemonError.policy(let failure) = error else { return false }
      return failure.diagnostics.count == 1
    }
    #expect(try SystemFiles.status(path) == nil)
  }
}
