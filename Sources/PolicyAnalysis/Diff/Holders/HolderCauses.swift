import DecisionTable
import PolicyValues

/// Why a pair's answer changes: first what the policy says of the roles it holds on both sides, then what the directory says.
struct HolderCauses {
  let common: CommonDirectory
  private var widened: [RowKey: Set<String>] = [:]
  private var narrowed: [RowKey: Set<String>] = [:]
  /// Roles with changed cells of their own.
  private var direct: [RowKey: Set<String>] = [:]

  init(common: CommonDirectory, cells: [CellChange]) {
    self.common = common
    for cell in cells {
      // By its own table, and for what reaches further in, by any.
      for scopeType in [cell.scopeType, ""] {
        let row = RowKey(scopeType, cell.resourceType, cell.action)
        if cell.direction.widens { widened[row, default: []].insert(cell.role) }
        if cell.direction.narrows { narrowed[row, default: []].insert(cell.role) }
        if cell.isDirect { direct[row, default: []].insert(cell.role) }
      }
    }
  }

  func cause(of effect: HolderEffect, principal: Int, scope: Int) -> HolderCause {
    let instance = common.principals[principal]
    let place = common.scopes[scope]
    let before = reached(instance.before, place.before, common.before)
    let after = reached(instance.after, place.after, common.after)
    for scopeType in [effect.permission.scopeType, ""] {
      let row = RowKey(scopeType, effect.permission.resourceType, effect.permission.action)
      let changed = (effect.direction == .gain ? widened : narrowed)[row] ?? []
      let both = changed.filter { before.contains($0) && after.contains($0) }
      let own = both.intersection(direct[row] ?? [])
      if let role = innermost(own.isEmpty ? both : own).first { return .role(role) }
      if changed.contains("anyone") { return .anyone }
    }
    let come = outermost(after.subtracting(before))
    let gone = outermost(before.subtracting(after))
    if effect.direction == .gain, !come.isEmpty { return .assigned(come) }
    if effect.direction == .loss, !gone.isEmpty { return .unassigned(gone) }
    return directoryCause(principal, scope)
  }

  private func directoryCause(_ principal: Int, _ scope: Int) -> HolderCause {
    let instance = common.principals[principal]
    let place = common.scopes[scope]
    switch (place.before, place.after) {
    case (nil, _): return .scope("a new scope")
    case (_, nil): return .scope("a scope that is gone")
    case (let old?, let new?):
      let (was, isNow) = (common.before.isDisabledAbove(old), common.after.isDisabledAbove(new))
      if was != isNow { return .scope(isNow ? "a scope that is disabled now" : "a scope that is disabled no more") }
    }
    switch (instance.before, instance.after) {
    case (nil, _): return .principal("a new principal")
    case (_, nil): return .principal("a principal that is gone")
    case (let old?, let new?):
      let (was, isNow) = (common.before.standing(old), common.after.standing(new))
      if was != isNow {
        switch (was, isNow) {
        case (_, 1): return .principal("disabled now")
        case (_, 2): return .principal("expired now")
        case (1, _): return .principal("disabled no more")
        default: return .principal("expired no more")
        }
      }
      if !common.before.bounds(old).isEmpty || !common.after.bounds(new).isEmpty {
        return .other("what bounds them")
      }
    }
    return .other("what the directory or a condition says of them")
  }

  /// The roles that count at a scope or further in, by their names after.
  private func reached(_ principal: Int?, _ scope: Int?, _ side: SideDirectory) -> Set<String> {
    guard let principal, let scope else { return [] }
    var names: Set<String> = []
    for holder in [principal] + side.bounds(principal) {
      let bits = side.reached(side.held(holder), scope)
      for (number, name) in common.roleNames.enumerated() where bits[number / 64] >> UInt64(number % 64) & 1 == 1 {
        names.insert(name)
      }
    }
    return names
  }

  /// Those that no other of them brings, in order.
  private func outermost(_ roles: Set<String>) -> [String] {
    roles.filter { role in !roles.contains { brings($0, role) } }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Those that bring no other of them, in order.
  private func innermost(_ roles: Set<String>) -> [String] {
    roles.filter { role in !roles.contains { brings(role, $0) } }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private func brings(_ role: String, _ other: String) -> Bool {
    let (before, after) = (common.tables.before, common.tables.after)
    return role != other && (after.closure(of: role).contains(other) || before.closure(of: role).contains(other))
  }
}
