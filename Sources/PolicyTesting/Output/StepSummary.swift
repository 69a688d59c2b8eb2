package import PolicyLanguage

/// The summary of a GitHub Actions step: Markdown appended to the file that `$GITHUB_STEP_SUMMARY` names, which GitHub
/// shows on the run's page.
package struct StepSummary: Hashable, Sendable {
  /// GitHub leaves out the summary of a step that is larger: 1 MiB.
  package static let limit = 1 << 20

  package var path: String

  /// The step's summary, if the environment has one.
  package init?(environment: [String: String]) {
    guard let path = environment["GITHUB_STEP_SUMMARY"], !path.isEmpty else { return nil }
    self.path = path
  }

  /// Appends an outcome, cut to what the step's commands before it have left of the limit.
  package func append(_ outcome: TestOutcome) throws(FileError) {
    let fileSystem = LocalFileSystem()
    let used = fileSystem.kind(of: path) == .missing ? 0 : try fileSystem.read(path, limit: Self.limit).count
    let text = outcome.markdown(limit: Self.limit - used - 1)
    guard used + text.utf8.count < Self.limit else {
      throw FileError(path: path, message: "the step's summary is full; GitHub takes 1 MiB")
    }
    // An empty line between, or a table would go on where the last command's stopped.
    try appendToFile(path, used == 0 ? text : "\n" + text)
  }
}
