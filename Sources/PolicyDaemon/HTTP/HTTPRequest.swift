import NIOCore
import NIOHTTP1

/// A request as far as this program looks at it.
struct HTTPRequest: Sendable {
  /// What the `Content-Type` header says.
  enum ContentType: Hashable, Sendable {
    case missing, json
    case other(String)
  }

  var method: HTTPMethod
  /// The target's path, without a query, and without scheme and authority if it had them.
  var path: Substring
  /// Whether it came as HTTP/1.0, which ends a connection unless it is asked to keep it.
  var isHTTP10: Bool
  /// Whether the connection may carry another request after this one.
  var keepsAlive: Bool
  var contentType = ContentType.missing
  /// `X-Request-ID` as it came, if it can be sent back.
  var requestID: String?
  var body = ByteBuffer()

  /// The longest `X-Request-ID` that is sent back.
  static let maximumRequestIDLength = 1024

  init(_ head: HTTPRequestHead) {
    method = head.method
    isHTTP10 = head.version.minor == 0
    path = Self.path(of: head.uri)
    keepsAlive = head.isKeepAlive
    for (name, value) in head.headers {
      switch name.utf8.count {
      case 12 where name.isHeader("content-type"):
        // Two of them are two readings of one body: the second makes it neither's.
        contentType = contentType == .missing ? Self.contentType(value) : .other("given twice")
      case 12 where name.isHeader("x-request-id"):
        requestID = Self.isEchoable(value) ? value : nil
      case 7 where name.isHeader("upgrade"):
        // The decoder stops at a request that asks to switch protocols, so it is the connection's last one.
        keepsAlive = false
      default: continue
      }
    }
    if method == .CONNECT { keepsAlive = false }
  }

  private static func path(of target: String) -> Substring {
    var path = target[...]
    // The absolute form, which a server must take (RFC 9112, section 3.2.2).
    if target.utf8.count > 7, target.utf8.prefix(7).elementsEqual("http://".utf8) {
      let afterScheme = target.utf8.dropFirst(7)
      path = target[(afterScheme.firstIndex(of: UInt8(ascii: "/")) ?? target.endIndex)...]
    }
    if let query = path.utf8.firstIndex(of: UInt8(ascii: "?")) { path = path[..<query] }
    return path
  }

  private static func contentType(_ value: String) -> ContentType {
    var mediaType = value.utf8.prefix { $0 != UInt8(ascii: ";") }
    while mediaType.last == 0x20 || mediaType.last == 0x09 { mediaType.removeLast() }
    return String(Substring(mediaType)).isHeader("application/json") ? .json : .other(value)
  }

  /// Only what is safe to put into a header: no control characters, and of bounded length.
  private static func isEchoable(_ value: String) -> Bool {
    value.utf8.count <= maximumRequestIDLength && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
      && !value.isEmpty
  }
}

extension String {
  /// Whether this is the given header name or token, written in any case. `lowercase` must be lower case ASCII.
  func isHeader(_ lowercase: String) -> Bool {
    utf8.elementsEqual(lowercase.utf8) { byte, letter in
      byte == letter || (byte >= 0x41 && byte <= 0x5A && byte | 0x20 == letter)
    }
  }
}
