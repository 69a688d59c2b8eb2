import PolicyValues

/// Who asks: the question's principal, or one that bounds it.
struct Asker: BitwiseCopyable {
  /// Its type.
  var type: Int
  /// Its slot; `nil` for one that the directory does not know.
  var principal: Int?
  /// Whether it is the question's own: then the names and values of the request are its own too; they do not pass to
  /// what bounds it.
  var isQuestions: Bool
}

/// Roles that a request brings, at one scope.
struct RequestedRoles {
  var path: ScopePath
  var roles: [Int]
}

extension Check {
  /// Rule 3 for one level of the chain: 64 of the roles held there or further out, closed over includes, that are of
  /// the level's own scope type; with `anyone`.
  @inline(__always)
  func held(_ asker: Asker, level: Int, word: Int) -> UInt64 {
    var reached: UInt64 = word == 0 ? 1 : 0
    if let principal = asker.principal {
      addRoles(of: principal, from: level, word, to: &reached)
      if let details = view.details(of: principal) {
        addGroups(details, from: level, word, to: &reached)
      }
    }
    if asker.isQuestions, unsafe request != nil { addRequested(from: level, word, to: &reached) }
    let own = view.roleBits(.scopeTypeRoles, set: scopeType(level), word: word)
    return reached & (own | (word == 0 ? 1 : 0))
  }

  @inline(__always)
  private func addRoles(of holder: Int, from level: Int, _ word: Int, to reached: inout UInt64) {
    let assignments = Assignments(view, principal: holder)
    guard assignments.count > 0, let known = chain.known else { return }
    let ancestors = view.ancestors(of: known)
    var step = max(0, level &- chain.open)
    while step <= ancestors.count {
      let scope = step == 0 ? UInt32(truncatingIfNeeded: known) : ancestors[step &- 1]
      var position = assignments.lowerBound(scope)
      while position < assignments.count, assignments.scope(position) == scope {
        if assignments.end(position).map({ now.isBefore(view.time($0)) }) ?? true {
          reached |= view.roleBits(.roleClosures, set: assignments.role(position), word: word)
        }
        position &+= 1
      }
      step &+= 1
    }
  }

  private func addGroups(_ details: Int, from level: Int, _ word: Int, to reached: inout UInt64) {
    for membership in view.run(.principalDetails, details, 2)
    where view.isHeld(.memberships, membership, 1, at: now) {
      addRoles(of: view.index(.memberships, membership, 0), from: level, word, to: &reached)
    }
  }

  @inline(never)
  private func addRequested(from level: Int, _ word: Int, to reached: inout UInt64) {
    guard let request = unsafe request else { return }
    for step in level..<levels {
      for entry in unsafe request.pointee.roles where names(entry.path, step) {
        for role in entry.roles { reached |= view.roleBits(.roleClosures, set: role, word: word) }
      }
    }
  }

  /// Whether a path names the scope at a level. What the path says lies around it must be what does.
  private func names(_ path: ScopePath, _ level: Int) -> Bool {
    path.elements.enumerated().allSatisfy { step, name in
      level + step < levels && scopeName(level + step) == name
    }
  }

  /// Whether a role is held at a level.
  @inline(__always)
  func holds(_ asker: Asker, _ role: Int, level: Int) -> Bool {
    held(asker, level: level, word: role / 64) >> UInt64(role % 64) & 1 == 1
  }

  /// All roles held at a level, ascending; `anyone` is the first.
  func heldRoles(_ asker: Asker, level: Int) -> [Int] {
    (0..<view.roleWords).flatMap { word in
      let bits = held(asker, level: level, word: word)
      return (0..<64).filter { bits >> UInt64($0) & 1 == 1 }.map { word * 64 + $0 }
    }
  }

  /// The highest rank among the roles held at a level.
  func highestRank(_ asker: Asker, level: Int) -> Int64? {
    var highest: Int64?
    for word in 0..<view.roleWords {
      var bits = held(asker, level: level, word: word)
      while bits != 0 {
        if let rank = view.rank(ofRole: word * 64 + bits.trailingZeroBitCount) {
          highest = max(highest ?? rank, rank)
        }
        bits &= bits - 1
      }
    }
    return highest
  }
}

extension TableView {
  /// The groups that a principal is in now, nested ones too; disabled and expired ones give nothing.
  func activeGroups(_ principal: Int?, at now: Timestamp) -> [Int] {
    guard let principal, let details = details(of: principal) else { return [] }
    return run(.principalDetails, details, 2).filter { isHeld(.memberships, $0, 1, at: now) }
      .map { index(.memberships, $0, 0) }
  }

  /// The roles that a request brings for its principal; `nil` if they are in another shape than the policy's.
  func requestedRoles(_ roles: RequestRoles, principalType: Int) -> [RequestedRoles]? {
    guard word(.principalTypes, principalType, 2) & 4 == 4 else { return [] }
    switch roles {
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
    return name.withByteText { name in
      (1..<max(1, count(.roles))).first { index(.roles, $0, 0) == type && bytes(.roles, $0, 1) == name }
    }
  }

  func rank(ofRole role: Int) -> Int64? {
    guard word(.roles, role, 3) == 1 else { return nil }
    return Int64(bitPattern: UInt64(word(.roles, role, 4)) | UInt64(word(.roles, role, 5)) << 32)
  }
}
