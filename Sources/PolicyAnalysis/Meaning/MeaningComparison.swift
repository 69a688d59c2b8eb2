import DecisionTable
import PolicyValues

/// What shows that something can come about: names and what they have to be, as a person would write them.
package struct MeaningWitness: Hashable, Sendable {
  package struct Fact: Hashable, Sendable {
    /// As conditions write it, such as `resource.owner`.
    package var name: String
    package var value: NamedValue

    package init(name: String, value: NamedValue) {
      self.name = name
      self.value = value
    }
  }

  /// In the order of the names; what is not named is not given.
  package var facts: [Fact]

  package init(facts: [Fact]) { self.facts = facts }
}

extension MeaningWitness: CustomStringConvertible {
  /// "resource.owner is user:bob, context.legal_hold is not given"; "always" where nothing has to be so.
  package var description: String {
    facts.isEmpty
      ? "always" : facts.map { "\($0.name) is \($0.value)" }.joined(separator: ", ")
  }
}

/// Whether something can come about.
package enum Possibility: Hashable, Sendable {
  /// Proved that it cannot.
  case never
  /// It does where the witness's facts are so.
  case sometimes(MeaningWitness)
  /// Neither proved nor shown.
  case maybe

  /// Whether it has been proved that it cannot.
  package var isNever: Bool { self == .never }
}

/// What becomes of one place's answers when one formula takes another's place.
package struct MeaningChange: Hashable, Sendable {
  /// Whether anything is allowed that was denied.
  package var gains: Possibility
  /// Whether anything is denied that was allowed.
  package var losses: Possibility

  package init(gains: Possibility, losses: Possibility) {
    self.gains = gains
    self.losses = losses
  }

  /// Whether it has been proved that no answer changes.
  package var isNone: Bool { gains.isNever && losses.isNever }
}

/// Compares what two formulas allow, by their meaning. Settings say what the names can come to before and after; where they
/// are the same, one is enough.
package func compare(
  _ before: GrantFormula, in first: MeaningSetting, _ after: GrantFormula, in second: MeaningSetting? = nil
) -> MeaningChange {
  let second = second ?? first
  return MeaningChange(
    gains: excess(of: after, second, over: before, first), losses: excess(of: before, first, over: after, second))
}

/// Whether the first formula allows anything that the second does not.
///
/// It is enough to look at the first one's cubes (``Cubes``). One that makes the second true as it stands proves nothing
/// against it. Of any other, values are looked for that bring it about: if the second denies them they are the witness; if the
/// values that were tried cover all there are, it is proved that there is none; and else it may be so.
package func excess(
  of formula: GrantFormula, _ setting: MeaningSetting, over other: GrantFormula, _ otherSetting: MeaningSetting
) -> Possibility {
  if setting == otherSetting, formula == other { return .never }
  guard let cubes = Cubes.cubes(of: formula) else { return .maybe }
  var search = RealizationSearch(formula, setting, other, otherSetting)
  var isProved = true
  for cube in cubes {
    let isCovered = other.isAllowed { atom in
      setting.agrees(with: otherSetting, on: atom) ? cube[atom] ?? .undecided : .undecided
    }
    if isCovered { continue }
    switch search.realization(of: cube) {
    case .sometimes(let witness): return .sometimes(witness)
    case .maybe: isProved = false
    case .never: break
    }
  }
  return isProved ? .never : .maybe
}

/// Looks for values that bring a cube about and that the other formula denies.
private struct RealizationSearch {
  let formula: GrantFormula
  let setting: MeaningSetting
  let other: GrantFormula
  let otherSetting: MeaningSetting
  private let candidates: Candidates
  /// Atoms that have a truth even of nothing, and atoms that mean something else in the other setting: of these the cube
  /// says nothing, whatever it leaves open.
  private let openAtoms: [TableAtom]
  /// The other formula's atoms, each by the names that may be without a value and those that never are.
  private let others: [(given: Set<MeaningName>, always: Set<MeaningName>)]
  private var known: [MeaningName: (values: [NamedValue], isCovering: Bool)] = [:]
  /// How many values may still be tried.
  private var budget = 20_000

  init(_ formula: GrantFormula, _ setting: MeaningSetting, _ other: GrantFormula, _ otherSetting: MeaningSetting) {
    self.formula = formula
    self.setting = setting
    self.other = other
    self.otherSetting = otherSetting
    var seen: Set<TableAtom> = []
    let atoms = (formula.atoms + other.atoms).filter { seen.insert($0).inserted }
    candidates = Candidates(atoms, [setting, otherSetting])
    openAtoms = other.atoms.filter { atom in
      atom.op == .has || !setting.agrees(with: otherSetting, on: atom)
    }
    others = other.atoms.map { atom in
      (Set(atom.names.filter { !$0.isAlwaysThere }), Set(atom.names.filter(\.isAlwaysThere)))
    }
  }

