package import PolicyLanguage
package import PolicyValues
import YAMLReader

/// The invariants that a policy and its directory break at a time, each with a witness, in the order in which they are
/// declared; those of one invariant by scope or principal.
///
/// Holders are principals: a role that a group holds is held by its members, through groups, and not by the group
/// itself. Includes do not count. A disabled or expired principal still holds what it is assigned; a disabled or expired
/// group passes nothing on, and what is held until a time is held while now is before it. Of an invariant that is broken
/// over and over, as by an export that lacks a column, the first thousand are shown and the others counted.
package func brokenInvariants(_ index: PolicyIndex, _ directory: Directory, at now: Timestamp) -> [Diagnostic] {
  guard !index.policy.invariants.isEmpty else { return [] }
  let checker = InvariantChecker(index, directory, at: now)
  return index.policy.invariants.flatMap { checker.broken($0) }
}

struct InvariantChecker {
  let index: PolicyIndex
  /// Of the roles that invariants over holders speak of.
  let holdings: Holdings
  let tables: TableCells
  /// What principals may do; `nil` if no invariant asks for it.
  let reach: PrincipalReach?

  init(_ index: PolicyIndex, _ directory: Directory, at now: Timestamp) {
    self.index = index
    let kinds = index.policy.invariants.map(\.kind)
    // Most roles are in no invariant's words.
    let patterns = kinds.flatMap { $0.isOfHolders ? $0.patterns : [] }
    holdings = Holdings(directory, index, at: now, withGroups: false) { role in
      patterns.contains { $0.matches(role) }
    }
    tables = TableCells(index)
    reach = kinds.contains(where: \.asksForReach) ? PrincipalReach(tables, directory, at: now) : nil
  }

  /// The reports of one invariant.
  struct Found {
    static let most = 1000
    var reports: [Diagnostic] = []
    var others = 0

    mutating func add(_ report: @autoclosure () -> Diagnostic) {
      if reports.count < Self.most { reports.append(report()) } else { others += 1 }
    }
  }

  func broken(_ invariant: Invariant) -> [Diagnostic] {
    var found = Found()
    switch invariant.kind {
    case .count(let bound, let role): findBrokenCounts(invariant, bound, role, &found)
    case .every(let role, let also, let types): findBrokenEvery(invariant, role, also, types, &found)
    case .neverBoth(let one, let other): findBrokenNeverBoth(invariant, one, other, &found)
    case .never(let things, let subjects): findBrokenNever(invariant, things, subjects, &found)
    case .only(let things, let subjects): findBrokenOnly(invariant, things, subjects, &found)
    case .isolated(let type, let except, let shared):
      findBrokenIsolation(invariant, type.name, except, Set(shared.map(\.name)), &found)
    case .neverTogether(let one, let other, let subjects):
      findBrokenTogether(invariant, one, other, subjects, &found)
    case .noEscalation(let things, let role, let except):
      findBrokenEscalation(invariant, things, role, except, &found)
    }
    guard found.others > 0 else { return found.reports }
    let more = report(
      invariant, "\(found.others) more like the \(Found.most) that are shown", [],
      help: "look for what they have in common")
    return found.reports + [more]
  }

  func report(_ invariant: Invariant, _ message: String, _ labels: [Diagnostic.Label], help: String) -> Diagnostic {
    Diagnostic(
      .brokenInvariant, "invariant `\(invariant.name)` is broken: \(message)", at: invariant.span,
      labels: labels.filter { !$0.span.isNone }, help: help)
  }
}

extension Invariant.Kind {
  /// Whether it speaks of who holds which role, and not of what roles may do.
  fileprivate var isOfHolders: Bool {
    switch self {
    case .count, .every, .neverBoth: true
    case .never, .only, .isolated, .neverTogether, .noEscalation: false
    }
  }

  /// Whether it asks what the directory's principals may do.
  fileprivate var asksForReach: Bool {
    switch self {
    case .isolated, .neverTogether: true
    case .never(_, let subjects): subjects.contains { if case .principalType = $0 { true } else { false } }
    case .count, .every, .neverBoth, .only, .noEscalation: false
    }
  }
}
