import PolicyValues

/// The type of one side of a comparison.
enum ConditionType: Hashable, Sendable {
  case value(AttributeType)
  /// `resource` or `scope`: text of the form `type:id`, at home with strings and with principals.
  case reference
  /// `[]`, which is a list of anything.
  case emptyList

  static let string = Self.value(AttributeType(.string))
  static let int = Self.value(AttributeType(.int))
  static let principal = Self.value(AttributeType(.principal))

  /// The kind of a single value; `nil` for lists and references.
  var scalar: AttributeType.Scalar? {
    if case .value(let type) = self, !type.isList { type.scalar } else { nil }
  }

  /// The kind of a list's elements; `nil` for everything else, `[]` among it.
  var element: AttributeType.Scalar? {
    if case .value(let type) = self, type.isList { type.scalar } else { nil }
  }

  var isList: Bool { self == .emptyList || element != nil }

  /// Whether `==` between the two means something.
  func equates(with other: ConditionType) -> Bool {
    switch (self, other) {
    case (.reference, .reference): true
    case (.reference, let type), (let type, .reference): type == .string || type == .principal
    case (.emptyList, let type), (let type, .emptyList): type.isList
    case (.value(let a), .value(let b)): a == b
    }
  }

  /// In a message: "an int", "a list of strings".
  var described: String {
    switch self {
    case .reference: "a `type:id`"
    case .emptyList: "an empty list"
    case .value(let type) where type.isList: "a list of \(type.scalar.rawValue)s"
    case .value(let type): Self.described(type.scalar)
    }
  }

  static func described(_ scalar: AttributeType.Scalar) -> String {
    switch scalar {
    case .int, .ip: "an \(scalar.rawValue)"
    default: "a \(scalar.rawValue)"
    }
  }
}
