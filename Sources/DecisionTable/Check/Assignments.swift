import CPlatform

/// A principal's own assignments, in ascending order of scope and role.
@safe struct Assignments: BitwiseCopyable {
  private let start: UnsafeRawPointer
  private let stride: Int
  let count: Int

  @inline(__always)
  init(_ view: TableView, principal: Int) {
    let index = view.principals
    count = index.listCount(principal)
    let isTimed = index.flags(principal) & EntitySlot.isTimed != 0
    stride = isTimed ? 12 : 8
    unsafe start = index.list(
      principal, stride: stride, elsewhere: view.start(isTimed ? .timedAssignments : .assignments))
  }

  /// Has the first ones fetched, which are all of most.
  @inline(__always)
  func prefetch() { unsafe policyd_prefetch(start) }

  // Reads are in bounds for positions below `count`: the opener has looked at where each list ends.

  @inline(__always)
  func scope(_ position: Int) -> UInt32 { unsafe start.load(fromByteOffset: position &* stride, as: UInt32.self) }

  @inline(__always)
  func role(_ position: Int) -> Int {
    Int(unsafe start.load(fromByteOffset: position &* stride &+ 4, as: UInt32.self))
  }

  /// The position in `times` of when it ends; `nil` for never.
  @inline(__always)
  func end(_ position: Int) -> Int? {
    guard stride == 12 else { return nil }
    let word = unsafe start.load(fromByteOffset: position &* stride &+ 8, as: UInt32.self)
    return word == TableFormat.none ? nil : Int(word)
  }

  /// The first position whose scope is not below `scope`.
  ///
  /// Scopes are numbered by hash, so those of one principal are spread evenly and a guess by proportion comes near;
  /// a few guesses, then halving, which no spread can slow down.
  @inline(__always)
  func lowerBound(_ scope: UInt32) -> Int {
    if count <= 8 {
      var position = 0
      while position < count, self.scope(position) < scope { position &+= 1 }
      return position
    }
    return search(scope)
  }

  @inline(never)
  private func search(_ scope: UInt32) -> Int {
    // All before `low` are below the scope; all from `high` on are not.
    var low = 0
    var high = count
    var guesses = 4
    while high &- low > 16, guesses > 0 {
      guesses &-= 1
      let first = self.scope(low)
      let last = self.scope(high &- 1)
      if scope <= first { return low }
      if scope > last { return high }
      let guess = low &+ Int(UInt64(scope &- first) &* UInt64(high &- 1 &- low) / UInt64(last &- first))
      // A margin on either side mostly catches it, and leaves little.
      let margin = 8
      if self.scope(guess) < scope {
        low = guess &+ 1
        let end = guess &+ margin
        if end < high, self.scope(end) >= scope { high = end }
      } else {
        high = guess
        let begin = guess &- margin
        if begin > low, self.scope(begin) < scope { low = begin &+ 1 }
      }
    }
    while low < high {
      let middle = (low &+ high) >> 1
      if self.scope(middle) < scope { low = middle &+ 1 } else { high = middle }
    }
    return low
  }
}
