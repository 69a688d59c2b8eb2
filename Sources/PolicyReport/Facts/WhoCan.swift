import DecisionTable
import PolicyLanguage
import PolicyValues

/// Who may do what where, asked beforehand of each bare resource type in each scope, so that the page only has to look
/// it up. Exact: each answer is a decision of the table.
struct WhoCan {
  /// Those who may, and those who may if values that a request brings, or a resource has, make it so. Positions of
  /// `principals`.
  struct Answer: Hashable {
    var can: [Int] = []
    var may: [Int] = []
  }

  let principals: [EntityName]
  /// The scopes that were asked about, and how many there are.
  private(set) var scopes: [EntityName] = []
  let scopeCount: Int
  /// For each scope, for each resource type of the table, an answer for each action; empty where the type does not
  /// live.
  private(set) var answers: [[[Answer]]] = []

  /// Asks of as many scopes as the limit of questions allows.
  init(_ table: DecisionTable, limits: PolicyReport.Limits, at now: Timestamp) {
    principals = table.principals
    let all = table.scopes
    scopeCount = all.count
    let types = table.resourceTypeNames.map {
      (name: $0, actions: table.actions(of: $0), homes: table.scopeTypes(of: $0))
    }
    var asked = 0
    for scope in all {
      let here = types.map { $0.homes.contains(scope.type) ? $0.actions : [] }
      asked += here.reduce(0) { $0 + $1.count } * principals.count
      guard asked <= limits.questions else { break }
      scopes.append(scope)
      answers.append(
        zip(types, here).map { type, actions in
          actions.map { action in answer(table, action, type.name, scope.description, now) }
        })
    }
  }

  private func answer(
    _ table: DecisionTable, _ action: String, _ type: String, _ scope: String, _ now: Timestamp
  ) -> Answer {
    var answer = Answer()
    for (position, principal) in principals.enumerated() {
      let question = Question(principal: principal, action: action, resourceType: type, scope: scope)
      switch table.decide(question, at: now).reason {
      case .granted: answer.can.append(position)
      case .conditionUndecided, .forbidden, .bounded:
        if isOpen(table.trace(question, at: now)) { answer.may.append(position) }
      default: continue
      }
    }
    return answer
  }

  /// Whether a denial might be none with other values: something grants if a condition is decided, and nothing forbids
  /// for certain. What bounds a principal is not followed further than its own reason.
  private func isOpen(_ trace: Trace) -> Bool {
    let isForbidden = trace.forbids.contains { $0.isHeld && ($0.condition == nil || $0.condition?.truth == .true) }
    if isForbidden { return false }
    switch trace.decision.reason {
    case .conditionUndecided, .forbidden: return true
    case .bounded: return [.conditionUndecided, .forbidden].contains(trace.bound?.reason)
    default: return false
    }
  }
}
