/// A JSON text, read: what a request's body says.
enum JSONValue: Sendable {
  case null
  case bool(Bool)
  /// A whole number of 64 bits, written without a fraction or an exponent.
  case int(Int64)
  /// Any other number: a fraction, an exponent, past 64 bits. No declared type takes one, so its value is not kept.
  case otherNumber
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  /// The kind of value, as messages name it.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .int, .otherNumber: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

/// The members of a JSON object, in the order they were written. No name stands twice: the reader refuses that.
struct JSONObject: Sendable {
  struct Member: Sendable {
    var name: String
    var value: JSONValue
  }

  var members: [Member]

  init(members: [Member] = []) { self.members = members }

  /// The member of that name, compared byte for byte: Swift's own `==` would take canonically equivalent
  /// spellings for one.
  subscript(name: String) -> JSONValue? {
    for member in members where member.name.utf8.elementsEqual(name.utf8) { return member.value }
    return nil
  }
}
