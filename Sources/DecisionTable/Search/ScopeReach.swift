import PolicyValues

/// Which scopes a held role counts in. Scopes are numbered so that what lies in one has the numbers behind its own.
struct ScopeReach {
  private let view: TableView
  /// By slot: a scope's number, and one more than the highest of those in it.
  private var numbers: [UInt32]
  private var ends: [UInt32]
  /// By scope type: its scopes in ascending order of their numbers.
  private var byType: [[UInt32]]
  /// By slot: the place in the order of names.
  private var ranks: [UInt32]
  /// By role: the scope types of the roles that it brings, itself among them.
  private let types: [[Int]]
  /// By role: the scope types of which it may do something to those right below its own scope.
  private let childTypes: [[Int]]

  init(_ view: TableView) {
    self.view = view
    let slots = view.count(.scopes)
    numbers = [UInt32](repeating: 0, count: slots)
    ends = [UInt32](repeating: 0, count: slots)
    ranks = [UInt32](repeating: 0, count: slots)
    byType = [[UInt32]](repeating: [], count: view.count(.scopeTypes))
    types = (0..<view.count(.roles)).map { role in
      let brought = (1..<max(1, view.count(.roles))).filter { Self.brings(role, $0, view) }
      return Set(brought.compactMap { view.optional(.roles, $0, 0) }).sorted()
    }
    childTypes = (0..<view.count(.roles)).map { Self.childTypes(of: $0, view) }
    number()
  }

  private static func brings(_ role: Int, _ other: Int, _ view: TableView) -> Bool {
    view.roleBits(.roleClosures, set: role, word: other / 64) >> UInt64(other % 64) & 1 == 1
  }

  /// Scopes that are resources too are asked about in what they lie in as well.
  private static func childTypes(of role: Int, _ view: TableView) -> [Int] {
    guard view.optional(.roles, role, 0) != nil else { return [] }
    var found: Set<Int> = []
    for resourceType in 0..<view.count(.resourceTypes) {
      guard let scopeType = view.optional(.resourceTypes, resourceType, 3) else { continue }
      for permission in view.run(.resourceTypes, resourceType, 6) {
        for type in 0..<view.count(.scopeTypes) {
          let row = type * view.count(.permissions) + permission
          if view.run(.rows, row, 0).contains(where: { brings(role, view.index(.cells, $0, 3), view) }) {
            found.insert(scopeType)
          }
        }
      }
    }
    return found.sorted()
  }

  private mutating func number() {
    var starts = [UInt32](repeating: 0, count: numbers.count + 1)
    var roots: [UInt32] = []
    for (rank, slot) in view.order(.scopeOrder).enumerated() {
      ranks[slot] = UInt32(rank)
      if let parent = view.parent(of: slot) { starts[parent + 1] += 1 } else { roots.append(UInt32(slot)) }
    }
    for slot in numbers.indices { starts[slot + 1] += starts[slot] }
    var children = [UInt32](repeating: 0, count: Int(starts[numbers.count]))
    var next = starts
    for slot in view.order(.scopeOrder) {
      guard let parent = view.parent(of: slot) else { continue }
      children[Int(next[parent])] = UInt32(slot)
      next[parent] += 1
    }
    var number: UInt32 = 0
    // A scope is met twice: on the way in, and on the way out, when all that lies in it has its number.
    var open: [(slot: Int, isDone: Bool)] = roots.reversed().map { (Int($0), false) }
    while let (slot, isDone) = open.popLast() {
      if isDone {
        ends[slot] = number
        continue
      }
      numbers[slot] = number
      byType[view.scopes.kind(slot)].append(UInt32(slot))
      number += 1
      open.append((slot, true))
      for child in children[Int(starts[slot])..<Int(starts[slot + 1])] { open.append((Int(child), false)) }
    }
  }

  /// The scopes in which something that a holder is assigned now may count, in the order of their names.
  func scopes(of holders: [Int], at now: Timestamp) -> [Int] {
    var found: Set<Int> = []
    for holder in holders {
      let assignments = Assignments(view, principal: holder)
      for position in 0..<assignments.count {
        guard assignments.end(position).map({ now.isBefore(view.time($0)) }) ?? true else { continue }
        add(assignments.role(position), at: Int(assignments.scope(position)), to: &found)
      }
    }
    return found.sorted { ranks[$0] < ranks[$1] }
  }

  private func add(_ role: Int, at scope: Int, to found: inout Set<Int>) {
    let here = view.scopes.kind(scope)
    let below = childTypes[role]
    for type in types[role] {
      // Without such a type below there is nothing to go through.
      if type == here, ends[scope] == numbers[scope] + 1 {
        found.insert(scope)
        continue
      }
      for reached in within(scope, ofType: type) { found.insert(reached) }
    }
    guard !below.isEmpty, ends[scope] > numbers[scope] + 1 else { return }
    for type in below {
      for child in within(scope, ofType: type) where child != scope {
        // What a role may do to a child it may where the role counts in the child's parent.
        if let parent = view.parent(of: child), types[role].contains(view.scopes.kind(parent)) { found.insert(child) }
      }
    }
  }

  /// The scopes of a type that are a scope or lie in it.
  private func within(_ scope: Int, ofType type: Int) -> some Sequence<Int> {
    let all = byType[type]
    func first(_ number: UInt32) -> Int {
      var low = 0
      var high = all.count
      while low < high {
        let middle = (low + high) / 2
        if numbers[Int(all[middle])] < number { low = middle + 1 } else { high = middle }
      }
      return low
    }
    return all[first(numbers[scope])..<first(ends[scope])].lazy.map { Int($0) }
  }
}
