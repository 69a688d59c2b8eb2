package import DecisionTable
package import PolicyValues

/// Everyone who may do a thing, for certain or under conditions.
package struct WhoReport: Sendable {
  package struct Entry: Hashable, Sendable {
    package var principal: EntityName
    package var access: Access
    /// How it comes to it; without any ways if they were not asked for and nothing of it ends.
    package var ways: Ways
  }

  /// In ascending order of type and id.
  package var entries: [Entry]
  /// Whether a row that was asked is for anyone, so that principals that the directory does not know may too.
  package var isForAnyone: Bool
}

extension TableSearch {
  /// Everyone who may, of all types or of one, and unless `onlyCertain` who may if conditions come true that the
  /// directory and the question leave open; the question's own principal is not used. `tellsWays` tells how.
  package func who(
    _ question: Question, ofType type: String? = nil, onlyCertain: Bool = false, tellsWays: Bool = false,
    at now: Timestamp
  ) -> WhoReport {
    var question = question
    question.principal.type = type ?? table.principalTypeNames.first ?? ""
    let report = table.withPrincipalSearch(question, at: now) { search in
      var report = WhoReport(entries: [], isForAnyone: search.isForAnyone)
      search.forEach(ofType: type) { position in
        guard let access = search.access(position), access.isCertain || !onlyCertain else { return true }
        let ways = tellsWays || search.mayEnd(position) ? search.ways(position, access) : Ways()
        report.entries.append(WhoReport.Entry(principal: search.name(position), access: access, ways: ways))
        return true
      }
      return report
    }
    return report ?? WhoReport(entries: [], isForAnyone: false)
  }
}
