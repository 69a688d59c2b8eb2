package import PolicyValues

/// How an answer came about: every cell that could have decided, and what was made of it.
package struct Trace: Sendable {
  package var decision: Decision
  /// The scopes whose tables were asked, innermost first; empty if the question did not get so far.
  package var levels: [Level]
  /// Cells of the judged levels' permission rows.
  package var permits: [TracedCell]
  /// Cells of the forbid rows of every level.
  package var forbids: [TracedCell]
  /// For `bounded`: what bounds the principal that was denied, and how it was judged itself.
  package var bound: BoundTrace?
  /// Which of the levels the question names: a request's values for `scope` are of that one.
  package var askedLevel = 0

  /// One scope on the way from the innermost outward.
  package struct Level: Sendable {
    package var scope: EntityName
    /// Whether its permission table was asked.
    package var isJudged: Bool
    package var isDisabled: Bool
    /// Full names of the roles that count there, without `anyone`.
    package var roles: [String]
  }

  /// The principal that stopped a bounded one.
  package struct BoundTrace: Sendable {
    /// `nil` if it is missing or unknown.
    package var principal: EntityName?
    package var reason: Reason
  }
}

/// A cell with what the question made of it.
package struct TracedCell: Sendable {
  package var cell: CellID
  package var rule: Rule
  /// The full name of the cell's role, or `anyone`.
  package var role: String
  package var scope: EntityName
  /// Position of that scope among the trace's levels.
  package var level: Int
  package var isHeld: Bool
  /// `nil` for a cell without a condition.
  package var condition: TracedCondition?
}

/// A condition with what each of its atoms said.
package struct TracedCondition: Sendable {
  package var name: String
  package var text: String
  package var truth: Truth
  package var atoms: [TracedAtom]
}

package struct TracedAtom: Sendable {
  /// As CEL writes it.
  package var text: String
  package var truth: Truth
  /// The names in it, each with its value as text; `nil` for one without a value, or with one of the wrong type.
  package var values: [(name: String, value: String?)]
  /// What its sides come to; `nil` for a side that it has not, without a value, or with one of the wrong type.
  package var left: AttributeValue?
  package var right: AttributeValue?
}

extension DecisionTable {
  /// Answers a question and tells how.
  package func trace(_ question: Question, at now: Timestamp) -> Trace {
    withCheck(question, at: now) { prepared in
      switch prepared {
      case .denied(let reason):
        return Trace(decision: Decision(reason), levels: [], permits: [], forbids: [], bound: nil)
      case .found(let (check, found)): return check.trace(found, in: self)
      }
    }
  }
}

extension Check {
  fileprivate func trace(_ found: FoundNames, in table: DecisionTable) -> Trace {
    let asker = asker(found)
    let outcome = outcome(found)
    let decision = Decision(outcome.reason, cell: cell(of: outcome, asker))
    var trace = Trace(decision: decision, levels: [], permits: [], forbids: [], bound: nil)
    for level in 0..<levels {
      let scope = scopeName(level)
      let roles = heldRoles(asker, level: level)
      trace.levels.append(
        Trace.Level(
          scope: scope, isJudged: judges(level),
          isDisabled: knownScope(level).map { view.scopes.flags($0) & EntitySlot.isDisabled != 0 } ?? false,
          roles: roles.filter { $0 > 0 }.map { table.roleName($0) }))
      func traced(_ cells: Range<Int>) -> [TracedCell] {
        cells.map { cell in
          let role = view.index(.cells, cell, 3)
          let subject = ConditionSubject(check: self, asker: asker, level: level)
          return TracedCell(
            cell: CellID(UInt32(cell)), rule: table.rule(CellID(UInt32(cell))), role: table.roleName(role),
            scope: scope, level: level, isHeld: roles.contains(role),
            condition: view.optional(.cells, cell, 4).map { subject.traced(condition: $0) })
        }
      }
      if judges(level) { trace.permits += traced(view.run(.rows, row(level), 0)) }
      trace.forbids += traced(view.run(.rows, row(level), 2))
    }
    trace.askedLevel = askedLevel
    if decision.reason == .bounded { trace.bound = boundThatDenies(asker) }
    return trace
  }

