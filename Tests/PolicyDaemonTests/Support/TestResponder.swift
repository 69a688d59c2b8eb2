import DecisionTable
import NIOCore
import NIOHTTP1
import PolicyValues

@testable import PolicyDaemon

/// A responder without a socket.
enum TestResponder {
  static func make(_ table: DecisionTable? = nil, limits: HTTPLimits = HTTPLimits()) throws -> Responder {
    let policy = ServingPolicy(table: try table ?? World.table(), loadedAt: Timestamp(seconds: 1_000))
    let daemon = DaemonState(
      policy: policy, version: "test", baseURL: "http://localhost", loops: 1,
      now: { Timestamp(seconds: 1_800_000_000) })
    return Responder(daemon: daemon, limits: limits)
  }

  static func post(_ path: String, _ body: String, contentType: String? = "application/json") -> HTTPRequest {
    var head = HTTPRequestHead(version: .http1_1, method: .POST, uri: path)
    if let contentType { head.headers.add(name: "content-type", value: contentType) }
    var request = HTTPRequest(head)
    request.body = ByteBuffer(string: body)
    return request
  }

  /// Asks and gives the body of the answer, with its status before it if that is not 200.
  static func ask(_ responder: Responder, _ path: String, _ body: String) -> String {
    let response = responder.respond(
      to: post(path, body), policy: responder.daemon.published.policy,
      now: Timestamp(seconds: 1_800_000_000), metrics: responder.daemon.counters.aside)
    let text = String(buffer: response.body)
    return response.status == 200 ? text : "\(response.status) \(text)"
  }
}

extension TestResponder {
  static func get(_ responder: Responder, _ path: String) -> String {
    let response = responder.respond(
      to: HTTPRequest(HTTPRequestHead(version: .http1_1, method: .GET, uri: path)),
      policy: responder.daemon.published.policy, now: Timestamp(seconds: 1_800_000_000),
      metrics: responder.daemon.counters.aside)
    let text = String(buffer: response.body)
    return response.status == 200 ? text : "\(response.status) \(text)"
  }
}
