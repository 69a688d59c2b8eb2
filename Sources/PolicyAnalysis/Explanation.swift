package import DecisionTable
import PolicyLanguage
package import PolicyValues

/// Why an answer is what it is, for a person: what decided, and for a deny what was closest to granting it.
package struct Explanation: Sendable {
  package var decision: Decision
  /// The deciding cell: the granting one of an allow, the forbidding one of a `forbidden`.
  package var rule: Rule?
  /// How the answer came about, a line each.
  package var because: [String]
  /// Conditions under which it would have been granted, and what they say.
  package var unmet: [String] = []
  /// For a deny, the roles that would have been needed.
  package var nearest: [String]

  /// Everything there is to say below the answer itself.
  package var lines: [String] { because + unmet + nearest }
}

/// Explains the answer to a question in short, which is what a daemon sends and what a ``WhyReport`` begins with: it reads
/// the table once, and what it says grows with the row that was asked about and with nothing else. Remedies are a page of
/// text that takes hundreds of questions to find, and are for a person who waits for them. `root` is the folder that the rules' files are relative to, for messages.
package func explain(
  _ question: Question, in table: DecisionTable, at now: Timestamp, root: String = ""
) -> Explanation {
  let explainer = Explainer(table: table, question: question, now: now, root: root)
  return explainer.explain()
}

struct Explainer {
  let table: DecisionTable
  let question: Question
  let now: Timestamp
  let root: String

  func explain() -> Explanation {
    let trace = table.trace(question, at: now)
    var explanation = Explanation(
      decision: trace.decision, rule: trace.decision.cell.map { table.rule($0) }, because: [], nearest: [])
    switch trace.decision.reason {
    case .granted: explanation.because = granted(trace)
    case .forbidden: explanation.because = forbidden(trace)
    case .conditionFalse, .conditionUndecided:
      explanation.unmet = unmetConditions(trace)
      explanation.nearest = missingRoles(trace)
    case .noGrant, .noRole:
      explanation.because = heldRoles(trace)
      explanation.nearest = missingRoles(trace)
    case .bounded: explanation.because = bounded(trace)
    case .disabled: explanation.because = disabled(trace)
    case .expired: explanation.because = ["\(question.principal) has expired"]
    default: explanation.because = unresolved(trace.decision.reason)
    }
    return explanation
  }

  func text(_ rule: Rule) -> String { rule.described(root: root) }

  private func granted(_ trace: Trace) -> [String] {
    guard let cell = trace.permits.first(where: { $0.cell == trace.decision.cell }) else { return [] }
    var lines = ["granted by \(text(cell.rule))"]
    lines.append(cell.role == "anyone" ? "it is for anyone" : whyHeld(cell.role, at: cell.scope))
    if let condition = cell.condition { lines += atoms(condition) }
    if table.isBounded(principalType: question.principal.type), let bound = table.bound(of: question.principal) {
      lines.append("\(bound), which bounds it, may do so too")
    }
    return lines
  }

  private func forbidden(_ trace: Trace) -> [String] {
    guard let cell = trace.forbids.first(where: { $0.cell == trace.decision.cell }) else { return [] }
    var lines = ["forbidden by \(text(cell.rule))"]
    lines.append(cell.role == "anyone" ? "it is for anyone" : whyHeld(cell.role, at: cell.scope))
    if let condition = cell.condition {
      if condition.truth == .undecided { lines.append("its condition is undecided, and in doubt a forbid denies") }
      lines += atoms(condition)
    }
    return lines
  }

  /// How the principal comes to a role that counts at a scope.
  private func whyHeld(_ role: String, at scope: EntityName) -> String {
    let way = [scope] + (table.ancestors(of: scope) ?? [])
    let holdings = table.holdings(of: question.principal, at: now).filter { holding in
      way.contains(holding.scope) && holding.until.map { now < $0 } ?? true && table.role(holding.role, includes: role)
    }
    // The assignment that is the role itself is the plainest reason.
    guard let holding = holdings.first(where: { $0.role == role }) ?? holdings.first else {
      return "\(question.principal) brings \(role) with the request"
    }
    let through = holding.group.map { " through \($0)" } ?? ""
    let includes = holding.role == role ? "" : ", which includes \(role)"
    let until = holding.until.map { " until \($0)" } ?? ""
    return "\(question.principal) holds \(holding.role) at \(holding.scope)\(through)\(until)\(includes)"
  }

  private func atoms(_ condition: TracedCondition) -> [String] { condition.lines }

  private func unmetConditions(_ trace: Trace) -> [String] {
    trace.permits.filter(\.isHeld).flatMap { cell -> [String] in
      guard let condition = cell.condition, condition.truth != .true else { return [] }
      let state = condition.truth == .false ? "is false" : "cannot be decided"
      return ["\(text(cell.rule)) would grant it, but its condition \(state)"] + atoms(condition)
    }
  }

