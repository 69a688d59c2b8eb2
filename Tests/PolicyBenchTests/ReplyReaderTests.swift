import Testing

@testable import PolicyBench

@Suite struct ReplyReaderTests {
  private static let http = """
    HTTP/1.1 200 OK\r
    content-type: application/json\r
    Content-Length: 17\r
    \r
    {"decision":true}HTTP/1.1 200 OK\r
    content-length: 19\r
    \r
    {"decision": false}
    """
  /// What a reader finds in bytes that come in the given pieces.
  private func events(_ lane: Lane, _ pieces: [ArraySlice<UInt8>]) -> [ReplyEvent] {
    var reader = ReplyReader(lane)
    var found: [ReplyEvent] = []
    for piece in pieces {
      let bytes = Array(piece)
      reader.read(bytes.span) { found.append($0) }
    }
    return found
  }

  /// Cuts the text in two at every place, and into single bytes; whatever comes out is the same.
  private func expect(_ lane: Lane, _ text: String, _ events: [ReplyEvent]) {
    let bytes = Array(text.utf8)
    for cut in 0...bytes.count {
      #expect(self.events(lane, [bytes[..<cut], bytes[cut...]]) == events, "cut at \(cut)")
    }
    #expect(self.events(lane, bytes.indices.map { bytes[$0...$0] }) == events)
  }

  @Test func redisAnswers() {
    expect(.redis, ":1\r\n:0\r\n:1\r\n", [.answer(true), .end, .answer(false), .end, .answer(true), .end])
  }

  @Test(arguments: ["-ERR no\r\n", ":2\r\n", ":11\r\n", "1\r\n", "+OK\r\n", "\r\n", ":\r\n"])
  func whatIsNoAnswerFails(reply: String) {
    expect(.redis, reply + ":1\r\n", [.failure, .end, .answer(true), .end])
  }

  @Test func httpAnswers() {
    expect(.http, Self.http, [.answer(true), .end, .answer(false), .end])
  }

  @Test func httpBatches() {
    let body = #"{"evaluations":[{"decision":true},{"decision":false},{"decision" : true}]}"#
    let reply = "HTTP/1.1 200 OK\r\ncontent-length: \(body.utf8.count)\r\n\r\n\(body)"
    expect(
      .httpBatch, reply + reply.dropLast(),
      [.answer(true), .answer(false), .answer(true), .end] + [
        .answer(true), .answer(false), .answer(true),
      ])
  }

  @Test func httpErrorsFail() {
    let error = "HTTP/1.1 400 Bad Request\r\ncontent-length: 17\r\n\r\n{\"decision\":true}"
    expect(.http, error + Self.http, [.failure, .end, .answer(true), .end, .answer(false), .end])
    expect(.http, "HTTP/1.1 503 No\r\n\r\n", [.failure, .end])
  }

  @Test func failuresAreKeptForAPerson() {
    var lines = ReplyReader(.redis)
    let first = Array("-ERR one\r\n-ERR two\r\n".utf8)
    lines.read(first.span) { _ in }
    #expect(lines.failureText == "-ERR one")
    var http = ReplyReader(.http)
    let second = Array("HTTP/1.1 400 Bad Request\r\ncontent-length: 9\r\n\r\n{\"e\":\"x\"}".utf8)
    http.read(second.span) { _ in }
    #expect(http.failureText == "HTTP/1.1 400 Bad Request {\"e\":\"x\"}")
  }
}
