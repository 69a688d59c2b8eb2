import PolicyLanguage
import PolicyValues

/// Who is in a group at a time, through groups.
struct Groups {
  /// The principals of the directory.
  let names: EntityNames
  private let described: [EntityName: PrincipalInstance]
  private let isGroup: [Bool]
  private let groupTypes: Set<String>
  private let now: Timestamp
  /// Whether groups are holders too, as principals that may ask for themselves.
  private let areHolders: Bool
  /// The members of the groups that have been asked for.
  private var known: [UInt32: [UInt32]] = [:]

  init(_ directory: Directory, _ index: PolicyIndex, _ now: Timestamp, areHolders: Bool) {
    let types = Set(index.policy.principalTypes.filter { $0.members != nil }.map(\.name))
    let names = directory.principalNames
    described = Dictionary(
      directory.principals.filter { types.contains($0.name.type) }.map { ($0.name, $0) },
      uniquingKeysWith: { a, _ in a })
    isGroup = (0..<names.typeCount).map { types.contains(names.type($0)) }
    groupTypes = types
    self.names = names
    self.now = now
    self.areHolders = areHolders
  }

  /// The principal itself, or for a group those that are in it, and the group itself if groups are holders.
  mutating func forEachHolder(of principal: UInt32, _ body: (UInt32) -> Void) {
    guard isGroup[names.typeNumber(of: Int(principal))] else { return body(principal) }
    if areHolders { body(principal) }
    if known[principal] == nil { known[principal] = members(of: names[Int(principal)]) }
    for member in known[principal] ?? [] { body(member) }
  }

  private func members(of principal: EntityName) -> [UInt32] {
    var seen: Set<EntityName> = [principal]
    var open = [principal]
    var members: [UInt32] = []
    while let next = open.popLast() {
      guard let group = described[next], !group.isDisabled, group.expires.map({ now < $0 }) ?? true else { continue }
      for member in group.members where seen.insert(member).inserted {
        let isGroup = groupTypes.contains(member.type)
        if isGroup { open.append(member) }
        if !isGroup || areHolders, let number = names.number(of: member) {
          members.append(UInt32(number))
        }
      }
    }
    return members
  }
}
