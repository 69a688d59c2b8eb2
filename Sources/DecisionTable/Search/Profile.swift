import PolicyValues

/// What whoever holds certain roles may in a scope of certain types, as far as roles alone say it.
struct Profile {
  /// One action on one resource type.
  struct Entry {
    var resourceType: Int
    var permission: Int
    /// Whether the roles say it all: a grant without a condition, and no forbid. Else conditions have to be asked.
    var isSettled: Bool
    /// Whether a role permits it, and not `anyone` alone.
    var isByRole: Bool
  }

  /// Of the bare types that live in the scope; what is not here is denied, whatever a request says.
  var bare: [Entry] = []
  /// Of the scope itself as a resource.
  var own: [Entry] = []

  var isEmpty: Bool { bare.isEmpty && own.isEmpty }

  /// Without what everybody may.
  var byRole: Profile { Profile(bare: bare.filter(\.isByRole), own: own.filter(\.isByRole)) }
}

/// Profiles by what is held, each computed once.
struct Profiles {
  private var known: [[UInt64]: Profile] = [:]

  /// The profile of an asker at a check's scope, with what it may as `anyone` or without; `nil` if it has none.
  mutating func profile(_ check: Check, _ asker: Asker, countingAnyone: Bool) -> Profile? {
    let view = check.view
    let levels = check.levels
    var key: [UInt64] = []
    key.reserveCapacity(levels * (view.roleWords + 1))
    var holds = countingAnyone
    for level in 0..<levels {
      key.append(UInt64(check.scopeType(level)))
      for word in 0..<view.roleWords {
        let held = check.held(asker, level: level, word: word)
        if held & (word == 0 ? ~1 : ~0) != 0 { holds = true }
        key.append(held)
      }
    }
    guard holds else { return nil }
    key.append(countingAnyone ? 1 : 0)
    if let profile = known[key] { return profile }
    let profile = countingAnyone ? Self.make(check, key) : Self.make(check, key).byRole
    known[key] = profile
    return profile
  }

  private static func make(_ check: Check, _ key: [UInt64]) -> Profile {
    let view = check.view
    let width = view.roleWords + 1
    func holds(_ role: Int, _ level: Int) -> Bool { key[level * width + 1 + role / 64] >> UInt64(role % 64) & 1 == 1 }
    func row(_ level: Int, _ permission: Int) -> Int {
      Int(key[level * width]) * view.count(.permissions) + permission
    }
    /// `nil` if it is denied for sure.
    func entry(_ type: Int, _ permission: Int, _ judged: [Int]) -> Profile.Entry? {
      var isPermitted = false
      var hasCondition = false
      var isByRole = false
      for level in judged {
        for cell in view.run(.rows, row(level, permission), 0) where holds(view.index(.cells, cell, 3), level) {
          if view.optional(.cells, cell, 4) == nil { isPermitted = true } else { hasCondition = true }
          if view.index(.cells, cell, 3) != 0 { isByRole = true }
        }
      }
      guard isPermitted || hasCondition else { return nil }
      var isForbidden = false
      for level in 0..<check.levels {
        for cell in view.run(.rows, row(level, permission), 2) where holds(view.index(.cells, cell, 3), level) {
          if view.optional(.cells, cell, 4) == nil { return nil }
          isForbidden = true
        }
      }
      return Profile.Entry(
        resourceType: type, permission: permission, isSettled: isPermitted && !isForbidden, isByRole: isByRole)
    }
    var profile = Profile()
    for type in 0..<view.count(.resourceTypes) {
      let livesHere = view.livesIn(type, Int(key[0]))
      let permissions = view.run(.resourceTypes, type, 6)
      if livesHere { profile.bare += permissions.compactMap { entry(type, $0, [0]) } }
      guard view.optional(.resourceTypes, type, 3) == Int(key[0]) else { continue }
      var judged = livesHere ? [0] : []
      if check.levels > 1, view.livesIn(type, Int(key[width])) { judged.append(1) }
      profile.own += permissions.compactMap { entry(type, $0, judged) }
    }
    return profile
  }
}
