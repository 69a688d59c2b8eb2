import DecisionTable
package import PolicyCompiler
package import PolicyLanguage
package import PolicyValues
import YAMLReader

/// Makes every single change of a policy and looks whether a test notices.
///
/// Not all tests are run for each change. A question's answer depends on the rows of its own permission alone, so one changed
/// policy carries a change of every permission at once, and a question that fails tells which one it noticed. What roles
/// include and how they rank is changed one at a time.
package struct MutationRun {
  private let set: PolicySet
  private let filter: String?
  private let now: Timestamp

  /// `filter` is a glob over the names of tests; the others are taken for not written.
  package init(_ set: PolicySet, filter: String? = nil, now: Timestamp) {
    self.set = set
    self.filter = filter
    self.now = now
  }

  /// What became of each change. `suggesting` looks for a test that would notice what none does. `progress` is told how
  /// far it has come.
  package func report(
    suggesting: Bool = false, progress: LoadProgress? = nil
  ) throws(LoadFailure) -> MutationReport {
    let study = try SuiteStudy(set, filter: filter, now: now)
    let changes = set.policy.singleChanges
    let batches = Self.batches(changes.map(\.change))
    var fates = [MutationReport.Fate?](repeating: nil, count: changes.count)
    var equivalence = Equivalence(set.policy, study.tables[0])
    let invariants = InvariantWatch(set, now)
    for (done, batch) in batches.enumerated() {
      progress?(.changing(done, of: batches.count))
      var policy = set.policy
      for position in batch { changes[position].change.apply(to: &policy) }
      let tables = try study.tables(policy)
      let noticed = Self.noticed(batch, changes, study, tables)
      for position in batch {
        let change = changes[position].change
        if let questions = noticed[position] {
          fates[position] = .noticed(tests: questions)
          continue
        }
        guard case .some(let witnesses) = equivalence.finding(change, in: tables[0], witnesses: suggesting ? 12 : 0)
        else {
          fates[position] = .equivalent
          continue
        }
        if let invariant = invariants.broken(by: change) {
          fates[position] = .refused(invariant: invariant)
          continue
        }
        fates[position] = .survived(
          suggesting ? KillingTest(of: change, study, changed: tables, where: witnesses) : nil)
      }
    }
    let root = set.path
    return MutationReport(
      policy: set.policy.name, set: root,
      mutants: zip(changes, fates).compactMap { change, fate in
        fate.map { fate in
          let file = set.sources[change.span.file]
          return MutationReport.Mutant(
            change: change.change, file: file?.path ?? root,
            line: change.span.isNone ? 0 : file?.position(at: Int(change.span.start)).line ?? 0, fate: fate)
        }
      })
  }

  /// Positions of changes that can be made together: of each permission one, and what is not of a permission alone.
  static func batches(_ changes: [PolicyChange]) -> [[Int]] {
    var batches: [[Int]] = []
    var filled: [SuiteStudy.Permission: Int] = [:]
    for (number, change) in changes.enumerated() {
      guard let position = change.position else { continue }
      let permission = SuiteStudy.Permission(position.resourceType, position.action)
      let batch = filled[permission, default: 0]
      filled[permission] = batch + 1
      if batch == batches.count { batches.append([]) }
      batches[batch].append(number)
    }
    return batches + changes.indices.filter { changes[$0].position == nil }.map { [$0] }
  }

  /// How many questions noticed each change of a batch; a change that none did is left out.
  static func noticed(
    _ batch: [Int], _ changes: [PlacedChange], _ study: SuiteStudy, _ tables: [DecisionTable]
  ) -> [Int: Int] {
    var noticed: [Int: Int] = [:]
    let failures = study.failures(tables)
    if batch.count == 1, changes[batch[0]].change.position == nil {
      let unheld = study.hasUnheldColumn(tables) ? 1 : 0
      if failures.count + unheld > 0 { noticed[batch[0]] = failures.count + unheld }
      return noticed
    }
    var changed: [SuiteStudy.Permission: Int] = [:]
    for number in batch {
      guard let position = changes[number].change.position else { continue }
      changed[SuiteStudy.Permission(position.resourceType, position.action)] = number
    }
    for failure in failures {
      guard let number = changed[study.questions[failure].permission] else { continue }
      noticed[number, default: 0] += 1
    }
    return noticed
  }
}

/// The set's invariants, which refuse some changes before a test is asked.
private struct InvariantWatch {
  private let set: PolicySet
  private let now: Timestamp
  private let directory: Directory

  /// Past so many assignments the directory is left out, and with it what only it could break: to go through it for each
  /// change would take longer than it tells.
  private static let mostAssignments = 20_000

  init(_ set: PolicySet, _ now: Timestamp) {
    self.set = set
    self.now = now
    directory = set.directory.assignments.count > Self.mostAssignments ? Directory() : set.directory
  }

  /// The name of an invariant that a change breaks.
  func broken(by change: PolicyChange) -> String? {
    for invariant in set.policy.invariants {
      var policy = set.policy
      policy.invariants = [invariant]
      change.apply(to: &policy)
      if !brokenInvariants(PolicyIndex(policy), directory, at: now).isEmpty { return invariant.name }
    }
    return nil
  }
}
