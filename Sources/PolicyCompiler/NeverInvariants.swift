import PolicyLanguage
import PolicyValues
import YAMLReader

/// Invariants of the kind `never`: they speak of the policy alone, whatever the directory holds.
extension InvariantChecker {
  /// No cell for the action may be within the roles' reach, unless a forbid always takes it back. Conditional grants
  /// count, as do those to `anyone`; a conditional forbid does not.
  func brokenNever(
    _ invariant: Invariant, _ type: String, _ action: String, _ patterns: [RolePattern]
  ) -> [Diagnostic] {
    let policy = index.policy
    let roles = policy.roles.map(\.name).filter { role in patterns.contains { $0.matches(role) } }
    return roles.flatMap { role -> [Diagnostic] in
      let reach = index.closure(of: role)
      return policy.permissions.compactMap { row in
        guard row.resourceType == type, stands(row, for: action, in: policy.permissions) else { return nil }
        let granting = row.cells.first { cell in
          guard let name = cell.role else {
            return !isTakenBack(type, action, in: row.scopeType, from: nil)
          }
          return reach.contains(RoleName(row.scopeType, name))
            && !isTakenBack(type, action, in: row.scopeType, from: (role, reach))
        }
        guard let granting else { return nil }
        return report(
          invariant, "`\(role)` may `\(action)` a `\(type)`, by `\(granting.text)` in the table of `\(row.scopeType)`",
          [Diagnostic.Label("this cell grants it", at: granting.span)],
          help: "take the cell out, or the include that leads to it")
      }
    }
  }

  /// Whether a row of the permissions speaks of an action: its own, or as the `"*"` row of those without one.
  private func stands(_ row: TableRow, for action: String, in rows: [TableRow]) -> Bool {
    guard row.action == nil else { return row.action == action }
    return !rows.contains {
      $0.scopeType == row.scopeType && $0.resourceType == row.resourceType && $0.action == action
    }
  }

  /// Whether forbids deny the action in every scope of a type: to whoever holds the role, there or above, or to
  /// everybody, who may hold nothing.
  private func isTakenBack(
    _ type: String, _ action: String, in scopeType: String, from holder: (role: RoleName, reach: Set<RoleName>)?
  ) -> Bool {
    index.policy.forbids.contains { row in
      guard row.resourceType == type, row.action == nil || row.action == action else { return false }
      return row.cells.contains { cell in
        guard cell.condition == nil else { return false }
        guard let name = cell.role else { return lies(scopeType, always: row.scopeType, below: nil) }
        guard let holder, holder.reach.contains(RoleName(row.scopeType, name)) else { return false }
        return lies(scopeType, always: row.scopeType, below: holder.role.scopeType)
      }
    }
  }

  /// Whether every way up from a scope of a type, to one of `top` if that is given, passes one of `other`.
  private func lies(_ scopeType: String, always other: String, below top: String?) -> Bool {
    if scopeType == other { return true }
    if scopeType == top { return false }
    guard let type = index.scopeTypes[scopeType], !type.isRoot else { return false }
    let ways = type.parents.filter { parent in
      parent != scopeType && (top.map { index.scopeType(parent, liesInOrBelow: $0) } ?? true)
    }
    return !ways.isEmpty && ways.allSatisfy { lies($0, always: other, below: top) }
  }
}
