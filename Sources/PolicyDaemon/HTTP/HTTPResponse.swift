import NIOCore
import NIOHTTP1

/// An answer, before it becomes bytes.
struct HTTPResponse: Sendable {
  var status: Int
  var contentType: String
  var body: ByteBuffer
  /// The `Allow` header of a 405.
  var allow: String?

  init(status: Int = 200, contentType: String = "application/json", body: ByteBuffer, allow: String? = nil) {
    self.status = status
    self.contentType = contentType
    self.body = body
    self.allow = allow
  }

  /// A JSON answer.
  static func json(_ write: (inout JSONWriter) -> Void) -> HTTPResponse {
    var json = JSONWriter(ByteBuffer())
    write(&json)
    return HTTPResponse(body: json.buffer)
  }

  /// An error, with what would be right.
  init(_ error: RequestError, allow: String? = nil, knownPaths: [String] = []) {
    var json = JSONWriter(ByteBuffer())
    json.object { json in
      error.write(to: &json)
      guard !knownPaths.isEmpty else { return }
      json.array("paths") { json in
        for path in knownPaths { json.string(path) }
      }
    }
    self.init(status: error.status, body: json.buffer, allow: allow)
  }

  /// What of the connection and the request the answer's head depends on.
  struct Envelope {
    var isHead = false
    var isHTTP10 = false
    var closes = false
    var requestID: String?
    var date = ""
  }

  /// Appends the answer's bytes.
  func write(to buffer: inout ByteBuffer, _ envelope: Envelope) {
    buffer.writeString("HTTP/1.1 ")
    buffer.writeString(Self.statusLine(status))
    buffer.writeString("\r\nContent-Type: ")
    buffer.writeString(contentType)
    buffer.writeString("\r\nContent-Length: ")
    buffer.writeString(String(body.readableBytes))
    if !envelope.date.isEmpty {
      buffer.writeString("\r\nDate: ")
      buffer.writeString(envelope.date)
    }
    if let allow {
      buffer.writeString("\r\nAllow: ")
      buffer.writeString(allow)
    }
    if let requestID = envelope.requestID {
      buffer.writeString("\r\nX-Request-ID: ")
      buffer.writeString(requestID)
    }
    if envelope.closes {
      buffer.writeString("\r\nConnection: close")
    } else if envelope.isHTTP10 {
      buffer.writeString("\r\nConnection: keep-alive")
    }
    buffer.writeString("\r\n\r\n")
    if !envelope.isHead { buffer.writeImmutableBuffer(body) }
  }

  private static func statusLine(_ status: Int) -> String {
    switch status {
    case 200: "200 OK"
    case 400: "400 Bad Request"
    case 404: "404 Not Found"
    case 405: "405 Method Not Allowed"
    case 408: "408 Request Timeout"
    case 413: "413 Content Too Large"
    case 414: "414 URI Too Long"
    case 417: "417 Expectation Failed"
    case 431: "431 Request Header Fields Too Large"
    case 501: "501 Not Implemented"
    case 503: "503 Service Unavailable"
    case 505: "505 HTTP Version Not Supported"
    default: "500 Internal Server Error"
    }
  }
}
