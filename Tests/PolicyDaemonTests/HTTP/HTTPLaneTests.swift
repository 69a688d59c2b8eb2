import DecisionTable
import NIOCore
import PolicyValues
import Testing

@testable import PolicyDaemon

/// Reading requests where they lie.
@Suite struct HTTPLaneTests {
  static let body = evaluation("alice")
  static let ask = post("/access/v1/evaluation", body)

  private func head(_ text: String) -> PlainHead.Step {
    PlainHead.read(Array(text.utf8).span, from: 0, limits: HTTPLimits())
  }

  @Test func readsPlainHeads() {
    let text =
      "POST /access/v1/evaluation HTTP/1.1\r\nhost:x\r\nContent-TYPE: \t application/json; charset=utf-8 \r\n"
      + "X-Request-ID: a b \r\nConnection: Keep-Alive\r\nContent-Length: 12\r\n\r\n"
    guard case .head(let head) = head(text) else {
      Issue.record("not taken")
      return
    }
    #expect(head.route == .evaluation)
    #expect(head.isPost && head.isJSON)
    #expect(head.bodyLength == 12)
    #expect(head.end == text.utf8.count)
    #expect(String(decoding: Array(text.utf8)[head.requestID.range], as: UTF8.self) == "a b")
    // Until the last byte is there it waits.
    let bytes = Array(text.utf8)
    for count in 0..<bytes.count {
      #expect(PlainHead.read(bytes.span.extracting(first: count), from: 0, limits: HTTPLimits()) == .needsMore)
    }
    for route in Route.allCases {
      let request =
        route.takesBody
        ? "POST \(route.path) HTTP/1.1\r\nContent-Length: 0\r\n\r\n" : "GET \(route.path) HTTP/1.1\r\n\r\n"
      guard case .head(let head) = self.head(request) else {
        Issue.record("\(route) is not taken")
        continue
      }
      #expect(head.route == route)
    }
  }

  static let unusual: [String] = [
    "\r\n\(ask)", "post / HTTP/1.1\r\n", "PUT", "GET  /healthz HTTP/1.1\r\n", "GET /healthz HTTP/1.0\r\n",
    "GET /healthz?x HTTP/1.1\r\n", "GET http://x/healthz HTTP/1.1\r\n", "GET /access/v1/evaluation HTTP/1.1\r\n",
    "POST /healthz HTTP/1.1\r\n", "GET /healthz HTTP/1.1\n", "GET /nothing HTTP/1.1\r\n", "HEAD /healthz HTTP/1.1\r\n",
    "GET /healthz HTTP/1.1\r\n folded: x\r\n", "GET /healthz HTTP/1.1\r\nx : y\r\n", "GET /healthz HTTP/1.1\r\n: y\r\n",
    "GET /healthz HTTP/1.1\r\nx: y\nz", "GET /healthz HTTP/1.1\r\nx: \u{1}\r\n", "GET /healthz HTTP/1.1\r\nx: é\r\n",
    "GET /healthz HTTP/1.1\r\nx: y\r\r\n", "GET /healthz HTTP/1.1\r\nContent-Length: 1\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nConnection: close\r\n", "GET /healthz HTTP/1.1\r\nConnection: keep-alive, upgrade\r\n",
    "GET /healthz HTTP/1.1\r\nProxy-Connection: close\r\n", "GET /healthz HTTP/1.1\r\nUpgrade: h2c\r\n",
    "GET /healthz HTTP/1.1\r\nExpect: 100-continue\r\n", "GET /healthz HTTP/1.1\r\nTransfer-Encoding: chunked\r\n",
    "GET /healthz HTTP/1.1\r\nX-Request-ID: a\r\nX-Request-ID: b\r\n", "GET /healthz HTTP/1.1\r\nX-Request-ID:\r\n",
    "POST /access/v1/evaluation HTTP/1.1\r\n\r\n",
    "POST /access/v1/evaluation HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n",
    "POST /access/v1/evaluation HTTP/1.1\r\nContent-Length: +1\r\n",
    "POST /access/v1/evaluation HTTP/1.1\r\nContent-Length: 01\r\n",
    "POST /access/v1/evaluation HTTP/1.1\r\nContent-Length: 1, 1\r\n",
    "POST /access/v1/evaluation HTTP/1.1\r\nContent-Length:\r\n",
    "POST /access/v1/evaluation HTTP/1.1\r\nContent-Length: 4194305\r\n",
    "POST /access/v1/evaluation HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n",
    "POST /access/v1/evaluation HTTP/1.1\r\nContent-Type: text/plain\r\n",
    "POST /access/v1/evaluation HTTP/1.1\r\nContent-Type: application/json\r\nContent-Type: application/json\r\n",
    "GET /healthz HTTP/1.1\r\nx: \(String(repeating: "y", count: 9000))",
    "GET /\(String(repeating: "y", count: 200))",
    "GET /healthz HTTP/1.1\r\n" + String(repeating: "x: y\r\n", count: 101),
  ]