  /// The first principal along the chain of bounds that may not.
  private func boundThatDenies(_ asker: Asker) -> Trace.BoundTrace {
    var current = asker
    for _ in 0...view.count(.principalOrder) {
      guard let next = bound(of: current), let principal = next.principal else { break }
      let name = view.principalName(principal)
      if let reason = standing(next) { return Trace.BoundTrace(principal: name, reason: reason) }
      let reason = judge(next).reason
      if reason != .granted { return Trace.BoundTrace(principal: name, reason: reason) }
      guard isBounded(next) else { break }
      current = next
    }
    return Trace.BoundTrace(principal: nil, reason: .bounded)
  }
}

extension ConditionSubject {
  func traced(condition: Int) -> TracedCondition {
    let atoms = view.run(.conditions, condition, 5)
      .filter { view.word(.steps, $0, 0) == StepKind.atom.rawValue }
      .map { traced(atom: view.index(.steps, $0, 1)) }
    return TracedCondition(
      name: view.text(.conditions, condition, 0), text: view.text(.conditions, condition, 2),
      truth: truth(ofCondition: condition), atoms: atoms)
  }

  private func traced(atom: Int) -> TracedAtom {
    var values: [(name: String, value: String?)] = []
    var sides: [String] = []
    for field in [1, 4] {
      guard let (text, name) = describe(atom, field) else { continue }
      sides.append(text)
      guard let name else { continue }
      values.append((name, operand(atom, field).value(self)?.description))
    }
    let left = sides.first ?? ""
    let right = sides.count > 1 ? sides[1] : ""
    let text =
      switch AtomOperator(rawValue: view.word(.atoms, atom, 0)) {
      case .equal: "\(left) == \(right)"
      case .notEqual: "\(left) != \(right)"
      case .less: "\(left) < \(right)"
      case .lessOrEqual: "\(left) <= \(right)"
      case .greater: "\(left) > \(right)"
      case .greaterOrEqual: "\(left) >= \(right)"
      case .isIn: "\(left) in \(right)"
      case .has: "has(\(left))"
      case .startsWith: "\(left).startsWith(\(right))"
      case .endsWith: "\(left).endsWith(\(right))"
      case .ipIn: "ip_in(\(left), \"\(network(atom))\")"
      case .isTrue, nil: left
      }
    return TracedAtom(
      text: text, truth: truth(ofAtom: atom), values: values, left: operand(atom, 1).value(self),
      right: operand(atom, 4).value(self))
  }

  /// An operand as CEL writes it, and its name unless it is a literal; `nil` for none.
  private func describe(_ atom: Int, _ field: Int) -> (text: String, name: String?)? {
    let first = view.word(.atoms, atom, field + 1)
    func literal() -> String { view.operand(Int(first)).value(self).map { Self.literalText($0) } ?? "?" }
    func attribute() -> String {
      let owner = AttributeOwner(rawValue: first).map { "\($0)" } ?? "?"
      return "\(owner).\(view.text(.attributeNames, view.index(.atoms, atom, field + 2), 0))"
    }
    switch OperandKind(rawValue: view.word(.atoms, atom, field)) {
    case .literal: return (literal(), nil)
    case .builtin:
      let name = TableBuiltin(rawValue: first)?.name ?? "?"
      return (name, name)
    case .attribute: return (attribute(), attribute())
    case .rankOfLiteral: return ("rank(\(literal()))", nil)
    case .rankOfAttribute: return ("rank(\(attribute()))", "rank(\(attribute()))")
    case .absent, nil: return nil
    }
  }

  private static func literalText(_ value: AttributeValue) -> String {
    switch value {
    case .int, .bool: value.description
    case .list(let values): "[\(values.map(literalText).joined(separator: ", "))]"
    case .timestamp: "timestamp(\"\(value)\")"
    case .string, .ip, .role, .principal: "\"\(value)\""
    }
  }
}

extension TableBuiltin {
  /// As conditions write it.
  var name: String {
    switch self {
    case .principal: "principal"
    case .principalID: "principal.id"
    case .principalType: "principal.type"
    case .principalGroups: "principal.groups"
    case .principalRank: "principal.rank"
    case .resource: "resource"
    case .resourceID: "resource.id"
    case .resourceType: "resource.type"
    case .scope: "scope"
    case .scopeID: "scope.id"
    case .scopeType: "scope.type"
    case .now: "now"
    }
  }
}
