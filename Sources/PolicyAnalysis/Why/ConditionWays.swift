import DecisionTable
import PolicyValues

/// The ways in which a condition would come to a truth: each a set of atoms that would have to say something else.
struct ConditionWays {
  /// An atom, by its position among the condition's, and what it would have to say.
  struct Flip: Hashable {
    var atom: Int
    var truth: Bool
  }

  /// More ways than these are not followed up, the ones with fewest flips going first.
  static let most = 24

  private indirect enum Node {
    case constant(Bool)
    case atom(Int)
    case not(Node)
    case and(Node, Node)
    case or(Node, Node)
  }

  /// The atoms in the order of the program, which is the order in which a trace tells of them.
  let atoms: [TableAtom]
  private var root: Node?

  /// `program` holds operands first, then what joins them.
  init(_ program: [ConditionStep]) {
    var atoms: [TableAtom] = []
    var stack: [Node] = []
    for step in program {
      switch step {
      case .constant(let value): stack.append(.constant(value))
      case .atom(let atom):
        stack.append(.atom(atoms.count))
        atoms.append(atom)
      case .not:
        if let inner = stack.popLast() { stack.append(.not(inner)) }
      case .and, .or:
        guard let right = stack.popLast(), let left = stack.popLast() else { continue }
        if case .and = step { stack.append(.and(left, right)) } else { stack.append(.or(left, right)) }
      }
    }
    self.atoms = atoms
    root = stack.last
  }

  /// The ways to a truth, those with fewest flips first, where the atoms say what `truths` tells now. None of them is
  /// part of another.
  func ways(to truth: Bool, from truths: [Truth]) -> [Set<Flip>] {
    guard let root, truths.count == atoms.count else { return [] }
    return ways(root, truth, truths)
  }

  private func ways(_ node: Node, _ truth: Bool, _ truths: [Truth]) -> [Set<Flip>] {
    switch node {
    case .constant(let value): value == truth ? [[]] : []
    case .atom(let atom): truths[atom] == Truth(truth) ? [[]] : [[Flip(atom: atom, truth: truth)]]
    case .not(let inner): ways(inner, !truth, truths)
    case .and(let left, let right):
      truth ? all(left, right, truth, truths) : either(left, right, truth, truths)
    case .or(let left, let right):
      truth ? either(left, right, truth, truths) : all(left, right, truth, truths)
    }
  }

  private func either(_ left: Node, _ right: Node, _ truth: Bool, _ truths: [Truth]) -> [Set<Flip>] {
    nearest(ways(left, truth, truths) + ways(right, truth, truths))
  }

  private func all(_ left: Node, _ right: Node, _ truth: Bool, _ truths: [Truth]) -> [Set<Flip>] {
    let first = ways(left, truth, truths)
    let second = ways(right, truth, truths)
    return nearest(first.flatMap { way in second.map { way.union($0) } })
  }

  private func nearest(_ ways: [Set<Flip>]) -> [Set<Flip>] {
    var kept: [Set<Flip>] = []
    let sorted = ways.enumerated().sorted { ($0.element.count, $0.offset) < ($1.element.count, $1.offset) }
    for (_, way) in sorted where !kept.contains(where: { $0.isSubset(of: way) }) {
      kept.append(way)
      if kept.count == Self.most { break }
    }
    return kept
  }
}
