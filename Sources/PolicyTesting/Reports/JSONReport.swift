import PolicyLanguage

extension TestReport {
  /// The report as JSON, for scripts. The shape is stable: members are only ever added.
  ///
  ///     {"passed", "failed", "suites": [{"policy", "file", "passed", "failed", "seconds", "cases": [{"test", "title",
  ///       "file", "line", "column", "outcome", "failure": {"expected", "actual", "reason", "because": []}}]}]}
  ///
  /// All members are always there. `outcome` is `passed` or `failed`; `failure` is `null` for a case that passed, and
  /// `seconds` for a suite that was not timed.
  package func json() -> String {
    JSONValue.object([
      ("passed", .int(passed)),
      ("failed", .int(failed)),
      ("suites", .array(suites.map(Self.json))),
    ]).text(pretty: true)
  }

  private static func json(of suite: SuiteReport) -> JSONValue {
    let seconds = suite.duration.flatMap { Double($0.secondsText) }
    return .object([
      ("policy", .string(suite.policy)),
      ("file", .string(suite.file)),
      ("passed", .int(suite.passed)),
      ("failed", .int(suite.failed)),
      ("seconds", seconds.map { .double($0) } ?? .null),
      ("cases", .array(suite.cases.map(json))),
    ])
  }

  private static func json(of item: CaseReport) -> JSONValue {
    let failure = item.failure.map { failure in
      JSONValue.object([
        ("expected", .string(failure.expected)),
        ("actual", .string(failure.actual)),
        ("reason", .string(failure.reason)),
        ("because", .array(failure.because.map { .string($0) })),
      ])
    }
    return .object([
      ("test", .string(item.test)),
      ("title", .string(item.title)),
      ("file", .string(item.file)),
      ("line", .int(item.line)),
      ("column", .int(item.column)),
      ("outcome", .string(failure == nil ? "passed" : "failed")),
      ("failure", failure ?? .null),
    ])
  }
}
