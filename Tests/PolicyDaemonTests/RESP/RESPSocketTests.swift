import NIOCore
import Testing

@testable import PolicyDaemon

/// The Redis protocol over a socket.
@Suite struct RESPSocketTests {
  static let ask = "CAN user:alice read connection:c1 project:web"

  /// Sends bytes, ends the sending side, and gives all that comes back.
  func exchange(_ path: String, _ bytes: [UInt8]) async throws -> String {
    let client = try RawClient(path)
    try await client.send(bytes)
    client.endInput()
    return try await client.readAll()
  }

  @Test func answersAndEndsWithTheClient() async throws {
    try await withDaemon { daemon in
      let sent = Redis.line("HELLO 3") + Redis.line(Self.ask) + Redis.line("PING")
      let reply = try await exchange(daemon.socketPath, sent)
      #expect(reply.hasPrefix("%7\r\n"))
      #expect(reply.hasSuffix(":1\r\n+PONG\r\n"))
      let last = try await exchange(daemon.socketPath, Redis.line("QUIT") + Redis.line("PING"))
      #expect(last == "+OK\r\n")
    }
  }

  @Test func takesTheSameBytesInAnyPieces() async throws {
    try await withDaemon { daemon in
      let sent = Redis.line(Self.ask) + Redis.line("ECHO hello") + Redis.line(Self.ask)
      let expected = ":1\r\n$5\r\nhello\r\n:1\r\n"
      for size in [1, 2, 7, 30, 61] {
        let client = try RawClient(daemon.socketPath)
        for start in stride(from: 0, to: sent.count, by: size) {
          try await client.send(Array(sent[start..<min(sent.count, start + size)]))
        }
        client.endInput()
        #expect(try await client.readAll() == expected)
      }
    }
  }

  /// A client that sends without reading is not read from any more, and gets all its answers when it reads.
  @Test func waitsForASlowReader() async throws {
    try await withDaemon(configure: { $0.limits.maximumPendingOutput = 4096 }) { daemon in
      let client = try RawClient(daemon.socketPath)
      let word = String(repeating: "x", count: 1000)
      let part = Array(repeatElement(Redis.command(["ECHO", word]) + Redis.line(Self.ask), count: 100).joined())
      let parts = 200
      async let sending: Void = {
        for _ in 0..<parts { try await client.send(part) }
        client.endInput()
      }()
      // Others are answered meanwhile.
      try await Task.sleep(for: .milliseconds(200))
      #expect(try await exchange(daemon.socketPath, Redis.line("PING")) == "+PONG\r\n")
      let reply = try await client.readAll()
      try await sending
      #expect(reply.utf8.count == parts * 100 * (7 + 1002 + 4))
      #expect(reply.hasSuffix("$1000\r\n\(word)\r\n:1\r\n"))
    }
  }

  /// Explanations are made beside the event loop; what comes after one must wait for it.
  @Test func keepsTheOrderOfAnswers() async throws {
    try await withDaemon { daemon in
      var sent: [UInt8] = []
      var expected = ""
      for index in 0..<50 {
        sent += Redis.line("WHY user:zed read connection:c1 nowhere") + Redis.line("ECHO \(index)")
        let text = "deny: unknown_scope\n  there is no scope `nowhere`; there are `project:web`"
        expected += "$\(text.utf8.count)\r\n\(text)\r\n$\("\(index)".utf8.count)\r\n\(index)\r\n"
      }
      let replies = try await exchange(daemon.socketPath, sent)
      #expect(replies == expected)
    }
  }

