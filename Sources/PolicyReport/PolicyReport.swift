package import DecisionTable
package import PolicyAnalysis
package import PolicyLanguage
package import PolicyTesting
package import PolicyValues
package import YAMLReader

/// A policy as one page for a browser: what it says, who holds what, what was found, and what its tests say.
///
/// The page is one file that loads nothing. The same report is the same bytes.
package struct PolicyReport: Sendable {
  package var policy: Policy
  package var directory: Directory
  package var table: DecisionTable
  /// Warnings, and invariants that are broken.
  package var findings: [Diagnostic]
  package var sources: SourceMap
  /// What the set's tests say; `nil` if it has none.
  package var tests: TestReport?
  /// The time that holders and answers are looked at.
  package var now: Timestamp
  /// Whether the page tells that time.
  package var showsTime: Bool
  /// What the tests depend on; `nil` if there are none, or some fail.
  package var coverage: CoverageReport?
  /// What has changed since an older state of the policy.
  package var diffs: [PolicyDiff] = []
  package var limits = Limits()

  /// How much of a large directory the page holds.
  package struct Limits: Sendable {
    /// Scopes of the tree.
    package var scopes = 400
    /// Names of a list.
    package var names = 50
    /// Questions that are asked for "who can".
    package var questions = 1_000_000

    package init() {}
  }

  package init(
    policy: Policy, directory: Directory, table: DecisionTable, findings: [Diagnostic], sources: SourceMap,
    tests: TestReport?, now: Timestamp, showsTime: Bool = false
  ) {
    self.policy = policy
    self.directory = directory
    self.table = table
    self.findings = findings
    self.sources = sources
    self.tests = tests
    self.now = now
    self.showsTime = showsTime
  }

  /// The page.
  package var html: String { page(sections) }

  private var sections: [Section] {
    [
      summarySection, permissionSection, forbidSection, roleSection, scopeSection, whoSection, conditionSection,
      invariantSection, testSection, coverageSection, diffSection,
    ].compactMap { $0 }
  }
}

/// A part of the page that has a heading and a place in its contents.
struct Section {
  var id: String
  var title: String
  var body: [HTML]
}

extension PolicyReport {
  /// `policies/pica/policy.yaml:12`, or nothing.
  func place(of span: Span) -> String? {
    guard !span.isNone, let source = sources[span.file] else { return nil }
    return "\(source.path):\(source.position(at: Int(span.start)).line)"
  }
}
