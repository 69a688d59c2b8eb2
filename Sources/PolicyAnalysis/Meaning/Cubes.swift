import DecisionTable
import PolicyValues

/// Truths of some atoms; the others are left open.
typealias Cube = [TableAtom: Truth]

/// What makes a formula true, written out: each cube does, whatever the atoms that it leaves open come to.
///
/// Kleene's logic is monotone: to decide an undecided atom never takes a truth back. So a formula is true of some truths
/// exactly if it is true of one of its cubes with everything else undecided, and two formulas over atoms that have nothing to
/// do with each other are compared by the cubes of one alone.
enum Cubes {
  /// The most cubes that are written out.
  static let most = 1024

  /// The cubes of a formula; `nil` if there are too many.
  static func cubes(of formula: GrantFormula) -> [Cube]? {
    var permits: [Cube] = []
    for permit in formula.permits {
      guard let cubes = cubes(of: permit, .true) else { return nil }
      permits = shortened(permits + cubes)
      guard permits.count <= most else { return nil }
    }
    for forbid in formula.forbids {
      guard let lifted = cubes(of: forbid, .false), let joined = product(permits, lifted) else { return nil }
      permits = joined
    }
    return permits
  }

  /// The cubes under which a term is true, or false.
  static func cubes(of term: ConditionTerm, _ truth: Truth) -> [Cube]? {
    switch term {
    case .constant(let value): return Truth(value) == truth ? [[:]] : []
    case .atom(let atom): return [[atom: truth]]
    case .not(let inner): return cubes(of: inner, !truth)
    case .and(let left, let right), .or(let left, let right):
      guard let first = cubes(of: left, truth), let second = cubes(of: right, truth) else { return nil }
      var needsBoth = truth == .true
      if case .or = term { needsBoth.toggle() }
      if needsBoth { return product(first, second) }
      let all = shortened(first + second)
      return all.count <= most ? all : nil
    }
  }

  private static func product(_ first: [Cube], _ second: [Cube]) -> [Cube]? {
    guard first.count * second.count <= most * 16 else { return nil }
    let joined = first.flatMap { one in second.compactMap { join(one, $0) } }
    let all = shortened(joined)
    return all.count <= most ? all : nil
  }

  /// Both at once; `nil` if they contradict each other.
  private static func join(_ a: Cube, _ b: Cube) -> Cube? {
    var joined = a
    for (atom, truth) in b {
      if let known = joined[atom], known != truth { return nil }
      joined[atom] = truth
    }
    return joined
  }

  /// Without those that another one already says.
  private static func shortened(_ cubes: [Cube]) -> [Cube] {
    var kept: [Cube] = []
    for cube in cubes.enumerated().sorted(by: { ($0.element.count, $0.offset) < ($1.element.count, $1.offset) }) {
      let isSaid = kept.contains { other in other.allSatisfy { cube.element[$0.key] == $0.value } }
      if !isSaid { kept.append(cube.element) }
    }
    return kept
  }
}