  @Test func endsWithAWord() async throws {
    try await withDaemon(configure: { $0.limits.requestDeadline = .milliseconds(200) }) { daemon in
      let late = try RawClient(daemon.socketPath)
      try await late.send(Array("*1\r\n$4\r\nPI".utf8))
      #expect(try await late.readAll() == "-ERR Protocol error: the command did not arrive within its time\r\n")
      // The client is still sending when the error comes: it must not be lost to a reset.
      let wrong = try RawClient(daemon.socketPath)
      try await wrong.send(Redis.line("PING") + Array("nonsense\r\n".utf8))
      try? await wrong.send([UInt8](repeating: 0x41, count: 100_000))
      #expect(try await wrong.readAll() == "+PONG\r\n-ERR Protocol error: expected '*', got 'n'\r\n")
      // One that is idle is kept.
      let idle = try RawClient(daemon.socketPath)
      try await idle.send(Redis.line("PING"))
      try await Task.sleep(for: .milliseconds(500))
      try await idle.send(Redis.line("PING"))
      idle.endInput()
      #expect(try await idle.readAll() == "+PONG\r\n+PONG\r\n")
    }
  }

  @Test func finishesWhatIsInFlightWhenItStops() async throws {
    try await withDaemon { daemon in
      let idle = try RawClient(daemon.socketPath)
      try await idle.send(Redis.line("PING"))
      let half = try RawClient(daemon.socketPath)
      let bytes = Redis.line(Self.ask)
      try await half.send(Redis.line("PING") + bytes.dropLast(5))
      try await Task.sleep(for: .milliseconds(50))
      daemon.stop()
      try await eventually { try SystemFiles.status(daemon.socketPath) == nil }
      try await half.send(Array(bytes.suffix(5)))
      #expect(try await half.readAll() == "+PONG\r\n:1\r\n")
      #expect(try await idle.readAll() == "+PONG\r\n")
    }
  }

  @Test func countsCommands() async throws {
    try await withDaemon { daemon in
      let sent = (0..<40).flatMap { _ in Redis.line(Self.ask) } + Redis.line("PING") + Redis.line("NOPE")
      _ = try await exchange(daemon.socketPath, sent)
      let metrics = try await PolicyDaemonTests.exchange(daemon.socketPath, "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
      for line in [
        #"policyd_decisions_total{result="allow",reason="granted"} 40"#, #"policyd_commands_total{command="can"} 40"#,
        #"policyd_commands_total{command="ping"} 1"#, #"policyd_commands_total{command="unknown"} 1"#,
        #"policyd_command_errors_total{command="unknown"} 1"#, #"policyd_command_errors_total{command="can"} 0"#,
      ] {
        #expect(metrics[0].body.contains("\n\(line)\n"), "\(line)")
      }
    }
  }

  /// One connection too many is turned away in the protocol that it speaks.
  @Test func turnsAwayInItsOwnProtocol() async throws {
    try await withDaemon(configure: { $0.maximumConnections = 1 }) { daemon in
      let open = try RawClient(daemon.socketPath)
      try await open.send(Redis.line("PING"))
      #expect(try await open.read(7) == "+PONG\r\n")
      let refused = try RawClient(daemon.socketPath)
      try await refused.send(Redis.line("PING"))
      #expect(try await refused.readAll() == "-ERR max number of clients reached; try again later\r\n")
    }
  }

  /// Random damage to pipelines: whatever comes, the answers before it are whole, and nothing is allowed that the
  /// undamaged commands would not.
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func survivesDamage(seed: UInt64) async throws {
    var random = SplitMix(seed &* 999_983)
    try await withDaemon { daemon in
      for _ in 0..<60 {
        var bytes = (0...random.below(20)).flatMap { _ in
          Redis.line(
            ["CAN user:zed read connection:c1 project:web", "PING", "WHY user:zed read connection:c1 -"][
              random.below(3)])
        }
        for _ in 0...random.below(4) { CommandParserTests.damage(&bytes, &random) }
        guard bytes.first == UInt8(ascii: "*") else { continue }
        let client = try RawClient(daemon.socketPath)
        try? await client.send(bytes)
        client.endInput()
        let reply = try await client.readAll()
        #expect(!reply.contains(":1\r\n") && !reply.contains("allow: "), "\(reply)")
        #expect(reply.isEmpty || reply.hasSuffix("\r\n"))
      }
      #expect(try await exchange(daemon.socketPath, Redis.line(Self.ask)) == ":1\r\n")
    }
  }
}
