import DecisionTable
import PolicyValues

/// How far a remedy is from what is there; remedies are listed nearest first.
///
/// In this order: fewer steps; then what they touch, a request before the directory's values, those before what is
/// assigned, that before the policy's tables, and last of all a forbid taken away; then how much they give, a role with
/// fewer permissions before one with more, and a row's cell for a role that fewer others hold; then the scope, the nearer
/// before the one further out; then their words, so that the order is always the same.
struct RemedyDistance: Comparable {
  var steps: Int
  /// A sum over the steps, in which one of a later kind outweighs many of an earlier one.
  var kind = 0
  var breadth = 0
  var outward = 0
  var text: String

  static func < (a: Self, b: Self) -> Bool {
    let left = [a.steps, a.kind, a.breadth, a.outward]
    let right = [b.steps, b.kind, b.breadth, b.outward]
    return left == right ? a.text.precedesBytewise(b.text) : left.lexicographicallyPrecedes(right)
  }
}

extension RemedyStep {
  /// The weight of what it touches.
  var kind: Int {
    switch self {
    case .askAbout, .askFor, .askOf, .askOn, .askIn, .bringNoRoles: 0
    // A value taken away lets a check pass by; one that is right passes it.
    case .value(let edit): (edit.value == nil ? 2 : 1) * (edit.entity == nil ? 1 : 20)
    case .bringRole: 3
    case .askAt: 4
    case .extend, .renew: 200
    case .assign: 300
    case .join: 400
    case .enable, .enableScope, .bound, .enter: 500
    case .addCell: 5_000
    case .removeForbid: 50_000
    }
  }

  /// Whether it changes nothing but what is asked: then whatever the new question reaches must be looked up anew.
  var isOfTheQuestion: Bool {
    switch self {
    case .askAbout, .askFor, .askOf, .askOn, .askIn, .askAt, .bringNoRoles, .bringRole: true
    case .value(let edit): edit.entity == nil
    default: false
    }
  }
}
