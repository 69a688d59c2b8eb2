extension CheckedCondition {
  /// The atoms from left to right.
  package var atoms: [CheckedAtom] {
    var atoms: [CheckedAtom] = []
    collect(into: &atoms)
    return atoms
  }

  private func collect(into atoms: inout [CheckedAtom]) {
    switch self {
    case .literal: break
    case .not(let inner): inner.collect(into: &atoms)
    case .and(let left, let right), .or(let left, let right):
      left.collect(into: &atoms)
      right.collect(into: &atoms)
    case .atom(let atom): atoms.append(atom)
    }
  }
}
