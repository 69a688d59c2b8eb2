import DecisionTable
import PolicyAnalysis
import PolicyLanguage
import PolicyValues

/// The answer to `WHY`, as `policy why` begins: `deny: no_role` and below it why in short, a line each.
struct WhyAnswer {
  var outcome: Metrics.Outcome
  var text: String

  /// Explains the answer to a question; `now` is `nil` if the clock cannot be believed.
  init(_ question: Question, in table: DecisionTable, at now: Timestamp?) {
    guard let now else {
      outcome = .badClock
      text = "deny: clock\n  the clock is outside the years 1 to 9999, so everything is denied"
      return
    }
    let explanation = explain(question, in: table, at: now)
    let reason = explanation.decision.reason
    outcome = .reason(reason)
    // Names come from the request: nothing in them may look like a line of its own.
    let lines = explanation.lines.map { "  " + visibleText($0) }
    text = (["\(explanation.decision.isAllowed ? "allow" : "deny"): \(reason.rawValue)"] + lines)
      .joined(separator: "\n")
  }
}
