import DecisionTable
import PolicyValues

/// Principals whose requests bring roles may hold anything anywhere: what the directory says of them, or of scopes, then
/// matters to more than those it knows to hold something.
struct RequestedRolesComparison {
  let common: CommonDirectory

  func changes() -> [DeclarationChange] {
    let types = [common.tables.before, common.tables.after].flatMap { side in
      side.outline.principalTypes.filter(\.takesRequestRoles).map(\.name)
    }
    guard !types.isEmpty else { return [] }
    let instances = InstanceWords(common: common, asks: common.asks)
    let isScopeChanged = common.scopes.contains { scope in
      var (before, after): ([UInt64], [UInt64]) = ([], [])
      instances.append(scope: scope.before, true, to: &before)
      instances.append(scope: scope.after, false, to: &after)
      return before != after
    }
    let isPrincipalChanged = common.principals.indices.contains { number in
      let principal = common.principals[number]
      var (before, after): ([UInt64], [UInt64]) = ([], [])
      instances.append(principal: principal.before, true, to: &before)
      instances.append(principal: principal.after, false, to: &after)
      return before != after && types.contains(common.principalName(number).type)
    }
    guard isScopeChanged || isPrincipalChanged else { return [] }
    let what =
      isScopeChanged && isPrincipalChanged ? "scopes and principals" : isScopeChanged ? "scopes" : "principals"
    let names = Set(types).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: ", ")
    return [
      DeclarationChange(
        kind: "directory", name: what, change: .changed,
        detail: "described otherwise, and requests of \(names) bring their own roles", effect: .may)
    ]
  }
}
