import DecisionTable
import PolicyCompiler
package import PolicyLanguage
package import PolicyValues
import YAMLReader

/// A run of the suites of several policy sets.
package struct TestRun: Sendable {
  /// The sets, in the order in which they are run.
  package var sets: [PolicySetLocation]
  package var options: RunOptions

  package init(_ sets: [PolicySetLocation], options: RunOptions = RunOptions()) {
    self.sets = sets
    self.options = options
  }

  /// Reads, checks and runs the sets. One that has errors refuses the whole run, since a report of the others would
  /// read as one of all; what is wrong is told of every set.
  package func outcome(
    fileSystem: any FileSystem = LocalFileSystem(), at now: Timestamp, progress: LoadProgress? = nil
  ) -> TestOutcome {
    var report = TestReport()
    var refused: [TestRefusal.Findings] = []
    var sources = SourceMap()
    var hasSuites = false
    for location in sets {
      guard !TableFile.isTable(location.policy) else {
        return .cannotRun(
          TestRefusal(
            "`\(location.policy)` is a table file, which holds no tests; name the policy set that it was built from",
            path: location.policy))
      }
      var loader = PolicySetLoader(fileSystem: fileSystem, sources: sources, progress: progress)
      let set = loader.load(location)
      hasSuites = hasSuites || !set.suites.isEmpty
      do throws(LoadFailure) {
        report.suites += try suites(of: set, at: now, progress: progress)
      } catch {
        // Of a set without errors nothing is said, so its files need not be kept.
        sources = set.sources
        refused.append(TestRefusal.Findings(policy: set.policy.name, diagnostics: error.diagnostics))
      }
      if options.failFast, report.failed > 0 || !refused.isEmpty { break }
    }
    guard refused.isEmpty else { return .cannotRun(TestRefusal(findings: refused, sources: sources)) }
    guard !report.suites.isEmpty else { return .cannotRun(noTests(hasSuites: hasSuites)) }
    return .ran(report)
  }

  private func suites(
    of set: PolicySet, at now: Timestamp, progress: LoadProgress?
  ) throws(LoadFailure) -> [SuiteReport] {
    let found = check(set, at: now, progress: progress)
    guard !found.contains(where: { $0.severity == .error }) else {
      throw LoadFailure(diagnostics: found, sources: set.sources)
    }
    return try SuiteRunner(set, options: options, now: now).run().suites
  }

  private func noTests(hasSuites: Bool) -> TestRefusal {
    TestRefusal(
      hasSuites
        ? "no test's name matches `\(options.filter ?? "*")`"
        : "there are no tests; a suite is a file that ends in `_test.yaml`",
      path: sets.count == 1 ? sets[0].policy : "")
  }
}
