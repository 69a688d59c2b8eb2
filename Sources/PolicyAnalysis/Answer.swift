package import DecisionTable

/// An answer as a person or a script is given it, from a table or from a daemon.
package struct Answer: Sendable {
  package var isAllowed: Bool
  /// A `Reason`'s raw value, or what a daemon of another version says.
  package var reason: String
  package var rule: Rule?
  /// Why, a line each.
  package var lines: [String]

  package init(isAllowed: Bool, reason: String, rule: Rule?, lines: [String]) {
    self.isAllowed = isAllowed
    self.reason = reason
    self.rule = rule
    self.lines = lines
  }
}
