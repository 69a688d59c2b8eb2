import DecisionTable
import NIOCore
import NIOHTTP1
import PolicyValues

/// Answers whole requests. It holds no connection and waits for nothing, so it may be called from any thread.
struct Responder: Sendable {
  var daemon: DaemonState
  var limits: HTTPLimits

  /// Whether an answer may take long enough to hold up the event loop's other connections.
  func isHeavy(_ request: HTTPRequest) -> Bool {
    if request.body.readableBytes >= limits.heavyBody { return true }
    return switch Route.at(request.path) {
    // An explanation may search a large directory for what was meant.
    case .evaluation: Self.mentionsExplain(request.body.readableBytesUInt8Span)
    case .evaluations:
      request.body.readableBytes >= limits.heavyBatch || Self.mentionsExplain(request.body.readableBytesUInt8Span)
    case .searchSubject, .searchResource, .searchAction: request.method == .POST
    default: false
    }
  }

  /// Whether the word stands anywhere in a body. Written in escapes it is not found, and then holds up the loop a little.
  private static func mentionsExplain(_ body: Span<UInt8>) -> Bool {
    let word = "explain".utf8.span
    guard body.count >= word.count else { return false }
    var start = 0
    while start <= body.count - word.count {
      var length = 0
      while length < word.count, body[start + length] == word[length] { length += 1 }
      if length == word.count { return true }
      start += 1
    }
    return false
  }

  /// Answers one request and counts it.
  func respond(
    to request: HTTPRequest, policy: ServingPolicy, now: Timestamp, metrics: Metrics
  ) -> HTTPResponse {
    let route = Route.at(request.path)
    let response = answer(request, route, policy: policy, now: now, metrics: metrics)
    metrics.count(route, status: response.status)
    return response
  }

  private func answer(
    _ request: HTTPRequest, _ route: Route?, policy: ServingPolicy, now: Timestamp, metrics: Metrics
  ) -> HTTPResponse {
    guard let route else {
      let path = request.path.utf8.count <= 200 ? String(request.path) : "\(request.path.prefix(200))…"
      let known = Route.allCases.map(\.path)
      let message = "nothing is at `\(path)`; there are \(known.joined(separator: ", "))"
      return HTTPResponse(RequestError(message, status: 404), knownPaths: known)
    }
    if route.takesBody {
      guard request.method == .POST else { return notAllowed(request.method, route) }
      do throws(RequestError) {
        return try access(request, route, policy: policy, now: now, metrics: metrics)
      } catch {
        return HTTPResponse(error)
      }
    }
    guard request.method == .GET || request.method == .HEAD else { return notAllowed(request.method, route) }
    return report(route, policy: policy, now: now)
  }

  private func notAllowed(_ method: HTTPMethod, _ route: Route) -> HTTPResponse {
    let message = "`\(route.path)` does not take \(method.rawValue); it takes \(route.allow)"
    return HTTPResponse(RequestError(message, status: 405), allow: route.allow)
  }

  private func access(
    _ request: HTTPRequest, _ route: Route, policy: ServingPolicy, now: Timestamp, metrics: Metrics
  ) throws(RequestError) -> HTTPResponse {
    switch request.contentType {
    case .json: break
    case .missing: throw RequestError("the `Content-Type` header is missing; `application/json` is due")
    case .other(let text):
      throw RequestError("the `Content-Type` is `\(text)`; `application/json` is due")
    }
    let answers = AccessAnswers(policy: policy, now: now, metrics: metrics)
    if route == .evaluations,
      let decisions = answers.scannedEvaluations(request.body.readableBytesUInt8Span, request.body.readableBytesSpan)
    {
      var bytes = ByteBuffer()
      decisions.write(to: &bytes)
      return HTTPResponse(body: bytes)
    }
    let body = try Self.object(request.body)
    var json = JSONWriter(ByteBuffer())
    switch route {
    case .evaluations: try answers.evaluations(body, to: &json)
    case .searchSubject: try answers.search(body, .subject, to: &json)
    case .searchResource: try answers.search(body, .resource, to: &json)
    case .searchAction: try answers.search(body, .action, to: &json)
    default: try answers.evaluation(body, to: &json)
    }
    return HTTPResponse(body: json.buffer)
  }

  /// Reads a body, whose top level must be an object.
  static func object(_ body: ByteBuffer) throws(RequestError) -> JSONObject {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONReader.read(body.readableBytesUInt8Span)
    } catch {
      throw RequestError(error.message)
    }
    guard case .object(let object) = value else {
      throw RequestError("the body is \(value.kind); a JSON object is due")
    }
    return object
  }

  private func report(_ route: Route, policy: ServingPolicy, now: Timestamp) -> HTTPResponse {
    switch route {
    case .metadata:
      return .json { Metadata.write(to: &$0, baseURL: daemon.baseURL) }
    case .readyz where daemon.isDraining:
      let error = RequestError("the daemon is stopping", status: 503)
      return HTTPResponse(error)
    case .metrics:
      let text = PrometheusText(daemon, policy: policy)
      return HTTPResponse(contentType: PrometheusText.contentType, body: text.buffer)
    case .status:
      return .json { StatusReport.write(to: &$0, daemon: daemon, policy: policy, now: now) }
    case .readyz:
      return .json { json in
        json.object { json in
          json.member("status", "ready")
          json.member("digest", policy.table.digest)
        }
      }
    default:
      return .json { json in json.object { json in json.member("status", "ok") } }
    }
  }
}
