import DecisionTable

/// Roles that are called otherwise after, and are the same in everything else: rank, cells, what they include and what
/// includes them.
struct RoleRenames {
  /// Full names before to full names after.
  private(set) var after: [String: String] = [:]
  /// And back.
  private(set) var before: [String: String] = [:]

  /// What a role is without its name.
  private struct Signature: Hashable {
    var scopeType: String
    var rank: Int64?
    var cells: Set<Cell>

    struct Cell: Hashable {
      var isForbid: Bool
      var resourceType: String
      var action: String
      var term: ConditionTerm
    }
  }

  init(_ first: ComparedTable, _ second: ComparedTable) {
    let gone = first.outline.roles.filter { second.roles[$0.fullName] == nil }
    let come = second.outline.roles.filter { first.roles[$0.fullName] == nil }
    guard !gone.isEmpty, !come.isEmpty else { return }
    let old = Self.signatures(first)
    let new = Self.signatures(second)
    func alike(_ a: PolicyOutline.Role, _ b: PolicyOutline.Role) -> Bool { old[a.fullName] == new[b.fullName] }
    for role in gone {
      let candidates = come.filter { alike(role, $0) }
      // Two that look the same are told apart by what they include; where that fails too, neither is a rename.
      guard let match = candidates.count == 1 ? candidates.first : nil,
        gone.count(where: { alike($0, match) }) == 1
      else { continue }
      after[role.fullName] = match.fullName
    }
    dropTheUnlike(first, second)
    before = Dictionary(after.map { ($0.value, $0.key) }) { name, _ in name }
  }

  /// Leaves out those that other roles stand otherwise to, until all that are left agree.
  private mutating func dropTheUnlike(_ first: ComparedTable, _ second: ComparedTable) {
    while true {
      let wrong = after.first { old, new in
        let closure = Set(first.closure(of: old).map { after[$0] ?? $0 })
        let holders = Set(
          first.outline.roles.filter { $0.closure.contains(old) }.map { after[$0.fullName] ?? $0.fullName })
        return closure != Set(second.closure(of: new))
          || holders != Set(second.outline.roles.filter { $0.closure.contains(new) }.map(\.fullName))
      }
      guard let wrong else { return }
      after[wrong.key] = nil
    }
  }

  private static func signatures(_ side: ComparedTable) -> [String: Signature] {
    var result: [String: Signature] = [:]
    for role in side.outline.roles {
      result[role.fullName] = Signature(scopeType: role.scopeType, rank: role.rank, cells: [])
    }
    for cell in side.rows.values.joined() where cell.role != "anyone" {
      result["\(cell.scopeType).\(cell.role)"]?.cells.insert(
        Signature.Cell(
          isForbid: cell.isForbid, resourceType: cell.resourceType, action: cell.action, term: side.term(cell)))
    }
    return result
  }
}
