import NIOCore
import NIOHTTP1

/// What one connection has been sent, and what is to be done about it, in order. A pure value: the handler feeds it
/// what the decoder reads and carries out what it hands back.
struct HTTPIntake {
  /// The next thing to answer.
  enum Work {
    case request(HTTPRequest)
    /// Something that cannot be a request, or not one that is read to its end: the connection's last answer.
    case rejection(Rejection)
  }

  /// An answer that ends the connection.
  struct Rejection {
    var error: RequestError
    var requestID: String?
    var isHead = false
    /// The route that was asked for, as far as that is known.
    var route: Route?
  }

  private enum Reading {
    /// Before a request, or in the midst of its head, which the decoder keeps to itself.
    case head
    case body(HTTPRequest)
    /// After a rejection: what still comes is not looked at.
    case nothing
  }

  private let limits: HTTPLimits
  private var reading = Reading.head
  private var queue = CircularBuffer<Work>(initialCapacity: 4)
  private var continueIsDue = false

  init(_ limits: HTTPLimits) { self.limits = limits }

  /// Whether nothing is waiting to be answered and no body is on its way.
  var isIdle: Bool {
    guard queue.isEmpty else { return false }
    if case .body = reading { return false }
    return true
  }

  /// Whether a head was read whose body is still on its way.
  var isReadingBody: Bool {
    if case .body = reading { true } else { false }
  }

  /// Whether requests are read and wait for their turn.
  var hasWork: Bool { !queue.isEmpty }

  /// The next thing to answer, in the order it came.
  mutating func next() -> Work? { queue.popFirst() }

  /// Says once that the client waits for a `100 Continue`, which may be sent when all before it is answered.
  mutating func takeContinue() -> Bool {
    guard continueIsDue, queue.isEmpty, isReadingBody else { return false }
    continueIsDue = false
    return true
  }

  mutating func head(_ head: HTTPRequestHead) {
    guard case .head = reading else { return }
    let request = HTTPRequest(head)
    if let error = refusal(of: head) {
      reject(error, request)
      return
    }
    continueIsDue = !request.isHTTP10 && head.headers.first(name: "expect") != nil
    reading = .body(request)
  }

  mutating func body(_ part: ByteBuffer) {
    guard case .body(var request) = reading else { return }
    // Not held twice while the part is appended, or the bytes would be copied.
    reading = .nothing
    continueIsDue = false
    guard request.body.readableBytes + part.readableBytes <= limits.maximumBody else {
      reject(tooLarge, request)
      return
    }
    if request.body.readableBytes == 0 {
      request.body = part
    } else {
      request.body.writeImmutableBuffer(part)
    }
    reading = .body(request)
  }

  mutating func end() {
    guard case .body(let request) = reading else { return }
    continueIsDue = false
    queue.append(.request(request))
    reading = request.keepsAlive ? .head : .nothing
  }

  /// The bytes are not HTTP, or break one of the decoder's limits.
  mutating func parserFailed(_ error: HTTPParserError) {
    switch reading {
    case .nothing: return
    case .body(let request): reject(Self.refusal(of: error, limits), request)
    case .head: reject(Self.refusal(of: error, limits), nil)
    }
  }

  /// The request did not arrive in time.
  mutating func timedOut() {
    let error = RequestError("the request did not arrive within its time", status: 408)
    switch reading {
    case .nothing: return
    case .body(let request): reject(error, request)
    case .head: reject(error, nil)
    }
  }

  /// Nothing more is read: the connection is ending.
  mutating func stop() {
    reading = .nothing
    queue.removeAll()
  }

  private mutating func reject(_ error: RequestError, _ request: HTTPRequest?) {
    queue.append(
      .rejection(
        Rejection(
          error: error, requestID: request?.requestID, isHead: request?.method == .HEAD,
          route: request.flatMap { Route.at($0.path) })))
    reading = .nothing
    continueIsDue = false
  }

  private var tooLarge: RequestError {
    RequestError("the body is longer than \(limits.maximumBody) bytes", status: 413)
  }

  /// What in a head ends the connection whoever asks for what.
  private func refusal(of head: HTTPRequestHead) -> RequestError? {
    if head.uri.utf8.count > limits.maximumTarget {
      return RequestError("the request target is longer than \(limits.maximumTarget) bytes", status: 414)
    }
    // The decoder refuses most of these itself. Two lengths for one body are how a request is smuggled past a
    // proxy, so what stands between here and there is not relied upon.
    let lengths = head.headers["content-length"]
    let codings = head.headers["transfer-encoding"]
    if lengths.count > 1 { return RequestError("`Content-Length` is given more than once") }
    if let length = lengths.first {
      guard codings.isEmpty else {
        return RequestError("`Content-Length` and `Transfer-Encoding` may not both be given")
      }
      guard !length.isEmpty, length.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
        return RequestError("`Content-Length` is not a number")
      }
      guard let bytes = Int(length), bytes <= limits.maximumBody else { return tooLarge }
    }
    if let coding = codings.first {
      guard head.version.minor > 0 else {
        return RequestError("`Transfer-Encoding` may not be given with HTTP/1.0")
      }
      guard codings.count == 1, coding.isHeader("chunked") else {
        return RequestError("the only `Transfer-Encoding` taken is `chunked`", status: 501)
      }
    }
    if let expectation = head.headers.first(name: "expect"), !expectation.isHeader("100-continue") {
      return RequestError("the only `Expect` taken is `100-continue`", status: 417)
    }
    return nil
  }

  private static func refusal(of error: HTTPParserError, _ limits: HTTPLimits) -> RequestError {
    switch error {
    case .headerOverflow:
      RequestError(
        "the request's header is too long: at most \(limits.maximumHeaderField) bytes for the target or a field, "
          + "\(limits.maximumHeaderList) for all, \(limits.maximumHeaderCount) fields",
        status: 431)
    case .invalidVersion:
      RequestError("the HTTP version is not one of 1.0 and 1.1", status: 505)
    case .invalidEOFState:
      RequestError("the request ends before it is complete")
    case .invalidChunkSize:
      RequestError("the size of a chunk is not a number")
    case .invalidContentLength, .unexpectedContentLength:
      RequestError("`Content-Length` is not a number, is given twice, or stands beside `Transfer-Encoding`")
    case .invalidHeaderToken:
      RequestError("a header field is malformed")
    case .invalidMethod:
      RequestError("this is not HTTP, or not a method of it")
    default:
      RequestError("this is not a well-formed HTTP request")
    }
  }
}
