import Testing

@testable import PolicyDaemon

/// Random damage to streams of requests. Whatever comes, the daemon answers in whole responses, ends the connection,
/// goes on serving others, and never allows what the undamaged request would not.
@Suite struct HTTPMutationTests {
  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func survivesDamage(seed: UInt64) async throws {
    var random = SplitMix(seed &* 1_000_003)
    try await withDaemon { daemon in
      for _ in 0..<60 {
        var bytes = Array(stream(&random).utf8)
        for _ in 0...random.below(4) { damage(&bytes, &random) }
        // A first byte that is the Redis protocol's is answered in that one.
        if bytes.first == UInt8(ascii: "*") { continue }
        let client = try RawClient(daemon.socketPath)
        // The daemon may end the connection before all is sent.
        try? await client.send(bytes)
        client.endInput()
        let text = try await client.readAll()
        #expect(!text.contains(#""decision":true"#))
        let responses = Response.parseAll(text)
        let length = responses.reduce(0) { $0 + $1.length }
        #expect(length == text.utf8.count, "what came is not whole responses: \(text)")
        #expect(responses.allSatisfy { [100, 501, 505, 417].contains($0.status) || $0.status < 500 })
      }
      let ask = post("/access/v1/evaluation", evaluation("alice"))
      #expect(try await exchange(daemon.socketPath, ask)[0].body == #"{"decision":true}"#)
    }
  }

  private func stream(_ random: inout SplitMix) -> String {
    let body = evaluation("zed")
    let chunked =
      "POST /access/v1/evaluation HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
      + "\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n0\r\n\r\n"
    let parts = [
      post("/access/v1/evaluation", body), chunked, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
      post("/access/v1/evaluations", #"{"evaluations":[{},{}]}"#, headers: "X-Request-ID: 7\r\n"),
    ]
    return (0...random.below(3)).map { _ in parts[random.below(parts.count)] }.joined()
  }

  private func damage(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    guard !bytes.isEmpty else { return }
    let place = random.below(bytes.count)
    switch random.below(6) {
    case 0: bytes.remove(at: place)
    case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
    case 2: bytes.insert(Array("\r\n: ,;{}\"0".utf8)[random.below(9)], at: place)
    case 3: bytes.removeSubrange(place...)
    case 4: bytes[place] ^= 1 << UInt8(random.below(8))
    default:
      let end = min(bytes.count, place + random.below(40))
      bytes.insert(contentsOf: Array(bytes[place..<end]), at: random.below(bytes.count))
    }
  }
}
