/// A value as a request brought it, before it is read as the type that the policy declares.
package enum RequestValue: Hashable, Sendable {
  /// A JSON string.
  case string(String)
  /// A JSON number that is a whole number of 64 bits.
  case int(Int64)
  /// A JSON boolean.
  case bool(Bool)
  /// A JSON array.
  case list([RequestValue])
  /// Text that carries no type of its own (RESP, a suite's `given`, the command line); read as the declared type.
  case text(String)
  /// Anything else that JSON can say: an object, a fraction, a number past 64 bits. Right for no declared type.
  case other
}

extension RequestValue {
  /// The value as the declared type, or `nil` if it is of the wrong one.
  package func typed(as type: AttributeType) -> AttributeValue? {
    if type.isList {
      guard case .list(let items) = self else { return nil }
      var values: [AttributeValue] = []
      values.reserveCapacity(items.count)
      for item in items {
        guard let value = item.typed(as: AttributeType(type.scalar)) else { return nil }
        values.append(value)
      }
      return .list(values)
    }
    switch (self, type.scalar) {
    case (.text(let text), let scalar):
      return AttributeValue(text: text, as: scalar)
    case (.string(let text), .string), (.string(let text), .timestamp), (.string(let text), .ip),
      (.string(let text), .role), (.string(let text), .principal):
      return AttributeValue(text: text, as: type.scalar)
    case (.int(let value), .int):
      return .int(value)
    case (.bool(let value), .bool):
      return .bool(value)
    default:
      return nil
    }
  }
}
