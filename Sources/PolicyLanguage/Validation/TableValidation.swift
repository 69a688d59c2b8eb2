import PolicyValues
import YAMLReader

/// Roles, tables and conditions.
extension PolicyValidation {
  mutating func checkRoles() {
    for role in policy.roles {
      guard require(scopeType: role.name.scopeType, at: role.scopeSpan.or(role.span)) else { continue }
      for inclusion in role.includes {
        guard require(role: inclusion.role, at: inclusion.span) else { continue }
        if !index.scopeType(inclusion.role.scopeType, liesInOrBelow: role.name.scopeType) {
          log.error(
            .includesUpward,
            "`\(role.name)` cannot include `\(inclusion.role)`: \(a(inclusion.role.scopeType)) does not lie in \(a(role.name.scopeType))",
            at: inclusion.span, help: "a role includes roles of its own scope type, or of types below it")
        }
      }
    }
    var reported: Set<RoleName> = []
    for role in policy.roles where !reported.contains(role.name) {
      let cycle = shortestCycle(from: role.name) { index.roles[$0]?.includes.map(\.role) ?? [] }
      guard let cycle else { continue }
      reported.formUnion(cycle)
      log.error(
        .roleCycle, "`\(role.name)` includes itself: \(Self.way(cycle))", at: role.span,
        labels: cycle.dropFirst().compactMap { name in
          index.roles[name].map { Diagnostic.Label("on the way", at: $0.span) }
        }, help: "take one of the includes out")
    }
  }

  mutating func checkTables() {
    for row in policy.permissions { checkRow(row, isForbid: false) }
    for row in policy.forbids { checkRow(row, isForbid: true) }
  }

  private mutating func checkRow(_ row: TableRow, isForbid: Bool) {
    let isScopeKnown = require(scopeType: row.scopeType, at: row.scopeSpan.or(row.span))
    let type = require(resourceType: row.resourceType, at: row.resourceSpan.or(row.span))
    if let type {
      if let action = row.action { _ = require(action: action, of: type, at: row.span) }
      let isAllowed =
        isForbid
        ? type.scopeTypes.contains { index.scopeType($0, liesInOrBelow: row.scopeType) }
        : type.scopeTypes.contains(row.scopeType)
      if isScopeKnown, !isAllowed {
        log.reportOnce(
          Diagnostic(
            .outOfScope,
            "`\(row.resourceType)` does not live in \(isForbid ? "or below " : "")\(a(row.scopeType)), so its rows say nothing",
            at: row.resourceSpan.or(row.span),
            labels: [Diagnostic.Label("it lives in \(listed(type.scopeTypes))", at: type.span)],
            help:
              "move the rows to the table of \(listed(type.scopeTypes)), or add `\(row.scopeType)` to the type's `in`"
          ))
      }
    }
    for cell in row.cells {
      if isScopeKnown, let role = cell.role {
        _ = require(role: RoleName(row.scopeType, role), at: cell.span)
      }
      if let condition = cell.condition, index.conditions[condition] == nil {
        report(
          .unknownCondition, "there is no condition `\(condition)`", condition, policy.conditions.map(\.name),
          "conditions", cell.conditionSpan.or(cell.span))
      }
    }
  }

  /// Types each condition where it is used; one that nothing uses is typed in every place where it could stand, and is
  /// wrong only if it is wrong in all of them.
  mutating func checkConditions() {
    var uses: [String: [(scopeType: String, resourceType: String, span: Span)]] = [:]
    for row in policy.permissions + policy.forbids {
      guard index.scopeTypes[row.scopeType] != nil, index.resourceTypes[row.resourceType] != nil else { continue }
      for cell in row.cells {
        guard let condition = cell.condition else { continue }
        let known = uses[condition, default: []]
        if !known.contains(where: { $0.scopeType == row.scopeType && $0.resourceType == row.resourceType }) {
          uses[condition, default: []].append((row.scopeType, row.resourceType, cell.conditionSpan.or(cell.span)))
        }
      }
    }
    for condition in policy.conditions {
      var seen: Set<Diagnostic> = []
      for use in uses[condition.name] ?? [] {
        let environment = index.environment(scopeType: use.scopeType, resourceType: use.resourceType)
        let found = checkCondition(condition.expression, name: condition.name, in: environment).diagnostics
        for var diagnostic in found where seen.insert(diagnostic).inserted {
          if diagnostic.severity == .error {
            diagnostic.labels.append(Diagnostic.Label("asked of `\(use.resourceType)` here", at: use.span))
          }
          log.report(diagnostic)
        }
      }
      if uses[condition.name] == nil { checkUnused(condition) }
    }
  }

  private mutating func checkUnused(_ condition: ConditionDeclaration) {
    var best: [Diagnostic]?
    for resource in policy.resourceTypes {
      for scope in policy.scopeTypes
      where resource.scopeTypes.contains(where: { index.scopeType($0, liesInOrBelow: scope.name) }) {
        let environment = index.environment(scopeType: scope.name, resourceType: resource.name)
        let found = checkCondition(condition.expression, name: condition.name, in: environment).diagnostics
        if found.count < best?.count ?? .max { best = found }
      }
    }
    log.report(best ?? [])
  }
}
