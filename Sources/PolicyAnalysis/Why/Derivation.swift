package import DecisionTable
package import PolicyValues

/// The whole way to an answer: where the question was judged, what its principal holds there, every cell that was looked
/// at and what was made of it, and the same for what bounds the principal.
package struct Derivation: Sendable {
  /// How the scope of a question was found.
  package enum ScopeSource: String, Sendable {
    /// The question names it.
    case named
    /// The resource is that scope.
    case itself
    /// The directory says that the resource lives there.
    case home
    /// The directory's `default_scope`.
    case defaultScope = "default"
  }

  package struct Level: Sendable {
    package var scope: EntityName
    /// Whether the directory holds it; otherwise the request's word is taken for it.
    package var isKnown: Bool
    package var isDisabled: Bool
    /// Whether its permissions were asked; forbids are asked at every level.
    package var isJudged: Bool
    /// Full names of the roles that count there.
    package var roles: [String]
  }

  /// A role that is assigned, or that the request brings, at one of the scopes.
  package struct Held: Sendable {
    package var role: String
    package var scope: EntityName
    package var group: EntityName?
    package var until: Timestamp?
    /// Whether its time is over, so that it gives nothing.
    package var isOver: Bool
    package var isRequested: Bool
    /// For each role of a cell that it brings along, how: from the assigned role to that one.
    package var paths: [[String]]
  }

  package struct Cell: Sendable {
    package enum Verdict: String, Sendable {
      /// It grants, or forbids.
      case applies
      case notHeld = "not_held"
      case conditionFalse = "condition_false"
      case conditionUndecided = "condition_undecided"
    }

    package var rule: Rule
    /// A forbid that cannot be decided denies, a permission grants nothing.
    package var isForbid: Bool
    /// Full name, or `anyone`.
    package var role: String
    package var scope: EntityName
    package var verdict: Verdict
    /// Whether the answer rests on it.
    package var decides: Bool
    package var condition: TracedCondition?
  }

  package var principal: EntityName
  package var action: String
  /// `connection:gmail-1`, or the bare type.
  package var resource: String
  package var decision: Decision
  /// `nil` if no scope was found.
  package var scopeSource: ScopeSource?
  /// From the innermost scope outward; empty if the question did not get so far.
  package var levels: [Level]
  package var held: [Held]
  /// Cells of the permissions, the deciding one first.
  package var permits: [Cell]
  /// Cells of the forbids, likewise.
  package var forbids: [Cell]
  /// What bounds the principal, asked the same; empty if nothing does.
  package var bounds: [Derivation]
}

extension DecisionTable {
  /// How the answer to a question comes about.
  package func derivation(of question: Question, at now: Timestamp) -> Derivation {
    derivation(of: question, at: now, bounds: 64)
  }

  /// `bounds` is how many more bounds are followed: a table from a file might hold a circle of them.
  private func derivation(of question: Question, at now: Timestamp, bounds: Int) -> Derivation {
    let trace = trace(question, at: now)
    let resource = question.resourceID.map { EntityName(type: question.resourceType, id: $0) }
    var result = Derivation(
      principal: question.principal, action: question.action,
      resource: resource?.description ?? question.resourceType, decision: trace.decision,
      scopeSource: trace.levels.isEmpty ? nil : scopeSource(question, resource), levels: [], held: [],
      permits: cells(trace.permits, trace, areForbids: false), forbids: cells(trace.forbids, trace, areForbids: true),
      bounds: [])
    result.levels = trace.levels.map { level in
      Derivation.Level(
        scope: level.scope, isKnown: ancestors(of: level.scope) != nil, isDisabled: level.isDisabled,
        isJudged: level.isJudged, roles: level.roles)
    }
    result.held = held(question, trace, at: now)
    if bounds > 0, !trace.levels.isEmpty, isBounded(principalType: question.principal.type),
      let bound = bound(of: question.principal)
    {
      result.bounds = [derivation(of: question.passed(to: bound), at: now, bounds: bounds - 1)]
    }
    return result
  }

  private func scopeSource(_ question: Question, _ resource: EntityName?) -> Derivation.ScopeSource {
    if question.scope != nil { return .named }
    guard let resource else { return .defaultScope }
    if scopeTypeNames.contains(resource.type) { return .itself }
    return home(of: resource) == nil ? .defaultScope : .home
  }

  private func cells(_ traced: [TracedCell], _ trace: Trace, areForbids: Bool) -> [Derivation.Cell] {
    let isDecided = areForbids ? trace.decision.reason == .forbidden : trace.decision.isAllowed
    let own = traced.map { cell -> Derivation.Cell in
      let verdict: Derivation.Cell.Verdict =
        if !cell.isHeld {
          .notHeld
        } else {
          switch cell.condition?.truth {
          case nil, .true?: .applies
          case .false?: .conditionFalse
          case .undecided?: .conditionUndecided
          }
        }
      return Derivation.Cell(
        rule: cell.rule, isForbid: areForbids, role: cell.role, scope: cell.scope, verdict: verdict,
        decides: isDecided && cell.cell == trace.decision.cell, condition: cell.condition)
    }
    return own.filter(\.decides) + own.filter { !$0.decides && $0.verdict == .applies }
      + own.filter { !$0.decides && $0.verdict != .applies }
  }

  private func held(_ question: Question, _ trace: Trace, at now: Timestamp) -> [Derivation.Held] {
    let scopes = trace.levels.map(\.scope)
    var wanted: [String] = []
    for cell in trace.permits + trace.forbids where cell.isHeld && cell.role != "anyone" && !wanted.contains(cell.role)
    {
      wanted.append(cell.role)
    }
    func paths(_ role: String) -> [[String]] { wanted.compactMap { includePath(from: role, to: $0) } }
    var result = holdings(of: question.principal, at: now).filter { scopes.contains($0.scope) }.map { holding in
      Derivation.Held(
        role: holding.role, scope: holding.scope, group: holding.group, until: holding.until,
        isOver: holding.until.map { now >= $0 } ?? false, isRequested: false, paths: paths(holding.role))
    }
    if takesRequestRoles(principalType: question.principal.type), case .given(let entries) = question.roles {
      for entry in entries {
        guard let scope = ScopePath(entry.scope)?.elements.first, scopes.contains(scope) else { continue }
        for role in entry.roles {
          let name = role.contains(".") ? role : "\(scope.type).\(role)"
          result.append(
            Derivation.Held(
              role: name, scope: scope, group: nil, until: nil, isOver: false, isRequested: true, paths: paths(name)))
        }
      }
    }
    return result
  }
}
