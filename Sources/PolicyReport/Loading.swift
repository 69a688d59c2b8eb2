package import PolicyCompiler
package import PolicyLanguage
import PolicyTesting
package import PolicyValues

extension PolicyReport {
  /// Reads a set, compiles it, and runs its tests, which are asked of the set's own directory; if they pass, looks at what
  /// they depend on. Fails with everything that is wrong if the set has errors; broken invariants are findings, which the
  /// page shows.
  package init(
    at location: PolicySetLocation, fileSystem: any FileSystem = LocalFileSystem(), now: Timestamp,
    showsTime: Bool = false, progress: LoadProgress? = nil
  ) throws(LoadFailure) {
    var loader = PolicySetLoader(fileSystem: fileSystem, progress: progress)
    let set = loader.load(location)
    let found = check(set, at: now, progress: progress)
    guard !found.contains(where: { $0.severity == .error && $0.code != .brokenInvariant }) else {
      throw LoadFailure(diagnostics: found, sources: set.sources)
    }
    let table = try loadPolicy(set, at: now, progress: progress).table
    // Tests are of the set's own directory, whatever other one the page shows.
    let own = PolicySetLocation(policy: location.policy)
    var ownLoader = PolicySetLoader(fileSystem: fileSystem, progress: progress)
    let tested = location == own ? set : ownLoader.load(own)
    let tests = tested.suites.isEmpty ? nil : try SuiteRunner(tested, now: now).run()
    self.init(
      policy: set.policy, directory: set.directory, table: table, findings: found, sources: set.sources, tests: tests,
      now: now, showsTime: showsTime)
    if let tests, tests.failed == 0 { coverage = try CoverageRun(tested, now: now).report(progress: progress) }
  }
}
