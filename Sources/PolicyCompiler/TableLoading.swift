import DecisionTable
import PolicyLanguage
import YAMLReader

/// Maps a table file. It holds a policy and its directory, so nothing can be laid beside it; and whoever built it has
/// been told of every warning and of every broken invariant.
func loadTable(_ location: PolicySetLocation) throws(LoadFailure) -> LoadedPolicy {
  func failure(_ message: String, help: String) -> LoadFailure {
    LoadFailure(
      diagnostics: [Diagnostic(.tableFile, message, at: .none, help: help)], sources: SourceMap())
  }
  guard location.directory == nil, location.assignments.isEmpty else {
    throw failure(
      "`\(location.policy)` is a table file, which has its directory in it",
      help: "leave `--directory` and `--assignments` out, or name the policy set that the table was built from")
  }
  do throws(TableError) {
    return LoadedPolicy(
      table: try DecisionTable(file: location.policy), warnings: [], brokenInvariants: [], sources: SourceMap())
  } catch {
    throw failure(
      "cannot use the table file `\(location.policy)`: \(error.message)",
      help: "build it again with `policy build -o \(location.policy)`")
  }
}
