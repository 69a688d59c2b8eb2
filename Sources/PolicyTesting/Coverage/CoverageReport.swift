/// What of a policy the outcome of its tests really depends on.
///
/// A cell is covered if a test fails once the cell is another: a granted one taken away, an empty one granted. To be asked is not
/// enough: what a test asks about and another cell answers anyway is not covered by it.
package struct CoverageReport: Sendable {
  /// Whether the tests depend on something.
  package enum State: Hashable, Sendable {
    /// So many questions do.
    case covered(Int)
    case uncovered
    /// No answer depends on it, so no test can.
    case irrelevant
  }

  /// A place of a table.
  package struct Entry: Sendable {
    package var position: TablePosition
    /// The condition of a cell that has one; `nil` for one without, and for an empty place.
    package var condition: String?
    package var isGranted: Bool
    package var file: String
    package var line: Int
    package var state: State
  }

  /// An atom of a condition, held to one truth: covered if a test depends on its having had the other.
  package struct AtomEntry: Sendable {
    package var condition: String
    /// Counted from the left.
    package var atom: Int
    package var text: String
    package var file: String
    package var line: Int
    /// Whether a test depends on its being true, and on its not being so.
    package var isTrue: State
    package var isFalse: State
  }

  /// An invariant, covered if the directory gives it something to keep.
  package struct InvariantEntry: Sendable {
    package var name: String
    package var file: String
    package var line: Int
    package var state: State
  }

  /// The policy's name.
  package var policy: String
  /// The set's path.
  package var set: String
  /// Permissions and forbids, in the order of the tables.
  package var cells: [Entry]
  package var atoms: [AtomEntry]
  package var invariants: [InvariantEntry]

  /// How much of one kind of thing is covered.
  package struct Count: Hashable, Sendable {
    package var covered = 0
    package var counted = 0

    package var percent: Double { MutationReport.percent(covered, of: counted) }

    mutating func add(_ state: State) {
      switch state {
      case .covered:
        covered += 1
        counted += 1
      case .uncovered: counted += 1
      case .irrelevant: break
      }
    }

    static func + (a: Count, b: Count) -> Count {
      Count(covered: a.covered + b.covered, counted: a.counted + b.counted)
    }
  }

  package var cellCount: Count { Self.count(cells.filter { !$0.position.isForbid }.map(\.state)) }
  package var forbidCount: Count { Self.count(cells.filter(\.position.isForbid).map(\.state)) }
  /// Each atom counts twice.
  package var atomCount: Count { Self.count(atoms.flatMap { [$0.isTrue, $0.isFalse] }) }
  package var invariantCount: Count { Self.count(invariants.map(\.state)) }
  /// Of everything together.
  package var total: Count { cellCount + forbidCount + atomCount + invariantCount }

  private static func count(_ states: [State]) -> Count {
    states.reduce(into: Count()) { $0.add($1) }
  }
}
