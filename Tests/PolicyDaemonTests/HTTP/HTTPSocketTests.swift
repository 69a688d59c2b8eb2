import Foundation
import NIOCore
import Testing

@testable import PolicyDaemon

/// HTTP as bytes over a real socket.
@Suite struct HTTPSocketTests {
  static let json = "Content-Type: application/json\r\n"
  static let body = evaluation("alice")
  static let ask = post("/access/v1/evaluation", body)
  static let path = "POST /access/v1/evaluation"

  /// Bytes sent at once, and the statuses that come back before the connection ends.
  static let exchanges: [(String, String, [Int])] = [
    ("one request", ask, [200]),
    ("a pipeline", ask + ask + "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" + ask, [200, 200, 200, 200]),
    ("no Host", "GET /healthz HTTP/1.1\r\n\r\n", [200]),
    (
      "a Host of nginx's", "GET /healthz HTTP/1.0\r\nHost: unix:/run/p.sock:\r\nConnection: close\r\n\r\n",
      [200]
    ),
    ("two Hosts", "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", [200]),
    ("HTTP/1.0 ends", "GET /healthz HTTP/1.0\r\n\r\nGET /healthz HTTP/1.0\r\n\r\n", [200]),
    (
      "HTTP/1.0 kept", "GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /healthz HTTP/1.0\r\n\r\n",
      [200, 200]
    ),
    ("close", "GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n", [200]),
    ("absolute form", "GET http://localhost/healthz?x=1 HTTP/1.1\r\n\r\n", [200]),
    ("a query", "GET /readyz?verbose HTTP/1.1\r\n\r\n", [200]),
    ("no such path", "GET /health HTTP/1.1\r\n\r\n", [404]),
    ("a prefix of a path", "GET /access/v1/evaluation/ HTTP/1.1\r\n\r\n", [404]),
    ("the star form", "OPTIONS * HTTP/1.1\r\n\r\n", [404]),
    ("GET where POST is due", "GET /access/v1/evaluation HTTP/1.1\r\n\r\n" + ask, [405, 200]),
    ("POST where GET is due", post("/healthz", "{}") + ask, [405, 200]),
    ("DELETE", "DELETE /metrics HTTP/1.1\r\n\r\n", [405]),
    ("a GET with a body", "GET /healthz HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc" + ask, [200, 200]),
    (
      "no content type", "\(path) HTTP/1.1\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)" + ask,
      [400, 200]
    ),
    ("an empty body", "\(path) HTTP/1.1\r\n\(json)Content-Length: 0\r\n\r\n" + ask, [400, 200]),
    ("no length at all", "\(path) HTTP/1.1\r\n\(json)\r\n" + ask, [400, 200]),
    ("broken JSON", post("/access/v1/evaluation", "{") + ask, [400, 200]),
    (
      "two content types",
      "\(path) HTTP/1.1\r\n\(json)\(json)Content-Length: \(body.utf8.count)\r\n\r\n\(body)" + ask, [400, 200]
    ),
    (
      "chunks",
      "\(path) HTTP/1.1\r\n\(json)Transfer-Encoding: chunked\r\n\r\n"
        + String(body.utf8.count - 5, radix: 16)
        + ";ext=1\r\n\(body.dropLast(5))\r\n5\r\n\(body.suffix(5))\r\n"
        + "0\r\nX-Trailer: 1\r\n\r\n" + ask,
      [200, 200]
    ),
    (
      "an Upgrade is the last", "GET /healthz HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n" + ask,
      [200]
    ),
    ("CONNECT is the last", "CONNECT x:1 HTTP/1.1\r\n\r\n" + ask, [404]),
    // What is not HTTP, or could be read in two ways: 400 and the end.
    ("not HTTP", "hello\r\n\r\n" + ask, [400]),
    ("after a good one", ask + "hello\r\n\r\n" + ask, [200, 400]),
    (
      "two lengths", "\(path) HTTP/1.1\r\n\(json)Content-Length: 5\r\nContent-Length: 5\r\n\r\nabcde" + ask,
      [400]
    ),
    ("two lengths in one", "\(path) HTTP/1.1\r\n\(json)Content-Length: 5, 5\r\n\r\nabcde" + ask, [400]),
    ("a signed length", "\(path) HTTP/1.1\r\n\(json)Content-Length: +5\r\n\r\nabcde" + ask, [400]),
    ("a negative length", "\(path) HTTP/1.1\r\n\(json)Content-Length: -5\r\n\r\nabcde" + ask, [400]),
    ("a hexadecimal length", "\(path) HTTP/1.1\r\n\(json)Content-Length: 0x5\r\n\r\nabcde" + ask, [400]),
    (
      "length and chunks",
      "\(path) HTTP/1.1\r\n\(json)Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + ask,
      [400]
    ),
    (
      "chunks and length",
      "\(path) HTTP/1.1\r\n\(json)Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + ask,
      [400]
    ),
    ("a bad chunk size", "\(path) HTTP/1.1\r\n\(json)Transfer-Encoding: chunked\r\n\r\nxyz\r\n" + ask, [400]),
    (
      "a chunk too short",
      "\(path) HTTP/1.1\r\n\(json)Transfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n0\r\n\r\n" + ask, [400]
    ),
    (
      "chunks not last", "\(path) HTTP/1.1\r\n\(json)Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n" + ask,
      [400]
    ),
    ("gzip", "\(path) HTTP/1.1\r\n\(json)Transfer-Encoding: gzip\r\n\r\nabc" + ask, [501]),
    (
      "chunks twice",
      "\(path) HTTP/1.1\r\n\(json)Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        + ask, [400]
    ),
    (
      "chunks in HTTP/1.0", "\(path) HTTP/1.0\r\n\(json)Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + ask,
      [400]
    ),
    ("a bare line feed in the header", "GET /healthz HTTP/1.1\r\nHost: x\nX-A: b\r\n\r\n" + ask, [400]),
    ("bare line feeds", "GET /healthz HTTP/1.1\nHost: x\n\n" + ask, [505]),
    (
      "a bare line feed in chunks",
      "\(path) HTTP/1.1\r\n\(json)Transfer-Encoding: chunked\r\n\r\n1\n{\r\n0\r\n\r\n" + ask, [400]
    ),
    ("an empty header name", "GET /healthz HTTP/1.1\r\n: x\r\n\r\n" + ask, [400]),
    ("HTTP/0.9", "GET /healthz\r\n\r\n", [505]),
    ("HTTP/1.2", "GET /healthz HTTP/1.2\r\n\r\n", [505]),
    ("a space before the colon", "GET /healthz HTTP/1.1\r\nContent-Length : 5\r\n\r\nabcde" + ask, [400]),
    ("a folded header", "GET /healthz HTTP/1.1\r\nX-A: b\r\n c\r\n\r\n" + ask, [400]),
    ("a NUL in a header", "GET /healthz HTTP/1.1\r\nX-A: b\0c\r\n\r\n" + ask, [400]),
    ("a bare CR", "GET /healthz HTTP/1.1\r\nX-A: b\rContent-Length: 3\r\n\r\n" + ask, [400]),
    ("HTTP/2's preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [400]),
    ("TLS", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}", [400]),
    ("cut short in the head", "GET /healthz HT", [400]),
    ("cut short in the body", String(ask.dropLast(3)), [400]),
  ]

  @Test(arguments: exchanges)
  func answers(_ what: String, _ bytes: String, _ statuses: [Int]) async throws {
    try await withDaemon { daemon in
      let responses = try await exchange(daemon.socketPath, bytes)
      #expect(responses.map(\.status) == statuses, "\(what)")
      for response in responses where response.status >= 400 {
        let error = try #require(response.json["error"] as? NSDictionary, "\(what): \(response.body)")
        #expect(error["status"] as? Int == response.status)
        #expect((error["message"] as? String)?.isEmpty == false)
        #expect(response.headers["content-type"] == "application/json")
      }
    }
  }

  @Test func takesTheSameBytesInAnyPieces() async throws {
    let bytes = Array((Self.ask + Self.ask).utf8)
    try await withDaemon { daemon in
      for step in [1, 7, 64] {
        let client = try RawClient(daemon.socketPath)
        for start in stride(from: 0, to: bytes.count, by: step) {
          try await client.send(Array(bytes[start..<min(start + step, bytes.count)]))
        }
        #expect(try await client.response()?.body == #"{"decision":true}"#)
        #expect(try await client.response()?.body == #"{"decision":true}"#)
      }
    }
  }

  @Test func answersALongPipelineInOrder() async throws {
    try await withDaemon { daemon in
      let client = try RawClient(daemon.socketPath)
      var bytes = ""
      for index in 0..<3000 {
        // Answers made on the loop and beside it, in one order.
        let path = index % 50 == 0 ? "/access/v1/search/subject" : "/access/v1/evaluation"
        bytes += post(path, Self.body, headers: "X-Request-ID: r\(index)\r\n")
      }
      async let sent: Void = client.send(bytes)
      for index in 0..<3000 {
        let response = try #require(try await client.response())
        #expect(response.status == 200)
        #expect(response.headers["x-request-id"] == "r\(index)")
      }
      try await sent
    }
  }

  /// A client that asks for much and reads nothing is not read from any more, and gets all once it reads.
  @Test func waitsForASlowReader() async throws {
    try await withDaemon(try ScriptedLoader(World.loaded(World.crowd(400)))) { daemon in
      let client = try RawClient(daemon.socketPath)
      let search = post(
        "/access/v1/search/subject",
        #"{"subject":{"type":"user"},"action":{"name":"read"},"resource":{"type":"connection","id":"c1"},"context":{"scope":"project:web"}}"#
      )
      try await client.send(String(repeating: search, count: 60))
      try await Task.sleep(for: .milliseconds(100))
      for _ in 0..<60 {
        let response = try #require(try await client.response())
        #expect(response.body.contains("u00399"))
      }
    }
  }

  /// A client that ends its side after the request gets all of a long answer, however late it reads.
  @Test(arguments: ["", "Connection: close\r\n"])
  func sendsALongLastAnswerWhole(header: String) async throws {
    try await withDaemon(try ScriptedLoader(World.loaded(World.crowd(6000)))) { daemon in
      let client = try RawClient(daemon.socketPath)
      try await client.send(
        post(
          "/access/v1/search/subject",
          #"{"subject":{"type":"user"},"action":{"name":"read"},"resource":{"type":"connection","id":"c1"}}"#,
          headers: header))
      client.endInput()
      try await Task.sleep(for: .milliseconds(300))
      let responses = Response.parseAll(try await client.readAll())
      #expect(responses.map(\.status) == [200])
      #expect(responses[0].body.hasSuffix(#"{"type":"user","id":"u05999"}]}"#))
    }
  }

  @Test func echoesTheRequestID() async throws {
    try await withDaemon { daemon in
      for (id, echoed) in [
        ("abc-1", "abc-1"), ("ä b", "ä b"),
        (String(repeating: "x", count: 1024), String(repeating: "x", count: 1024)),
        (String(repeating: "x", count: 1025), nil), ("a\tb", nil),
      ] as [(String, String?)] {
        let header = "X-Request-ID: \(id)\r\n"
        let responses = try await exchange(
          daemon.socketPath,
          post("/access/v1/evaluation", Self.body, headers: header)
            + post("/access/v1/evaluation", "{", headers: header)
            + "GET /nothing HTTP/1.1\r\n\(header)\r\n"
            + "POST /access/v1/evaluation HTTP/1.1\r\n\(header)Content-Length: 99999999\r\n\r\n")
        #expect(responses.map(\.status) == [200, 400, 404, 413])
        #expect(responses.allSatisfy { $0.headers["x-request-id"] == echoed }, "\(id)")
      }
    }
  }

  @Test func limitsBodiesTargetsAndHeaders() async throws {
    let limits = HTTPLimits()
    try await withDaemon { daemon in
      let big = String(repeating: " ", count: limits.maximumBody - Self.body.utf8.count) + Self.body
      #expect(
        try await exchange(daemon.socketPath, post("/access/v1/evaluation", big)).map(\.status) == [200])
      #expect(
        try await exchange(daemon.socketPath, post("/access/v1/evaluation", " " + big)).map(\.status) == [413]
      )
      let chunk = "10000\r\n\(String(repeating: " ", count: 65536))\r\n"
      let chunked = "\(Self.path) HTTP/1.1\r\n\(Self.json)Transfer-Encoding: chunked\r\n\r\n"
      // The answer comes while the client is still sending.
      let client = try RawClient(daemon.socketPath)
      try await client.send(chunked + String(repeating: chunk, count: 80))
      #expect(try await client.response()?.status == 413)

      func status(_ bytes: String) async throws -> [Int] {
        try await exchange(daemon.socketPath, bytes).map(\.status)
      }
      let target = String(repeating: "a", count: limits.maximumTarget - 1)
      #expect(try await status("GET /\(target) HTTP/1.1\r\n\r\n") == [404])
      #expect(try await status("GET /\(target)a HTTP/1.1\r\n\r\n") == [414])
      #expect(try await status("GET /\(target)\(target)aa HTTP/1.1\r\n\r\n") == [431])
      let long = String(repeating: "a", count: limits.maximumHeaderField + 1)
      #expect(try await status("GET /healthz HTTP/1.1\r\nX: \(long)\r\n\r\n") == [431])
      let many = String(repeating: "X: y\r\n", count: limits.maximumHeaderCount)
      #expect(try await status("GET /healthz HTTP/1.1\r\n\(many)\r\n") == [200])
      #expect(try await status("GET /healthz HTTP/1.1\r\n\(many)X: y\r\n\r\n") == [431])
    }
  }

  @Test func continuesWhenAsked() async throws {
    try await withDaemon { daemon in
      let client = try RawClient(daemon.socketPath)
      let head =
        "\(Self.path) HTTP/1.1\r\n\(Self.json)Expect: 100-continue\r\nContent-Length: \(Self.body.utf8.count)\r\n\r\n"
      for _ in 0..<2 {
        try await client.send(head)
        #expect(try await client.response()?.status == 100)
        try await client.send(Self.body)
        #expect(try await client.response()?.status == 200)
      }
      // With the body at once, none is needed.
      try await client.send(head + Self.body)
      #expect(try await client.response()?.status == 200)
      let responses = try await exchange(
        daemon.socketPath, head.replacingOccurrences(of: "100-continue", with: "more"))
      #expect(responses.map(\.status) == [417])
    }
  }

  @Test func answersHEADWithoutABody() async throws {
    try await withDaemon { daemon in
      let client = try RawClient(daemon.socketPath)
      for path in [
        "/healthz", "/readyz", "/metrics", "/v1/status", "/.well-known/authzen-configuration", "/nope",
      ] {
        try await client.send("HEAD \(path) HTTP/1.1\r\n\r\n")
        let response = try #require(try await client.response(isHead: true))
        #expect(response.status == (path == "/nope" ? 404 : 200))
        #expect(Int(response.headers["content-length"] ?? "") ?? 0 > 0)
      }
      try await client.send("GET /healthz HTTP/1.1\r\n\r\n")
      #expect(try await client.response()?.body == #"{"status":"ok"}"#)
    }
  }

  @Test func tellsMethodsThatAreTaken() async throws {
    try await withDaemon { daemon in
      let responses = try await exchange(
        daemon.socketPath, "GET /access/v1/evaluations HTTP/1.1\r\n\r\n" + post("/metrics", "{}"))
      #expect(responses.map { $0.headers["allow"] } == ["POST", "GET, HEAD"])
      let lost = try await exchange(daemon.socketPath, "GET /x HTTP/1.1\r\n\r\n")
      #expect(lost[0].json["paths"] as? [String] == Route.allCases.map(\.path))
    }
  }

  @Test func endsSlowRequests() async throws {
    try await withDaemon(configure: { $0.limits.requestDeadline = .milliseconds(200) }) { daemon in
      for part in ["GET /hea", "POST /access/v1/evaluation HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc"] {
        let client = try RawClient(daemon.socketPath)
        try await client.send(part)
        #expect(try await client.response()?.status == 408)
        #expect(try await client.response() == nil as Response?)
      }
      // One that is idle, before its first request or after it, is kept.
      let idle = try RawClient(daemon.socketPath)
      let used = try RawClient(daemon.socketPath)
      try await used.send(Self.ask)
      #expect(try await used.response()?.status == 200)
      try await Task.sleep(for: .milliseconds(500))
      for client in [idle, used] {
        try await client.send(Self.ask)
        #expect(try await client.response()?.status == 200)
      }
    }
  }

  @Test func boundsConnections() async throws {
    let logs = LogLines()
    try await withDaemon(logs: logs, configure: { $0.maximumConnections = 3 }) { daemon in
      var open = try (0..<3).map { _ in try RawClient(daemon.socketPath) }
      for client in open {
        try await client.send(Self.ask)
        #expect(try await client.response()?.status == 200)
      }
      for _ in 0..<3 {
        #expect(try await RawClient(daemon.socketPath).response()?.status == 503)
      }
      #expect(
        logs.all.filter { $0.contains("too many connections") } == [
          "warning: too many connections, new ones are turned away until some close limit=3"
        ])
      open.removeLast()
      try await eventually { try await exchange(daemon.socketPath, Self.ask).map(\.status) == [200] }
    }
  }
}
