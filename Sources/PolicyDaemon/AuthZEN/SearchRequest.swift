import DecisionTable

/// What a search looks for.
enum SearchKind: String, Sendable {
  case subject, resource, action
}

/// The body of `/access/v1/search/…`. Of what is searched only the type is read: an id or properties sent for it are
/// ignored, whatever they are.
struct SearchRequest: Sendable {
  var kind: SearchKind
  var evaluation: EvaluationRequest
  var page: PageRequest

  init(_ body: JSONObject, _ kind: SearchKind) throws(RequestError) {
    self.kind = kind
    evaluation = EvaluationRequest(
      subject: try Subject(body, kind == .subject ? .searched : .named),
      action: try kind == .action ? .searched : Action(body),
      resource: try Resource(body, kind == .resource ? .searched : .named),
      context: try Context(body))
    page = try PageRequest(body)
  }
}

/// Which part of the results is wanted.
struct PageRequest: Sendable {
  /// The most results of one response, and how many come if no limit is given.
  static let maximumLimit = 10_000

  /// At most this many results; `nil` if the request does not say. A greater one than ``maximumLimit`` means that.
  var limit: Int?
  /// Where the last page ended; `nil` for the first.
  var token: String?

  init(_ body: JSONObject) throws(RequestError) {
    guard let object = try body.optionalObject("page", field: "page") else { return }
    switch object["limit"] {
    case nil, .null: break
    case .int(let value) where value >= 0: limit = Int(min(value, Int64(Self.maximumLimit)))
    case .some(let value):
      throw RequestError(
        "`page.limit` is \(value.isNegative ? "negative" : value.kind); a whole number of at least 0 is due",
        field: "page.limit")
    }
    switch object["token"] {
    case nil, .null: break
    // What the last page's `next_token` says at the end of the results; whoever sends it starts again.
    case .string(let text) where text.isEmpty: break
    case .string(let text): token = text
    case .some(let value): throw .wrongKind(value, field: "page.token", due: "a string")
    }
  }
}

extension JSONValue {
  fileprivate var isNegative: Bool {
    if case .int(let value) = self { value < 0 } else { false }
  }
}
