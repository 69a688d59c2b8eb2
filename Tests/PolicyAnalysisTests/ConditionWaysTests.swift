import DecisionTable
import PolicyValues
import Testing

@testable import PolicyAnalysis

/// The ways to a truth against trying every set of atoms.
@Suite struct ConditionWaysTests {
  @Test func waysAreTheSmallestSetsOfFlips() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<600 {
      var count = 0
      let program = Self.program(depth: Int.random(in: 0...3, using: &random), &count, &random)
      guard count <= 6 else { continue }
      let ways = ConditionWays(program)
      let truths = (0..<count).map { _ in
        [Truth.true, .false, .undecided].randomElement(using: &random) ?? .undecided
      }
      for truth in [true, false] {
        let expected = Self.smallest(program, truths, truth)
        guard expected.count <= ConditionWays.most / 2 else { continue }
        let found = ways.ways(to: truth, from: truths)
        #expect(Set(found) == expected, "\(program) from \(truths) to \(truth)")
        #expect(found.map(\.count) == found.map(\.count).sorted())
      }
    }
  }

  /// Every smallest set of atoms that, decided, decide the whole, whatever the program makes of the others.
  private static func smallest(
    _ program: [ConditionStep], _ truths: [Truth], _ truth: Bool
  ) -> Set<Set<ConditionWays.Flip>> {
    var found: Set<Set<ConditionWays.Flip>> = []
    let choices = truths.map { truth -> [Bool?] in
      switch truth {
      case .true: [nil, false]
      case .false: [nil, true]
      case .undecided: [nil, true, false]
      }
    }
    var sets: [[Bool?]] = [[]]
    for choice in choices { sets = sets.flatMap { set in choice.map { set + [$0] } } }
    for set in sets {
      let changed = zip(truths, set).map { old, new in new.map { Truth($0) } ?? old }
      guard value(program, changed) == Truth(truth) else { continue }
      found.insert(
        Set(set.enumerated().compactMap { place, new in new.map { ConditionWays.Flip(atom: place, truth: $0) } }))
    }
    return found.filter { set in !found.contains { $0.isStrictSubset(of: set) } }
  }

  private static func value(_ program: [ConditionStep], _ truths: [Truth]) -> Truth {
    var stack: [Truth] = []
    var atom = 0
    for step in program {
      switch step {
      case .constant(let value): stack.append(Truth(value))
      case .atom:
        stack.append(truths[atom])
        atom += 1
      case .not: stack.append(!stack.removeLast())
      case .and:
        let right = stack.removeLast()
        stack.append(stack.removeLast().and(right))
      case .or:
        let right = stack.removeLast()
        stack.append(stack.removeLast().or(right))
      }
    }
    return stack[0]
  }

  private static func program(
    depth: Int, _ atoms: inout Int, _ random: inout SystemRandomNumberGenerator
  ) -> [ConditionStep] {
    if depth == 0 {
      if Int.random(in: 0..<12, using: &random) == 0 { return [.constant(Bool.random(using: &random))] }
      atoms += 1
      return [.atom(TableAtom(op: .isTrue, left: .attribute(.context, "a"), right: nil, network: nil))]
    }
    switch Int.random(in: 0..<5, using: &random) {
    case 0: return program(depth: depth - 1, &atoms, &random) + [.not]
    case 1, 2:
      return program(depth: depth - 1, &atoms, &random) + program(depth: depth - 1, &atoms, &random) + [.and]
    default: return program(depth: depth - 1, &atoms, &random) + program(depth: depth - 1, &atoms, &random) + [.or]
    }
  }
}
