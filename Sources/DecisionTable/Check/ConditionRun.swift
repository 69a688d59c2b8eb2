import PolicyValues

/// What conditions are asked against: one question, of one asker, at the level whose table holds the cell.
struct ConditionSubject {
  let check: Check
  let asker: Asker
  let level: Int

  var view: TableView { check.view }
}

/// Truths as two masks: which hold, and which are undecided. A stack of at most 64, the top in the lowest bit.
struct TruthMasks: BitwiseCopyable {
  /// The most truths that a condition may have waiting; the opener refuses programs that need more.
  static let depth = 64

  private var holds: UInt64 = 0
  private var undecided: UInt64 = 0

  mutating func push(_ truth: Truth) {
    // Switched over rather than compared, which would be a call into another module.
    switch truth {
    case .true: (holds, undecided) = (holds << 1 | 1, undecided << 1)
    case .false: (holds, undecided) = (holds << 1, undecided << 1)
    case .undecided: (holds, undecided) = (holds << 1, undecided << 1 | 1)
    }
  }

  mutating func negate() { holds ^= 1 & ~undecided }

  /// Joins the two on top: false if either is false, true if both are.
  mutating func and() {
    let (holdsHere, undecidedHere) = (holds & 1, undecided & 1)
    let bothMayHold = (holdsHere | undecidedHere) & (holds >> 1 | undecided >> 1) & 1
    let bothHold = holdsHere & holds >> 1 & 1
    replaceTwo(holds: bothHold, undecided: bothMayHold & ~bothHold)
  }

  /// Joins the two on top: true if either is true, false if both are.
  mutating func or() {
    let oneHolds = (holds | holds >> 1) & 1
    let oneMayHold = (holds | undecided | holds >> 1 | undecided >> 1) & 1
    replaceTwo(holds: oneHolds, undecided: oneMayHold & ~oneHolds)
  }

  private mutating func replaceTwo(holds bit: UInt64, undecided other: UInt64) {
    holds = ((holds >> 2) << 1) | bit
    undecided = ((undecided >> 2) << 1) | other
  }

  var top: Truth { undecided & 1 == 1 ? .undecided : Truth(holds & 1 == 1) }
}

/// Running a condition: its steps over two masks of truths.
extension ConditionSubject {
  /// Whether the condition holds.
  func truth(ofCondition condition: Int) -> Truth {
    let view = self.view
    var masks = TruthMasks()
    for step in view.run(.conditions, condition, 5) {
      switch StepKind(rawValue: view.word(.steps, step, 0)) {
      case .true: masks.push(.true)
      case .false: masks.push(.false)
      case .atom: masks.push(truth(ofAtom: view.index(.steps, step, 1)))
      case .not: masks.negate()
      case .and: masks.and()
      case .or: masks.or()
      case nil: return .undecided
      }
    }
    return masks.top
  }

  func truth(ofAtom atom: Int) -> Truth {
    let view = self.view
    guard let op = AtomOperator(rawValue: view.word(.atoms, atom, 0)) else { return .undecided }
    let left = operand(atom, 1)
    if op == .has {
      if case .absent = left { return .false }
      return .true
    }
    guard left.isUsable else { return .undecided }
    switch op {
    case .isTrue:
      guard case .bool(let value) = left else { return .undecided }
      return Truth(value)
    case .ipIn:
      guard case .ip(let address) = left else { return .undecided }
      return Truth(network(atom).contains(address))
    default: break
    }
    let right = operand(atom, 4)
    guard right.isUsable else { return .undecided }
    return compare(op, left, right)
  }

  func network(_ atom: Int) -> IPNetwork { view.network(ofAtom: atom) }

  func operand(_ atom: Int, _ field: Int) -> OperandValue {
    let view = self.view
    let first = view.word(.atoms, atom, field + 1)
    let second = view.index(.atoms, atom, field + 2)
    switch OperandKind(rawValue: view.word(.atoms, atom, field)) {
    case .literal: return view.operand(Int(first))
    case .builtin: return TableBuiltin(rawValue: first).map { builtin($0) } ?? .absent
    case .attribute: return AttributeOwner(rawValue: first).map { attribute($0, name: second) } ?? .absent
    case .rankOfLiteral: return rank(of: view.operand(Int(first)))
    case .rankOfAttribute:
      return rank(of: AttributeOwner(rawValue: first).map { attribute($0, name: second) } ?? .absent)
    case .absent, nil: return .absent
    }
  }

  /// Decides only for a ranked role of the level's own scope type.
  private func rank(of value: OperandValue) -> OperandValue {
    let view = self.view
    guard case .role(let scopeType, let name)? = value.value(self), let role = role(scopeType, name),
      view.index(.roles, role, 0) == check.scopeType(level), let rank = view.rank(ofRole: role)
    else { return .unusable }
    return .int(rank)
  }
}

extension TableView {
  /// The block that an `ip_in` asks for.
  func network(ofAtom atom: Int) -> IPNetwork {
    func half(_ field: Int) -> UInt64 {
      UInt64(word(.atoms, atom, field)) | UInt64(word(.atoms, atom, field + 1)) << 32
    }
    return IPNetwork(address: IPAddress(high: half(7), low: half(9)), prefixLength: UInt8(word(.atoms, atom, 11)))
  }
}
