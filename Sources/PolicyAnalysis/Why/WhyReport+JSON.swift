import DecisionTable
package import PolicyLanguage
import PolicyValues

extension WhyReport {
  /// Members that stand beside an answer's own: `derivation`, and for a deny `remedies` and `remediesComplete`.
  package var jsonMembers: [(String, JSONValue)] {
    var members: [(String, JSONValue)] = [("derivation", derivation.json)]
    if let remedies {
      members.append(("remedies", .array(remedies.found.map { $0.json(root: root) })))
      members.append(("remediesComplete", .bool(remedies.isComplete)))
    }
    return members
  }
}

extension Rule {
  package var json: JSONValue { .object([("text", .string(text)), ("file", .string(file)), ("line", .int(line))]) }
}

extension Derivation {
  var json: JSONValue {
    .object([
      ("principal", .string(principal.description)), ("action", .string(action)), ("resource", .string(resource)),
      ("decision", .bool(decision.isAllowed)), ("reason", .string(decision.reason.rawValue)),
      ("scopeFrom", .optional(scopeSource?.rawValue)),
      (
        "scopes",
        .array(
          levels.map { level in
            .object([
              ("scope", .string(level.scope.description)), ("known", .bool(level.isKnown)),
              ("disabled", .bool(level.isDisabled)), ("permissionsAsked", .bool(level.isJudged)),
              ("roles", .array(level.roles.map { .string($0) })),
            ])
          })
      ),
      ("held", .array(held.map(\.json))), ("permissions", .array(permits.map(\.json))),
      ("forbids", .array(forbids.map(\.json))), ("bound", bounds.first?.json ?? .null),
    ])
  }
}

extension Derivation.Held {
  var json: JSONValue {
    .object([
      ("role", .string(role)), ("scope", .string(scope.description)), ("group", .optional(group?.description)),
      ("until", .optional(until?.description)), ("over", .bool(isOver)), ("fromRequest", .bool(isRequested)),
      ("includes", .array(paths.filter { $0.count > 1 }.map { .array($0.map { .string($0) }) })),
    ])
  }
}

extension Derivation.Cell {
  var json: JSONValue {
    .object([
      ("rule", rule.json), ("role", .string(role)), ("scope", .string(scope.description)),
      ("verdict", .string(verdict.rawValue)), ("decides", .bool(decides)), ("condition", condition?.json ?? .null),
    ])
  }
}

extension TracedCondition {
  var json: JSONValue {
    .object([
      ("name", .string(name)), ("text", .string(text)), ("truth", .string(truth.word)),
      (
        "atoms",
        .array(
          atoms.map { atom in
            .object([
              ("text", .string(atom.text)), ("truth", .string(atom.truth.word)),
              (
                "values",
                .array(
                  atom.values.map { .object([("name", .string($0.name)), ("value", .optional($0.value))]) })
              ),
            ])
          })
      ),
    ])
  }
}

extension Remedy {
  func json(root: String) -> JSONValue {
    .object([("steps", .array(steps.map { $0.json(root: root) }))])
  }
}

extension RemedyStep {
  func json(root: String) -> JSONValue {
    let (kind, members) = parts
    return .object([("kind", .string(kind)), ("text", .string(text(root: root)))] + members)
  }

  private var parts: (String, [(String, JSONValue)]) {
    func texts(_ pairs: (String, String)...) -> [(String, JSONValue)] { pairs.map { ($0.0, .string($0.1)) } }
    switch self {
    case .askAbout(let name): return ("ask", texts(("principal", "\(name)")))
    case .askFor(let action): return ("ask", texts(("action", action)))
    case .askOf(let type): return ("ask", texts(("resourceType", type)))
    case .askOn(let resource): return ("ask", texts(("resource", "\(resource)")))
    case .askIn(let scope): return ("ask", [("scope", .optional(scope))])
    case .askAt(let time): return ("ask", texts(("now", "\(time)")))
    case .bringNoRoles: return ("leave_out_roles", [])
    case .bringRole(let role, let scope): return ("bring_role", texts(("role", role), ("scope", "\(scope)")))
    case .value(let edit):
      return (
        edit.entity == nil ? "request_value" : "directory_value",
        [
          ("name", .string("\(edit.owner).\(edit.name)")), ("entity", .optional(edit.entity?.description)),
          ("value", .optional(edit.value?.description)), ("need", .optional(edit.need)),
          ("current", .optional(edit.current)),
        ]
      )
    case .assign(let role, let scope, let principal):
      return ("assign", texts(("role", role), ("scope", "\(scope)"), ("principal", "\(principal)")))
    case .extend(let role, let scope, let principal, let end):
      return (
        "extend_assignment",
        texts(("role", role), ("scope", "\(scope)"), ("principal", "\(principal)"), ("ended", "\(end)"))
      )
    case .join(let group, let member): return ("join", texts(("group", "\(group)"), ("member", "\(member)")))
    case .enable(let name): return ("enable", texts(("principal", "\(name)")))
    case .enableScope(let name): return ("enable", texts(("scope", "\(name)")))
    case .renew(let name, let end): return ("extend_principal", texts(("principal", "\(name)"), ("ended", "\(end)")))
    case .bound(let name, by: let other): return ("bound", texts(("principal", "\(name)"), ("by", "\(other)")))
    case .enter(resource: let name, in: let scope):
      return ("enter", texts(("resource", "\(name)"), ("scope", "\(scope)")))
    case .addCell(let cell):
      return (
        "add_cell",
        [
          ("row", .string(cell.rowText)), ("role", .string(cell.role)), ("at", cell.row.json),
          ("others", .optional(cell.others)),
        ]
      )
    case .removeForbid(let cell):
      return (
        "remove_forbid",
        [("row", .string(cell.rowText)), ("cell", .string(cell.cellText)), ("at", cell.rule.json)]
      )
    }
  }
}

extension AddedCell.Row {
  fileprivate var json: JSONValue {
    switch self {
    case .existing(let rule), .besideWildcard(let rule, _): rule.json
    case .empty(let near): near?.json ?? .null
    }
  }
}
