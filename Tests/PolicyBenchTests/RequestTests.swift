import DecisionTable
import NIOCore
import PolicyValues
import Testing

@testable import PolicyBench

@Suite struct RequestTests {
  private static let questions = [
    Question(
      principal: EntityName(type: "user", id: "ü"), action: "read", resourceType: "secret", resourceID: "s\"1",
      scope: "project:web"),
    Question(principal: EntityName(type: "user", id: "b"), action: "list", resourceType: "secret"),
    Question(
      principal: EntityName(type: "user", id: "c"), action: "read", resourceType: "secret", scope: "project:web"),
  ]

  private func text(_ stream: RequestStream, _ first: Int, _ number: Int) -> String {
    String(decoding: stream.slice(from: first, number).bytes.readableBytesView, as: UTF8.self)
  }

  @Test func redisCommands() {
    let stream = RequestStream(.redis, questions: Self.questions, answers: [true, false, true])
    #expect(
      text(stream, 0, 1)
        == "*5\r\n$3\r\nCAN\r\n$7\r\nuser:ü\r\n$4\r\nread\r\n$10\r\nsecret:s\"1\r\n$11\r\nproject:web\r\n")
    #expect(text(stream, 1, 1).hasSuffix("$6\r\nsecret\r\n$1\r\n-\r\n"))
    #expect(text(stream, 0, 3) == text(stream, 0, 2) + text(stream, 2, 1))
    #expect((0..<3).map { stream.answer($0, 0) } == [true, false, true])
    #expect(stream.answer(0, 1) == nil)
  }

  @Test func httpRequests() {
    let stream = RequestStream(.http, questions: Self.questions, answers: [true, false, true])
    let request = text(stream, 0, 1)
    let body = request.split(separator: "\r\n\r\n").last ?? ""
    #expect(request.hasPrefix("POST /access/v1/evaluation HTTP/1.1\r\n"))
    #expect(request.contains("\r\nContent-Length: \(body.utf8.count)\r\n"))
    #expect(body.contains(#""id":"s\"1""#))
    #expect(!text(stream, 1, 1).contains("scope"))
  }

  @Test func batchesHaveAHundred() {
    let stream = RequestStream(.httpBatch, questions: Self.questions, answers: [true, false, true])
    #expect(stream.count == 1)
    #expect(text(stream, 0, 1).split(separator: "\"subject\"").count == 101)
    #expect((0..<4).map { stream.answer(0, $0) } == [true, false, true, true])
    #expect(stream.answer(0, 100) == nil)
  }

  @Test func echoesAreOfOneLength() {
    let stream = RequestStream(.echo, questions: Self.questions, answers: [false, false, false])
    #expect(stream.count == 3)
    #expect(text(stream, 1, 1) == text(stream, 0, 1))
    #expect(stream.answer(2, 0) == true)
  }

  @Test func slicesEndWithTheStream() {
    let stream = RequestStream(.redis, questions: Self.questions, answers: [true, false, true])
    #expect(stream.slice(from: 2, 16).number == 1)
    #expect(stream.slice(from: 0, 16).number == 3)
  }
}
