import DecisionTable
import PolicyValues

/// A policy that answers: its table and what there is to say about it. It never changes; a reload makes another.
final class ServingPolicy: Sendable {
  let table: DecisionTable
  /// What its table declares, by name.
  let declared: DeclaredAttributes
  let loadedAt: Timestamp
  /// How many warnings its load gave.
  let warnings: Int
  /// The invariants that its directory breaks, one line each.
  let brokenInvariants: [String]
  /// How many results searches on it have.
  let searchTotals = SearchTotals()

  init(table: DecisionTable, loadedAt: Timestamp, warnings: Int = 0, brokenInvariants: [String] = []) {
    self.table = table
    declared = DeclaredAttributes(table)
    self.loadedAt = loadedAt
    self.warnings = warnings
    self.brokenInvariants = brokenInvariants
  }
}
