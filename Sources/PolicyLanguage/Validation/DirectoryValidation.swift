import PolicyValues
import YAMLReader

/// Checks a directory against its policy: every finding, errors and warnings.
package func validate(_ directory: Directory, against index: PolicyIndex) -> [Diagnostic] {
  var validation = DirectoryValidation(directory, index)
  validation.checkScopes()
  validation.checkPrincipals()
  validation.checkResources()
  validation.checkAssignments()
  return validation.log.diagnostics
}

private struct DirectoryValidation {
  let directory: Directory
  let index: PolicyIndex
  let scopes: [EntityName: ScopeInstance]
  let principals: [EntityName: PrincipalInstance]
  var log = DiagnosticLog()

  init(_ directory: Directory, _ index: PolicyIndex) {
    self.directory = directory
    self.index = index
    scopes = Dictionary(directory.scopes.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
    principals = Dictionary(directory.principals.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
  }

  mutating func checkScopes() {
    for scope in directory.scopes {
      guard let type = index.scopeTypes[scope.name.type] else {
        unknown(.unknownScopeType, "scope type", scope.name.type, index.scopeTypes.keys, scope.span)
        continue
      }
      checkValues(scope.attributes)
      guard let parent = scope.parent else {
        if !type.isRoot {
          log.error(
            .missingKey, "`\(scope.name)` does not say what it lies in", at: scope.span,
            help: "add `in:` with a scope of type \(listed(type.parents))")
        }
        continue
      }
      if !type.parents.contains(parent.type) {
        log.error(
          .wrongScopeType, "a `\(type.name)` does not lie in a `\(parent.type)`", at: scope.span,
          help: type.parents.isEmpty ? "take its `in` out" : "it lies in \(listed(type.parents))")
      } else if scopes[parent] == nil {
        unknownScope(parent, at: scope.span)
      }
    }
    // Only a type that nests in itself can make a circle of scopes.
    var settled: Set<EntityName> = []
    for scope in directory.scopes where scope.parent?.type == scope.name.type {
      var way: [EntityName] = []
      var onWay: Set<EntityName> = []
      var next: EntityName? = scope.name
      while let name = next, !settled.contains(name) {
        if !onWay.insert(name).inserted {
          log.error(
            .scopeCycle, "`\(name)` lies in itself, by way of its own parents", at: scopes[name]?.span ?? scope.span,
            help: "change the `in` of one of \(listed(way.prefix(8).map(\.description)))")
          break
        }
        way.append(name)
        next = scopes[name]?.parent
      }
      settled.formUnion(way)
    }
    if let scope = directory.defaultScope, scopes[scope] == nil {
      unknownScope(scope, at: directory.defaultScopeSpan)
    }
  }

  mutating func checkPrincipals() {
    for principal in directory.principals {
      guard let type = require(principal.name, at: principal.span) else { continue }
      checkValues(principal.attributes)
      for member in principal.members {
        guard require(member, at: principal.span) != nil else { continue }
        if let allowed = type.members, !allowed.contains(member.type) {
          log.error(
            .badValue, "a `\(type.name)` has no members of type `\(member.type)`: `\(member)`", at: principal.span,
            help: "its members are of type \(listed(allowed)); see `principals.\(type.name).members`")
        }
      }
      if let bound = principal.bound { _ = require(bound, at: principal.span) }
    }
    reportCycles(.boundCycle, "bounds itself, by way of what bounds it") { $0.bound.map { [$0] } ?? [] }
    reportCycles(.groupCycle, "is a member of itself, by way of its members") { $0.members }
  }

  /// Reports each circle that following `next` from principal to principal can run into, once.
  private mutating func reportCycles(
    _ code: DiagnosticCode, _ what: String, _ next: (PrincipalInstance) -> [EntityName]
  ) {
    enum State { case open, settled }
    var states: [EntityName: State] = [:]
    for start in directory.principals where !next(start).isEmpty && states[start.name] == nil {
      // Depth first, with the way kept by hand: chains may be as long as the directory.
      var way: [(name: EntityName, rest: ArraySlice<EntityName>)] = [(start.name, next(start)[...])]
      states[start.name] = .open
      while let last = way.indices.last {
        guard let following = way[last].rest.popFirst() else {
          states[way[last].name] = .settled
          way.removeLast()
          continue
        }
        switch states[following] {
        case .open:
          log.error(
            code, "`\(following)` \(what)", at: principals[following]?.span ?? start.span,
            help: "change one of \(listed(way.suffix(8).map(\.name.description)))")
        case .settled: continue
        case nil:
          guard let principal = principals[following] else { continue }
          states[following] = .open
          way.append((following, next(principal)[...]))
        }
      }
    }
  }

  mutating func checkResources() {
    for resource in directory.resources {
      guard let type = index.resourceTypes[resource.name.type] else {
        unknown(.unknownResourceType, "resource type", resource.name.type, index.resourceTypes.keys, resource.span)
        continue
      }
      checkValues(resource.attributes)
      guard let scope = resource.scope ?? directory.defaultScope else {
        log.error(
          .homelessResource, "the directory does not say where `\(resource.name)` lives", at: resource.span,
          help: "add `in:`; until then it can be asked about in any scope")
        continue
      }
      if resource.scope != nil, scopes[scope] == nil {
        unknownScope(scope, at: resource.span)
      } else if !type.scopeTypes.contains(scope.type) {
        log.error(
          .outOfScope, "a `\(type.name)` does not live in a `\(scope.type)`", at: resource.span,
          help: "it lives in \(listed(type.scopeTypes))")
      }
    }
  }

  mutating func checkAssignments() {
    var seen: [AssignmentKey: Span] = [:]
    seen.reserveCapacity(directory.assignments.count)
    for assignment in directory.assignments {
      _ = require(assignment.principal, at: assignment.span)
      if scopes[assignment.scope] == nil {
        unknownScope(assignment.scope, at: assignment.span)
      } else if index.roles[RoleName(assignment.scope.type, assignment.role)] == nil {
        let known = index.rolesByScopeType[assignment.scope.type] ?? []
        log.error(
          .unknownRole, "scope type `\(assignment.scope.type)` has no role `\(assignment.role)`", at: assignment.span,
          help: nearest(assignment.role, in: known).map { "did you mean `\($0)`?" } ?? "it has \(listed(known))")
      }
      let key = AssignmentKey(scope: assignment.scope, role: assignment.role, principal: assignment.principal)
      if let first = seen[key] {
        log.error(
          .givenTwice, "`\(assignment.principal)` is given `\(assignment.role)` at `\(assignment.scope)` twice",
          at: assignment.span, note: "given again here", labels: [Diagnostic.Label("first given here", at: first)],
          help: "keep one of the two")
      } else {
        seen[key] = assignment.span
      }
    }
  }

  private struct AssignmentKey: Hashable {
    var scope: EntityName
    var role: String
    var principal: EntityName
  }

  private mutating func checkValues(_ entries: [AttributeEntry]) {
    for entry in entries { checkValue(entry.value, entry) }
  }

  /// Values that name something must name something that is declared.
  private mutating func checkValue(_ value: AttributeValue, _ entry: AttributeEntry) {
    switch value {
    case .principal(let name): _ = require(name, at: entry.span)
    case .role(let scopeType, let name):
      let isKnown =
        scopeType.map { index.roles[RoleName($0, name)] != nil }
        ?? index.rolesByScopeType.values.contains { $0.contains(name) }
      guard !isKnown else { return }
      let all = index.policy.roles.map(\.name)
      let known = scopeType == nil ? all.map(\.name) : all.map(\.description)
      unknown(.unknownRole, "role", value.description, known, entry.span)
    case .list(let values): for value in values { checkValue(value, entry) }
    default: return
    }
  }

  private mutating func require(_ name: EntityName, at span: Span) -> PrincipalType? {
    if let type = index.principalTypes[name.type] { return type }
    unknown(.unknownPrincipalType, "principal type", name.type, index.principalTypes.keys, span)
    return nil
  }

  private mutating func unknown(
    _ code: DiagnosticCode, _ what: String, _ name: String, _ known: some Sequence<String>, _ span: Span
  ) {
    let known = known.sorted()
    log.error(
      code, "there is no \(what) `\(name)`", at: span,
      help: nearest(name, in: known).map { "did you mean `\($0)`?" } ?? "there are \(listed(known))")
  }

  private mutating func unknownScope(_ name: EntityName, at span: Span) {
    let near = nearest(
      name.description,
      in: directory.scopes.lazy.filter { $0.name.type == name.type }.prefix(2000).map(\.name.description))
    log.error(
      .unknownScope, "the directory has no scope `\(name)`", at: span,
      help: near.map { "did you mean `\($0)`?" } ?? "add it under `directory.scopes`")
  }
}

/// Roles that nobody in the set's own directory can hold; empty if the directory assigns nothing.
package func unheldRoleWarnings(_ directory: Directory, _ index: PolicyIndex) -> [Diagnostic] {
  guard !directory.assignments.isEmpty, !index.policy.principalTypes.contains(where: \.takesRequestRoles) else {
    return []
  }
  var held: Set<RoleName> = []
  for name in Set(directory.assignments.map { RoleName($0.scope.type, $0.role) }) {
    held.formUnion(index.closure(of: name))
  }
  return index.policy.roles.filter { !held.contains($0.name) }.map { role in
    Diagnostic(
      .unheldRole, "nobody can hold role `\(role.name)`", at: role.span,
      help: "nothing in the directory assigns it, and no held role includes it")
  }
}
