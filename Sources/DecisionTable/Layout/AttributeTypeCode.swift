import PolicyValues

extension AttributeType {
  /// The type as one number: the scalar's position, and 16 for a list.
  var code: UInt32 {
    let scalar: UInt32 =
      switch scalar {
      case .string: 0
      case .int: 1
      case .bool: 2
      case .timestamp: 3
      case .ip: 4
      case .role: 5
      case .principal: 6
      }
    return isList ? scalar | 16 : scalar
  }

  /// The type of a number; `nil` for one that stands for none.
  init?(code: UInt32) {
    let scalars: [Scalar] = [.string, .int, .bool, .timestamp, .ip, .role, .principal]
    guard Int(code & 15) < scalars.count, code < 32 else { return nil }
    self.init(scalars[Int(code & 15)], isList: code & 16 != 0)
  }
}
