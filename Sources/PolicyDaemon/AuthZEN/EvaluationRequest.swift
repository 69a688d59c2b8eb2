import DecisionTable
import PolicyValues

/// The four parts of an access evaluation request (AuthZEN, "Information Model"), each read on its own, since in a
/// batch each may come from the item or from the defaults.
struct EvaluationRequest: Sendable {
  var subject: Subject
  var action: Action
  var resource: Resource
  var context: Context

  init(subject: Subject, action: Action, resource: Resource, context: Context) {
    self.subject = subject
    self.action = action
    self.resource = resource
    self.context = context
  }

  /// Reads the body of `/access/v1/evaluation`.
  init(_ body: JSONObject) throws(RequestError) {
    self.init(
      subject: try Subject(body), action: try Action(body), resource: try Resource(body),
      context: try Context(body))
  }

  /// What is asked of the table.
  var question: Question {
    Question(
      principal: EntityName(type: subject.type, id: subject.id), action: action.name,
      resourceType: resource.type, resourceID: resource.id, scope: context.scope,
      properties: RequestProperties(
        principal: subject.properties, resource: resource.properties, action: action.properties,
        context: context.properties),
      roles: subject.roles)
  }

  /// Whether an entity is named, or is what a search looks for: then only its type counts.
  enum Part {
    case named, searched
  }
}

/// Who asks.
struct Subject: Sendable {
  var type: String
  var id: String
  var properties: [String: RequestValue] = [:]
  var roles: RequestRoles = .absent

  init(_ body: JSONObject, _ part: EvaluationRequest.Part = .named) throws(RequestError) {
    let object = try body.object("subject", field: "subject")
    type = try object.string("type", field: "subject.type")
    guard part == .named else {
      id = ""
      return
    }
    id = try object.string("id", field: "subject.id")
    // `roles` is among them too: whether it means roles or is an attribute, the principal's type says.
    properties = try object.properties(field: "subject.properties")
    if case .object(let properties)? = object["properties"] {
      roles = RequestRoles(properties["roles"])
    }
  }
}

/// What they want to do.
struct Action: Sendable {
  var name: String
  var properties: [String: RequestValue] = [:]

  /// The action that an action search starts from; the search puts each name in its place.
  static let searched = Action(name: "")

  private init(name: String) { self.name = name }

  init(_ body: JSONObject) throws(RequestError) {
    let object = try body.object("action", field: "action")
    name = try object.string("name", field: "action.name")
    properties = try object.properties(field: "action.properties")
  }
}

/// What they want to do it to. An id that is there and empty means the bare type.
struct Resource: Sendable {
  var type: String
  var id: String?
  var properties: [String: RequestValue] = [:]

  init(_ body: JSONObject, _ part: EvaluationRequest.Part = .named) throws(RequestError) {
    let object = try body.object("resource", field: "resource")
    type = try object.string("type", field: "resource.type")
    guard part == .named else { return }
    let id = try object.string("id", field: "resource.id", mayBeEmpty: true)
    self.id = id.isEmpty ? nil : id
    properties = try object.properties(field: "resource.properties")
  }
}

/// Where, and what the request says of its surroundings. `scope` and `explain` are this program's own; every other
/// key is an attribute.
struct Context: Sendable {
  var scope: String?
  var explain = false
  var properties: [String: RequestValue] = [:]

  init() {}

  init(_ body: JSONObject) throws(RequestError) {
    guard let object = try body.optionalObject("context", field: "context") else { return }
    if let value = object["scope"] {
      guard case .string(let text) = value else {
        throw .wrongKind(value, field: "context.scope", due: "a string such as `project:web`")
      }
      scope = text
    }
    if let value = object["explain"] {
      guard case .bool(let flag) = value else {
        throw .wrongKind(value, field: "context.explain", due: "`true` or `false`")
      }
      explain = flag
    }
    properties = object.attributeValues { $0 != "scope" && $0 != "explain" }
  }
}

extension RequestRoles {
  /// Reads `subject.properties.roles`: an object from scope to an array of role names. Another shape is not a
  /// malformed request, since it is an attribute like others where the policy takes no roles from requests; where
  /// it does, it denies.
  init(_ value: JSONValue?) {
    switch value {
    case nil, .null:
      self = .absent
    case .object(let object):
      var entries: [Entry] = []
      entries.reserveCapacity(object.members.count)
      for member in object.members {
        guard case .array(let items) = member.value else {
          self = .malformed
          return
        }
        var roles: [String] = []
        for item in items {
          guard case .string(let name) = item else {
            self = .malformed
            return
          }
          roles.append(name)
        }
        entries.append(Entry(scope: member.name, roles: roles))
      }
      self = .given(entries)
    case .some:
      self = .malformed
    }
  }
}
