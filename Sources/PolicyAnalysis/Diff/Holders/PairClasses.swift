import DecisionTable
import PolicyValues

/// Principals in scopes, told apart by no more than what their answers depend on. What holds for one pair of a class holds
/// for each, with the names exchanged.
struct PairClasses {
  let common: CommonDirectory
  /// Whether pairs that are the same on both sides are left out: nothing in the policy has changed.
  let leavesOutSame: Bool
  private var numbers: [[UInt64]: Int] = [:]
  private(set) var members: [[(principal: UInt32, scope: UInt32)]] = []
  /// Whether both sides say the same of the pairs of a class.
  private(set) var isSame: [Bool] = []

  init(_ common: CommonDirectory, leavesOutSame: Bool) {
    self.common = common
    self.leavesOutSame = leavesOutSame
  }

  /// Enters every pair where somebody holds something on either side: themselves, through a group, or by what bounds them.
  mutating func enterHolders() {
    var seen = [UInt32](repeating: 0, count: common.scopes.count)
    var mark: UInt32 = 0
    var stack: [Int] = []
    for number in common.principals.indices {
      mark += 1
      stack.removeAll(keepingCapacity: true)
      for isBefore in [true, false] {
        let side = common.side(isBefore)
        guard let position = isBefore ? common.principals[number].before : common.principals[number].after else {
          continue
        }
        for holder in [position] + side.bounds(position) {
          for held in side.held(holder) { stack.append(common.scope(held.scope, isBefore: isBefore)) }
        }
      }
      while let scope = stack.popLast() {
        guard seen[scope] != mark else { continue }
        seen[scope] = mark
        enter(number, scope)
        stack += common.children[scope]
      }
    }
  }

  private mutating func enter(_ principal: Int, _ scope: Int) {
    var words = self.words(principal, scope, isBefore: true)
    let after = self.words(principal, scope, isBefore: false)
    let isSame = words == after
    if isSame, leavesOutSame { return }
    words.append(.max)
    words += after
    if let known = numbers[words] {
      members[known].append((UInt32(principal), UInt32(scope)))
    } else {
      numbers[words] = members.count
      members.append([(UInt32(principal), UInt32(scope))])
      self.isSame.append(isSame)
    }
  }

  private func words(_ principal: Int, _ scope: Int, isBefore: Bool) -> [UInt64] {
    var words: [UInt64] = []
    words.reserveCapacity(24)
    let place = isBefore ? common.scopes[scope].before : common.scopes[scope].after
    append(scope: place, isBefore, to: &words)
    append(
      principal: isBefore ? common.principals[principal].before : common.principals[principal].after,
      scope: place, isBefore, to: &words)
    return words
  }

  /// What answers depend on of a scope.
  func append(scope: Int?, _ isBefore: Bool, to words: inout [UInt64]) {
    let side = common.side(isBefore)
    guard let scope else { return words.append(0) }
    words.append(side.isDisabledAbove(scope) ? 2 : 1)
    for (level, step) in side.chain(scope).enumerated() {
      words.append(common.typeNumber(side.table.scopeName(at: step).type))
      let asks = common.asks
      if asks.scopeNames || asks.resourceFacts && level == 0 && isResource(side.table.scopeName(at: step).type) {
        words.append(UInt64(common.scope(step, isBefore: isBefore)))
      }
      if asks.scopeAttributes || asks.resourceFacts {
        words.append(common.attributesNumber(side.table.attributes(ofScopeAt: step)))
      }
    }
  }

  private func isResource(_ scopeType: String) -> Bool { common.tables.resourceTypes.contains(scopeType) }

  /// What answers depend on of a principal, at a scope; without what it holds if there is none.
  func append(principal: Int?, scope: Int?, _ isBefore: Bool, to words: inout [UInt64]) {
    let side = common.side(isBefore)
    guard let principal else { return words.append(9) }
    for asker in [principal] + side.bounds(principal) {
      words.append(side.standing(asker))
      words.append(common.typeNumber(side.table.principalName(at: asker).type))
      let asks = common.asks
      if asks.principalNames { words.append(UInt64(common.principal(asker, isBefore: isBefore))) }
      if asks.principalAttributes {
        words.append(common.attributesNumber(side.table.attributes(ofPrincipalAt: asker)))
      }
      if asks.groups {
        let groups = side.table.groups(ofPrincipalAt: asker, at: common.now)
          .map { UInt64(common.principal($0, isBefore: isBefore)) }.sorted()
        words.append(UInt64(groups.count))
        words += groups
      }
      guard let scope else { continue }
      let held = side.held(asker)
      var bits = [UInt64](repeating: 0, count: side.words)
      for step in side.chain(scope).reversed() {
        side.add(held, step, to: &bits)
        words += bits
      }
    }
    words.append(side.bounds(principal).isEmpty && side.isBounded(principal) ? 1 : 0)
  }
}
