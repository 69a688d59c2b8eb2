import PolicyValues

/// What keeps the opener's passes linear in the size of the table, and every moment one that can be printed.
extension TableConsistency {
  /// The runs that records name lie one after the other and fill their section. If they could overlap, a small file
  /// could have the opener walk one long run once for every record. The runs of slots are looked at with the slots.
  func checkRuns() throws(TableError) {
    try checkRuns([(.scopeTypes, 3)], fill: .scopeTypeParents)
    try checkRuns([(.resourceTypes, 4)], fill: .resourceScopeTypes)
    try checkRuns([(.resourceTypes, 6)], fill: .permissions)
    try checkRuns([(.conditions, 5)], fill: .steps)
    try checkRuns(
      [(.principalTypes, 3), (.resourceTypes, 8), (.scopeTypes, 5), (.facts, 8), (.facts, 10)], fill: .attributes)
    try checkRuns([(.principalDetails, 2)], fill: .memberships)
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

  /// A moment outside the years that can be written could not be printed.
  func checkMoments() throws(TableError) {
    for time in 0..<count(.times) { try checkMoment(.times, time, 0) }
    for value in 0..<count(.values) where view.word(.values, value, 0) == ValueKind.timestamp.rawValue {
      try checkMoment(.values, value, 1)
    }
  }

  private func checkMoment(_ section: Section, _ record: Int, _ field: Int) throws(TableError) {
    let seconds =
      UInt64(view.word(section, record, field)) | UInt64(view.word(section, record, field + 1)) << 32
    let moment = Timestamp(
      seconds: Int64(bitPattern: seconds), nanoseconds: view.word(section, record, field + 2))
    try require(moment.nanoseconds < 1_000_000_000 && moment >= .minimum && moment <= .maximum, "a time")
  }
}
