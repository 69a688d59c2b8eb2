import DecisionTable
import NIOCore
import Testing

@testable import PolicyDaemon

/// The short way to read a check, against the parser that reads every command.
@Suite struct PlainCheckTests {
  /// What the short way makes of the bytes at `start`.
  static func plain(_ bytes: [UInt8], from start: Int = 0) -> (question: QuestionPlaces, end: Int)? {
    let buffer = ByteBuffer(bytes: bytes)
    return PlainCheck.read(buffer.readableBytesUInt8Span, buffer.readableBytesSpan, from: start)
  }

  /// What the long way makes of them.
  static func parsed(_ bytes: [UInt8], from start: Int = 0) -> (question: QuestionPlaces, end: Int)? {
    var parser = CommandParser(RESPLimits())
    let buffer = ByteBuffer(bytes: bytes)
    guard case .command(let end) = parser.next(buffer.readableBytesUInt8Span, from: start),
      parser.arguments.count == CheckArguments.names,
      CheckArguments.text(parser.arguments[0], buffer.readableBytesUInt8Span).lowercased() == "can",
      let question = CheckArguments.places(
        parser.arguments, buffer.readableBytesUInt8Span, buffer.readableBytesSpan)
    else { return nil }
    return (question, end)
  }

  private func agrees(_ bytes: [UInt8], from start: Int = 0) {
    guard let plain = Self.plain(bytes, from: start) else { return }
    let parsed = Self.parsed(bytes, from: start)
    #expect(parsed?.question == plain.question && parsed?.end == plain.end, "\(bytes)")
  }

  @Test(arguments: [
    ["CAN", "user:ada", "read", "secret:s1", "project:web"], ["can", "user:ada", "read", "secret", "-"],
    ["cAn", "u:a:b", "a", "r:1", "p:w in o:a"], ["CAN", "u:1", "a", "r", "--"],
    ["CAN", "user:" + String(repeating: "x", count: 500), "read", "secret", "project:web"],
  ])
  func readsWhatClientsWrite(words: [String]) throws {
    for before in [[], Redis.command(["PING"])] {
      let bytes = before + Redis.command(words)
      let plain = try #require(Self.plain(bytes + Redis.command(["PING"]), from: before.count))
      #expect(plain.end == bytes.count)
      let parsed = try #require(Self.parsed(bytes, from: before.count))
      #expect(plain.question == parsed.question)
      // Not whole, it is left to the parser.
      for cut in before.count..<bytes.count { #expect(Self.plain(Array(bytes[..<cut]), from: before.count) == nil) }
    }
  }

  @Test(arguments: [
    ["WHY", "user:ada", "read", "secret:s1", "project:web"], ["CAN", "user", "read", "secret:s1", "project:web"],
    ["CAN", ":ada", "read", "secret:s1", "project:web"], ["CAN", "user:", "read", "secret:s1", "project:web"],
    ["CAN", "user:ada", "", "secret:s1", "project:web"], ["CAN", "user:ada", "read", "secret:", "project:web"],
    ["CAN", "user:ada", "read", ":s1", "project:web"], ["CAN", "user:ada", "read", "secret:s1", ""],
    ["CAN", "user:ada", "read", "secret:s1"], ["CAN", "user:ada", "read", "secret:s1", "-", "context.a", "1"],
    ["CAM", "user:ada", "read", "secret:s1", "project:web"],
  ])
  func leavesTheRest(words: [String]) { #expect(Self.plain(Redis.command(words)) == nil) }

  /// Damaged a little, it reads what the parser reads or nothing.
  @Test(arguments: 0..<8) func neverReadsMore(seed: UInt64) {
    var random = Numbers(state: seed &+ 1)
    let words = ["CAN", "user:ada", "read", "secret:s1", "project:web in organization:acme"]
    let whole = Redis.command(words) + Redis.command(words)
    let letters = Array("*$0123459:\r\n-aCAN ".utf8) + [0, 0xFF]
    for _ in 0..<20_000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = letters[Int.random(in: 0..<letters.count, using: &random)]
        case 1: bytes.remove(at: place)
        default: bytes.insert(letters[Int.random(in: 0..<letters.count, using: &random)], at: place)
        }
      }
      agrees(bytes)
    }
  }

  private struct Numbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }
}
