package import PolicyLanguage
package import PolicyValues

/// The names and values that random policies are made of: few, so that they meet.
package enum Pool {
  package static let now = Timestamp(seconds: 1_795_000_000, nanoseconds: 500)

  /// Moments before, at and after `now`, the nearest a nanosecond away.
  package static let times = [
    Timestamp(seconds: 1_795_000_000, nanoseconds: 499), now, Timestamp(seconds: 1_795_000_000, nanoseconds: 501),
    Timestamp(seconds: 1_794_900_000), Timestamp(seconds: 1_795_100_000), Timestamp(seconds: 2_000_000_000),
  ]

  /// A name means one type everywhere, as principal types have to agree.
  package static let attributes: [(name: String, type: AttributeType)] = [
    ("label", AttributeType(.string)), ("Kind", AttributeType(.string)), ("level", AttributeType(.int)),
    ("flag", AttributeType(.bool)), ("since", AttributeType(.timestamp)), ("addr", AttributeType(.ip)),
    ("grade", AttributeType(.role)), ("owner", AttributeType(.principal)),
    ("labels", AttributeType(.string, isList: true)), ("levels", AttributeType(.int, isList: true)),
    ("flags", AttributeType(.bool, isList: true)), ("moments", AttributeType(.timestamp, isList: true)),
    ("addrs", AttributeType(.ip, isList: true)), ("grades", AttributeType(.role, isList: true)),
    ("owners", AttributeType(.principal, isList: true)),
  ]

  /// Two of them are canonically equivalent and still two.
  package static let strings = ["a", "ab", "b", "", "user:u1", "doc:1", "\u{C4}", "A\u{308}", "K"]
  package static let addresses = ["10.0.0.1", "::ffff:10.0.0.1", "10.1.0.1", "192.168.1.1", "2001:db8::1", "::1"]
  package static let blocks = [
    "10.0.0.0/8", "10.0.0.1/32", "0.0.0.0/0", "::/0", "2001:db8::/32", "::ffff:10.0.0.0/104",
  ]
  package static let ids = ["1", "2", "3", "x:y", "\u{E9}", "e\u{301}"]
}

extension SeededRandom {
  /// The text of a value of a scalar type, as a policy, a directory or a request writes it.
  package mutating func text(_ scalar: AttributeType.Scalar, _ policy: Policy) -> String {
    switch scalar {
    case .string: return pick(Pool.strings)
    case .int: return String(int(-1...4))
    case .bool: return chance(50) ? "true" : "false"
    case .timestamp: return pick(Pool.times).description
    case .ip: return pick(Pool.addresses)
    case .role:
      guard !policy.roles.isEmpty else { return "nothing" }
      let role = pick(policy.roles).name
      return chance(50) ? role.name : role.description
    case .principal: return "\(pick(["user", "user", "team", "bot"])):\(pick(Pool.ids))"
    }
  }

  /// A value of a type, for the directory.
  package mutating func value(_ type: AttributeType, _ policy: Policy) -> AttributeValue? {
    if type.isList {
      var values: [AttributeValue] = []
      for _ in 0..<int(0...3) {
        guard let value = value(AttributeType(type.scalar), policy) else { return nil }
        values.append(value)
      }
      return .list(values)
    }
    let text = text(type.scalar, policy)
    guard let value = AttributeValue(text: text, as: type.scalar) else { return nil }
    if case .principal(let name) = value, !policy.principalTypes.contains(where: { $0.name == name.type }) {
      return nil
    }
    return value
  }

  /// A value for a request: mostly of the type, sometimes of another.
  package mutating func requestValue(_ type: AttributeType, _ policy: Policy) -> RequestValue {
    if chance(11) {
      return pick([.other, .string("?"), .int(7), .bool(true), .list([.int(1), .string("a")]), .list([]), .text("7")])
    }
    if type.isList {
      return .list((0..<int(0...3)).map { _ in requestValue(AttributeType(type.scalar), policy) })
    }
    let text = text(type.scalar, policy)
    if chance(30) { return .text(text) }
    switch AttributeValue(text: text, as: type.scalar) {
    case .int(let value): return .int(value)
    case .bool(let value): return .bool(value)
    default: return .string(chance(4) ? text + "?" : text)
    }
  }
}
