import DecisionTable
import PolicyValues

/// Gathers classes that change in the same way for the same reason.
struct HolderGroups {
  private struct Key: Hashable {
    var cause: HolderCause
    var direction: HolderChange.Direction
    var certainty: HolderChange.Certainty
    var isOpen: Bool
    var permissions: [HolderChange.Permission]
    /// Whether it is about scopes that nobody knows; a list of known ones would say less.
    var isAnywhere = false
  }

  private struct Group {
    var witness: String?
    /// By their numbers; a pair may stand in it twice.
    var holders: [(principal: UInt32, scope: UInt32)] = []
    var everyone: [String] = []
    var everyoneScopes: Set<Int> = []
  }

  private let common: CommonDirectory
  private var groups: [Key: Group] = [:]
  private var order: [Key] = []
  init(_ common: CommonDirectory) { self.common = common }

  mutating func add(
    _ effects: [HolderEffect], members: [(principal: UInt32, scope: UInt32)], cause: (HolderEffect) -> HolderCause
  ) {
    var parts: [Key: (permissions: [HolderChange.Permission], witness: String?)] = [:]
    var keys: [Key] = []
    for effect in effects {
      let key = Key(
        cause: cause(effect), direction: effect.direction, certainty: effect.certainty, isOpen: effect.isOpen,
        permissions: [])
      if parts[key] == nil { keys.append(key) }
      parts[key, default: ([], nil)].permissions.append(effect.permission)
      if parts[key]?.witness == nil { parts[key]?.witness = effect.witness }
    }
    for part in keys {
      var key = part
      key.permissions = parts[part]?.permissions ?? []
      enter(key)
      if groups[key]?.witness == nil { groups[key]?.witness = parts[part]?.witness }
      groups[key]?.holders += members
    }
  }

  /// What changes for everyone of a type, known or not, in scopes by their numbers; in none if it is about
  /// scopes that nobody knows.
  mutating func add(everyone type: String, _ effect: HolderEffect, scopes: [Int]) {
    let key = Key(
      cause: .anyone, direction: effect.direction, certainty: effect.certainty, isOpen: effect.isOpen,
      permissions: [effect.permission], isAnywhere: scopes.isEmpty)
    enter(key)
    if groups[key]?.witness == nil { groups[key]?.witness = effect.witness }
    if groups[key]?.everyone.contains(type) == false { groups[key]?.everyone.append(type) }
    groups[key]?.everyoneScopes.formUnion(scopes)
  }

  private mutating func enter(_ key: Key) {
    guard groups[key] == nil else { return }
    groups[key] = Group()
    order.append(key)
  }

  func changes() -> [HolderChange] {
    let scopes = (order: common.scopeOrder, ranks: Self.ranks(common.scopeOrder))
    let principals = (order: common.principalOrder, ranks: Self.ranks(common.principalOrder))
    var names: [EntityName?] = Array(repeating: nil, count: scopes.order.count)
    func scope(_ rank: UInt32) -> EntityName {
      if let known = names[Int(rank)] { return known }
      let name = common.scopeName(scopes.order[Int(rank)])
      names[Int(rank)] = name
      return name
    }
    func holders(_ group: Group) -> [HolderChange.Holder] {
      let pairs = group.holders.map { pair in
        UInt64(principals.ranks[Int(pair.principal)]) << 32 | UInt64(scopes.ranks[Int(pair.scope)])
      }.sorted()
      var holders: [HolderChange.Holder] = []
      var last: UInt64?
      for pair in pairs where pair != last {
        if last.map({ $0 >> 32 != pair >> 32 }) ?? true {
          let principal = common.principalName(principals.order[Int(pair >> 32)])
          holders.append(HolderChange.Holder(principal: principal, scopes: []))
        }
        holders[holders.count - 1].scopes.append(scope(UInt32(truncatingIfNeeded: pair)))
        last = pair
      }
      return holders
    }
    return order.compactMap { key in
      guard let group = groups[key] else { return nil }
      return HolderChange(
        cause: key.cause, direction: key.direction, certainty: key.certainty, permissions: key.permissions,
        holders: holders(group), everyone: group.everyone,
        everyoneScopes: group.everyoneScopes.map { scopes.ranks[$0] }.sorted().map(scope), witness: group.witness,
        isInOpenScopes: key.isOpen)
    }
  }

  /// For each number its place in an order.
  private static func ranks(_ order: [Int]) -> [UInt32] {
    var ranks = [UInt32](repeating: 0, count: order.count)
    for (rank, number) in order.enumerated() { ranks[number] = UInt32(rank) }
    return ranks
  }
}
