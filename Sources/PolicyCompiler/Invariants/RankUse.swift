import PolicyLanguage
import PolicyValues

/// What a higher `principal.rank` does to a condition.
struct RankUse {
  /// Whether the condition asks for the rank at all.
  private(set) var isAsked = false
  /// Whether what is true at a rank, or without one, is true at every higher one.
  private(set) var grows = true
  /// Whether what is false at a rank, or without one, is false at every higher one.
  private(set) var falls = true

  init(_ condition: CheckedCondition?) {
    if let condition { add(condition, isNegated: false) }
  }

  private mutating func add(_ condition: CheckedCondition, isNegated: Bool) {
    switch condition {
    case .literal: return
    case .not(let inner): add(inner, isNegated: !isNegated)
    case .and(let left, let right), .or(let left, let right):
      add(left, isNegated: isNegated)
      add(right, isNegated: isNegated)
    case .atom(let atom): add(atom, isNegated: isNegated)
    }
  }

  private mutating func add(_ atom: CheckedAtom, isNegated: Bool) {
    let rank = CheckedOperand.builtin(.principalRank)
    let (isLeft, isRight) = (atom.left == rank, atom.right == rank)
    guard isLeft || isRight else { return }
    isAsked = true
    let rises: Bool? =
      switch atom.op {
      case .greater, .greaterOrEqual: isLeft
      case .less, .lessOrEqual: isRight
      case .has: true
      default: nil
      }
    guard let rises, isLeft != isRight else {
      (grows, falls) = (false, false)
      return
    }
    if rises == isNegated { grows = false } else { falls = false }
  }
}
