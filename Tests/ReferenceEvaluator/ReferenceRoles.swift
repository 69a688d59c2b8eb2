import DecisionTable
import PolicyLanguage
import PolicyValues

/// A role that a request brings.
struct RequestRole {
  /// The scope, and what the request says it lies in.
  var path: [EntityName]
  var role: RoleName
}

/// Section 4, rule 3: which roles a principal has where.
extension ReferenceEvaluator {
  /// Every group that the principal is in, through groups. A disabled or expired group gives nothing, so neither does
  /// it lead to the groups that it is in.
  func groups(of principal: EntityName, at now: Timestamp) -> [EntityName] {
    var found: [EntityName] = []
    var open = [principal]
    while let member = open.popLast() {
      for group in directory.principals where group.members.contains(member) {
        let isOver = group.expires.map { now >= $0 } ?? false
        if group.isDisabled || isOver || group.name == principal || found.contains(group.name) { continue }
        found.append(group.name)
        open.append(group.name)
      }
    }
    return found.sorted()
  }

  /// The request's roles as assignments; every one of them must exist.
  func requestRoles(_ roles: RequestRoles) throws(Denial) -> [RequestRole] {
    guard case .given(let entries) = roles else {
      if roles == .malformed { throw Denial(.unknownRole) }
      return []
    }
    var assignments: [RequestRole] = []
    for entry in entries {
      guard let path = ScopePath(entry.scope)?.elements, scopeType(path[0].type) != nil else {
        throw Denial(.unknownRole)
      }
      for text in entry.roles {
        // A role may go by its full name, `organization.admin`, which says the scope's type again.
        let known = policy.roles.first { role in
          same(role.name.scopeType, path[0].type)
            && (same(role.name.name, text) || same(role.name.description, text))
        }
        guard let known else { throw Denial(.unknownRole) }
        assignments.append(RequestRole(path: path, role: known.name))
      }
    }
    return assignments
  }

  func role(_ scopeType: String, _ name: String) -> Role? {
    policy.roles.first { same($0.name.scopeType, scopeType) && same($0.name.name, name) }
  }

  /// The roles that count at the first scope of a chain: those held there and at every ancestor, closed over includes,
  /// as far as they are of that scope's type.
  func roles(of asker: Asker, along chain: [EntityName], at now: Timestamp) -> Set<RoleName> {
    var open: [RoleName] = []
    for scope in chain {
      for assignment in directory.assignments where assignment.scope == scope {
        guard assignment.principal == asker.name || asker.groups.contains(assignment.principal) else { continue }
        if let until = assignment.until, now >= until { continue }
        open.append(RoleName(scope.type, assignment.role))
      }
    }
    // What a path in a request says of where a scope lies must be so.
    for brought in asker.requestRoles {
      let isHere = chain.indices.contains { chain[$0...].starts(with: brought.path) }
      if isHere { open.append(brought.role) }
    }
    var closed: Set<RoleName> = []
    while let next = open.popLast() {
      guard closed.insert(next).inserted else { continue }
      open += role(next.scopeType, next.name)?.includes.map(\.role) ?? []
    }
    return closed.filter { same($0.scopeType, chain[0].type) }
  }

  /// The highest rank held at the first scope of a chain.
  func rank(of asker: Asker, along chain: [EntityName], at now: Timestamp) -> Int64? {
    roles(of: asker, along: chain, at: now).compactMap { role($0.scopeType, $0.name)?.rank }.max()
  }
}
