/// A policy and its directory, compiled: one run of bytes that answers questions as it lies.
///
/// A table comes only out of `init(bytes:)`, which validates every position that the check follows, so a table that
/// exists can be asked anything. It never changes; to change the policy, make another and publish that.
package final class DecisionTable: Sendable {
  /// Keeps what `view` points to.
  private let memory: TableMemory
  let view: TableView
  /// The policy's name.
  package let policyName: String
  /// SHA-256 over the table, in lowercase hex: what names the policy in logs, metrics and status.
  package let digest: String

  /// Takes the bytes of a table, or says why they are none.
  package init(bytes: [UInt8]) throws(TableError) {
    memory = TableMemory(bytes)
    var opener = TableOpener(memory)
    try opener.open()
    view = TableView(memory, offsets: opener.offsets, counts: opener.counts)
    policyName = view.string(view.word(.facts, 0, 0), view.word(.facts, 0, 1))
    let digits = Array("0123456789abcdef")
    digest = String(
      bytes[TableFormat.digestOffset..<TableFormat.digestOffset + 32].flatMap { byte in
        [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      })
  }

  /// How many of each thing the table holds.
  package var counts: TableCounts {
    TableCounts(
      scopes: view.count(.scopes), principals: view.count(.principals), resources: view.count(.resources),
      assignments: view.count(.assignments), roles: view.count(.roles) - 1, permissions: view.count(.permissions),
      conditions: view.count(.conditions), cells: view.count(.cells))
  }
}

/// How many of each thing a table holds.
package struct TableCounts: Hashable, Sendable {
  package var scopes: Int
  package var principals: Int
  package var resources: Int
  package var assignments: Int
  /// Without `anyone`.
  package var roles: Int
  /// Pairs of resource type and action.
  package var permissions: Int
  /// Conditions, each once for every kind of row it stands in.
  package var conditions: Int
  /// Cells of permissions and forbids, `"*"` rows spread over their actions.
  package var cells: Int
}
