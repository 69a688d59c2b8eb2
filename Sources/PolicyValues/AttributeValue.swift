/// A value of an attribute, already read as the attribute's declared type.
package enum AttributeValue: Sendable {
  /// Text, compared byte for byte.
  case string(String)
  /// A 64-bit integer.
  case int(Int64)
  /// A truth value.
  case bool(Bool)
  /// A moment.
  case timestamp(Timestamp)
  /// An address.
  case ip(IPAddress)
  /// A role: `scopeType` is the type it is a column of, or `nil` for a bare name, which means the type of the scope
  /// that a condition is asked in.
  case role(scopeType: String?, name: String)
  /// A principal.
  case principal(EntityName)
  /// A list of scalars of one kind.
  case list([AttributeValue])
}

extension AttributeValue {
  /// Reads text as a scalar of the given kind; `nil` if it is not one. Strings take any text; `bool` takes `true`
  /// and `false` only; `int` is decimal digits with an optional `-`.
  package init?(text: String, as scalar: AttributeType.Scalar) {
    switch scalar {
    case .string:
      self = .string(text)
    case .int:
      guard let value = Self.integer(text) else { return nil }
      self = .int(value)
    case .bool:
      switch text {
      case "true": self = .bool(true)
      case "false": self = .bool(false)
      default: return nil
      }
    case .timestamp:
      guard let value = Timestamp(text) else { return nil }
      self = .timestamp(value)
    case .ip:
      guard let value = IPAddress(text) else { return nil }
      self = .ip(value)
    case .role:
      let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.allSatisfy({ NameGrammar.isName($0.utf8) }) else { return nil }
      self =
        parts.count == 2
        ? .role(scopeType: String(parts[0]), name: String(parts[1])) : .role(scopeType: nil, name: text)
    case .principal:
      guard let value = EntityName(text) else { return nil }
      self = .principal(value)
    }
  }

  /// Decimal digits with an optional leading `-`, within 64 bits. `Int64.init` would take a `+` as well.
  private static func integer(_ text: String) -> Int64? {
    let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
    guard !digits.isEmpty, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    return Int64(text)
  }
}

extension AttributeValue: Hashable {
  package static func == (a: Self, b: Self) -> Bool {
    switch (a, b) {
    case (.string(let x), .string(let y)): x.utf8.elementsEqual(y.utf8)
    case (.int(let x), .int(let y)): x == y
    case (.bool(let x), .bool(let y)): x == y
    case (.timestamp(let x), .timestamp(let y)): x == y
    case (.ip(let x), .ip(let y)): x == y
    case (.role(let s, let x), .role(let t, let y)): s == t && x == y
    case (.principal(let x), .principal(let y)): x == y
    case (.list(let x), .list(let y)): x == y
    default: false
    }
  }

  package func hash(into hasher: inout Hasher) {
    switch self {
    case .string(let value): for byte in value.utf8 { hasher.combine(byte) }
    case .int(let value): hasher.combine(value)
    case .bool(let value): hasher.combine(value)
    case .timestamp(let value): hasher.combine(value)
    case .ip(let value): hasher.combine(value)
    case .role(_, let name): hasher.combine(name)
    case .principal(let value): hasher.combine(value)
    case .list(let values): for value in values { hasher.combine(value) }
    }
  }
}

extension AttributeValue: CustomStringConvertible {
  /// As a policy file would write it.
  package var description: String {
    switch self {
    case .string(let value): value
    case .int(let value): String(value)
    case .bool(let value): String(value)
    case .timestamp(let value): value.description
    case .ip(let value): value.description
    case .role(let scopeType, let name): scopeType.map { "\($0).\(name)" } ?? name
    case .principal(let value): value.description
    case .list(let values): "[\(values.map(\.description).joined(separator: ", "))]"
    }
  }
}
