import DecisionTable
import PolicyValues

/// What conditions compare with: the values at which a truth may turn.
struct Literals {
  /// Texts of strings and of names written `type:id`.
  private(set) var texts: [String] = []
  private(set) var prefixes: [String] = []
  private(set) var suffixes: [String] = []
  private(set) var integers: [Int64] = []
  private(set) var times: [Timestamp] = []
  private(set) var addresses: [IPAddress] = []
  private(set) var roles: [AttributeValue] = []
  private(set) var lists: [AttributeValue] = []
  /// Names whose values are looked at in ways that a few chosen values do not cover.
  private(set) var uncovered: Set<MeaningName> = []
  /// The names that are asked for with `has`.
  private(set) var testedNames: Set<MeaningName> = []
  /// Every name.
  private(set) var names: Set<MeaningName> = []

  init(_ atoms: [TableAtom], _ settings: [MeaningSetting]) {
    for atom in atoms {
      names.formUnion(atom.names)
      if atom.op == .has { testedNames.formUnion(atom.names) }
      if let network = atom.network { add(network) }
      for operand in [atom.left, atom.right].compactMap(\.self) { add(operand, atom, settings) }
      note(atom, settings)
    }
  }

  private mutating func add(_ operand: TableOperand, _ atom: TableAtom, _ settings: [MeaningSetting]) {
    switch operand {
    case .literal(let value):
      if atom.op == .startsWith, let text = value.text {
        append(text, to: &prefixes)
      } else if atom.op == .endsWith, let text = value.text {
        append(text, to: &suffixes)
      } else {
        add(value)
      }
    case .rank(let inner):
      if case .literal(let value) = inner { add(value) }
      addRanks(settings)
    case .builtin(.principalRank): addRanks(settings)
    case .builtin(.principalType): for setting in settings { for type in setting.principalTypes { add(.string(type)) } }
    case .builtin(.resourceType): for setting in settings { add(.string(setting.resourceType)) }
    case .builtin(.scopeType): for setting in settings { add(.string(setting.scopeType)) }
    case .builtin, .attribute: break
    }
  }

  private mutating func add(_ value: AttributeValue) {
    switch value {
    case .string(let text): append(text, to: &texts)
    case .principal(let name): append(name.description, to: &texts)
    case .int(let value): append(value, to: &integers)
    case .timestamp(let value): append(value, to: &times)
    case .ip(let value): append(value, to: &addresses)
    case .role: append(value, to: &roles)
    case .list(let values):
      append(value, to: &lists)
      for value in values { add(value) }
    case .bool: break
    }
  }

  private mutating func addRanks(_ settings: [MeaningSetting]) {
    for setting in settings {
      for rank in setting.roles.values.compactMap(\.self).sorted() { append(rank, to: &integers) }
    }
  }

  /// A block's first and last address, and those beside it.
  private mutating func add(_ network: IPNetwork) {
    let bits = Int(network.prefixLength)
    let highMask: UInt64 = bits >= 64 ? .max : bits == 0 ? 0 : .max << UInt64(64 - bits)
    let lowMask: UInt64 = bits <= 64 ? 0 : bits == 128 ? .max : .max << UInt64(128 - bits)
    let first = IPAddress(high: network.address.high & highMask, low: network.address.low & lowMask)
    let last = IPAddress(high: first.high | ~highMask, low: first.low | ~lowMask)
    for address in [first, last, first.before, last.after].compactMap(\.self) { append(address, to: &addresses) }
  }

  /// Texts that are ordered, parts that are no literals, lists as a whole, and `type:id` of what is no principal are looked
  /// at in more ways than values are chosen for.
  private mutating func note(_ atom: TableAtom, _ settings: [MeaningSetting]) {
    let operands = [atom.left, atom.right].compactMap(\.self)
    let isWhole = operands.contains { operand in
      switch operand {
      case .builtin(.resource), .builtin(.scope): true
      case .builtin(.principal): atom.op == .startsWith || atom.op == .endsWith
      default: false
      }
    }
    var isCovered = !isWhole
    switch atom.op {
    case .less, .lessOrEqual, .greater, .greaterOrEqual: isCovered = isCovered && !isText(operands, settings)
    case .startsWith, .endsWith:
      if case .literal = atom.right { break }
      isCovered = false
    case .equal, .notEqual: isCovered = isCovered && !operands.contains { isList($0, settings) }
    case .isIn:
      if case .builtin(.principalGroups) = atom.left { isCovered = false }
    case .has, .ipIn, .isTrue: break
    }
    if !isCovered { uncovered.formUnion(atom.names) }
  }

  private func isText(_ operands: [TableOperand], _ settings: [MeaningSetting]) -> Bool {
    operands.contains { operand in
      switch operand {
      case .literal(let value): value.text != nil
      case .builtin(let builtin): builtin != .principalRank && builtin != .now
      case .attribute(let owner, let name):
        settings.contains { $0.types(owner, name).values.contains { $0.scalar == .string || $0.scalar == .principal } }
      case .rank: false
      }
    }
  }

  private func isList(_ operand: TableOperand, _ settings: [MeaningSetting]) -> Bool {
    switch operand {
    case .literal(.list), .builtin(.principalGroups): true
    case .attribute(let owner, let name):
      settings.contains { $0.types(owner, name).values.contains { $0.isList } }
    default: false
    }
  }

  private func append<Value: Equatable>(_ value: Value, to values: inout [Value]) {
    if !values.contains(value) { values.append(value) }
  }

  /// Texts are told apart by their bytes; `==` takes canonically equivalent ones for one.
  private func append(_ text: String, to texts: inout [String]) {
    if !texts.contains(where: { $0.utf8.elementsEqual(text.utf8) }) { texts.append(text) }
  }
}

extension IPAddress {
  fileprivate var before: IPAddress? {
    if low > 0 { return IPAddress(high: high, low: low - 1) }
    return high > 0 ? IPAddress(high: high - 1, low: .max) : nil
  }

  fileprivate var after: IPAddress? {
    if low < .max { return IPAddress(high: high, low: low + 1) }
    return high < .max ? IPAddress(high: high + 1, low: 0) : nil
  }
}
