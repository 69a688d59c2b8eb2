import NIOCore
import PolicyValues

/// The bytes that most answers begin with or consist of, made once a second because of the `Date` header. It belongs to
/// one event loop.
final class ReadyAnswers {
  private var second: Int64?
  /// The value of the `Date` header; empty if the clock cannot be believed.
  private(set) var date = ""
  /// A 200's head as far as all of them have it, up to the length.
  private(set) var head = ByteBuffer()
  /// The whole answers to an evaluation that asks for nothing else.
  private(set) var allow = ByteBuffer()
  private(set) var deny = ByteBuffer()

  /// Makes them anew if the second has passed.
  func update(_ now: Timestamp) {
    guard now.seconds != second else { return }
    second = now.seconds
    date = HTTPDate.text(now)
    head.clear()
    head.writeString("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
    if !date.isEmpty { head.writeString("Date: \(date)\r\n") }
    head.writeString("Content-Length: ")
    allow = whole(#"{"decision":true}"#)
    deny = whole(#"{"decision":false}"#)
  }

  private func whole(_ body: String) -> ByteBuffer {
    var buffer = head
    buffer.writeString("\(body.utf8.count)\r\n\r\n\(body)")
    return buffer
  }
}
