import DecisionTable
package import PolicyCompiler
package import PolicyLanguage
package import PolicyValues
import YAMLReader

/// Finds out what of a policy the tests depend on, by taking it away (see ``MutationRun`` for why that is quick).
package struct CoverageRun {
  private let set: PolicySet
  private let filter: String?
  private let now: Timestamp

  /// `filter` is a glob over the names of tests; the others are taken for not written.
  package init(_ set: PolicySet, filter: String? = nil, now: Timestamp) {
    self.set = set
    self.filter = filter
    self.now = now
  }

  /// What is covered; `progress` is told how far it has come.
  package func report(progress: LoadProgress? = nil) throws(LoadFailure) -> CoverageReport {
    let study = try SuiteStudy(set, filter: filter, now: now)
    let cells = PolicyGrid(set.policy).changes(set.policy).filter { change in
      switch change.change {
      case .cellRemoved, .cellAdded: true
      default: false
      }
    }
    let atoms = set.policy.atomChanges
    let states = try states(cells + atoms, study, progress)
    var report = CoverageReport(
      policy: set.policy.name, set: set.path, cells: [], atoms: [], invariants: invariants())
    for (change, state) in zip(cells, states) {
      let (file, line) = place(of: change.span)
      guard let position = change.change.position else { continue }
      var entry = CoverageReport.Entry(
        position: position, condition: nil, isGranted: false, file: file, line: line, state: state)
      if case .cellRemoved(_, let condition) = change.change { (entry.isGranted, entry.condition) = (true, condition) }
      report.cells.append(entry)
    }
    for (change, state) in zip(atoms, states[cells.count...]) {
      guard case .atomFixed(let condition, let number, let text, let value) = change.change else { continue }
      let known = report.atoms.firstIndex { $0.condition == condition && $0.atom == number }
      if known == nil {
        let (file, line) = place(of: change.span)
        report.atoms.append(
          CoverageReport.AtomEntry(
            condition: condition, atom: number, text: text, file: file, line: line, isTrue: .irrelevant,
            isFalse: .irrelevant))
      }
      let entry = known ?? report.atoms.count - 1
      // Held to true, it is noticed by whoever needs it not to be.
      if value { report.atoms[entry].isFalse = state } else { report.atoms[entry].isTrue = state }
    }
    return report
  }

  private func states(
    _ changes: [PlacedChange], _ study: SuiteStudy, _ progress: LoadProgress?
  ) throws(LoadFailure) -> [CoverageReport.State] {
    var states = [CoverageReport.State](repeating: .uncovered, count: changes.count)
    var equivalence = Equivalence(set.policy, study.tables[0])
    let batches = MutationRun.batches(changes.map(\.change))
    for (done, batch) in batches.enumerated() {
      progress?(.changing(done, of: batches.count))
      var policy = set.policy
      for position in batch { changes[position].change.apply(to: &policy) }
      let tables = try study.tables(policy)
      let noticed = MutationRun.noticed(batch, changes, study, tables)
      for position in batch {
        if let questions = noticed[position] {
          states[position] = .covered(questions)
        } else if case .none = equivalence.finding(changes[position].change, in: tables[0], witnesses: 0) {
          states[position] = .irrelevant
        }
      }
    }
    return states
  }

  /// An invariant of the directory has something to keep if the directory has what it speaks of; one of the policy always has.
  private func invariants() -> [CoverageReport.InvariantEntry] {
    let held = Set(set.directory.assignments.map { RoleName($0.scope.type, $0.role) })
    return set.policy.invariants.map { invariant in
      let isAtWork =
        switch invariant.kind {
        case .count(_, let role): set.directory.scopes.contains { $0.name.type == role.scopeType }
        case .every(let role, _, _): held.contains { role.matches($0) }
        case .neverBoth(let first, let second): held.contains { first.matches($0) || second.matches($0) }
        case .never, .only, .isolated, .neverTogether, .noEscalation: true
        }
      let (file, line) = place(of: invariant.span)
      return CoverageReport.InvariantEntry(
        name: invariant.name, file: file, line: line, state: isAtWork ? .covered(1) : .uncovered)
    }
  }

  private func place(of span: Span) -> (file: String, line: Int) {
    guard !span.isNone, let file = set.sources[span.file] else { return (set.path, 0) }
    return (file.path, file.position(at: Int(span.start)).line)
  }
}
