import DecisionTable
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import YAMLReader

/// What a policy set comes to: what `check` finds in it, and the digest of its table.
///
/// A table's own digest covers the places of roles, rows and conditions, which are lines of files, and the order in which
/// a row has its roles, so that formatting may change it. This digest is that of the same table without places, of rows in
/// one order; it covers everything else that a table holds, and so everything that an answer depends on.
struct SetMeaning: Hashable {
  /// The findings without their places, in one order.
  private var findings: [String]
  /// Nil for a set with errors, which has no table.
  private var digest: String?

  /// The meaning of the set at a location, at a time.
  init(_ path: String, fileSystem: any FileSystem, at now: Timestamp) {
    var loader = PolicySetLoader(fileSystem: fileSystem)
    var set = loader.load(PolicySetLocation(policy: path))
    // Of several cells that make another redundant, a finding names the first.
    for row in set.policy.permissions.indices { set.policy.permissions[row].cells.sort(by: Self.precedes) }
    for row in set.policy.forbids.indices { set.policy.forbids[row].cells.sort(by: Self.precedes) }
    let found = check(set, at: now)
    findings = found.map { "\($0.code.rawValue) \($0.severity.rawValue) \($0.message)" }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let suites = Set(set.suites.map(\.span.file))
    guard set.isPolicyWhole, set.isDirectoryWhole,
      !found.contains(where: { $0.severity == .error && !suites.contains($0.span.file) })
    else { return }
    do throws(LoadFailure) {
      digest = try compiledTable(set.policy, set.directory, sources: SourceMap(), root: "").digest
    } catch {
      findings += error.diagnostics.map(\.message)
    }
  }

  private static func precedes(_ first: Cell, _ second: Cell) -> Bool {
    func key(_ cell: Cell) -> [UInt8] { Array((cell.role ?? "anyone").utf8) + [0] + Array((cell.condition ?? "").utf8) }
    return key(first).lexicographicallyPrecedes(key(second))
  }
}
