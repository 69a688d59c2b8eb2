import DecisionTable
import PolicyValues

/// Principals in scopes, told apart by no more than what their answers depend on. What holds for one pair of a class holds
/// for each, with the names exchanged.
struct PairClasses {
  let kinds: InstanceKinds
  /// Whether pairs that are the same on both sides are left out: nothing in the policy has changed.
  let leavesOutSame: Bool
  private var numbers: [[UInt64]: Int] = [:]
  private(set) var members: [[(principal: UInt32, scope: UInt32)]] = []
  /// Whether both sides say the same of the pairs of a class.
  private(set) var isSame: [Bool] = []

  init(_ kinds: InstanceKinds, leavesOutSame: Bool) {
    self.kinds = kinds
    self.leavesOutSame = leavesOutSame
  }

  /// A principal with what it and those that bound it hold on either side; nothing on a side that does not know it.
  private struct Holder {
    var number: Int
    var kind: InstanceKinds.Kind
    var before: [[SideDirectory.Held]]
    var after: [[SideDirectory.Held]]
  }

  /// Enters every pair where somebody holds something on either side: themselves, through a group, or by what bounds them.
  mutating func enterHolders() {
    let common = kinds.common
    var seen = [UInt32](repeating: 0, count: common.scopes.count)
    var mark: UInt32 = 0
    var stack: [Int] = []
    var key: [UInt64] = []
    var after: [UInt64] = []
    for number in common.principals.indices {
      mark += 1
      let principal = common.principals[number]
      let holder = Holder(
        number: number, kind: kinds.principals[number], before: held(principal.before, common.before),
        after: held(principal.after, common.after))
      stack.removeAll(keepingCapacity: true)
      for held in holder.before.joined() { stack.append(common.scope(held.scope, isBefore: true)) }
      for held in holder.after.joined() { stack.append(common.scope(held.scope, isBefore: false)) }
      while let scope = stack.popLast() {
        guard seen[scope] != mark else { continue }
        seen[scope] = mark
        enter(holder, scope, &key, &after)
        stack += common.children[scope]
      }
    }
  }

  private func held(_ principal: Int?, _ side: SideDirectory) -> [[SideDirectory.Held]] {
    principal.map { side.askers($0).map { side.held($0) } } ?? []
  }

  /// `key` and `after` are room to work in.
  private mutating func enter(_ holder: Holder, _ scope: Int, _ key: inout [UInt64], _ after: inout [UInt64]) {
    let common = kinds.common
    let place = kinds.scopes[scope]
    key.removeAll(keepingCapacity: true)
    after.removeAll(keepingCapacity: true)
    key += [0, 0, 0]
    appendRoles(holder.before, common.scopes[scope].before, common.before, to: &key)
    appendRoles(holder.after, common.scopes[scope].after, common.after, to: &after)
    let isSame = holder.kind.isSame && place.isSame && key.dropFirst(3).elementsEqual(after)
    if isSame, leavesOutSame { return }
    key[0] = isSame ? 1 : 0
    key[1] = isSame ? holder.kind.touched : holder.kind.whole
    key[2] = isSame ? place.touched : place.whole
    // How many words each side has follows from the kinds.
    if !isSame { key += after }
    let pair = (UInt32(holder.number), UInt32(scope))
    if let known = numbers[key] {
      members[known].append(pair)
    } else {
      numbers[key] = members.count
      members.append([pair])
      self.isSame.append(isSame)
    }
  }

  /// What each of them holds at a scope and at all that it lies in, from the outermost inward.
  private func appendRoles(
    _ holders: [[SideDirectory.Held]], _ scope: Int?, _ side: SideDirectory, to words: inout [UInt64]
  ) {
    guard let scope else { return }
    let chain = side.chain(scope)
    for held in holders {
      var outer: Int?
      for step in chain.reversed() {
        let start = words.count
        for word in 0..<side.words { words.append(outer.map { words[$0 + word] } ?? 0) }
        side.add(held, step, to: &words, at: start)
        outer = start
      }
    }
  }
}
