import DecisionTable
import PolicyValues

/// Values to try for each name, so chosen that among them, where a name is covered, every truth that its atoms can have
/// together occurs.
struct Candidates {
  private let literals: Literals
  private let settings: [MeaningSetting]
  /// Texts that nothing is compared with, as many as names may have to differ in.
  private let strangers: [String]
  private let isTextCovered: Bool
  private let numberSteps: Int64
  private let isNumberCovered: Bool

  /// More names of one kind than this are not told apart in every way.
  private static let mostStrangers = 3
  /// More values than this are not tried for one name.
  private static let most = 96

  init(_ atoms: [TableAtom], _ settings: [MeaningSetting]) {
    literals = Literals(atoms, settings)
    self.settings = settings
    let texts = literals.names.filter { name in
      switch name {
      case .principalID, .resourceID, .scopeID, .principalGroups: true
      case .attribute(let owner, let attribute):
        settings.contains {
          $0.types(owner, attribute).values.contains { $0.scalar == .string || $0.scalar == .principal }
        }
      default: false
      }
    }
    let numbers = literals.names.filter { name in
      if case .attribute(let owner, let attribute) = name {
        return settings.contains {
          $0.types(owner, attribute).values.contains {
            $0.scalar == .int || $0.scalar == .timestamp || $0.scalar == .ip
          }
        }
      }
      return name == .now
    }
    strangers = Self.strangers(min(max(texts.count, 1), Self.mostStrangers), literals)
    isTextCovered = texts.count <= Self.mostStrangers
    numberSteps = Int64(min(max(numbers.count, 1), 3))
    isNumberCovered = numbers.count <= 3
  }

  /// Words that equal none of the literals, begin with none and end with none.
  private static func strangers(_ count: Int, _ literals: Literals) -> [String] {
    var found: [String] = []
    var number = 0
    while found.count < count {
      number += 1
      let word = "other\(number)"
      let isStrange =
        !literals.texts.contains(word)
        && !literals.prefixes.contains { !$0.isEmpty && word.utf8.starts(with: $0.utf8) }
        && !literals.suffixes.contains { !$0.isEmpty && word.utf8.reversed().starts(with: $0.utf8.reversed()) }
      // A policy that compares with a thousand of these leaves the last of them in doubt.
      if isStrange || number > 1000 { found.append(word) }
    }
    return found
  }

