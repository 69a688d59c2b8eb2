import PolicyValues

/// Who asks: the question's principal, or one that bounds it.
struct Asker {
  /// Its type.
  var type: Int
  var name: EntityName
  /// Its record; `nil` for one that the directory does not know.
  var principal: Int?
  /// Whether the request's subject properties and roles are its own; they do not pass to what bounds it.
  var hasRequestProperties: Bool
}

/// Roles that a request brings, at one scope.
struct RequestedRoles {
  var path: ScopePath
  var roles: [Int]
}

extension TableView {
  /// Rule 3 for every level of a chain: the roles held there or further out, closed over includes, that are of the
  /// level's own scope type; with `anyone`.
  func heldRoles(
    _ asker: Asker, _ chain: ScopeChain, requested: [RequestedRoles], at now: Timestamp
  ) -> [RoleSet] {
    let levels = levels(of: chain)
    let groups = activeGroups(asker.principal, at: now)
    var reached = RoleSet(words: roleWords)
    var result = [RoleSet](repeating: reached, count: levels)
    for level in (0..<levels).reversed() {
      if let scope = knownScope(chain, level) {
        for holder in [asker.principal].compactMap({ $0 }) + groups {
          addAssignments(of: holder, at: scope, now, to: &reached)
        }
      }
      for entry in requested where names(entry.path, chain, level) {
        for role in entry.roles { reached.formUnion(self, .roleClosures, set: role) }
      }
      var here = reached.intersection(self, .scopeTypeRoles, set: scopeType(chain, level))
      here.insert(0)
      result[level] = here
    }
    return result
  }

  /// Whether a path names the scope at a level. What the path says lies around it must be what does.
  private func names(_ path: ScopePath, _ chain: ScopeChain, _ level: Int) -> Bool {
    path.elements.enumerated().allSatisfy { step, name in
      level + step < levels(of: chain) && scopeName(chain, level + step) == name
    }
  }

  /// The groups that a principal is in now, nested ones too; disabled and expired ones give nothing.
  func activeGroups(_ principal: Int?, at now: Timestamp) -> [Int] {
    guard let principal else { return [] }
    return run(.principals, principal, 8).filter { isHeld(.memberships, $0, 1, at: now) }
      .map { index(.memberships, $0, 0) }
  }

  private func addAssignments(of holder: Int, at scope: Int, _ now: Timestamp, to reached: inout RoleSet) {
    for assignment in assignments(of: holder, at: scope) where isHeld(.assignments, assignment, 2, at: now) {
      reached.formUnion(self, .roleClosures, set: index(.assignments, assignment, 1))
    }
  }

  /// A principal's own assignments at a scope: a run of its sorted list, found by halving.
  func assignments(of principal: Int, at scope: Int) -> Range<Int> {
    let all = run(.principals, principal, 6)
    var low = all.lowerBound
    var high = all.upperBound
    while low < high {
      let middle = (low + high) / 2
      if index(.assignments, middle, 0) < scope { low = middle + 1 } else { high = middle }
    }
    var end = low
    while end < all.upperBound, index(.assignments, end, 0) == scope { end += 1 }
    return low..<end
  }

  /// The roles that a request brings for its principal; `nil` if they are in another shape than the policy's.
  func requestedRoles(_ question: Question, principalType: Int) -> [RequestedRoles]? {
    guard word(.principalTypes, principalType, 2) & 4 == 4 else { return [] }
    switch question.roles {
    case .absent: return []
    case .malformed: return nil
    case .given(let entries):
      var result: [RequestedRoles] = []
      for entry in entries {
        guard let path = ScopePath(entry.scope),
          let type = name(path.elements[0].type, domain: NameDomain.scopeType)
        else { return nil }
        var roles: [Int] = []
        for text in entry.roles {
          guard case .role(let named, let bare)? = AttributeValue(text: text, as: .role),
            let role = role(scopeType: named ?? path.elements[0].type, bare),
            index(.roles, role, 0) == type
          else { return nil }
          roles.append(role)
        }
        result.append(RequestedRoles(path: path, roles: roles))
      }
      return result
    }
  }

  /// A role by its full name.
  func role(scopeType: String, _ name: String) -> Int? {
    guard let type = self.name(scopeType, domain: NameDomain.scopeType) else { return nil }
    return (1..<max(1, count(.roles))).first {
      index(.roles, $0, 0) == type && text(.roles, $0, 1).utf8.elementsEqual(name.utf8)
    }
  }

  /// The highest rank among roles.
  func highestRank(_ roles: RoleSet) -> Int64? {
    roles.roles.compactMap { rank(ofRole: $0) }.max()
  }

  func rank(ofRole role: Int) -> Int64? {
    guard word(.roles, role, 3) == 1 else { return nil }
    return Int64(bitPattern: UInt64(word(.roles, role, 4)) | UInt64(word(.roles, role, 5)) << 32)
  }
}
