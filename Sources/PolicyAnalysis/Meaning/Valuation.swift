import DecisionTable
package import PolicyValues

/// A name that conditions ask for, as far as it can be chosen by itself: `principal` follows from its type and its id,
/// and its rank from the roles that it holds beside the one in question, which stand for it with `+` between them.
enum MeaningName: Hashable, Comparable {
  case principalType, principalID, principalGroups, principalRank, resourceID, scopeID, now
  case attribute(AttributeOwner, String)

  /// The names that an operand's value depends on.
  static func names(of operand: TableOperand) -> [MeaningName] {
    switch operand {
    case .literal: []
    case .rank(let inner): names(of: inner)
    // Which attributes there are depends on the principal's type.
    case .attribute(.principal, let name): [.principalType, .attribute(.principal, name)]
    case .attribute(let owner, let name): [.attribute(owner, name)]
    case .builtin(let builtin):
      switch builtin {
      case .principal: [.principalType, .principalID]
      case .principalID: [.principalID]
      case .principalType: [.principalType]
      case .principalGroups: [.principalGroups]
      case .principalRank: [.principalRank]
      case .resource, .resourceID: [.resourceID]
      case .scope, .scopeID: [.scopeID]
      case .resourceType, .scopeType: []
      case .now: [.now]
      }
    }
  }

  private var order: (Int, String) {
    switch self {
    case .principalType: (0, "")
    case .principalID: (1, "")
    case .principalGroups: (2, "")
    case .principalRank: (3, "")
    case .resourceID: (4, "")
    case .scopeID: (5, "")
    case .now: (6, "")
    case .attribute(let owner, let name): (7 + Int(owner.rawValue), name)
    }
  }

  static func < (a: Self, b: Self) -> Bool {
    let (x, y) = (a.order, b.order)
    return x.0 != y.0 ? x.0 < y.0 : x.1.utf8.lexicographicallyPrecedes(y.1.utf8)
  }
}

extension TableAtom {
  /// The names that its truth depends on.
  var names: [MeaningName] { MeaningName.names(of: left) + (right.map { MeaningName.names(of: $0) } ?? []) }
}

/// What a name comes to.
package enum NamedValue: Hashable, Sendable {
  case absent
  /// A value is there, and of the wrong type: `has` finds it, and nothing else decides by it.
  case unusable
  case value(AttributeValue)
}

extension NamedValue: CustomStringConvertible {
  package var description: String {
    switch self {
    case .absent: "not given"
    case .unusable: "of a wrong type"
    case .value(let value): value.description
    }
  }
}

/// What names come to; those that are not in it are absent. The slow and obvious reading of what an atom says.
struct Valuation {
  var values: [MeaningName: NamedValue] = [:]

  func truth(of atom: TableAtom, in setting: MeaningSetting) -> Truth {
    let left = value(of: atom.left, setting)
    if atom.op == .has { return Truth(left != .absent) }
    guard case .value(let left) = left else { return .undecided }
    switch atom.op {
    case .isTrue:
      guard case .bool(let value) = left else { return .undecided }
      return Truth(value)
    case .ipIn:
      guard case .ip(let address) = left, let network = atom.network else { return .undecided }
      return Truth(network.contains(address))
    default: break
    }
    guard let operand = atom.right, case .value(let right) = value(of: operand, setting) else { return .undecided }
    switch atom.op {
    case .equal: return equal(left, right, setting)
    case .notEqual: return !equal(left, right, setting)
    case .less: return order(left, right) { $0 < 0 }
    case .lessOrEqual: return order(left, right) { $0 <= 0 }
    case .greater: return order(left, right) { $0 > 0 }
    case .greaterOrEqual: return order(left, right) { $0 >= 0 }
    case .isIn:
      guard case .list(let items) = right else { return .undecided }
      return items.reduce(.false) { $0.or(equal(left, $1, setting)) }
    case .startsWith, .endsWith:
      guard let text = left.text, let part = right.text else { return .undecided }
      return atom.op == .startsWith
        ? Truth(text.utf8.starts(with: part.utf8)) : Truth(text.utf8.reversed().starts(with: part.utf8.reversed()))
    case .has, .isTrue, .ipIn: return .undecided
    }
  }

  // MARK: - Values

  func value(of operand: TableOperand, _ setting: MeaningSetting) -> NamedValue {
    switch operand {
    case .literal(let value): .value(value)
    case .builtin(let builtin): value(of: builtin, setting)
    case .attribute(let owner, let name): attribute(owner, name, setting)
    case .rank(let inner): rank(of: value(of: inner, setting), setting)
    }
  }

