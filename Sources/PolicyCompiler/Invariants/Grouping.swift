/// Positions by the group that each is in, in two arrays.
struct Grouping {
  private var starts: [Int]
  private var positions: [UInt32]

  /// `groups` says for each position its group, of which there are `count`.
  init(_ groups: some Collection<Int>, of count: Int) {
    starts = [Int](repeating: 0, count: count + 1)
    for group in groups { starts[group + 1] += 1 }
    for group in 0..<count { starts[group + 1] += starts[group] }
    var next = starts
    positions = [UInt32](repeating: 0, count: groups.count)
    for (position, group) in groups.enumerated() {
      positions[next[group]] = UInt32(position)
      next[group] += 1
    }
  }

  /// The positions in a group, in ascending order.
  subscript(group: Int) -> ArraySlice<UInt32> { positions[starts[group]..<starts[group + 1]] }
}
