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
  }

  private struct Group {
    var witness: String?
    /// Numbers of scopes by the number of the principal.
    var holders: [UInt32: [UInt32]] = [:]
    var everyone: [String] = []
    var everyoneScopes: [EntityName] = []
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
      for member in members { groups[key]?.holders[member.principal, default: []].append(member.scope) }
    }
  }

  /// What changes for everyone of a type, known or not, in scopes; in none if it is about scopes that nobody knows.
  mutating func add(everyone type: String, _ effect: HolderEffect, scopes: [EntityName]) {
    let key = Key(
      cause: .anyone, direction: effect.direction, certainty: effect.certainty, isOpen: effect.isOpen,
      permissions: [effect.permission])
    enter(key)
    if groups[key]?.witness == nil { groups[key]?.witness = effect.witness }
    if groups[key]?.everyone.contains(type) == false { groups[key]?.everyone.append(type) }
    let known = Set(groups[key]?.everyoneScopes ?? [])
    groups[key]?.everyoneScopes += scopes.filter { !known.contains($0) }
  }

  private mutating func enter(_ key: Key) {
    guard groups[key] == nil else { return }
    groups[key] = Group()
    order.append(key)
  }

  func changes() -> [HolderChange] {
    order.compactMap { key in
      guard let group = groups[key] else { return nil }
      var names: [UInt32: EntityName] = [:]
      func scope(_ number: UInt32) -> EntityName {
        if let known = names[number] { return known }
        let name = common.scopeName(Int(number))
        names[number] = name
        return name
      }
      let holders = group.holders.map { principal, scopes in
        HolderChange.Holder(
          principal: common.principalName(Int(principal)), scopes: Set(scopes).map(scope).sorted())
      }.sorted { $0.principal < $1.principal }
      return HolderChange(
        cause: key.cause, direction: key.direction, certainty: key.certainty, permissions: key.permissions,
        holders: holders, everyone: group.everyone, everyoneScopes: group.everyoneScopes.sorted(),
        witness: group.witness, isInOpenScopes: key.isOpen)
    }
  }
}