  private func value(of builtin: TableBuiltin, _ setting: MeaningSetting) -> NamedValue {
    func text(_ name: MeaningName) -> String? {
      guard case .value(.string(let text)) = values[name] else { return nil }
      return text
    }
    func named(_ type: String?, _ id: String?) -> NamedValue {
      guard let type, let id else { return .absent }
      return .value(.principal(EntityName(type: type, id: id)))
    }
    switch builtin {
    case .principal: return named(text(.principalType), text(.principalID))
    case .principalID: return values[.principalID] ?? .absent
    case .principalType: return values[.principalType] ?? .absent
    case .principalGroups: return values[.principalGroups] ?? .absent
    case .principalRank:
      let beside = text(.principalRank)?.split(separator: "+", omittingEmptySubsequences: false) ?? []
      let ranks = beside.compactMap { setting.ranks[String($0)] ?? nil }
      return ranks.max().map { .value(.int($0)) } ?? .absent
    case .resource: return named(setting.resourceType, text(.resourceID))
    case .resourceID: return values[.resourceID] ?? .absent
    case .resourceType: return .value(.string(setting.resourceType))
    case .scope: return named(setting.scopeType, text(.scopeID))
    case .scopeID: return values[.scopeID] ?? .absent
    case .scopeType: return .value(.string(setting.scopeType))
    case .now: return values[.now] ?? .absent
    }
  }

  /// A value of another type than the one declared in the setting is unusable there, and one that nothing declares is
  /// not there.
  private func attribute(_ owner: AttributeOwner, _ name: String, _ setting: MeaningSetting) -> NamedValue {
    var principalType = ""
    if owner == .principal {
      guard case .value(.string(let type)) = values[.principalType] else { return .absent }
      principalType = type
    }
    guard let type = setting.type(of: name, owner, principalType: principalType) else { return .absent }
    guard case .value(let value) = values[.attribute(owner, name)] else {
      return values[.attribute(owner, name)] ?? .absent
    }
    return value.fits(type) ? .value(value) : .unusable
  }

  private func rank(of value: NamedValue, _ setting: MeaningSetting) -> NamedValue {
    guard case .value(.role(let scopeType, let name)) = value, scopeType ?? setting.scopeType == setting.scopeType,
      case .some(.some(let rank)) = setting.roles["\(setting.scopeType).\(name)"]
    else { return .unusable }
    return .value(.int(rank))
  }

  // MARK: - Comparing

  private func equal(_ a: AttributeValue, _ b: AttributeValue, _ setting: MeaningSetting) -> Truth {
    func role(_ scopeType: String?, _ name: String) -> String? {
      let full = "\(scopeType ?? setting.scopeType).\(name)"
      return setting.roles[full] == nil ? nil : full
    }
    switch (a, b) {
    case (.role(let s, let x), .role(let t, let y)):
      guard let first = role(s, x), let second = role(t, y) else { return .undecided }
      return Truth(first == second)
    case (.list(let x), .list(let y)):
      guard x.count == y.count else { return .false }
      return zip(x, y).reduce(.true) { $0.and(equal($1.0, $1.1, setting)) }
    case (.string, .principal), (.principal, .string):
      guard let x = a.text, let y = b.text else { return .undecided }
      return Truth(x.utf8.elementsEqual(y.utf8))
    case (.string, .string), (.int, .int), (.bool, .bool), (.timestamp, .timestamp), (.ip, .ip),
      (.principal, .principal):
      return Truth(a == b)
    default: return .undecided
    }
  }

  private func order(_ a: AttributeValue, _ b: AttributeValue, _ holds: (Int) -> Bool) -> Truth {
    func sign<T: Comparable>(_ x: T, _ y: T) -> Truth { Truth(holds(x < y ? -1 : x == y ? 0 : 1)) }
    switch (a, b) {
    case (.int(let x), .int(let y)): return sign(x, y)
    case (.timestamp(let x), .timestamp(let y)): return sign(x, y)
    case (.bool(let x), .bool(let y)): return sign(x ? 1 : 0, y ? 1 : 0)
    default:
      guard let x = a.text, let y = b.text else { return .undecided }
      if x.utf8.lexicographicallyPrecedes(y.utf8) { return Truth(holds(-1)) }
      return Truth(holds(x.utf8.elementsEqual(y.utf8) ? 0 : 1))
    }
  }
}

extension AttributeValue {
  /// The text of a string, or of a name written `type:id`.
  var text: String? {
    switch self {
    case .string(let text): text
    case .principal(let name): name.description
    default: nil
    }
  }

  /// Whether it is of a declared type.
  func fits(_ type: AttributeType) -> Bool {
    if case .list(let values) = self {
      return type.isList && values.allSatisfy { $0.fits(AttributeType(type.scalar)) }
    }
    guard !type.isList else { return false }
    return switch (self, type.scalar) {
    case (.string, .string), (.int, .int), (.bool, .bool), (.timestamp, .timestamp), (.ip, .ip), (.role, .role),
      (.principal, .principal):
      true
    default: false
    }
  }
}
