import Testing

/// The built daemon, asked in the Redis protocol over its socket.
@Suite(.timeLimit(.minutes(2))) struct RESPTests {
  /// A command as its bytes.
  private func command(_ words: [String]) -> String {
    "*\(words.count)\r\n" + words.map { "$\($0.utf8.count)\r\n\($0)\r\n" }.joined()
  }

  private func line(_ text: String) -> String { command(text.split(separator: " ").map(String.init)) }

  /// Sends lines of words, ends the input, and gives all that comes back.
  private func replies(_ daemon: Daemon, _ lines: [String]) async throws -> String {
    try await daemon.connect { connection in
      try await connection.send(lines.map(line).joined())
      connection.endOutput()
      return try await connection.remainder()
    }
  }

  /// Every question gets the answer that HTTP gives it.
  @Test func agreesWithHTTP() async throws {
    let principals = ["user:ada", "user:rita", "user:ed", "user:dan", "user:old", "api_key:deploy", "api_key:lost"]
    let resources = ["document", "document:plan", "document:vault", "document:foreign", "record:r1", "record:r2"]
    let scopes = ["organization:acme", "project:web", "project:shut", "project:moon", "-"]
    var questions: [(String, String)] = []
    for principal in principals {
      for action in ["read", "delete", "fly"] {
        for resource in resources {
          for scope in scopes {
            let words = "\(principal) \(action) \(resource)"
            questions.append(("CAN \(words) \(scope)", scope == "-" ? words : "\(words) in \(scope)"))
          }
        }
      }
    }
    try await withSampleDaemon { daemon in
      let byHTTP = try await daemon.answers(questions.map(\.1))
      let byRedis = try await replies(daemon, questions.map(\.0))
      let expected = byHTTP.map { $0 == true ? ":1\r\n" : ":0\r\n" }.joined()
      #expect(byRedis == expected)
      #expect(byHTTP.contains(true) && byHTTP.contains(false))
    }
  }

  @Test func takesValuesAsText() async throws {
    try await withSampleDaemon { daemon in
      let update = "CAN user:rita update document:note project:web"
      let close = "CAN user:ada close organization:acme -"
      let office = "\(close) context.ip 10.1.2.3 context.asked_at 2020-01-01T00:00:00Z"
      let lines = [
        update, "\(update) resource.owner user:rita", "\(update) resource.owner user:ed",
        "CAN user:rita update document:vault project:web resource.owner user:rita",
        close, "\(office) context.reasons sale", "\(office) context.reasons sale context.reasons holiday",
        "\(office) context.reasons sale context.nothing x", "\(close) context.ip 11.1.2.3 context.reasons sale",
      ]
      let answers = try await replies(daemon, lines)
      #expect(answers == [0, 1, 0, 1, 0, 1, 0, 1, 0].map { ":\($0)\r\n" }.joined())
    }
  }

  @Test func explains() async throws {
    try await withSampleDaemon { daemon in
      let second = try await replies(daemon, ["WHY user:rita read document:plan -"])
      #expect(second.hasPrefix("$"))
      #expect(
        second.contains("\r\nallow: granted\n  granted by permissions.project.document.read: reader (policy.yaml:"))
      let third = try await replies(daemon, ["HELLO 3", "WHY user:rita create document project:web"])
      #expect(third.contains("\r\ntxt:deny: no_grant\n"))
      #expect(third.contains("editor at project:web would grant it"))
    }
  }

  /// What common clients send when they connect.
  @Test func servesClientsAsTheyConnect() async throws {
    try await withSampleDaemon { daemon in
      let third = try await replies(
        daemon,
        [
          "HELLO 3", "CLIENT SETNAME app", "CLIENT SETINFO LIB-NAME redis-py", "CLIENT SETINFO LIB-VER 6.4.0",
          "SELECT 0",
          "CLIENT GETNAME", "PING", "QUIT",
        ])
      #expect(third.hasPrefix("%7\r\n$6\r\nserver\r\n$7\r\npolicyd\r\n"))
      #expect(third.hasSuffix("+OK\r\n+OK\r\n+OK\r\n+OK\r\n$3\r\napp\r\n+PONG\r\n+OK\r\n"))
      let second = try await replies(daemon, ["COMMAND COUNT", "CONFIG GET maxmemory", "RESET", "INFO policy"])
      #expect(second.hasPrefix(":13\r\n*0\r\n+RESET\r\n$"))
      #expect(second.contains("policy:sample\r\n"))
    }
  }

  @Test func saysWhatIsWrongAndGoesOn() async throws {
    try await withSampleDaemon { daemon in
      let answers = try await replies(
        daemon, ["CAM x", "CAN user:rita read", "CAN rita read document -", "CAN user:rita read document:plan -"])
      let lines = answers.split(separator: "\r\n")
      #expect(lines.count == 4)
      #expect(lines.dropLast().allSatisfy { $0.hasPrefix("-ERR ") })
      #expect(lines.last == ":1")
      // What is no command ends the connection, but not without a word, nor in the other protocol.
      let broken = try await daemon.connect { connection in
        try await connection.send("\(line("PING"))GET / HTTP/1.1\r\n\r\n")
        return try await connection.remainder()
      }
      #expect(broken == "+PONG\r\n-ERR Protocol error: expected '*', got 'G'\r\n")
    }
  }

  /// A reload shows in the answers of connections that were open before.
  @Test func answersFromThePolicyThatIsLoaded() async throws {
    try await TemporaryFolder.with { folder in
      let set = try folder.writeSet(Samples.tiny())
      try await Daemon.with(set, in: folder) { daemon in
        try await daemon.connect { connection in
          let ask = line("CAN user:bob read page:p team:a")
          try await connection.send(ask)
          #expect(try await connection.line() == ":0")
          try folder.writeSet(Samples.tiny(grants: "[reader, boss]"))
          _ = try await daemon.reload()
          try await connection.send(ask)
          #expect(try await connection.line() == ":1")
        }
      }
    }
  }
}
