import DecisionTable
import PolicyValues

/// Truths of some atoms; the others are left open.
typealias Cube = [TableAtom: Truth]

/// What makes a formula true, written out: each cube does, whatever the atoms that it leaves open come to.
///
/// Kleene's logic is monotone: to decide an undecided atom never takes a truth back. So a formula is true of some truths
/// exactly if it is true of one of its cubes with everything else undecided, and two formulas over atoms that have nothing to
/// do with each other are compared by the cubes of one alone.
struct Cubes {
  /// The most cubes that are written out.
  static let most = 1024
  /// The most pairs of cubes that are looked at to write out a conjunction.
  private static let mostPairs = most * 16

  /// The cubes of a formula; `nil` if there are too many, or too many atoms.
  static func cubes(of formula: GrantFormula) -> [Cube]? {
    let atoms = formula.atoms
    guard atoms.count <= Bits.most else { return nil }
    let writer = Cubes(numbers: Dictionary(uniqueKeysWithValues: atoms.enumerated().map { ($1, $0) }))
    return writer.bits(of: formula)?.map { $0.cube(of: atoms) }
  }

  /// Atoms by their places in the formula.
  private let numbers: [TableAtom: Int]

  /// A cube as sets of atoms, so that two are joined and compared in a few instructions.
  private struct Bits {
    static let most = UInt128.bitWidth

    var holding: UInt128 = 0
    var failing: UInt128 = 0

    var count: Int { holding.nonzeroBitCount + failing.nonzeroBitCount }

    /// Whether everything that it asks for is asked for by another too.
    func isIn(_ other: Bits) -> Bool { holding & ~other.holding == 0 && failing & ~other.failing == 0 }

    /// Both at once; `nil` if they contradict each other.
    func joined(_ other: Bits) -> Bits? {
      let both = Bits(holding: holding | other.holding, failing: failing | other.failing)
      return both.holding & both.failing == 0 ? both : nil
    }

    func cube(of atoms: [TableAtom]) -> Cube {
      var cube: Cube = [:]
      for (number, atom) in atoms.enumerated() {
        if holding >> number & 1 == 1 { cube[atom] = .true }
        if failing >> number & 1 == 1 { cube[atom] = .false }
      }
      return cube
    }
  }

  private func bits(of formula: GrantFormula) -> [Bits]? {
    var permits: [Bits] = []
    for permit in formula.permits {
      guard let cubes = bits(of: permit, .true), let all = Self.shortened(permits + cubes) else { return nil }
      permits = all
    }
    for forbid in formula.forbids {
      guard let lifted = bits(of: forbid, .false), let joined = Self.product(permits, lifted) else { return nil }
      permits = joined
    }
    return permits
  }

  /// The cubes under which a term is true, or false.
  private func bits(of term: ConditionTerm, _ truth: Truth) -> [Bits]? {
    switch term {
    case .constant(let value): return Truth(value) == truth ? [Bits()] : []
    case .atom(let atom):
      let bit: UInt128 = 1 << (numbers[atom] ?? 0)
      return [truth == .true ? Bits(holding: bit) : Bits(failing: bit)]
    case .not(let inner): return bits(of: inner, !truth)
    case .and(let left, let right), .or(let left, let right):
      guard let first = bits(of: left, truth), let second = bits(of: right, truth) else { return nil }
      var needsBoth = truth == .true
      if case .or = term { needsBoth.toggle() }
      return needsBoth ? Self.product(first, second) : Self.shortened(first + second)
    }
  }

  private static func product(_ first: [Bits], _ second: [Bits]) -> [Bits]? {
    guard first.count * second.count <= mostPairs else { return nil }
    return shortened(first.flatMap { one in second.compactMap { one.joined($0) } })
  }

  /// Without those that another one already says; `nil` if too many are left.
  private static func shortened(_ cubes: [Bits]) -> [Bits]? {
    var kept: [Bits] = []
    let sorted = cubes.enumerated().map { (count: $1.count, offset: $0, cube: $1) }
      .sorted { ($0.count, $0.offset) < ($1.count, $1.offset) }
    for (_, _, cube) in sorted where !kept.contains(where: { $0.isIn(cube) }) {
      guard kept.count < most else { return nil }
      kept.append(cube)
    }
    return kept
  }
}
