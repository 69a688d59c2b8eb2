package import PolicyValues

/// How a principal comes to be permitted: a role that it is assigned, itself or through a group.
package struct Way: Hashable, Sendable {
  /// The full name of the assigned role, or `anyone`, which everybody holds everywhere.
  package var role: String
  /// Where it is assigned; for `anyone` the scope whose table names it.
  package var scope: EntityName
  /// The group that it is held through.
  package var group: EntityName?
  /// Held while now is before it: the assignment's end or the group's, whichever comes first.
  package var until: Timestamp?

  package init(role: String, scope: EntityName, group: EntityName?, until: Timestamp?) {
    self.role = role
    self.scope = scope
    self.group = group
    self.until = until
  }
}

/// The ways of one principal in one place, with the end of it all.
package struct Ways: Hashable, Sendable {
  /// The principal's own assignments first, then those of each group; from the innermost scope outward.
  package var all: [Way]
  /// When it may no more, as far as roles, groups, its own end and those of what bounds it say: the moment when the last
  /// way ends. `nil` for no end.
  package var until: Timestamp?

  package init(all: [Way] = [], until: Timestamp? = nil) {
    self.all = all
    self.until = until
  }
}

extension Check {
  /// How an asker comes to be permitted. A permit whose condition cannot hold is no way; of one that may as it is, nor is
  /// one whose condition does not.
  func ways(of asker: Asker, isCertain: Bool) -> Ways {
    var until: Timestamp?
    var own: [Way] = []
    for (position, asker) in (chainOfBounds(from: asker) ?? [asker]).enumerated() {
      let ways = ownWays(of: asker, isCertain: isCertain)
      if position == 0 { own = ways }
      for end in [lastEnd(of: ways), asker.principal.flatMap { self.end(of: $0) }] {
        if let end, until.map({ end.isBefore($0) }) ?? true { until = end }
      }
    }
    return Ways(all: own, until: until)
  }

  /// When a principal's time is over.
  private func end(of principal: Int) -> Timestamp? {
    view.details(of: principal).flatMap { view.time(.principalDetails, $0, 0) }
  }

  private func lastEnd(of ways: [Way]) -> Timestamp? {
    var last: Timestamp?
    for way in ways {
      guard let until = way.until else { return nil }
      if last.map({ $0.isBefore(until) }) ?? true { last = until }
    }
    return last
  }

  private func ownWays(of asker: Asker, isCertain: Bool) -> [Way] {
    var ways: [Way] = []
    var wanted: [(level: Int, bits: [UInt64])] = []
    for level in 0..<2 where judges(level) {
      var bits = [UInt64](repeating: 0, count: view.roleWords)
      for cell in view.run(.rows, row(level), 0) {
        let role = view.index(.cells, cell, 3)
        guard holds(asker, role, level: level), counts(cell, asker, level, isCertain: isCertain) else { continue }
        if role == 0 {
          let way = Way(role: "anyone", scope: scopeName(level), group: nil, until: nil)
          if !ways.contains(way) { ways.append(way) }
        } else {
          bits[role / 64] |= 1 << UInt64(role % 64)
        }
      }
      wanted.append((level, bits))
    }
    guard let principal = asker.principal else { return ways }
    add(principal, group: nil, until: nil, wanted, to: &ways)
    guard let details = view.details(of: principal) else { return ways }
    for membership in view.run(.principalDetails, details, 2)
    where view.isHeld(.memberships, membership, 1, at: now) {
      let group = view.index(.memberships, membership, 0)
      add(group, group: group, until: view.time(.memberships, membership, 1), wanted, to: &ways)
    }
    return ways
  }

  private func counts(_ cell: Int, _ asker: Asker, _ level: Int, isCertain: Bool) -> Bool {
    guard let condition = view.optional(.cells, cell, 4) else { return true }
    let subject = ConditionSubject(check: self, asker: asker, level: level)
    return isCertain
      ? subject.truth(ofCondition: condition) == .true : subject.possibleTruth(ofCondition: condition).canHold
  }

  /// The assignments of a holder along the chain that bring a wanted role.
  private func add(
    _ holder: Int, group: Int?, until: Timestamp?, _ wanted: [(level: Int, bits: [UInt64])], to ways: inout [Way]
  ) {
    let assignments = Assignments(view, principal: holder)
    guard assignments.count > 0 else { return }
    for level in 0..<levels {
      guard let scope = knownScope(level) else { continue }
      var position = assignments.lowerBound(UInt32(truncatingIfNeeded: scope))
      while position < assignments.count, assignments.scope(position) == UInt32(truncatingIfNeeded: scope) {
        defer { position += 1 }
        let end = assignments.end(position).map { view.time($0) }
        guard end.map({ now.isBefore($0) }) ?? true else { continue }
        let role = assignments.role(position)
        let isWanted = wanted.contains { level >= $0.level && view.closure(ofRole: role, meets: $0.bits) }
        guard isWanted else { continue }
        ways.append(
          Way(
            role: view.roleName(role), scope: view.scopeName(scope), group: group.map { view.principalName($0) },
            until: Self.earlier(end, until)))
      }
    }
  }

  private static func earlier(_ a: Timestamp?, _ b: Timestamp?) -> Timestamp? {
    guard let a, let b else { return a ?? b }
    return a.isBefore(b) ? a : b
  }
}

extension TableView {
  /// Whether anything that an asker holds, or it itself, or what bounds it, has an end.
  func mayEnd(_ asker: Asker) -> Bool {
    guard let principal = asker.principal else { return false }
    if principals.flags(principal) & EntitySlot.isTimed != 0 { return true }
    guard let details = details(of: principal) else { return false }
    return optional(.principalDetails, details, 0) != nil || optional(.principalDetails, details, 1) != nil
      || run(.principalDetails, details, 2).contains { membership in
        optional(.memberships, membership, 1) != nil
          || principals.flags(index(.memberships, membership, 0)) & EntitySlot.isTimed != 0
      }
  }

  /// Whether a role, with all that it includes, has one of a set.
  @inline(__always)
  func closure(ofRole role: Int, meets bits: [UInt64]) -> Bool {
    for word in 0..<roleWords where roleBits(.roleClosures, set: role, word: word) & bits[word] != 0 { return true }
    return false
  }

  /// `organization.admin`; `anyone` for position 0.
  func roleName(_ position: Int) -> String {
    guard let type = optional(.roles, position, 0) else { return "anyone" }
    return "\(text(.scopeTypes, type, 0)).\(text(.roles, position, 1))"
  }
}
