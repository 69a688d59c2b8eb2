import PolicyLanguage
import PolicyValues

/// The truths that a condition may have where only some of what it asks for is known: one of them, and which is not
/// known. Atoms are taken for independent of each other, so that it may be fewer, and is never another.
struct PossibleTruth: OptionSet {
  let rawValue: UInt8

  static let `false` = Self(Truth.false)
  static let `true` = Self(Truth.true)
  static let undecided = Self(Truth.undecided)
  /// Nothing is known.
  static let any: Self = [.false, .true, .undecided]

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(_ truth: Truth) { rawValue = 1 << truth.rawValue }

  init(_ value: Bool) { self.init(Truth(value)) }

  private var truths: [Truth] { [Truth.false, .true, .undecided].filter { contains(Self($0)) } }

  private func mapped(_ transform: (Truth) -> Truth) -> Self {
    truths.reduce(into: []) { $0.formUnion(Self(transform($1))) }
  }

  static prefix func ! (a: Self) -> Self { a.mapped { !$0 } }

  func and(_ other: Self) -> Self {
    truths.reduce(into: []) { result, mine in result.formUnion(other.mapped { mine.and($0) }) }
  }

  func or(_ other: Self) -> Self {
    truths.reduce(into: []) { result, mine in result.formUnion(other.mapped { mine.or($0) }) }
  }
}

/// What is known of a question before anybody asks it.
struct Facts {
  /// The highest rank held at scopes of a type.
  enum Rank: Hashable {
    case unknown
    /// None, which leaves it undecided.
    case none
    case highest(Int64)
  }

  /// The role that an attribute names, of the type of the scope that is asked about.
  struct Given {
    var owner: String
    var attribute: String
    var role: RoleName
  }

  var principalType: String?
  /// By scope type; unknown where nothing stands.
  var ranks: [String: Rank] = [:]
  var given: Given?
  /// The scope types whose scopes the principal is a stranger to: none of its attributes names one of them.
  var strangeTo: Set<String> = []
}

extension PossibleTruth {
  /// What a condition may say in the table of a scope type, in a row of a resource type.
  init(
    _ condition: CheckedCondition, _ facts: Facts, scopeType: String, resourceType: String, ranks: [RoleName: Int64]
  ) {
    let atoms = KnownAtoms(facts: facts, scopeType: scopeType, resourceType: resourceType, ranks: ranks)
    self = atoms.truth(of: condition)
  }
}

/// Decides the atoms for which enough is known.
private struct KnownAtoms {
  let facts: Facts
  let scopeType: String
  let resourceType: String
  /// The policy's ranked roles.
  let ranks: [RoleName: Int64]

  private enum Known {
    case value(AttributeValue)
    /// There is no value.
    case undecided
    case unknown
  }

  func truth(of condition: CheckedCondition) -> PossibleTruth {
    switch condition {
    case .literal(let value): PossibleTruth(value)
    case .not(let inner): !truth(of: inner)
    case .and(let left, let right): truth(of: left).and(truth(of: right))
    case .or(let left, let right): truth(of: left).or(truth(of: right))
    case .atom(let atom): truth(of: atom)
    }
  }

  private func truth(of atom: CheckedAtom) -> PossibleTruth {
    let left = known(atom.left)
    if atom.op == .has {
      switch left {
      case .value: return .true
      case .undecided: return .false
      case .unknown: return [.true, .false]
      }
    }
    if let tie = Tie(atom, scopeType: scopeType, resourceType: resourceType), facts.strangeTo.contains(tie.scopeType) {
      return tie.isNegated ? [.true, .undecided] : [.false, .undecided]
    }
    guard let operand = atom.right else { return .any }
    let right = known(operand)
    if let other = ofAnotherType(atom, operand) { return other }
    switch (left, right) {
    case (.undecided, _), (_, .undecided): return .undecided
    case (.value(let a), .value(let b)): return compared(atom.op, a, b)
    default: return .any
    }
  }

