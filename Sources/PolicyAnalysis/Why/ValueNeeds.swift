import DecisionTable
import PolicyValues

/// A value that makes an atom say what it should, and what the atom asks in words where other values would do too.
struct NeededValue {
  /// `nil` for no value.
  var value: AttributeValue?
  var need: String?

  init(_ value: AttributeValue?, _ need: String? = nil) {
    self.value = value
    self.need = need
  }
}

/// Values for one side of an atom, to make it true or false where the other side is what it is.
struct ValueNeeds {
  /// The type that the value must be of.
  let type: AttributeType
  /// What names of the type could be: the roles of the scope type, the principal that asks.
  let roles: [String]
  let principal: EntityName
  let now: Timestamp

  /// Values for the left side. `current` is what it is.
  func left(_ atom: TableAtom, _ truth: Bool, current: AttributeValue?, right: AttributeValue?) -> [NeededValue] {
    switch atom.op {
    case .has: return truth ? [NeededValue(sample, "given")] : [NeededValue(nil)]
    case .isTrue: return [NeededValue(.bool(truth))]
    case .ipIn:
      guard let network = atom.network else { return [] }
      return truth
        ? [NeededValue(.ip(network.address), "in \(network)")]
        : outside.filter { !network.contains($0) }.prefix(1).map { NeededValue(.ip($0), "outside \(network)") }
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      return right.map { compared(atom.op, truth, with: $0) } ?? []
    case .isIn:
      guard case .list(let items)? = right else { return [] }
      guard truth else {
        let need = "none of \(items.map(\.description).joined(separator: ", "))"
        return other(than: items).map { NeededValue($0, need) }
      }
      let need = items.count > 1 ? "one of \(items.map(\.description).joined(separator: ", "))" : nil
      return items.lazy.compactMap { converted($0) }.prefix(1).map { NeededValue($0, need) }
    case .startsWith, .endsWith:
      guard let part = right?.description else { return [] }
      let word = atom.op == .startsWith ? "begin" : "end"
      guard truth else {
        return other(than: []).filter { value in
          let text = value.description
          return atom.op == .startsWith
            ? !text.utf8.starts(with: part.utf8) : !text.utf8.reversed().starts(with: part.utf8.reversed())
        }.prefix(1).map { NeededValue($0, "one that does not \(word) with \(part)") }
      }
      return converted(.string(part)).map { [NeededValue($0, "one that \(word)s with \(part)")] } ?? []
    }
  }

  /// Values for the right side.
  func right(_ atom: TableAtom, _ truth: Bool, current: AttributeValue?, left: AttributeValue?) -> [NeededValue] {
    guard let left else { return [] }
    switch atom.op {
    case .equal, .notEqual: return compared(atom.op, truth, with: left)
    case .less: return compared(.greater, truth, with: left)
    case .lessOrEqual: return compared(.greaterOrEqual, truth, with: left)
    case .greater: return compared(.less, truth, with: left)
    case .greaterOrEqual: return compared(.lessOrEqual, truth, with: left)
    case .isIn:
      var items: [AttributeValue] = []
      if case .list(let given)? = current { items = given }
      guard truth else {
        let rest = items.filter { $0.description != left.description }
        return [NeededValue(.list(rest), "a list without \(left)")]
      }
      guard let item = AttributeValue(text: left.description, as: type.scalar) else { return [] }
      return [NeededValue(.list(items + [item]), "a list with \(left)")]
    case .startsWith, .endsWith:
      guard truth else { return [] }
      return converted(.string(left.description)).map { [NeededValue($0)] } ?? []
    case .has, .isTrue, .ipIn: return []
    }
  }

  /// A value of the type, whichever.
  var sample: AttributeValue? { other(than: []).first }

  private func compared(_ op: AtomOperator, _ truth: Bool, with limit: AttributeValue) -> [NeededValue] {
    switch (op, truth) {
    case (.equal, true), (.notEqual, false): return converted(limit).map { [NeededValue($0)] } ?? []
    case (.equal, false), (.notEqual, true):
      let need = type == AttributeType(.bool) ? nil : "other than \(limit)"
      return other(than: [limit]).prefix(1).map { NeededValue($0, need) }
    case (.lessOrEqual, true), (.greater, false):
      return converted(limit).map { [NeededValue($0, "at most \(limit)")] } ?? []
    case (.greaterOrEqual, true), (.less, false):
      return converted(limit).map { [NeededValue($0, "at least \(limit)")] } ?? []
    case (.less, true), (.greaterOrEqual, false):
      return step(from: limit, up: false).map { [NeededValue($0, "less than \(limit)")] } ?? []
    case (.greater, true), (.lessOrEqual, false):
      return step(from: limit, up: true).map { [NeededValue($0, "more than \(limit)")] } ?? []
    default: return []
    }
  }

  /// The next value of the type, upward or downward.
  private func step(from limit: AttributeValue, up: Bool) -> AttributeValue? {
    switch limit {
    case .int(let value):
      let (next, isOver) = up ? value.addingReportingOverflow(1) : value.subtractingReportingOverflow(1)
      return isOver ? nil : .int(next)
    case .timestamp(let time):
      let next = Timestamp(seconds: time.seconds + (up ? 1 : -1), nanoseconds: time.nanoseconds)
      return next < .minimum || .maximum < next ? nil : .timestamp(next)
    case .bool(let value): return value == up ? nil : .bool(up)
    case .string(let text): return up ? converted(.string(text + "0")) : text.isEmpty ? nil : converted(.string(""))
    case .ip, .role, .principal, .list: return nil
    }
  }

  /// A value as the type has it; `nil` if it cannot be one.
  private func converted(_ value: AttributeValue) -> AttributeValue? {
    if type.isList {
      guard case .list(let items) = value else { return nil }
      let read = items.compactMap { AttributeValue(text: $0.description, as: type.scalar) }
      return read.count == items.count ? .list(read) : nil
    }
    if case .list = value { return nil }
    return AttributeValue(text: value.description, as: type.scalar)
  }

  /// Values of the type that are none of some.
  private func other(than values: [AttributeValue]) -> [AttributeValue] {
    let texts = Set(values.map { UTF8Key($0.description) })
    return samples.filter { value in
      if texts.contains(UTF8Key(value.description)) { return false }
      // A role may be written with its scope type and without.
      guard case .role(_, let name) = value else { return true }
      return !values.contains { if case .role(_, let other) = $0 { name.hasSameBytes(as: other) } else { false } }
    }
  }

  private var samples: [AttributeValue] {
    if type.isList { return [.list([]), .list(ValueNeeds(elementsOf: self).samples.prefix(1).map { $0 })] }
    switch type.scalar {
    case .string: return [.string("other"), .string("another"), .string("x")]
    case .int: return [.int(0), .int(1), .int(2)]
    case .bool: return [.bool(false), .bool(true)]
    case .timestamp: return [.timestamp(now), .timestamp(Timestamp(seconds: now.seconds &+ 1))]
    case .ip: return outside.map { .ip($0) }
    case .role: return roles.compactMap { AttributeValue(text: $0, as: .role) }
    case .principal: return [.principal(principal), .principal(EntityName(type: principal.type, id: "other"))]
    }
  }

  private var outside: [IPAddress] {
    ["192.0.2.1", "198.51.100.1", "10.0.0.1", "2001:db8::1"].compactMap { IPAddress($0) }
  }
}

extension ValueNeeds {
  private init(elementsOf needs: ValueNeeds) {
    self.init(type: AttributeType(needs.type.scalar), roles: needs.roles, principal: needs.principal, now: needs.now)
  }
}
