import Testing

@Suite(.timeLimit(.minutes(2))) struct HTTPTests {
  private static let path = "/access/v1/evaluation"
  private static let yes = Question("user:rita read document:plan in project:web").request.text
  private static let no = Question("user:rita create document in project:web").request.text
  private static let json = "Content-Type: application/json"

  /// What nginx sends to an upstream if it is not told otherwise.
  @Test func http10EndsTheConnection() async throws {
    try await withSampleDaemon { daemon in
      try await daemon.connect { connection in
        let headers = [Self.json, "Connection: close"]
        try await connection.send(HTTP.post(Self.path, Self.yes, headers: headers, version: "1.0"))
        let reply = try await connection.reply()
        #expect(reply.status == 200)
        #expect(reply.body == #"{"decision":true}"#)
        #expect(reply.headers["connection"] == "close")
        #expect(try await connection.remainder() == "")
      }
      try await daemon.connect { connection in
        try await connection.send("GET /healthz HTTP/1.0\r\n\r\n")
        #expect(try await connection.reply().status == 200)
        #expect(try await connection.remainder() == "")
      }
    }
  }

  @Test func http10KeepsTheConnectionIfAsked() async throws {
    try await withSampleDaemon { daemon in
      try await daemon.connect { connection in
        for _ in 0..<2 {
          let headers = [Self.json, "Connection: keep-alive"]
          try await connection.send(HTTP.post(Self.path, Self.yes, headers: headers, version: "1.0"))
          let reply = try await connection.reply()
          #expect(reply.status == 200)
          #expect(reply.headers["connection"]?.lowercased() == "keep-alive")
        }
      }
    }
  }

  @Test func connectionCloseIsKept() async throws {
    try await withSampleDaemon { daemon in
      try await daemon.connect { connection in
        try await connection.send(HTTP.post(Self.path, Self.yes))
        let first = try await connection.reply()
        #expect(first.headers["connection"] == nil)
        try await connection.send(HTTP.post(Self.path, Self.no, headers: [Self.json, "Connection: close"]))
        let second = try await connection.reply()
        #expect(second.body == #"{"decision":false}"#)
        #expect(second.headers["connection"] == "close")
        #expect(try await connection.remainder() == "")
      }
    }
  }

  @Test func pipelinedRequestsAreAnsweredInOrder() async throws {
    try await withSampleDaemon { daemon in
      let allowed = (0..<300).map { !$0.isMultiple(of: 7) }
      let requests = allowed.enumerated().map { index, isAllowed in
        HTTP.post(Self.path, isAllowed ? Self.yes : Self.no, headers: [Self.json, "X-Request-ID: \(index)"])
      }
      try await daemon.connect { connection in
        try await connection.send(requests.joined())
        for (index, isAllowed) in allowed.enumerated() {
          let reply = try await connection.reply()
          #expect(reply.headers["x-request-id"] == String(index))
          #expect(try reply.json()["decision"] == .bool(isAllowed))
        }
      }
    }
  }

  @Test func aSlowAnswerKeepsItsPlaceInThePipeline() async throws {
    // Searches are made beside the event loop; what comes after one must wait for it.
    let search = JSON.object([
      "subject": ["type": "user"], "action": ["name": "read"], "resource": ["type": "document", "id": "plan"],
    ]).text
    try await withSampleDaemon { daemon in
      try await daemon.connect { connection in
        try await connection.send(
          HTTP.post("/access/v1/search/subject", search) + HTTP.post(Self.path, Self.yes)
            + HTTP.post("/access/v1/search/subject", search) + "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(try await connection.reply().json()["results"] != nil)
        #expect(try await connection.reply().json()["decision"] == true)
        #expect(try await connection.reply().json()["results"] != nil)
        #expect(try await connection.reply().json()["status"] == "ok")
      }
    }
  }

  @Test func requestsInPiecesAreTakenTogether() async throws {
    try await withSampleDaemon { daemon in
      try await daemon.connect { connection in
        for piece in HTTP.post(Self.path, Self.yes).map(String.init) { try await connection.send(piece) }
        #expect(try await connection.reply().body == #"{"decision":true}"#)
      }
    }
  }

  @Test func chunkedBodies() async throws {
    let half = Self.yes.utf8.count / 2
    let start = String(Self.yes.prefix(half))
    let rest = String(Self.yes.dropFirst(half))
    let head = "POST \(Self.path) HTTP/1.1\r\nHost: x\r\n\(Self.json)\r\nTransfer-Encoding: chunked\r\n\r\n"
    let body =
      "\(String(start.utf8.count, radix: 16))\r\n\(start)\r\n"
      + "\(String(rest.utf8.count, radix: 16));note=1\r\n\(rest)\r\n0\r\n\r\n"
    try await withSampleDaemon { daemon in
      try await daemon.connect { connection in
        try await connection.send(head + body + head + body)
        #expect(try await connection.reply().body == #"{"decision":true}"#)
        #expect(try await connection.reply().body == #"{"decision":true}"#)
      }
    }
  }

  @Test func whoeverWaitsForAContinueGetsOne() async throws {
    try await withSampleDaemon { daemon in
      try await daemon.connect { connection in
        let request = HTTP.post(Self.path, Self.yes, headers: [Self.json, "Expect: 100-continue"])
        try await connection.send(String(request.dropLast(Self.yes.count)))
        #expect(try await connection.reply().status == 100)
        try await connection.send(Self.yes)
        #expect(try await connection.reply().body == #"{"decision":true}"#)
      }
    }
  }

  private static let hosts: [String] = ["localhost", "policyd", "example.com:8080", "[::1]", "unix", ""]

  @Test func anyHostWillDo() async throws {
    try await withSampleDaemon { daemon async throws in
      for host in Self.hosts {
        #expect(try await daemon.send("GET /healthz HTTP/1.1\r\nHost: \(host)\r\n\r\n").status == 200)
        #expect(try await daemon.send("GET http://\(host)/healthz?x=y HTTP/1.1\r\nHost: \(host)\r\n\r\n").status == 200)
      }
    }
  }

  /// Two ways to tell a body's length are how a request is hidden behind another.
  private static let smuggling: [String] = [
    "Content-Length: 4\r\nContent-Length: 5", "Content-Length: 4\r\nContent-Length: 4",
    "Content-Length: 4\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 4",
    "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
    "Transfer-Encoding: xchunked", "Content-Length: +4", "Content-Length: -1", "Content-Length: 4, 4",
    "Content-Length: 0x4", "Content-Length: 99999999999999999999", "Content-Length : 4", " Content-Length: 4",
    "Content-Length: 4\r\n folded: x", "Trans fer: x",
  ]

  @Test func smugglingIsRefused() async throws {
    try await withSampleDaemon { daemon async throws in
      for headers in Self.smuggling {
        try await daemon.connect { connection in
          let hidden = HTTP.post(Self.path, Self.yes)
          try await connection.send(
            "POST \(Self.path) HTTP/1.1\r\nHost: x\r\n\(Self.json)\r\n\(headers)\r\n\r\n{} \n\(hidden)")
          let reply = try await connection.reply()
          #expect((400...599).contains(reply.status), "\(headers): \(reply)")
          #expect(reply.headers["connection"] == "close")
          // What came behind it is never answered.
          #expect(try await connection.remainder() == "")
        }
        #expect(try await daemon.get("/healthz").status == 200)
      }
    }
  }

  private static let garbage: [String] = [
    "garbage\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}", "GET /healthz\r\n\r\n", "GET  HTTP/1.1\r\n\r\n",
    "GET /healthz HTTP/2.0\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "GET /healthz HTTQ/1.1\r\n\r\n",
    "SSH-2.0-OpenSSH\r\n", "GET /\u{1} HTTP/1.1\r\n\r\n", "GET /healthz HTTP/1.1\r\nX: a\u{0}b\r\n\r\n",
    "POST /access/v1/evaluation HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
  ]

  @Test func garbageIsAnsweredAndTheConnectionEnds() async throws {
    try await withSampleDaemon { daemon async throws in
      for bytes in Self.garbage {
        try await daemon.connect { connection in
          try await connection.send(bytes)
          connection.endOutput()
          let reply = try await connection.reply()
          #expect(reply.status == 400 || reply.status == 505, "\(bytes): \(reply)")
          #expect(!reply.message.isEmpty)
          #expect(try await connection.remainder() == "")
        }
        #expect(try await daemon.get("/healthz").status == 200)
      }
    }
  }

  @Test func aRequestCutShortIsNeverAnAnswer() async throws {
    try await withSampleDaemon { daemon in
      let request = HTTP.post(Self.path, Self.yes)
      for length in [1, 20, request.utf8.count - 1] {
        try await daemon.connect { connection in
          try await connection.send(String(decoding: request.utf8.prefix(length), as: UTF8.self))
          connection.endOutput()
          let received = try await connection.remainder()
          #expect(received.isEmpty || received.hasPrefix("HTTP/1.1 400 "), "\(length): \(received)")
          #expect(!received.contains("decision"))
        }
      }
    }
  }

  @Test func headersAndBodiesHaveTheirBounds() async throws {
    try await withSampleDaemon { daemon async throws in
      let long = String(repeating: "x", count: 70_000)
      #expect(try await daemon.send("GET /healthz HTTP/1.1\r\nX: \(long)\r\n\r\n").status == 431)
      #expect([414, 431].contains(try await daemon.send("GET /\(long) HTTP/1.1\r\n\r\n").status))
      let large = "POST \(Self.path) HTTP/1.1\r\n\(Self.json)\r\nContent-Length: 1073741824\r\n\r\n{"
      #expect(try await daemon.send(large).status == 413)
    }
  }

  @Test func pathsAndMethods() async throws {
    try await withSampleDaemon { daemon in
      let missing = try await daemon.get("/access/v1/evaluate")
      #expect(missing.status == 404)
      #expect(missing.message.contains("/access/v1/evaluation"))
      let get = try await daemon.get(Self.path)
      #expect(get.status == 405)
      #expect(get.headers["allow"] == "POST")
      #expect(try await daemon.post("/healthz", "{}").status == 405)
      try await daemon.connect { connection in
        try await connection.send("HEAD /v1/status HTTP/1.1\r\nHost: x\r\n\r\n")
        let head = try await connection.reply(hasBody: false)
        #expect(head.status == 200)
        // The next reply begins right after the head: there was no body.
        try await connection.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(try await connection.reply().status == 200)
      }
    }
  }

  @Test func theRedisProtocolIsToldAsideByItsFirstByte() async throws {
    try await withSampleDaemon { daemon in
      try await daemon.connect { connection in
        try await connection.send("*1\r\n$4\r\nPING\r\n")
        connection.endOutput()
        let answer = try await connection.remainder()
        // Served or not, the client gets a reply of its own protocol and never one of HTTP.
        #expect(answer.hasPrefix("-ERR ") || answer == "+PONG\r\n", "\(answer)")
        #expect(answer.hasSuffix("\r\n"))
      }
      #expect(try await daemon.get("/healthz").status == 200)
    }
  }
}
