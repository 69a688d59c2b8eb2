package import DecisionTable
import NIOCore
import NIOHTTP1
import NIOPosix
package import PolicyAnalysis
import PolicyValues

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Why a daemon gave no answer.
package struct AccessClientError: Error, Sendable {
  /// One line for a person.
  package var message: String
}

/// Asks a running daemon, as any service would: one AuthZEN evaluation over its socket.
package struct AccessClient: Sendable {
  private let socket: String

  /// A client of the daemon at a socket's path.
  package init(socket: String) { self.socket = socket }

  /// The daemon's answer to a question, with its explanation.
  package func ask(_ question: Question) async throws(AccessClientError) -> Answer {
    let (status, body) = try await exchange(Self.requestBody(question))
    let bytes = Array(body.readableBytesView)
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONReader.read(bytes.span)
    } catch {
      throw AccessClientError(message: "the daemon at `\(socket)` does not answer in JSON (status \(status))")
    }
    guard case .object(let answer) = value else {
      throw AccessClientError(message: "the daemon at `\(socket)` answers with \(value.kind) (status \(status))")
    }
    guard status == 200, case .bool(let isAllowed)? = answer["decision"] else {
      throw AccessClientError(
        message: "the daemon at `\(socket)` refuses the question: \(Self.message(answer, status))")
    }
    guard case .object(let context)? = answer["context"] else {
      return Answer(isAllowed: isAllowed, reason: "", rule: nil, lines: [])
    }
    return Answer(
      isAllowed: isAllowed, reason: Self.text(context["reason"]), rule: Self.rule(context["rule"]),
      lines: Self.lines(context["explanation"]))
  }

  /// The body of the evaluation that asks a question and wants it explained.
  static func requestBody(_ question: Question) -> ByteBuffer {
    var writer = JSONWriter(ByteBuffer())
    writer.object { body in
      body.object("subject") { subject in
        subject.member("type", question.principal.type)
        subject.member("id", question.principal.id)
        subject.properties(question.properties.principal)
      }
      body.object("action") { action in
        action.member("name", question.action)
        action.properties(question.properties.action)
      }
      body.object("resource") { resource in
        resource.member("type", question.resourceType)
        resource.member("id", question.resourceID ?? "")
        resource.properties(question.properties.resource)
      }
      body.object("context") { context in
        context.values(question.properties.context)
        if let scope = question.scope { context.member("scope", scope) }
        context.member("explain", true)
      }
    }
    return writer.buffer
  }

  private func exchange(_ body: ByteBuffer) async throws(AccessClientError) -> (status: UInt, body: ByteBuffer) {
    do {
      let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connect(unixDomainSocketPath: socket) { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHTTPClientHandlers()
            return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
              wrappingChannelSynchronously: channel)
          }
        }
      return try await channel.executeThenClose { inbound, outbound in
        let head = HTTPRequestHead(
          version: .http1_1, method: .POST, uri: "/access/v1/evaluation",
          headers: [
            "Host": "localhost", "Content-Type": "application/json", "Content-Length": "\(body.readableBytes)",
            "Connection": "close",
          ])
        try await outbound.write(.head(head))
        try await outbound.write(.body(.byteBuffer(body)))
        try await outbound.write(.end(nil))
        var status: UInt = 0
        var answer = ByteBuffer()
        for try await part in inbound {
          switch part {
          case .head(let head): status = head.status.code
          case .body(let bytes): answer.writeImmutableBuffer(bytes)
          case .end: return (status, answer)
          }
        }
        return (status, answer)
      }
    } catch {
      let reason = (error as? IOError).map { Self.reason($0) } ?? "the connection broke off"
      throw AccessClientError(message: "no daemon answers on `\(socket)`: \(reason)")
    }
  }

  private static func reason(_ error: IOError) -> String {
    switch error.errnoCode {
    case ENOENT: "there is no such socket; start policyd, or name its socket with --socket"
    case ECONNREFUSED: "nobody listens there; start policyd"
    case EACCES: "permission denied"
    default: "the system says error \(error.errnoCode)"
    }
  }

  private static func text(_ value: JSONValue?) -> String {
    if case .string(let text)? = value { return text }
    return ""
  }

  private static func lines(_ value: JSONValue?) -> [String] {
    guard case .array(let items)? = value else { return [] }
    return items.map { text($0) }
  }

  private static func rule(_ value: JSONValue?) -> Rule? {
    guard case .object(let rule)? = value else { return nil }
    var line = 0
    if case .int(let number)? = rule["line"] { line = Int(clamping: number) }
    return Rule(text: text(rule["text"]), file: text(rule["file"]), line: line)
  }

  private static func message(_ answer: JSONObject, _ status: UInt) -> String {
    if case .object(let error)? = answer["error"] { return text(error["message"]) }
    return "status \(status)"
  }
}

extension JSONWriter {
  fileprivate mutating func properties(_ values: [String: RequestValue]) {
    guard !values.isEmpty else { return }
    object("properties") { $0.values(values) }
  }

  /// The values of the command line, which have no type of their own: what reads as a whole number or a truth value
  /// is sent as one, all else as text.
  fileprivate mutating func values(_ values: [String: RequestValue]) {
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      guard case .text(let text) = value else { continue }
      if text == "true" || text == "false" {
        member(name, text == "true")
      } else if case .int(let number)? = AttributeValue(text: text, as: .int) {
        member(name, Int(number))
      } else {
        member(name, text)
      }
    }
  }
}
