package import DecisionTable
package import PolicyValues

/// What a condition says, as a tree over its atoms: what is left when its name and the way it is written are taken away.
package indirect enum ConditionTerm: Hashable, Sendable {
  case constant(Bool)
  case not(ConditionTerm)
  case and(ConditionTerm, ConditionTerm)
  case or(ConditionTerm, ConditionTerm)
  case atom(TableAtom)

  /// The term of a condition's steps; a program that leaves no single truth is never true, and never false.
  package init(_ steps: [ConditionStep]) {
    var stack: [ConditionTerm] = []
    for step in steps {
      switch step {
      case .constant(let value): stack.append(.constant(value))
      case .atom(let atom): stack.append(.atom(atom))
      case .not:
        guard let inner = stack.popLast() else { break }
        stack.append(.not(inner))
      case .and, .or:
        guard let right = stack.popLast(), let left = stack.popLast() else { break }
        if case .and = step { stack.append(.and(left, right)) } else { stack.append(.or(left, right)) }
      }
    }
    self = stack.count == 1 ? stack[0] : .undecided
  }

  /// An atom over a list is no truth, and never decides.
  private static let undecided = ConditionTerm.atom(
    TableAtom(op: .isTrue, left: .literal(.list([])), right: nil, network: nil))

  /// The truth that the atoms' truths come to.
  package func truth(_ atom: (TableAtom) -> Truth) -> Truth {
    switch self {
    case .constant(let value): Truth(value)
    case .not(let inner): !inner.truth(atom)
    case .and(let left, let right): left.truth(atom).and(right.truth(atom))
    case .or(let left, let right): left.truth(atom).or(right.truth(atom))
    case .atom(let one): atom(one)
    }
  }

  /// The atoms, each once, from left to right.
  package var atoms: [TableAtom] {
    var seen: Set<TableAtom> = []
    var atoms: [TableAtom] = []
    collect(into: &atoms, &seen)
    return atoms
  }

  private func collect(into atoms: inout [TableAtom], _ seen: inout Set<TableAtom>) {
    switch self {
    case .constant: break
    case .not(let inner): inner.collect(into: &atoms, &seen)
    case .and(let left, let right), .or(let left, let right):
      left.collect(into: &atoms, &seen)
      right.collect(into: &atoms, &seen)
    case .atom(let atom): if seen.insert(atom).inserted { atoms.append(atom) }
    }
  }
}

extension DecisionTable {
  /// What a cell asks for; `true` for one without a condition.
  package func term(of cell: CellID) -> ConditionTerm {
    condition(of: cell).map { ConditionTerm($0.steps) } ?? .constant(true)
  }
}

/// What decides in one place, with the roles left out: allowed if one of the permits is true and every forbid is false.
package struct GrantFormula: Hashable, Sendable {
  package var permits: [ConditionTerm]
  package var forbids: [ConditionTerm]

  package init(permits: [ConditionTerm] = [], forbids: [ConditionTerm] = []) {
    self.permits = permits
    self.forbids = forbids
  }

  /// Nothing is ever allowed.
  package static let denied = GrantFormula()
  /// Everything always is.
  package static let granted = GrantFormula(permits: [.constant(true)])

  /// Whether it allows, given what the atoms come to. In doubt a permit does not count, and a forbid does.
  package func isAllowed(_ atom: (TableAtom) -> Truth) -> Bool {
    permits.contains { $0.truth(atom) == .true } && forbids.allSatisfy { $0.truth(atom) == .false }
  }

  /// The atoms, each once.
  package var atoms: [TableAtom] {
    var seen: Set<TableAtom> = []
    return (permits + forbids).flatMap(\.atoms).filter { seen.insert($0).inserted }
  }
}
