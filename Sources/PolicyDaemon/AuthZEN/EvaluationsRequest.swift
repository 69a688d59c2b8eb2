/// The body of `/access/v1/evaluations`: defaults and the items that may replace them, part by part.
struct EvaluationsRequest: Sendable {
  /// How many items one request may have. Ten thousand answers take some milliseconds; more is better asked in
  /// several requests, which several event loops can answer at once.
  static let maximumItems = 10_000

  /// When to stop.
  enum Semantic: String, CaseIterable, Sendable {
    case executeAll = "execute_all"
    case denyOnFirstDeny = "deny_on_first_deny"
    case permitOnFirstPermit = "permit_on_first_permit"

    /// Whether an answer ends the batch; it is then the last of the results.
    func stops(after isAllowed: Bool) -> Bool {
      switch self {
      case .executeAll: false
      case .denyOnFirstDeny: !isAllowed
      case .permitOnFirstPermit: isAllowed
      }
    }
  }

  /// What the request asks.
  enum Shape: Sendable {
    /// No items: it is answered as `/access/v1/evaluation` would.
    case single(EvaluationRequest)
    case batch(items: [JSONValue], defaults: Defaults, semantic: Semantic)
  }

  /// The parts that stand at the top, each read once. One that is there must be well formed even if every item
  /// replaces it: it is the caller's mistake all the same, and silence would hide it.
  struct Defaults: Sendable {
    var subject: Subject?
    var action: Action?
    var resource: Resource?
    var context: Context

    init(_ body: JSONObject) throws(RequestError) {
      if body["subject"] != nil { subject = try Subject(body) }
      if body["action"] != nil { action = try Action(body) }
      if body["resource"] != nil { resource = try Resource(body) }
      context = try Context(body)
    }

    /// The request that one item makes. A key that the item has replaces the default whole.
    func request(for item: JSONValue, at index: Int) throws(RequestError) -> EvaluationRequest {
      guard case .object(let object) = item else {
        throw RequestError.wrongKind(item, field: "evaluations[\(index)]", due: "an object")
      }
      do {
        return EvaluationRequest(
          subject: try object["subject"] == nil ? subject.orMissing("subject") : Subject(object),
          action: try object["action"] == nil ? action.orMissing("action") : Action(object),
          resource: try object["resource"] == nil ? resource.orMissing("resource") : Resource(object),
          context: try object["context"] == nil ? context : Context(object))
      } catch {
        throw error.inItem(index)
      }
    }
  }

  var shape: Shape

  init(_ body: JSONObject) throws(RequestError) {
    let semantic = try Self.semantic(body)
    switch body["evaluations"] {
    case nil:
      shape = .single(try EvaluationRequest(body))
    case .array(let items) where items.isEmpty:
      shape = .single(try EvaluationRequest(body))
    case .array(let items):
      guard items.count <= Self.maximumItems else {
        throw RequestError(
          "`evaluations` has \(items.count) items; at most \(Self.maximumItems) may stand in one request",
          field: "evaluations")
      }
      shape = .batch(items: items, defaults: try Defaults(body), semantic: semantic)
    case .some(let value):
      throw .wrongKind(value, field: "evaluations", due: "an array of objects")
    }
  }

  private static func semantic(_ body: JSONObject) throws(RequestError) -> Semantic {
    let field = "options.evaluations_semantic"
    guard let options = try body.optionalObject("options", field: "options") else { return .executeAll }
    guard let value = options["evaluations_semantic"] else { return .executeAll }
    let due = "`execute_all`, `deny_on_first_deny` or `permit_on_first_permit`"
    guard case .string(let text) = value else { throw .wrongKind(value, field: field, due: due) }
    guard let semantic = Semantic(rawValue: text) else {
      throw RequestError("unknown `\(field)` `\(text)`; \(due) is due", field: field)
    }
    return semantic
  }
}

extension Optional {
  /// The default, which must be there if the item does not bring its own.
  fileprivate func orMissing(_ field: String) throws(RequestError) -> Wrapped {
    guard let self else {
      throw RequestError("`\(field)` is missing, in the item and at the top; an object is due", field: field)
    }
    return self
  }
}