  @Test(arguments: unusual)
  func leavesTheRestToTheDecoder(_ text: String) { #expect(head(text) == .unusual) }

  /// What a lane answers to bytes that come in pieces.
  private func answers(_ bytes: [UInt8], cuts: [Int] = []) throws -> String {
    let responder = try TestResponder.make()
    var lane = HTTPLane(responder)
    let moment = Moment(
      policy: responder.daemon.published.policy, clock: Timestamp(seconds: 1_800_000_000),
      metrics: responder.daemon.counters.loops[0], daemon: responder.daemon, ready: ReadyAnswers())
    var input = ByteBuffer()
    var start = 0
    for end in cuts + [bytes.count] {
      input.writeBytes(bytes[start..<end])
      start = end
      pieces: while true {
        switch lane.answer(&input, at: moment) {
        case .needsMore: break pieces
        case .isFull: continue
        case .aside(let work): lane.takeAside(work())
        case .hasEnded: return String(buffer: lane.output) + "ended"
        case .handsOver: return String(buffer: lane.output) + "handed over: " + String(buffer: input)
        }
      }
    }
    return String(buffer: lane.output)
  }

  @Test func answersTheSameInAnyPieces() throws {
    let search = post(
      "/access/v1/search/action",
      #"{"subject":{"type":"user","id":"alice"},"resource":{"type":"connection","id":"c1"}}"#)
    let batch = post(
      "/access/v1/evaluations", "{\"evaluations\":[\(Self.body),\(evaluation("zed"))]}", headers: "X-Request-ID: 7\r\n")
    let chunked = "POST /access/v1/evaluation HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    let text =
      Self.ask + "GET /healthz HTTP/1.1\r\n\r\n" + batch + search + post("/access/v1/evaluation", "{}") + Self.ask
    let bytes = Array((text + chunked).utf8)
    let whole = try answers(bytes)
    let responses = Response.parseAll(String(whole.dropLast("handed over: \(chunked)".count)))
    #expect(responses.map(\.status) == [200, 200, 200, 200, 400, 200])
    #expect(responses[0].body == #"{"decision":true}"#)
    #expect(responses[0].headers["date"] == "Fri, 15 Jan 2027 08:00:00 GMT")
    #expect(responses[2].body == #"{"evaluations":[{"decision":true},{"decision":false}]}"#)
    #expect(responses[2].headers["x-request-id"] == "7")
    #expect(whole.hasSuffix("handed over: \(chunked)"))
    for cut in stride(from: 1, to: text.utf8.count, by: 3) { #expect(try answers(bytes, cuts: [cut]) == whole) }
    let handed = try answers(bytes, cuts: Array(1..<text.utf8.count))
    #expect(handed == whole)
  }

  /// Explanations, searches and long bodies are made beside the event loop; a batch of a hundred is not.
  @Test func tellsWhatTakesLong() throws {
    let responder = try TestResponder.make()
    func isHeavy(_ path: String, _ body: String) -> Bool { responder.isHeavy(TestResponder.post(path, body)) }
    #expect(!isHeavy("/access/v1/evaluation", Self.body))
    #expect(isHeavy("/access/v1/evaluation", evaluation("alice", context: #","explain":true"#)))
    #expect(isHeavy("/access/v1/search/action", "{}"))
    #expect(isHeavy("/access/v1/evaluations", #"{"evaluations":[{"context":{"explain":true}}]}"#))
    #expect(!isHeavy("/access/v1/evaluations", "explai"))
    #expect(!isHeavy("/access/v1/evaluations", "{explexplai"))
    #expect(isHeavy("/access/v1/evaluations", "{explexplain"))
    let items = Array(repeating: Self.body, count: 100).joined(separator: ",")
    let batch = Array(post("/access/v1/evaluations", "{\"evaluations\":[\(items)]}").utf8)
    var lane = HTTPLane(responder)
    var input = ByteBuffer(bytes: batch)
    let moment = Moment(
      policy: responder.daemon.published.policy, clock: Timestamp(seconds: 1_800_000_000),
      metrics: responder.daemon.counters.loops[0], daemon: responder.daemon, ready: ReadyAnswers())
    guard case .needsMore = lane.answer(&input, at: moment) else {
      Issue.record("not answered at once")
      return
    }
    #expect(moment.metrics.value(.reason(.granted)) == 100)
  }

  /// The same bytes to the lane, and to the decoder after a request that only that takes: the same answers.
  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func answersAsTheDecoderDoes(seed: UInt64) async throws {
    var random = SplitMix(seed &* 6_700_417)
    let first = "GET /healthz?decoder HTTP/1.1\r\n\r\n"
    try await withDaemon { daemon in
      for _ in 0..<80 {
        var bytes = (0...random.below(3)).flatMap { _ in Array(Self.request(&random).utf8) }
        if random.below(3) > 0 { for _ in 0...random.below(3) { Self.damage(&bytes, &random) } }
        guard bytes.first != UInt8(ascii: "*") else { continue }
        let lane = try await Self.exchange(daemon.socketPath, bytes)
        let decoder = try await Self.exchange(daemon.socketPath, Array(first.utf8) + bytes)
        #expect(lane == Array(decoder.dropFirst()), "\(String(decoding: bytes, as: UTF8.self))")
      }
    }
  }

  private static func exchange(_ path: String, _ bytes: [UInt8]) async throws -> [Response] {
    let client = try RawClient(path)
    // The daemon may end the connection before all is sent.
    try? await client.send(bytes)
    client.endInput()
    return Response.parseAll(try await client.readAll()).map { response in
      var response = response
      response.headers["date"] = nil
      // The counters of the daemon move on.
      if response.headers["content-type"]?.hasPrefix("text/plain") ?? false { response.body = "" }
      response.headers["content-length"] = nil
      response.length = 0
      return response
    }
  }

  private static func request(_ random: inout SplitMix) -> String {
    func one(_ choices: [String]) -> String { choices[random.below(choices.count)] }
    let headers = one([
      "", "", "", "X-Request-ID: 7\r\n", "X-Request-ID: a\r\nX-Request-ID: b\r\n", "Connection: close\r\n",
      "Expect: 100-continue\r\n",
      "Connection: keep-alive\r\n", "Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n", "Upgrade: x\r\n",
      " folded\r\n",
      "x:\t\u{e9}\r\n", "Content-Type: text/plain\r\n", "x-long: \(String(repeating: "y", count: 9000))\r\n",
    ])
    return one([
      post("/access/v1/evaluation", EvaluationScannerTests.random(&random), headers: headers),
      post(
        "/access/v1/evaluations", "{\"evaluations\":[\(EvaluationScannerTests.random(&random)),{}]}", headers: headers),
      post("/access/v1/search/action", EvaluationScannerTests.random(&random), headers: headers),
      "GET \(one(["/healthz", "/readyz", "/nothing", "/access/v1/evaluation"])) HTTP/1.\(one(["1", "1", "0"]))\r\nHost: x\r\n\(headers)\r\n",
      "HEAD /healthz HTTP/1.1\r\n\(headers)\r\n",
    ])
  }

  private static func damage(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    guard !bytes.isEmpty else { return }
    let place = random.below(bytes.count)
    switch random.below(5) {
    case 0: bytes.remove(at: place)
    case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
    case 2: bytes.insert(Array("\r\n: ,;{}\"0".utf8)[random.below(10)], at: place)
    case 3: bytes.removeSubrange(place...)
    default: bytes[place] ^= 1 << UInt8(random.below(8))
    }
  }
}
