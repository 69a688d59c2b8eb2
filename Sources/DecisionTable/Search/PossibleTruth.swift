import PolicyValues

/// What could become of a statement if a request said more: whether it can come to hold, and whether to fail. A
/// statement that is undecided, and that no request can decide, can neither.
struct PossibleTruth: BitwiseCopyable {
  var canHold: Bool
  var canFail: Bool

  /// Whatever a request likes.
  static var open: PossibleTruth { PossibleTruth(canHold: true, canFail: true) }

  init(canHold: Bool, canFail: Bool) {
    self.canHold = canHold
    self.canFail = canFail
  }

  /// What cannot change.
  init(_ truth: Truth) {
    switch truth {
    case .true: (canHold, canFail) = (true, false)
    case .false: (canHold, canFail) = (false, true)
    case .undecided: (canHold, canFail) = (false, false)
    }
  }
}

/// A stack of possible truths, as ``TruthMasks`` is one of truths. Each atom is taken to be free of every other, so what
/// comes out cannot be less than what is possible, and is just that where no atom stands twice.
struct PossibleMasks: BitwiseCopyable {
  private var canHold: UInt64 = 0
  private var canFail: UInt64 = 0

  mutating func push(_ truth: PossibleTruth) {
    canHold = canHold << 1 | (truth.canHold ? 1 : 0)
    canFail = canFail << 1 | (truth.canFail ? 1 : 0)
  }

  mutating func negate() {
    let (holds, fails) = (canHold & 1, canFail & 1)
    canHold = canHold & ~1 | fails
    canFail = canFail & ~1 | holds
  }

  /// Joins the two on top: it holds if both do, and fails if either does.
  mutating func and() {
    let (holds, fails) = (canHold & canHold >> 1 & 1, (canFail | canFail >> 1) & 1)
    replaceTwo(holds, fails)
  }

  /// Joins the two on top: it holds if either does, and fails if both do.
  mutating func or() {
    let (holds, fails) = ((canHold | canHold >> 1) & 1, canFail & canFail >> 1 & 1)
    replaceTwo(holds, fails)
  }

  private mutating func replaceTwo(_ holds: UInt64, _ fails: UInt64) {
    canHold = (canHold >> 2) << 1 | holds
    canFail = (canFail >> 2) << 1 | fails
  }

  var top: PossibleTruth { PossibleTruth(canHold: canHold & 1 == 1, canFail: canFail & 1 == 1) }
}

/// What conditions could come to.
extension ConditionSubject {
  /// Whether a value is there for good, may still be said, or will never be.
  private enum OperandState { case settled, open, stuck }

  func possibleTruth(ofCondition condition: Int) -> PossibleTruth {
    let view = self.view
    var masks = PossibleMasks()
    for step in view.run(.conditions, condition, 5) {
      switch StepKind(rawValue: view.word(.steps, step, 0)) {
      case .true: masks.push(PossibleTruth(.true))
      case .false: masks.push(PossibleTruth(.false))
      case .atom: masks.push(possibleTruth(ofAtom: view.index(.steps, step, 1)))
      case .not: masks.negate()
      case .and: masks.and()
      case .or: masks.or()
      case nil: return PossibleTruth(.undecided)
      }
    }
    return masks.top
  }

  func possibleTruth(ofAtom atom: Int) -> PossibleTruth {
    let left = state(atom, 1)
    if AtomOperator(rawValue: view.word(.atoms, atom, 0)) == .has {
      return left == .open ? .open : PossibleTruth(truth(ofAtom: atom))
    }
    let right = state(atom, 4)
    if left == .stuck || right == .stuck { return PossibleTruth(.undecided) }
    if left == .open || right == .open { return .open }
    return PossibleTruth(truth(ofAtom: atom))
  }

  private func state(_ atom: Int, _ field: Int) -> OperandState {
    let view = self.view
    let first = view.word(.atoms, atom, field + 1)
    switch OperandKind(rawValue: view.word(.atoms, atom, field)) {
    case .absent, nil: return .settled
    case .builtin:
      switch TableBuiltin(rawValue: first) {
      // Asked of the bare type: whoever names a thing says which.
      case .resource, .resourceID: return check.names.resourceID == nil ? .open : .settled
      default: return operand(atom, field).isUsable ? .settled : .stuck
      }
    case .attribute, .rankOfAttribute:
      if let owner = AttributeOwner(rawValue: first), isOpen(owner, name: view.index(.atoms, atom, field + 2)) {
        return .open
      }
      return operand(atom, field).isUsable ? .settled : .stuck
    case .literal, .rankOfLiteral: return operand(atom, field).isUsable ? .settled : .stuck
    }
  }

  /// Whether a request may say an attribute's value, and this one does not.
  private func isOpen(_ owner: AttributeOwner, name: Int) -> Bool {
    guard let source = source(owner, name: name), source.brings else { return false }
    return requested(owner, name) == nil
  }
}
