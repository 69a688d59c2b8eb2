/// A policy and its directory, compiled: one run of bytes that answers questions as it lies.
///
/// A table comes only out of `init(bytes:)`, which validates every position that the check follows, so a table that
/// exists can be asked anything. It never changes; to change the policy, make another and publish that.
package final class DecisionTable: Sendable {
  /// Keeps what `view` points to; what a table file is written from.
  package let memory: TableMemory
  private let roots: TableRootsOwner
  let view: TableView
  /// The policy's name.
  package let policyName: String
  /// SHA-256 over the table, in lowercase hex: what names the policy in logs, metrics and status.
  package let digest: String

  /// Takes the bytes of a table, or says why they are none.
  package convenience init(bytes: [UInt8]) throws(TableError) { try self.init(TableMemory(bytes)) }

  /// Maps a table file, read-only, and uses it as it lies.
  package convenience init(file path: String) throws(TableError) { try self.init(TableMemory(mapping: path)) }

  /// Takes memory that holds a table, or says why it holds none.
  package init(_ memory: TableMemory) throws(TableError) {
    self.memory = memory
    var opener = TableOpener(memory)
    roots = try opener.open()
    view = roots.view
    policyName = view.text(.facts, 0, 0)
    let digits = Array("0123456789abcdef")
    digest = unsafe memory.withBytes { bytes in
      // In bounds: the opener has seen a whole header.
      String(
        unsafe bytes[TableFormat.digestOffset..<TableFormat.digestOffset + 32].flatMap { byte in
          [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        })
    }
  }

  /// The table's bytes, for as long as the closure runs.
  package func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe memory.withBytes(body)
  }

  /// How long the table is, in bytes.
  package var byteCount: Int { memory.count }

  /// How many of each thing the table holds.
  package var counts: TableCounts {
    TableCounts(
      scopes: view.count(.scopeOrder), principals: view.count(.principalOrder),
      resources: view.count(.resourceOrder), assignments: view.index(.facts, 0, 7), roles: view.count(.roles) - 1,
      permissions: view.count(.permissions),
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
