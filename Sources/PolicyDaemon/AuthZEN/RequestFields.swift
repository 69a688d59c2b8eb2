import PolicyValues

// How the fields of a request are read. Unknown fields are never looked at, so they are ignored.

extension JSONObject {
  /// A required object.
  func object(_ key: String, field: String) throws(RequestError) -> JSONObject {
    guard let value = self[key] else { throw .missing(field, due: "an object") }
    guard case .object(let object) = value else { throw .wrongKind(value, field: field, due: "an object") }
    return object
  }

  /// An object that may be left out; `null` says the same as leaving it out.
  func optionalObject(_ key: String, field: String) throws(RequestError) -> JSONObject? {
    switch self[key] {
    case nil, .null: return nil
    case .object(let object): return object
    case .some(let value): throw .wrongKind(value, field: field, due: "an object")
    }
  }

  /// A required string; empty only where `mayBeEmpty`.
  func string(_ key: String, field: String, mayBeEmpty: Bool = false) throws(RequestError) -> String {
    guard let value = self[key] else { throw .missing(field, due: "a string") }
    guard case .string(let text) = value else { throw .wrongKind(value, field: field, due: "a string") }
    guard mayBeEmpty || !text.isEmpty else {
      throw RequestError("`\(field)` is empty; a string that names something is due", field: field)
    }
    return text
  }

  /// The attribute values of `properties`. `null` is absent, and so is a name that no policy can declare: such a
  /// name must not reach a dictionary of Swift strings, which takes canonically equivalent names for one.
  func properties(field: String) throws(RequestError) -> [String: RequestValue] {
    guard let object = try optionalObject("properties", field: field) else { return [:] }
    return object.attributeValues { _ in true }
  }

  /// The members that can be attributes.
  func attributeValues(where isAttribute: (String) -> Bool) -> [String: RequestValue] {
    var values: [String: RequestValue] = [:]
    for member in members where NameGrammar.isName(member.name.utf8) && isAttribute(member.name) {
      if case .null = member.value { continue }
      values[member.name] = member.value.requestValue
    }
    return values
  }
}

extension JSONValue {
  /// The value as the table takes it, before it is read as the type that the policy declares.
  var requestValue: RequestValue {
    switch self {
    case .string(let text): .string(text)
    case .int(let value): .int(value)
    case .bool(let value): .bool(value)
    case .array(let items): .list(items.map(\.requestValue))
    case .null, .otherNumber, .object: .other
    }
  }
}
