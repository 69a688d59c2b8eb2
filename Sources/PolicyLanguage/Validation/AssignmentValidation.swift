import PolicyValues
import YAMLReader

/// Who holds what where: by far the longest part of a directory, so names are looked up once and then are numbers.
extension DirectoryValidation {
  private struct AssignmentKey: Hashable {
    var scope: Int
    var role: Int
    var principal: Int
  }

  mutating func checkAssignments() {
    var seen: [AssignmentKey: Int] = [:]
    seen.reserveCapacity(directory.assignments.count)
    var unknownScopes = Numbering<EntityName>()
    var roles = Numbering<RoleName>()
    var principals = Numbering<EntityName>()
    for (position, assignment) in directory.assignments.enumerated() {
      let (principal, isNewPrincipal) = principals.number(of: assignment.principal)
      if isNewPrincipal { _ = require(assignment.principal, at: assignment.span) }
      let (role, isNewRole) = roles.number(of: RoleName(assignment.scope.type, assignment.role))
      let scope: Int
      if let known = scopes[assignment.scope] {
        scope = known
        if isNewRole || !roles.isGood(role) { checkRole(assignment, role, &roles) }
      } else {
        scope = -1 - unknownScopes.number(of: assignment.scope).number
        unknownScope(assignment.scope, at: assignment.scopeSpan.or(assignment.span))
        if isNewRole { roles.markBad(role) }
      }
      let key = AssignmentKey(scope: scope, role: role, principal: principal)
      if let first = seen[key] {
        log.reportTwice(
          "`\(assignment.principal)` is given `\(assignment.role)` at `\(assignment.scope)` twice",
          at: assignment.span, first: directory.assignments[first].span, help: "keep one of the two")
      } else {
        seen[key] = position
      }
    }
  }

  private mutating func checkRole(_ assignment: Assignment, _ number: Int, _ roles: inout Numbering<RoleName>) {
    let type = assignment.scope.type
    guard index.roles[RoleName(type, assignment.role)] == nil else {
      roles.markGood(number)
      return
    }
    roles.markBad(number)
    guard index.scopeTypes[type] != nil else { return }  // reported where the scope stands
    let known = index.rolesByScopeType[type] ?? []
    log.reportOnce(
      Diagnostic(
        .unknownRole, "scope type `\(type)` has no role `\(assignment.role)`",
        at: assignment.roleSpan.or(assignment.span),
        help: didYouMean(assignment.role, in: known)
          ?? (known.isEmpty ? "declare it under `roles.\(type)`" : "it has \(listed(known))")))
  }
}

/// Numbers things in the order in which they are first met.
private struct Numbering<Thing: Hashable> {
  private var numbers: [Thing: Int] = [:]
  private var good: [Bool] = []

  mutating func number(of thing: Thing) -> (number: Int, isNew: Bool) {
    if let known = numbers[thing] { return (known, false) }
    let number = numbers.count
    numbers[thing] = number
    good.append(true)
    return (number, true)
  }

  func isGood(_ number: Int) -> Bool { good[number] }
  mutating func markGood(_ number: Int) { good[number] = true }
  mutating func markBad(_ number: Int) { good[number] = false }
}
