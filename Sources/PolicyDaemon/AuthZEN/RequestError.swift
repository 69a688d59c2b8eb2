/// Why a request, or one item of a batch, cannot be answered. Never an allow: an item that is malformed denies.
struct RequestError: Error, Hashable, Sendable {
  /// The HTTP status; in a batch, what the item's `error.status` says.
  var status: Int
  /// One line, lowercase, that says what would be right.
  var message: String
  /// The field it is about, such as `subject.id`, if there is one.
  var field: String?

  init(_ message: String, field: String? = nil, status: Int = 400) {
    self.status = status
    self.message = message
    self.field = field
  }

  /// The same error in the item of a batch.
  func inItem(_ index: Int) -> RequestError {
    let place = "evaluations[\(index)]"
    return RequestError(message, field: field.map { "\(place).\($0)" } ?? place, status: status)
  }

  /// Writes `"error": {…}` as a member of the object that is being written.
  func write(to json: inout JSONWriter) {
    json.object("error") { json in
      json.member("status", status)
      json.member("message", message)
      if let field { json.member("field", field) }
    }
  }
}

extension RequestError {
  /// A value of another kind than is due.
  static func wrongKind(_ value: JSONValue, field: String, due: String) -> RequestError {
    RequestError("`\(field)` is \(value.kind); \(due) is due", field: field)
  }

  /// A required key that is not there.
  static func missing(_ field: String, due: String) -> RequestError {
    RequestError("`\(field)` is missing; \(due) is due", field: field)
  }
}
