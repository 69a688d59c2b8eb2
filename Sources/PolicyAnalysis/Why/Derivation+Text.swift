import DecisionTable
import PolicyValues

extension Derivation {
  /// The way to the answer as a tree, indented by two spaces a step; `root` is the folder that the rules' files are
  /// relative to. Conditions that stand in `told`, lines that a person has read by then, are not told again.
  package func lines(root: String, told: [String] = []) -> [String] {
    guard let innermost = levels.first else { return [] }
    let told = told.joined(separator: "\n")
    func section(_ title: String, _ cells: [Cell]) -> [String] {
      cells.isEmpty ? [] : [title] + Self.indented(cells.flatMap { $0.lines(root: root, told: told) })
    }
    var lines = ["asked: may \(principal) \(action) \(resource) in \(innermost.scope)?"]
    lines += Self.indented(scopeLines(innermost))
    lines += holdingLines
    lines += section("cells that grant", permits.filter { $0.verdict == .applies })
    lines += section("cells that do not grant", permits.filter { $0.verdict != .applies })
    lines += section("forbids that apply", forbids.filter(\.denies))
    lines += section("forbids that do not apply", forbids.filter { !$0.denies })
    for bound in bounds {
      let answer = bound.decision.isAllowed ? "may do so too" : "may not: \(bound.decision.reason.rawValue)"
      lines.append("bounded by \(bound.principal), which \(answer)")
      lines += Self.indented(bound.lines(root: root))
    }
    return lines
  }

  private static func indented(_ lines: [String]) -> [String] { lines.map { "  " + $0 } }

  private func scopeLines(_ innermost: Level) -> [String] {
    let how =
      switch scopeSource {
      case .named: "as the question says"
      case .itself: "as that is what is asked about"
      case .home: "where \(resource) lives"
      case .defaultScope, nil: "the directory's default scope"
      }
    let chain = levels.map { level in
      level.scope.description + (level.isDisabled ? " (disabled)" : level.isKnown ? "" : " (not in the directory)")
    }
    let judged = levels.filter(\.isJudged).map(\.scope.description).joined(separator: " and ")
    return ["scope: \(chain.joined(separator: " in ")), \(how)"]
      + (judged == innermost.scope.description ? [] : ["judged by the tables of \(judged)"])
  }

  private var holdingLines: [String] {
    guard !held.isEmpty else { return ["\(principal) holds no role there or above"] }
    var lines = ["\(principal) holds"]
    for one in held {
      var line = "\(one.role) at \(one.scope)"
      if let group = one.group { line += " through \(group)" }
      if one.isRequested { line += ", brought with the request" }
      if let until = one.until { line += one.isOver ? ", over since \(until)" : " until \(until)" }
      lines.append("  " + line)
      for path in one.paths where path.count > 1 && !one.isOver {
        lines.append("    " + path.joined(separator: " includes "))
      }
    }
    return lines
  }
}

extension Derivation.Cell {
  /// Whether it is a forbid that denies.
  fileprivate var denies: Bool { isForbid && (verdict == .applies || verdict == .conditionUndecided) }

  func lines(root: String, told: String) -> [String] {
    let why =
      switch verdict {
      case .applies: decides ? ", which decides" : ""
      case .notHeld: ": \(role) is not held at \(scope)"
      case .conditionFalse: ": its condition is false"
      case .conditionUndecided:
        isForbid
          ? "\(decides ? ", which decides" : ""): its condition cannot be decided, and in doubt a forbid denies"
          : ": its condition cannot be decided"
      }
    let line = rule.described(root: root) + why
    guard verdict != .notHeld, let condition, !told.contains(condition.lines.joined(separator: "\n")) else {
      return [line]
    }
    return [line] + condition.lines.map { "  " + $0 }
  }
}

extension TracedCondition {
  /// The condition, and below it what each of its atoms says with the values in it.
  var lines: [String] {
    var lines = ["condition \(name): \(text)"]
    for atom in atoms {
      let values = atom.values.map { "\($0.name) is \($0.value ?? "not known")" }.joined(separator: ", ")
      lines.append("  \(atom.text) is \(atom.truth.word)" + (values.isEmpty ? "" : " (\(values))"))
    }
    return lines
  }
}

extension Truth {
  var word: String {
    switch self {
    case .true: "true"
    case .false: "false"
    case .undecided: "undecided"
    }
  }
}