  /// A principal of a known type is none of those of other types.
  private func ofAnotherType(_ atom: CheckedAtom, _ right: CheckedOperand) -> PossibleTruth? {
    guard let type = facts.principalType else { return nil }
    let literal: AttributeValue
    switch (atom.left, right) {
    case (.builtin(.principal), .literal(let value)), (.literal(let value), .builtin(.principal)): literal = value
    default: return nil
    }
    func isOther(_ value: AttributeValue) -> Bool {
      if case .principal(let name) = value { name.type != type } else { false }
    }
    switch (atom.op, literal) {
    case (.equal, _) where isOther(literal): return .false
    case (.notEqual, _) where isOther(literal): return .true
    case (.isIn, .list(let values)) where values.allSatisfy(isOther): return .false
    default: return nil
    }
  }

  private func compared(_ op: ConditionAtom.Operator, _ a: AttributeValue, _ b: AttributeValue) -> PossibleTruth {
    switch (op, a, b) {
    case (.equal, _, _): return PossibleTruth(a == b)
    case (.notEqual, _, _): return PossibleTruth(a != b)
    case (.isIn, _, .list(let values)): return PossibleTruth(values.contains(a))
    case (.startsWith, .string(let text), .string(let part)):
      return PossibleTruth(text.utf8.starts(with: part.utf8))
    case (.endsWith, .string(let text), .string(let part)):
      return PossibleTruth(text.utf8.reversed().starts(with: part.utf8.reversed()))
    case (.less, .int(let x), .int(let y)): return PossibleTruth(x < y)
    case (.lessOrEqual, .int(let x), .int(let y)): return PossibleTruth(x <= y)
    case (.greater, .int(let x), .int(let y)): return PossibleTruth(x > y)
    case (.greaterOrEqual, .int(let x), .int(let y)): return PossibleTruth(x >= y)
    default: return .any
    }
  }

  private func known(_ operand: CheckedOperand) -> Known {
    switch operand {
    case .literal(let value): return .value(value)
    case .builtin(.principalType): return facts.principalType.map { .value(.string($0)) } ?? .unknown
    case .builtin(.scopeType): return .value(.string(scopeType))
    case .builtin(.resourceType): return .value(.string(resourceType))
    case .builtin(.principalRank):
      switch facts.ranks[scopeType] ?? .unknown {
      case .unknown: return .unknown
      case .none: return .undecided
      case .highest(let rank): return .value(.int(rank))
      }
    case .builtin: return .unknown
    case .attribute(let owner, let name, _):
      guard let given = facts.given, given.owner == owner.rawValue, given.attribute == name else { return .unknown }
      // In another scope type's table a bare name means another role, so there it is not known which.
      guard given.role.scopeType == scopeType else { return .unknown }
      return .value(.role(scopeType: given.role.scopeType, name: given.role.name))
    case .rank(let inner):
      guard case .value(.role(let type, let name)) = known(inner) else { return .unknown }
      let role = RoleName(type ?? scopeType, name)
      guard role.scopeType == scopeType, let rank = ranks[role] else { return .undecided }
      return .value(.int(rank))
    }
  }
}

/// An atom that ties the scope to its asker: `scope.id == principal.tenant`, `scope == principal.tenant`,
/// `scope.id in principal.tenants`, and the same of a `resource` that is itself a scope.
struct Tie {
  /// The type of the scope that the attribute names.
  var scopeType: String
  /// The principal's attribute.
  var attribute: String
  /// Whether the attribute holds `type:id` and not ids alone.
  var namesInFull: Bool
  /// Whether the atom asks for the opposite, by `!=`.
  var isNegated: Bool

  init?(_ atom: CheckedAtom, scopeType: String, resourceType: String) {
    guard let right = atom.right else { return nil }
    let sides: [(CheckedOperand, CheckedOperand)] =
      switch atom.op {
      case .equal, .notEqual: [(atom.left, right), (right, atom.left)]
      case .isIn: [(atom.left, right)]
      default: []
      }
    for case (.builtin(let builtin), .attribute(.principal, let name, _)) in sides {
      let type: String
      switch builtin {
      case .scope, .scopeID: type = scopeType
      case .resource, .resourceID: type = resourceType
      default: continue
      }
      self.scopeType = type
      attribute = name
      namesInFull = builtin == .scope || builtin == .resource
      isNegated = atom.op == .notEqual
      return
    }
    return nil
  }
}
