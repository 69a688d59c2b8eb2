import PolicyValues
import YAMLReader

/// What is allowed and yet hardly meant.
extension PolicyValidation {
  mutating func findWarnings() {
    warnUnusedScopeTypes()
    warnUnusedRoles()
    warnUnusedConditions()
    for row in policy.permissions + policy.forbids { warnRedundantCells(row) }
    warnWildcards()
  }

  private mutating func warnUnusedScopeTypes() {
    for type in policy.scopeTypes {
      let isUsed =
        index.rolesByScopeType[type.name] != nil
        || policy.resourceTypes.contains { $0.scopeTypes.contains(type.name) || $0.name == type.name }
        || policy.scopeTypes.contains { $0.name != type.name && $0.parents.contains(type.name) }
      if !isUsed {
        log.error(
          .unusedScopeType, "scope type `\(type.name)` is never used", at: type.span,
          help: "no role, resource type or other scope type names it; remove it")
      }
    }
  }

  private mutating func warnUnusedRoles() {
    let inRows = Set(
      (policy.permissions + policy.forbids).flatMap { row in
        row.cells.compactMap { $0.role.map { RoleName(row.scopeType, $0) } }
      })
    let inInvariants = policy.invariants.flatMap(\.kind.patterns)
    let compared = policy.conditions.reduce(into: ComparedRoles()) { $0.add($1.expression) }
    for role in policy.roles {
      let gives =
        !role.includes.isEmpty || inRows.contains(role.name) || compared.names(role.name)
        || (role.rank != nil && compared.ranks)
      if !gives, !inInvariants.contains(where: { $0.matches(role.name) }) {
        log.error(
          .unusedRole, "role `\(role.name)` gives nothing", at: role.span,
          help: "no row or condition names it, it includes nothing, and no condition compares its rank; "
            + "remove it, or give it a cell")
      }
    }
  }

  private mutating func warnUnusedConditions() {
    let used = Set((policy.permissions + policy.forbids).flatMap { $0.cells.compactMap(\.condition) })
    for condition in policy.conditions where !used.contains(condition.name) {
      log.error(
        .unusedCondition, "condition `\(condition.name)` is never used", at: condition.span,
        help: "no cell has it after `if`; remove it")
    }
  }

  /// A cell that another one of its row grants already: the same role, one that it includes, or `anyone`, each
  /// without a condition.
  private mutating func warnRedundantCells(_ row: TableRow) {
    for cell in row.cells {
      let stronger = row.cells.first { other in
        (other.role != cell.role || other.condition != cell.condition)
          && (other.condition == nil || other.condition == cell.condition)
          && reaches(other.role, from: cell.role, in: row)
      }
      if let stronger {
        log.report(
          Diagnostic(
            .redundantCell, "`\(cell.text)` adds nothing: `\(stronger.text)` is enough", at: cell.span,
            labels: [Diagnostic.Label("this covers it", at: stronger.span)],
            help: stronger.role == nil || stronger.role == cell.role
              ? "remove one of the two"
              : "`\(row.scopeType).\(cell.role ?? "")` includes `\(row.scopeType).\(stronger.role ?? "")`; remove the cell"
          ))
      }
    }
  }

  /// Whether whoever a cell for one role speaks of, a cell for the other speaks of too; `nil` is `anyone`.
  private func reaches(_ role: String?, from other: String?, in row: TableRow) -> Bool {
    guard let role else { return true }
    guard let other else { return false }
    return index.closure(of: RoleName(row.scopeType, other)).contains(RoleName(row.scopeType, role))
  }

  private mutating func warnWildcards() {
    for wildcard in policy.permissions where wildcard.action == nil {
      guard let type = index.resourceTypes[wildcard.resourceType] else { continue }
      let ownRows = Set(siblings(of: wildcard, in: policy.permissions).compactMap(\.action))
      if !type.actions.isEmpty, type.actions.allSatisfy({ ownRows.contains($0) }) {
        log.error(
          .idleWildcard, "the `\"*\"` row does nothing: every action of `\(type.name)` has a row of its own",
          at: wildcard.span, help: "remove it, or remove the rows that it should stand for")
      }
    }
    for wildcard in policy.forbids where wildcard.action == nil {
      for row in siblings(of: wildcard, in: policy.forbids) {
        for cell in row.cells {
          guard
            let wide = wildcard.cells.first(where: { wide in
              (wide.condition == nil || wide.condition == cell.condition)
                && reaches(wide.role, from: cell.role, in: row)
            })
          else { continue }
          log.report(
            Diagnostic(
              .hidingWildcard, "`\(cell.text)` adds nothing: the `\"*\"` row forbids it already", at: cell.span,
              labels: [Diagnostic.Label("this forbids every action", at: wide.span)],
              help: "in `forbid`, the `\"*\"` row is added to every other row; remove one of the two"))
        }
      }
    }
  }

  private func siblings(of row: TableRow, in rows: [TableRow]) -> [TableRow] {
    rows.filter { $0.scopeType == row.scopeType && $0.resourceType == row.resourceType && $0.action != nil }
  }
}

/// What conditions say of roles.
private struct ComparedRoles {
  /// Whether a condition compares ranks.
  var ranks = false
  private var texts: Set<String> = []

  /// Whether a condition names the role, in full or by its bare name.
  func names(_ role: RoleName) -> Bool { texts.contains(role.name) || texts.contains(role.description) }

  mutating func add(_ expression: ConditionExpression) {
    switch expression {
    case .literal: return
    case .not(let inner): add(inner)
    case .and(let left, let right), .or(let left, let right):
      add(left)
      add(right)
    case .atom(let atom):
      add(atom.left)
      if let right = atom.right { add(right) }
    }
  }

  private mutating func add(_ operand: ConditionOperand) {
    switch operand {
    case .name(let path, _): if path == ["principal", "rank"] { ranks = true }
    case .rank(let inner, _):
      ranks = true
      add(inner)
    case .string(let text, _): texts.insert(text)
    case .list(let elements, _): for element in elements { add(element) }
    case .int, .bool, .timestamp: return
    }
  }
}

/// Roles that nobody in the set's own directory can hold; empty if the directory assigns nothing.
package func unheldRoleWarnings(_ directory: Directory, _ index: PolicyIndex) -> [Diagnostic] {
  guard !directory.assignments.isEmpty, !index.policy.principalTypes.contains(where: \.takesRequestRoles) else {
    return []
  }
  var held: Set<RoleName> = []
  for name in directory.assignments.heldRoles {
    held.formUnion(index.closure(of: name))
  }
  return index.policy.roles.filter { !held.contains($0.name) }.map { role in
    Diagnostic(
      .unheldRole, "nobody can hold role `\(role.name)`", at: role.span,
      help: "nothing in the directory assigns it, and no held role includes it")
  }
}