  /// The values to try for a name, the plainest first, and whether they cover it.
  func values(of name: MeaningName) -> (values: [NamedValue], isCovering: Bool) {
    var isCovering = !literals.uncovered.contains(name)
    var values: [NamedValue] = []
    func add(_ value: AttributeValue) {
      if !values.contains(.value(value)) { values.append(.value(value)) }
    }
    switch name {
    case .principalType:
      for setting in settings { for type in setting.principalTypes { add(.string(type)) } }
    case .principalID, .scopeID:
      for id in ids { add(.string(id)) }
      isCovering = isCovering && isTextCovered
    case .resourceID:
      values.append(.absent)
      for id in ids { add(.string(id)) }
      isCovering = isCovering && isTextCovered
    case .principalGroups:
      let types = Set(settings.flatMap(\.groupTypes))
      let groups = principals.values.filter { $0.principalType.map { types.contains($0) } ?? false }
      let (lists, isWhole) = lists(of: groups, isCovering: true, literals: AttributeType(.principal, isList: true))
      values = lists.map { .value($0) }
      isCovering = isCovering && isWhole && isTextCovered
    case .principalRank:
      let names = Set(settings.flatMap(\.ranks.keys)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      for role in names { add(.string(role)) }
      // Where ranks differ from one setting to the other, one role may be the highest here and another there.
      if !settings.allSatisfy({ $0.ranks == settings[0].ranks }) {
        for role in names { for other in names where role != other { add(.string("\(role)+\(other)")) } }
      }
    case .now:
      for time in times { add(.timestamp(time)) }
      isCovering = isCovering && isNumberCovered
    case .attribute(let owner, let attribute):
      values.append(.absent)
      var types: [AttributeType] = []
      for setting in settings {
        for type in setting.types(owner, attribute).values where !types.contains(type) { types.append(type) }
      }
      for type in types.sorted(by: { $0.description.utf8.lexicographicallyPrecedes($1.description.utf8) }) {
        let (found, isWhole) = self.values(of: type)
        for value in found { add(value) }
        isCovering = isCovering && isWhole
      }
      // The last to be tried: it shows something, but not what a person would think of.
      if literals.testedNames.contains(name) { values.append(.unusable) }
    }
    if values.count > Self.most { (values, isCovering) = (Array(values.prefix(Self.most)), false) }
    return (values, isCovering)
  }

  private func values(of type: AttributeType) -> (values: [AttributeValue], isCovering: Bool) {
    let (values, isCovering) = scalars(of: type.scalar)
    return type.isList ? lists(of: values, isCovering: isCovering, literals: type) : (values, isCovering)
  }

  /// Lists of what an element can be: all of them if those are few, else the shortest and the longest.
  private func lists(
    of elements: [AttributeValue], isCovering: Bool, literals type: AttributeType
  ) -> (values: [AttributeValue], isCovering: Bool) {
    var lists: [AttributeValue] = [.list([])] + elements.map { .list([$0]) }
    let isFew = elements.count <= 5
    if isFew, elements.count > 1 {
      for bits in 1..<(1 << elements.count) where bits.nonzeroBitCount > 1 {
        lists.append(.list(elements.indices.filter { bits >> $0 & 1 == 1 }.map { elements[$0] }))
      }
    } else {
      lists.append(.list(elements))
    }
    for list in literals.lists where list.fits(type) && !lists.contains(list) {
      lists.append(list)
    }
    return (lists, isCovering && isFew)
  }

  private func scalars(of scalar: AttributeType.Scalar) -> (values: [AttributeValue], isCovering: Bool) {
    switch scalar {
    case .bool: return ([.bool(true), .bool(false)], true)
    case .string: return (texts.map { .string($0) }, isTextCovered)
    case .int: return (integers.map { .int($0) }, isNumberCovered)
    case .timestamp: return (times.map { .timestamp($0) }, isNumberCovered)
    case .ip:
      let far = [IPAddress(high: 0, low: 0xFFFF_CB00_7101), IPAddress(high: 0x2001_0DB8_0000_0000, low: 1)]
      return ((literals.addresses + far).map { .ip($0) }, isNumberCovered && numberSteps < 3)
    case .role:
      let known = Set(settings.flatMap(\.roles.keys)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      let named = known.compactMap { AttributeValue(text: $0, as: .role) }
      return (named + [.role(scopeType: settings.first?.scopeType, name: "no_such_role")], true)
    case .principal: return principals
    }
  }

  // MARK: - Kinds of values

  /// What is compared with, alone and with a stranger behind it, before it or between two parts.
  private var texts: [String] {
    var texts: [String] = []
    func add(_ text: String) {
      if !texts.contains(where: { $0.utf8.elementsEqual(text.utf8) }) { texts.append(text) }
    }
    for text in literals.texts + literals.prefixes + literals.suffixes { add(text) }
    for stranger in strangers {
      add(stranger)
      for prefix in literals.prefixes {
        add(prefix + stranger)
        for suffix in literals.suffixes { add(prefix + stranger + suffix) }
      }
      for suffix in literals.suffixes { add(stranger + suffix) }
    }
    return texts
  }

  /// Texts that can be ids, and the ids of names that are compared with.
  private var ids: [String] {
    var ids: [String] = []
    for text in texts + literals.texts.compactMap({ EntityName($0)?.id })
    where NameGrammar.isID(text) && !ids.contains(where: { $0.utf8.elementsEqual(text.utf8) }) {
      ids.append(text)
    }
    return ids
  }

  private var integers: [Int64] {
    var integers: [Int64] = []
    for literal in literals.integers.isEmpty ? [0] : literals.integers {
      for step in -numberSteps...numberSteps {
        let (value, isOver) = literal.addingReportingOverflow(step)
        if !isOver, !integers.contains(value) { integers.append(value) }
      }
    }
    return integers
  }

  private var times: [Timestamp] {
    let some = Timestamp(seconds: 1_767_225_600)
    var times: [Timestamp] = []
    for literal in literals.times.isEmpty ? [some] : literals.times {
      for step in -numberSteps...numberSteps {
        let nanoseconds = Int64(literal.nanoseconds) + step
        let (seconds, rest) =
          nanoseconds < 0
          ? (-1, nanoseconds + 1_000_000_000) : (nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000)
        let (sum, isOver) = literal.seconds.addingReportingOverflow(seconds)
        let time = Timestamp(seconds: sum, nanoseconds: UInt32(rest))
        if !isOver, !times.contains(time) { times.append(time) }
      }
    }
    return times
  }

  /// Principals of every declared type with every id that one may have, and those that are compared with.
  private var principals: (values: [AttributeValue], isCovering: Bool) {
    var types: [String] = []
    for setting in settings { for type in setting.principalTypes where !types.contains(type) { types.append(type) } }
    var names: [EntityName] = []
    for text in literals.texts {
      if let name = EntityName(text), types.contains(name.type), !names.contains(name) { names.append(name) }
    }
    for id in ids {
      for type in types {
        let name = EntityName(type: type, id: id)
        if !names.contains(name) { names.append(name) }
      }
    }
    return (names.map { .principal($0) }, isTextCovered)
  }
}

extension AttributeValue {
  fileprivate var principalType: String? {
    guard case .principal(let name) = self else { return nil }
    return name.type
  }
}