  /// The names that are to be given values: those of the cube, and those without which the other formula would be taken
  /// for undecided where it never is.
  private func names(for cube: Cube) -> [MeaningName] {
    var names = Set((Array(cube.keys) + openAtoms).flatMap(\.names))
    for (given, always) in others where given.isSubset(of: names) { names.formUnion(always) }
    return names.sorted()
  }

  mutating func realization(of cube: Cube) -> Possibility {
    let names = names(for: cube)
    for name in names where known[name] == nil { known[name] = candidates.values(of: name) }
    // Each atom is looked at as soon as its last name has a value.
    var due: [[(atom: TableAtom, truth: Truth)]] = Array(repeating: [], count: names.count + 1)
    for (atom, truth) in cube {
      let last = atom.names.compactMap { names.firstIndex(of: $0) }.max().map { $0 + 1 } ?? 0
      due[last].append((atom, truth))
    }
    var valuation = Valuation()
    guard due[0].allSatisfy({ valuation.truth(of: $0.atom, in: setting) == $0.truth }) else { return .never }
    var isWhole = true
    if let witness = descend(0, cube, names, due, &valuation, &isWhole) { return .sometimes(witness) }
    return isWhole ? .never : .maybe
  }

  private mutating func descend(
    _ depth: Int, _ cube: Cube, _ names: [MeaningName], _ due: [[(atom: TableAtom, truth: Truth)]],
    _ valuation: inout Valuation, _ isWhole: inout Bool
  ) -> MeaningWitness? {
    guard depth < names.count else {
      let shown = valuation
      guard formula.isAllowed({ shown.truth(of: $0, in: setting) }),
        !other.isAllowed({ shown.truth(of: $0, in: otherSetting) })
      else { return nil }
      return shown.witness(names, setting)
    }
    let name = names[depth]
    let (values, isCovering) = known[name] ?? ([], false)
    if !isCovering { isWhole = false }
    for value in values {
      guard budget > 0 else {
        isWhole = false
        return nil
      }
      budget -= 1
      valuation.values[name] = value
      guard due[depth + 1].allSatisfy({ valuation.truth(of: $0.atom, in: setting) == $0.truth }),
        !name.isAlwaysThere || isOpen(cube, valuation)
      else { continue }
      if let witness = descend(depth + 1, cube, names, due, &valuation, &isWhole) { return witness }
    }
    valuation.values[name] = nil
    return nil
  }

  /// Whether the cube can still come about, and the other formula still deny it, whatever the names without a value get.
  private func isOpen(_ cube: Cube, _ valuation: Valuation) -> Bool {
    if case .value(.string(let type)) = valuation.values[.principalType] {
      let isPossible = cube.allSatisfy { atom, truth in
        !atom.asksForAttribute { setting.type(of: $0, .principal, principalType: type) == nil }
          || (atom.op == .has && truth == .false)
      }
      if !isPossible { return false }
    }
    return !other.isAllowed { atom in
      guard setting.agrees(with: otherSetting, on: atom) else { return .undecided }
      if let truth = cube[atom] { return truth }
      return atom.names.allSatisfy { valuation.values[$0] != nil }
        ? valuation.truth(of: atom, in: otherSetting) : .undecided
    }
  }
}

extension TableAtom {
  /// Whether it asks for an attribute of the principal of which something holds.
  fileprivate func asksForAttribute(_ holds: (String) -> Bool) -> Bool {
    func asks(_ operand: TableOperand) -> Bool {
      switch operand {
      case .attribute(.principal, let name): holds(name)
      case .rank(let inner): asks(inner)
      case .attribute, .builtin, .literal: false
      }
    }
    return asks(left) || (right.map { asks($0) } ?? false)
  }
}

extension MeaningName {
  /// Whether it has a value in every request.
  fileprivate var isAlwaysThere: Bool {
    switch self {
    // A rank may be missing; that is among what is tried.
    case .principalType, .principalID, .principalGroups, .principalRank, .scopeID, .now: true
    case .resourceID, .attribute: false
    }
  }
}

extension Valuation {
  /// The values as facts that a person can read.
  fileprivate func witness(_ names: [MeaningName], _ setting: MeaningSetting) -> MeaningWitness {
    var operands: [(String, TableOperand)] = []
    for name in names {
      switch name {
      case .principalType where names.contains(.principalID): operands.append(("principal", .builtin(.principal)))
      case .principalType: operands.append(("principal.type", .builtin(.principalType)))
      case .principalID where names.contains(.principalType): break
      case .principalID: operands.append(("principal.id", .builtin(.principalID)))
      case .principalGroups: operands.append(("principal.groups", .builtin(.principalGroups)))
      case .principalRank: operands.append(("principal.rank", .builtin(.principalRank)))
      case .resourceID: operands.append(("resource", .builtin(.resource)))
      case .scopeID: operands.append(("scope", .builtin(.scope)))
      case .now: operands.append(("now", .builtin(.now)))
      case .attribute(let owner, let attribute):
        operands.append(("\(owner).\(attribute)", .attribute(owner, attribute)))
      }
    }
    return MeaningWitness(
      facts: operands.map { MeaningWitness.Fact(name: $0, value: value(of: $1, setting)) })
  }
}
