package import DecisionTable
package import PolicyLanguage
package import PolicyValues
package import YAMLReader

/// A policy set that compiled.
package struct LoadedPolicy: Sendable {
  package var table: DecisionTable
  /// Warnings of the compilation; they never stop a load.
  package var warnings: [Diagnostic]
  /// Invariants that the directory breaks. `check`, `test` and `build` refuse them; a running daemon reports them and
  /// loads all the same, since to refuse would freeze revocations.
  package var brokenInvariants: [Diagnostic]
  package var sources: SourceMap
}

/// Why a policy set did not compile.
package struct LoadFailure: Error, Sendable {
  package var diagnostics: [Diagnostic]
  package var sources: SourceMap

  package init(diagnostics: [Diagnostic], sources: SourceMap) {
    self.diagnostics = diagnostics
    self.sources = sources
  }
}

/// Everything that is wrong with a set, suites included.
package func check(_ set: PolicySet, at now: Timestamp, progress: LoadProgress? = nil) -> [Diagnostic] {
  let index = PolicyIndex(set.policy)
  let count = set.directory.assignments.count
  progress?(.checking(assignments: count))
  var found = validate(set, index: index, withSuites: true)
  // What is wrong with a suite must not hide what is wrong with the set.
  let suites = Set(set.suites.map(\.span.file))
  let isSound = !found.contains { $0.severity == .error && !suites.contains($0.span.file) }
  if isSound, set.isPolicyWhole, set.isDirectoryWhole {
    found += unheldRoleWarnings(set.directory, index)
    progress?(.checkingInvariants(assignments: count))
    found += brokenInvariants(index, set.directory, at: now)
  }
  return found
}

/// Reads, validates and compiles the set at a location, without its suites; or maps the table file that is there.
package func loadPolicy(
  _ location: PolicySetLocation, fileSystem: any FileSystem = LocalFileSystem(), at now: Timestamp,
  progress: LoadProgress? = nil
) throws(LoadFailure) -> LoadedPolicy {
  if TableFile.isTable(location.policy) { return try loadTable(location) }
  var loader = PolicySetLoader(fileSystem: fileSystem, progress: progress)
  return try loadPolicy(loader.load(location, withSuites: false), at: now, progress: progress)
}

/// Validates and compiles a set that has been read. Takes it over: a directory may be larger than its table, and is let go
/// of before the table is laid out. Without `checksInvariants` it is not told which are broken, for those who know.
package func loadPolicy(
  _ set: consuming PolicySet, at now: Timestamp, checksInvariants: Bool = true, progress: LoadProgress? = nil
) throws(LoadFailure) -> LoadedPolicy {
  let index = PolicyIndex(set.policy)
  let count = set.directory.assignments.count
  progress?(.checking(assignments: count))
  let found = validate(set, index: index, withSuites: false)
  guard set.isPolicyWhole, set.isDirectoryWhole, !found.contains(where: { $0.severity == .error }) else {
    throw LoadFailure(diagnostics: found, sources: set.sources)
  }
  if checksInvariants { progress?(.checkingInvariants(assignments: count)) }
  let broken = checksInvariants ? brokenInvariants(index, set.directory, at: now) : []
  progress?(.compiling(assignments: count))
  let contents = compile(set.policy, set.directory, sources: set.sources, root: set.path)
  set.directory = Directory()
  let spans = (found + broken).flatMap { [$0.span] + $0.labels.map(\.span) }
  set.sources.keepBytes(of: Set(spans.map(\.file)))
  let table = try laidOut(contents, sources: set.sources)
  return LoadedPolicy(table: table, warnings: found, brokenInvariants: broken, sources: set.sources)
}

/// The table of a policy and a directory that `validate` has found no errors in.
package func compiledTable(
  _ policy: Policy, _ directory: Directory, sources: SourceMap, root: String
) throws(LoadFailure) -> DecisionTable {
  try laidOut(compile(policy, directory, sources: sources, root: root), sources: sources)
}

/// The table of a policy that says nothing.
package func emptyTable() throws(LoadFailure) -> DecisionTable {
  try laidOut(compile(Policy(name: ""), Directory()), sources: SourceMap())
}

private func laidOut(_ contents: consuming TableContents, sources: SourceMap) throws(LoadFailure) -> DecisionTable {
  let memory = contents.written()
  do throws(TableError) {
    return try DecisionTable(memory)
  } catch {
    // The opener refuses what the writer could not lay out, such as more text than 32 bits can place.
    let diagnostic = Diagnostic(.limitExceeded, "the compiled table is refused: \(error.message)", at: .none)
    throw LoadFailure(diagnostics: [diagnostic], sources: sources)
  }
}
