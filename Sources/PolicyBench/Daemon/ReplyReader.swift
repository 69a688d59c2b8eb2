/// What comes out of a stream of replies.
enum ReplyEvent: Hashable, Sendable {
  /// An answer within a reply.
  case answer(Bool)
  /// The reply says that something is wrong, or is none.
  case failure
  /// The reply is over.
  case end
}

/// Finds replies in bytes that come in pieces of any length.
struct ReplyReader {
  private enum Kind {
    case lines(LineReplies)
    case http(HTTPReplies)
  }

  private var kind: Kind

  init(_ lane: Lane) {
    switch lane {
    case .echo, .redis: kind = .lines(LineReplies())
    case .http, .httpBatch: kind = .http(HTTPReplies())
    }
  }

  mutating func read(_ bytes: Span<UInt8>, _ found: (ReplyEvent) -> Void) {
    switch kind {
    case .lines(var reader):
      // Moved out and in again, so that its text is not shared while it grows.
      kind = .lines(LineReplies())
      for index in bytes.indices { reader.read(bytes[index], found) }
      kind = .lines(reader)
    case .http(var reader):
      kind = .http(HTTPReplies())
      for index in bytes.indices { reader.read(bytes[index], found) }
      kind = .http(reader)
    }
  }

  /// The first reply that was a failure, for a person.
  var failureText: String {
    switch kind {
    case .lines(let reader): String(decoding: reader.failure, as: UTF8.self)
    case .http(let reader): String(decoding: reader.failure, as: UTF8.self)
    }
  }
}

/// Replies of the Redis protocol that are one line: `:1` and `:0`, all else being a failure.
struct LineReplies {
  private var length = 0
  private var first: UInt8 = 0
  private var second: UInt8 = 0
  private var line: [UInt8] = []
  private(set) var failure: [UInt8] = []

  mutating func read(_ byte: UInt8, _ found: (ReplyEvent) -> Void) {
    guard byte == UInt8(ascii: "\n") else {
      switch length {
      case 0: first = byte
      case 1: second = byte
      default: break
      }
      length += 1
      // A right answer never has more.
      if first != UInt8(ascii: ":"), line.count < 200, failure.isEmpty, byte != UInt8(ascii: "\r") { line.append(byte) }
      return
    }
    switch (length, first, second) {
    case (3, UInt8(ascii: ":"), UInt8(ascii: "1")): found(.answer(true))
    case (3, UInt8(ascii: ":"), UInt8(ascii: "0")): found(.answer(false))
    default:
      if failure.isEmpty { failure = line.isEmpty ? Array("a reply that is neither :1 nor :0".utf8) : line }
      found(.failure)
    }
    length = 0
    line = []
    found(.end)
  }
}

/// HTTP responses with a `Content-Length`, whose bodies say `"decision":true` or `false`, once or more often.
struct HTTPReplies {
  private enum Part {
    case head
    case body(left: Int)
  }

  private var part = Part.head
  private var line: [UInt8] = []
  /// Whether the head's first line is still to come.
  private var isFirstLine = true
  private var isOK = true
  private var contentLength = 0
  /// Whether the last thing in the body was a colon.
  private var isValue = false
  private var body: [UInt8] = []
  private(set) var failure: [UInt8] = []

  mutating func read(_ byte: UInt8, _ found: (ReplyEvent) -> Void) {
    switch part {
    case .head:
      if byte == UInt8(ascii: "\n") {
        endLine(found)
      } else if byte != UInt8(ascii: "\r"), line.count < 1000 {
        line.append(byte)
      }
    case .body(let left):
      readBody(byte, found)
      part = .body(left: left - 1)
      if left == 1 { end(found) }
    }
  }

  private mutating func endLine(_ found: (ReplyEvent) -> Void) {
    defer { line.removeAll(keepingCapacity: true) }
    if isFirstLine {
      isFirstLine = false
      isOK = line.starts(with: "HTTP/1.1 200".utf8)
      if !isOK {
        found(.failure)
        if failure.isEmpty { failure = line }
      }
    } else if line.isEmpty {
      part = .body(left: contentLength)
      if contentLength == 0 { end(found) }
    } else {
      readLength()
    }
  }

  private mutating func readLength() {
    let name = "content-length:"
    guard line.count > name.utf8.count, zip(line, name.utf8).allSatisfy({ $0 == $1 || $0 | 0x20 == $1 }) else { return }
    var number = 0
    for byte in line.dropFirst(name.utf8.count) {
      switch byte {
      case 0x30...0x39: number = min(number * 10 + Int(byte - 0x30), 1 << 30)
      default: break
      }
    }
    contentLength = number
  }

  private mutating func readBody(_ byte: UInt8, _ found: (ReplyEvent) -> Void) {
    guard isOK else {
      if body.count < 200 { body.append(byte) }
      return
    }
    switch byte {
    case UInt8(ascii: ":"): isValue = true
    case UInt8(ascii: " "): break
    case UInt8(ascii: "t") where isValue:
      found(.answer(true))
      isValue = false
    case UInt8(ascii: "f") where isValue:
      found(.answer(false))
      isValue = false
    default: isValue = false
    }
  }

  private mutating func end(_ found: (ReplyEvent) -> Void) {
    if !isOK, !body.isEmpty, !failure.contains(UInt8(ascii: "{")) { failure += Array(" ".utf8) + body }
    part = .head
    isFirstLine = true
    isOK = true
    contentLength = 0
    isValue = false
    body.removeAll(keepingCapacity: true)
    found(.end)
  }
}
