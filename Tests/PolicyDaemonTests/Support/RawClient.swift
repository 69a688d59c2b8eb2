import Dispatch
import Foundation
import Glibc

/// A blocking connection to a Unix socket that sends and reads plain bytes. It runs beside Swift's threads, which the
/// daemon under test needs.
final class RawClient: @unchecked Sendable {
  struct Failure: Error { var call: String, code: CInt }

  private let descriptor: CInt
  private let reading = DispatchQueue(label: "raw client reads")
  private let sending = DispatchQueue(label: "raw client sends")
  private var unread: [UInt8] = []

  init(_ path: String) throws {
    descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
    var patience = timeval(tv_sec: 30, tv_usec: 0)
    unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { bytes in
      unsafe bytes.copyBytes(from: Array(path.utf8.prefix(107)))
    }
    let code = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    if code != 0 { throw Failure(call: "connect", code: errno) }
  }

  deinit { close(descriptor) }

  private func aside<T: Sendable>(_ queue: DispatchQueue, _ body: @escaping @Sendable () throws -> T)
    async throws -> T
  {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result(catching: body)) }
    }
  }

  func send(_ text: String) async throws { try await send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) async throws {
    try await aside(sending) {
      var rest = bytes[...]
      while !rest.isEmpty {
        let sent = unsafe rest.withUnsafeBytes {
          unsafe Glibc.send(self.descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
        }
        if sent <= 0 { throw Failure(call: "send", code: errno) }
        rest = rest.dropFirst(sent)
      }
    }
  }

  func endInput() { shutdown(descriptor, CInt(SHUT_WR)) }

  /// Everything up to the end of the other side.
  func readAll() async throws -> String {
    try await aside(reading) {
      while try self.readSome() {}
      defer { self.unread = [] }
      return String(decoding: self.unread, as: UTF8.self)
    }
  }

  /// The next so many bytes, or fewer at the end of the other side.
  func read(_ count: Int) async throws -> String {
    try await aside(reading) {
      while self.unread.count < count, try self.readSome() {}
      defer { self.unread.removeFirst(min(count, self.unread.count)) }
      return String(decoding: self.unread.prefix(count), as: UTF8.self)
    }
  }

  /// One response by its `Content-Length`; `nil` at the end.
  func response(isHead: Bool = false) async throws -> Response? {
    try await aside(reading) {
      while true {
        if let (response, length) = Response.parse(self.unread, isHead: isHead) {
          self.unread.removeFirst(length)
          return response
        }
        if try !self.readSome() { return nil }
      }
    }
  }

  private func readSome() throws -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
    if count < 0 {
      if errno == ECONNRESET { return false }
      throw Failure(call: "recv", code: errno)
    }
    unread += buffer.prefix(count)
    return count > 0
  }
}

/// An HTTP response, taken apart.
struct Response: Equatable, Sendable {
  var status: Int
  var headers: [String: String]
  var body: String
  /// How many bytes it is in all.
  var length = 0

  /// The JSON that the body is.
  var json: NSDictionary {
    (try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? NSDictionary ?? [:]
  }

  static func parse(_ bytes: [UInt8], isHead: Bool = false) -> (Response, Int)? {
    let text = bytes
    guard
      let end = (0..<max(0, text.count - 3)).first(where: {
        text[$0..<$0 + 4].elementsEqual([13, 10, 13, 10])
      })
    else { return nil }
    let lines = String(decoding: text[..<end], as: UTF8.self).split(separator: "\r\n")
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    let status = Int(lines[0].split(separator: " ")[1]) ?? 0
    let length = isHead || status == 100 ? 0 : Int(headers["content-length"] ?? "0") ?? 0
    guard text.count >= end + 4 + length else { return nil }
    let body = String(decoding: text[(end + 4)..<(end + 4 + length)], as: UTF8.self)
    return (
      Response(status: status, headers: headers, body: body, length: end + 4 + length), end + 4 + length
    )
  }

  static func parseAll(_ text: String) -> [Response] {
    var rest = Array(text.utf8)
    var responses: [Response] = []
    while let (response, length) = parse(rest) {
      responses.append(response)
      rest.removeFirst(length)
    }
    return responses
  }
}

/// Sends bytes, ends the sending side, and gives all that comes back.
func exchange(_ path: String, _ bytes: String) async throws -> [Response] {
  let client = try RawClient(path)
  try await client.send(bytes)
  client.endInput()
  return Response.parseAll(try await client.readAll())
}

/// A POST of JSON.
func post(_ path: String, _ body: String, headers: String = "") -> String {
  "POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\(headers)"
    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
}

/// The body of an evaluation of the test world.
func evaluation(
  _ subject: String, _ action: String = "read", _ resource: String = "c1", context: String = ""
) -> String {
  """
  {"subject":{"type":"user","id":"\(subject)"},"action":{"name":"\(action)"},\
  "resource":{"type":"connection","id":"\(resource)"},"context":{"scope":"project:web"\(context)}}
  """
}
