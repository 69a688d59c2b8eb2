import Foundation
import NIOCore
import NIOPosix

/// A connection to a Unix socket over which a test sends what bytes it likes.
struct RawSocket {
  struct ConnectionEnded: Error {
    var received: String
  }

  private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
  private var received = ""

  /// Connects, and hangs up however `body` ends.
  static func with<Result>(_ path: String, _ body: (inout RawSocket) async throws -> Result) async throws -> Result {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(unixDomainSocketPath: path) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
            wrappingChannelSynchronously: channel,
            configuration: NIOAsyncChannel.Configuration(isOutboundHalfClosureEnabled: true))
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      var socket = RawSocket(outbound: outbound, inbound: inbound.makeAsyncIterator())
      return try await body(&socket)
    }
  }

  /// Sends the bytes of a text.
  func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }

  /// Ends this side; answers still come.
  func endOutput() { outbound.finish() }

  /// Waits for one HTTP reply: the head, and as long a body as that says.
  mutating func reply(hasBody: Bool = true) async throws -> Reply {
    while true {
      if let reply = Reply(takenFrom: &received, hasBody: hasBody) { return reply }
      guard try await receive() else { throw ConnectionEnded(received: received) }
    }
  }

  /// Waits for one line, and gives it without its end.
  mutating func line() async throws -> String {
    while true {
      if let end = received.range(of: "\r\n") {
        defer { received = String(received[end.upperBound...]) }
        return String(received[..<end.lowerBound])
      }
      guard try await receive() else { throw ConnectionEnded(received: received) }
    }
  }

  /// Waits until the other side ends, and gives all that came until then.
  mutating func remainder() async throws -> String {
    while try await receive() {}
    defer { received = "" }
    return received
  }

  private mutating func receive() async throws -> Bool {
    guard let bytes = try await inbound.next(isolation: #isolation) else { return false }
    received += String(buffer: bytes)
    return true
  }
}

/// An HTTP reply.
struct Reply: Hashable, Sendable {
  var version: String
  var status: Int
  /// By names in lower case.
  var headers: [String: String] = [:]
  var body = ""

  /// The body as JSON.
  func json() throws -> JSON { try JSON(body) }
  /// What an error's body says is wrong.
  var message: String { (try? json())?["error"]?["message"]?.string ?? "" }
  /// Which field an error's body names.
  var field: String? { (try? json())?["error"]?["field"]?.string }

  /// Takes the first reply off a text, if it is there whole.
  init?(takenFrom text: inout String, hasBody: Bool) {
    // Swift takes a carriage return with a line feed for one character, so lines are found by their bytes.
    let bytes = Array(text.utf8)
    let mark = Array("\r\n\r\n".utf8)
    guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: mark) }) else { return nil }
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
    let words = lines.first?.split(separator: " ", maxSplits: 2) ?? []
    guard words.count >= 2, let status = Int(words[1]) else { return nil }
    version = String(words[0])
    self.status = status
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
    }
    let length = hasBody ? headers["content-length"].flatMap { Int($0) } ?? 0 : 0
    let rest = bytes[(end + mark.count)...]
    guard rest.count >= length else { return nil }
    body = String(decoding: rest.prefix(length), as: UTF8.self)
    text = String(decoding: rest.dropFirst(length), as: UTF8.self)
  }
}