  private func heldRoles(_ trace: Trace) -> [String] {
    guard !table.knows(principal: question.principal) else {
      let here = trace.levels.filter(\.isJudged).flatMap(\.roles)
      let scopes = trace.levels.filter(\.isJudged).map(\.scope.description).joined(separator: " and ")
      if !here.isEmpty { return ["\(question.principal) holds \(here.joined(separator: ", ")) at \(scopes)"] }
      let elsewhere = table.holdings(of: question.principal, at: now)
      guard !elsewhere.isEmpty else { return ["\(question.principal) holds no role anywhere"] }
      let shown = elsewhere.prefix(4).map { holding in
        let isOver = holding.until.map { now >= $0 } ?? false
        return "\(holding.role) at \(holding.scope)"
          + (isOver ? " (over since \(holding.until?.description ?? ""))" : "")
      }
      let more = elsewhere.count > 4 ? " and \(elsewhere.count - 4) more" : ""
      return [
        "\(question.principal) holds no role that counts at \(scopes); it has \(shown.joined(separator: ", "))\(more)"
      ]
    }
    let known = table.principals(ofType: question.principal.type).prefix(5000).map(\.description)
    let near = nearest(question.principal.description, in: known).map { "; did you mean \($0)?" } ?? ""
    return ["the directory does not know \(question.principal), so it holds no roles\(near)"]
  }

  private func missingRoles(_ trace: Trace) -> [String] {
    let cells = trace.permits.filter { !$0.isHeld }
    if trace.permits.isEmpty {
      let scopes = trace.levels.filter(\.isJudged).map { "`\($0.scope.type)`" }.joined(separator: " and ")
      return ["no role may \(question.action) a \(question.resourceType) in the table of \(scopes)"]
    }
    // Cells without a condition come first: a role is all that they ask for.
    let ordered = cells.filter { $0.condition == nil } + cells.filter { $0.condition != nil }
    return ordered.map { "\($0.role) at \($0.scope) would grant it: \(text($0.rule))" }
  }

  private func bounded(_ trace: Trace) -> [String] {
    guard let bound = trace.bound?.principal, let reason = trace.bound?.reason else {
      if table.bound(of: question.principal) == nil {
        return [
          table.knows(principal: question.principal)
            ? "\(question.principal) is bounded, and what bounds it is missing or not in the directory"
            : "\(question.principal) is of a bounded type, and the directory does not know it"
        ]
      }
      return ["\(question.principal) is bounded by a principal that is not in the directory"]
    }
    return ["\(question.principal) is bounded by \(bound), which may not itself: \(reason.rawValue)"]
  }

  private func disabled(_ trace: Trace) -> [String] {
    if let level = trace.levels.first(where: \.isDisabled) { return ["\(level.scope) is disabled"] }
    return ["\(question.principal) is disabled"]
  }

  private func unresolved(_ reason: Reason) -> [String] {
    let resource = question.resourceID.map { EntityName(type: question.resourceType, id: $0) }
    switch reason {
    case .unknownPrincipalType:
      return [unknown("principal type", question.principal.type, table.principalTypeNames)]
    case .unknownResourceType: return [unknown("resource type", question.resourceType, table.resourceTypeNames)]
    case .unknownAction:
      return [unknown("action of \(question.resourceType)", question.action, table.actions(of: question.resourceType))]
    case .unknownScope: return [unknown("scope", question.scope ?? "", table.scopes.prefix(5000).map(\.description))]
    case .unknownResource:
      let known = table.resources(ofType: question.resourceType).prefix(5000).map(\.description)
      return [unknown("resource", resource?.description ?? question.resourceType, known)]
    case .noScope:
      return ["the question names no scope, and the directory gives none for it"]
    case .scopeMismatch:
      guard let resource, let home = table.home(of: resource) else {
        return ["the scope contradicts the directory"]
      }
      return home == resource
        ? ["\(resource) is a scope that does not lie directly in \(question.scope ?? "")"]
        : ["\(resource) lives in \(home)"]
    case .outOfScope:
      let types = listed(table.scopeTypes(of: question.resourceType))
      return ["a \(question.resourceType) lives in \(types), and is asked about there only"]
    case .unknownRole: return ["the request's roles are not roles of the policy, or not in the form scope: [role]"]
    default: return []
    }
  }

  private func unknown(_ what: String, _ name: String, _ known: [String]) -> String {
    let near = nearest(name, in: known).map { "; did you mean \($0)?" }
    let all = known.isEmpty || known.count > 12 ? "" : "; there are \(listed(known))"
    return "there is no \(what) `\(name)`\(near ?? all)"
  }
}

/// What keeps a question from being asked at all, with the nearest name: a type, action or scope that does not exist.
package func unknownName(in question: Question, of table: DecisionTable, at now: Timestamp) -> String? {
  switch table.decide(question, at: now).reason {
  case .unknownPrincipalType, .unknownResourceType, .unknownAction, .unknownScope, .outOfScope:
    explain(question, in: table, at: now).lines.first
  default: nil
  }
}
