import DecisionTable
import NIOCore
import PolicyLanguage
import PolicyValues

/// A way to ask over a socket; raw values are what reports print.
package enum Lane: String, CaseIterable, Sendable {
  /// No daemon at all: a bare server that answers as many bytes, and so what the socket and the client cost.
  case echo
  /// `CAN`, in the Redis protocol.
  case redis
  /// AuthZEN evaluations over HTTP.
  case http
  /// The same, a hundred in a request.
  case httpBatch = "http batches"

  /// How many questions a request has.
  var questionsPerRequest: Int { self == .httpBatch ? 100 : 1 }
}

/// Requests that were written down before anything is measured, and what is to be answered.
struct RequestStream: Sendable {
  let lane: Lane
  /// All requests, one behind the other.
  private(set) var bytes = ByteBuffer()
  /// Where each one ends.
  private(set) var ends: [Int] = []
  /// For each request, the answers that are right.
  private(set) var expected: [Bool] = []

  /// How many different requests there are; after the last, the first comes again.
  var count: Int { ends.count }

  init(_ lane: Lane, questions: [Question], answers: [Bool]) {
    self.lane = lane
    guard !questions.isEmpty else { return }
    switch lane {
    case .echo:
      // All of one length, by which the server tells where they end.
      for _ in questions { add(Self.redis(questions[0]), [true]) }
    case .redis:
      for (question, answer) in zip(questions, answers) { add(Self.redis(question), [answer]) }
    case .http:
      for (question, answer) in zip(questions, answers) {
        add(Self.post("/access/v1/evaluation", Self.json(question)), [answer])
      }
    case .httpBatch:
      let size = lane.questionsPerRequest
      for start in stride(from: 0, to: max(questions.count - size, 0) + 1, by: size) {
        let own = (0..<size).map { (start + $0) % questions.count }
        let items = JSONValue.array(own.map { Self.json(questions[$0]) })
        add(Self.post("/access/v1/evaluations", .object([("evaluations", items)])), own.map { answers[$0] })
      }
    }
  }

  /// The bytes of `number` requests in a row from one on; of fewer, where the last one comes before.
  func slice(from first: Int, _ number: Int) -> (bytes: ByteBuffer, number: Int) {
    let last = min(first + number, count)
    let start = first == 0 ? 0 : ends[first - 1]
    return (bytes.getSlice(at: start, length: ends[last - 1] - start) ?? ByteBuffer(), last - first)
  }

  /// The right answer to a question of a request.
  func answer(_ request: Int, _ index: Int) -> Bool? {
    let size = lane.questionsPerRequest
    return index < size ? expected[request * size + index] : nil
  }

  private mutating func add(_ request: [UInt8], _ answers: [Bool]) {
    bytes.writeBytes(request)
    ends.append(bytes.writerIndex)
    expected += answers
  }

  private static func redis(_ question: Question) -> [UInt8] {
    let words = ["CAN", question.principal.description, question.action, resource(question), question.scope ?? "-"]
    var text = "*\(words.count)\r\n"
    for word in words { text += "$\(word.utf8.count)\r\n\(word)\r\n" }
    return Array(text.utf8)
  }

  private static func resource(_ question: Question) -> String {
    question.resourceID.map { "\(question.resourceType):\($0)" } ?? question.resourceType
  }

  private static func json(_ question: Question) -> JSONValue {
    .object([
      ("subject", .object([("type", .string(question.principal.type)), ("id", .string(question.principal.id))])),
      ("action", .object([("name", .string(question.action))])),
      ("resource", .object([("type", .string(question.resourceType)), ("id", .string(question.resourceID ?? ""))])),
      ("context", .object(question.scope.map { [("scope", .string($0))] } ?? [])),
    ])
  }

  private static func post(_ path: String, _ body: JSONValue) -> [UInt8] {
    let text = body.text(pretty: false)
    let head = """
      POST \(path) HTTP/1.1\r
      Host: localhost\r
      Content-Type: application/json\r
      Content-Length: \(text.utf8.count)\r
      \r

      """
    return Array((head + text).utf8)
  }
}
