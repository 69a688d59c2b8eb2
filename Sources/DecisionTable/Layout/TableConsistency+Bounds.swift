import PolicyValues

/// What keeps the opener's passes linear in the size of the table, and every moment one that can be printed.
extension TableConsistency {
  /// The runs that records name lie one after the other and fill their section. If they could overlap, a small file
  /// could have the opener walk one long run once for every record.
  func checkRuns() throws(TableError) {
    try checkRuns([(.scopeTypes, 3)], fill: .scopeTypeParents)
    try checkRuns([(.resourceTypes, 4)], fill: .resourceScopeTypes)
    try checkRuns([(.resourceTypes, 6)], fill: .permissions)
    try checkRuns([(.conditions, 5)], fill: .steps)
    try checkRuns([(.principals, 6)], fill: .assignments)
    try checkRuns([(.principals, 8)], fill: .memberships)
    try checkRuns([(.scopes, 5), (.principals, 10), (.resources, 4)], fill: .entries)
  }

  private func checkRuns(_ fields: [(section: Section, field: Int)], fill target: Section) throws(TableError) {
    var next = 0
    for (section, field) in fields {
      for record in 0..<count(section) {
        try require(word(section, record, field) == next, "the order of section `\(target)`")
        next += word(section, record, field + 1)
      }
    }
    try require(next == count(target), "the order of section `\(target)`")
  }

  /// Scopes lie only where their types may. The pairs are gathered once, since many scopes share a type.
  func checkParentTypes() throws(TableError) {
    var pairs: Set<UInt64> = []
    for type in 0..<count(.scopeTypes) {
      let start = word(.scopeTypes, type, 3)
      for parent in start..<(start + word(.scopeTypes, type, 4)) {
        pairs.insert(UInt64(type) << 32 | UInt64(word(.scopeTypeParents, parent, 0)))
      }
    }
    for scope in 0..<count(.scopes) {
      let parent = opener.word(.scopes, scope, 4)
      guard parent != TableFormat.none else { continue }
      let pair = UInt64(word(.scopes, scope, 0)) << 32 | UInt64(word(.scopes, Int(parent), 0))
      try require(pairs.contains(pair), "what a scope lies in")
    }
  }

  /// A moment outside the years that can be written could not be printed.
  func checkMoments() throws(TableError) {
    for time in 0..<count(.times) { try checkMoment(.times, time, 0) }
    for value in 0..<count(.values) where opener.word(.values, value, 0) == ValueKind.timestamp.rawValue {
      try checkMoment(.values, value, 1)
    }
  }

  private func checkMoment(_ section: Section, _ record: Int, _ field: Int) throws(TableError) {
    let seconds =
      UInt64(opener.word(section, record, field)) | UInt64(opener.word(section, record, field + 1)) << 32
    let moment = Timestamp(
      seconds: Int64(bitPattern: seconds), nanoseconds: opener.word(section, record, field + 2))
    try require(moment.nanoseconds < 1_000_000_000 && moment >= .minimum && moment <= .maximum, "a time")
  }
}

/// How many slots the opener looks at before it calls a table's names too far from where they belong. Slots are at
/// most half full, so a name is mostly found at once; a file made to be slow would have each search walk over all.
struct ProbeBudget {
  private var left: Int

  init(capacity: Int) { left = 1024 + 16 * capacity }

  /// False once the budget is spent.
  mutating func spend() -> Bool {
    left -= 1
    return left >= 0
  }
}
