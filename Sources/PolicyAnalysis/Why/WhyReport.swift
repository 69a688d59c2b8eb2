package import DecisionTable
package import PolicyValues

/// All that `policy why` has to say of an answer: the short form, the whole derivation, and for a deny what would have
/// been needed.
package struct WhyReport: Sendable {
  package var explanation: Explanation
  package var derivation: Derivation
  /// `nil` for an allow.
  package var remedies: Remedies?
  /// The folder that the rules' files are relative to.
  package var root: String

  package init(
    _ question: Question, in table: DecisionTable, at now: Timestamp, root: String = "",
    limits: RemedySearch.Limits = RemedySearch.Limits()
  ) {
    explanation = explain(question, in: table, at: now, root: root)
    derivation = table.derivation(of: question, at: now)
    remedies =
      explanation.decision.isAllowed
      ? nil : RemedySearch.remedies(for: question, in: table, at: now, limits: limits)
    self.root = root
  }

  /// How many remedies are told where not all are asked for.
  package static let told = 5

  /// Everything below the answer itself, the nearest first. `all` tells every remedy that was found.
  package func lines(all: Bool = false) -> [String] {
    guard let remedies else { return explanation.because + details(explanation.because) }
    let short = remedies.found.isEmpty ? explanation.lines : explanation.because + explanation.unmet
    return short + remedies.lines(root: root, all: all) + details(short)
  }

  private func details(_ told: [String]) -> [String] {
    let lines = derivation.lines(root: root, told: told)
    return lines.isEmpty ? [] : [""] + lines
  }
}

extension Remedies {
  /// What would make it an allow, numbered, nearest first.
  func lines(root: String, all: Bool) -> [String] {
    guard !found.isEmpty else { return fixed.map { "nothing that could be set changes this: \($0)" } }
    let told = all ? found.count : min(found.count, WhyReport.told)
    var lines = [found.count == 1 ? "what would allow it" : "what would allow it, nearest first"]
    for (number, remedy) in found.prefix(told).enumerated() {
      let texts = remedy.steps.map { $0.text(root: root) }
      guard texts.count > 1 else {
        lines.append("  \(number + 1). \(texts.joined())")
        continue
      }
      lines.append("  \(number + 1). all of")
      for (place, text) in texts.enumerated() { lines.append("     \(number + 1).\(place + 1) \(text)") }
    }
    let more = found.count - told
    if more > 0 { lines.append("  and \(more) more; --all lists \(more == 1 ? "it" : "them")") }
    if more == 0, !isComplete { lines.append("  others, further off, were not looked for") }
    return lines
  }
}
