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
    for role in policy.roles {
      let gives = !role.includes.isEmpty || role.rank != nil || inRows.contains(role.name)
      if !gives, !inInvariants.contains(where: { $0.matches(role.name) }) {
        log.error(
          .unusedRole, "role `\(role.name)` gives nothing", at: role.span,
          help: "no row names it, it includes nothing and has no rank; remove it, or give it a cell")
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
      let held = cell.role.map { index.closure(of: RoleName(row.scopeType, $0)) } ?? []
      let stronger = row.cells.first { other in
        guard other != cell, other.condition == nil || other.condition == cell.condition else { return false }
        guard let role = other.role else { return cell.role != nil || cell.condition != other.condition }
        guard cell.role != nil, held.contains(RoleName(row.scopeType, role)) else { return false }
        return cell.role != role || cell.condition != nil
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

  private mutating func warnWildcards() {
    for wildcard in policy.permissions where wildcard.action == nil {
      guard let type = index.resourceTypes[wildcard.resourceType] else { continue }
      let ownRows = Set(siblings(of: wildcard, in: policy.permissions).compactMap(\.action))
      if type.actions.allSatisfy({ ownRows.contains($0) }) {
        log.error(
          .idleWildcard, "the `\"*\"` row does nothing: every action of `\(type.name)` has a row of its own",
          at: wildcard.span, help: "remove it, or remove the rows that it should stand for")
      }
    }
    for wildcard in policy.forbids where wildcard.action == nil {
      for row in siblings(of: wildcard, in: policy.forbids) {
        for cell in row.cells {
          guard
            let wide = wildcard.cells.first(where: { $0.condition == nil && ($0.role == nil || $0.role == cell.role) })
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

extension Invariant.Kind {
  /// The roles that the invariant speaks of.
  package var patterns: [RolePattern] {
    switch self {
    case .count(_, let role): [role]
    case .every(let role, let also, _): [role, also]
    case .neverBoth(let one, let other): [one, other]
    case .never(_, _, let roles): roles
    }
  }
}
