/// What came of running test suites; every format is made from it.
package struct TestReport: Sendable {
  /// The suites, in the order in which they were run.
  package var suites: [SuiteReport]

  package init(suites: [SuiteReport] = []) {
    self.suites = suites
  }
}

/// What came of one suite, that is one file of tests.
package struct SuiteReport: Sendable {
  /// The policy's name.
  package var policy: String
  /// The set's path, as it was given.
  package var set: String
  /// The suite's file, as messages show it.
  package var file: String
  /// The cases, in the order of the file.
  package var cases: [CaseReport]
  /// How long it took, if that was measured.
  package var duration: Duration?

  package init(policy: String, set: String = "", file: String, cases: [CaseReport], duration: Duration? = nil) {
    self.policy = policy
    self.set = set
    self.file = file
    self.cases = cases
    self.duration = duration
  }
}

/// What came of one question.
package struct CaseReport: Sendable {
  /// The name of the test that the case belongs to.
  package var test: String
  /// The question: `user:ada delete connection:c1 in project:web`, or `connection delete · manager (user:mia)` for a
  /// cell of a table.
  package var title: String
  /// Where the case is written; line and column count from 1.
  package var file: String
  package var line: Int
  package var column: Int
  package var outcome: Outcome

  /// Whether the answer was the one expected.
  package enum Outcome: Sendable {
    case passed
    case failed(Failure)
  }

  /// What was wrong with the answer.
  package struct Failure: Sendable {
    /// `allow` or `deny`.
    package var expected: String
    /// `allow` or `deny`.
    package var actual: String
    /// The answer's reason, such as `no_grant`.
    package var reason: String
    /// Why, a line each, with file and line of the rules.
    package var because: [String]

    package init(expected: String, actual: String, reason: String, because: [String] = []) {
      self.expected = expected
      self.actual = actual
      self.reason = reason
      self.because = because
    }

    /// "expected allow, got deny: no_grant"
    package var message: String { "expected \(expected), got \(actual): \(reason)" }
  }

  package init(test: String, title: String, file: String, line: Int, column: Int, outcome: Outcome) {
    self.test = test
    self.title = title
    self.file = file
    self.line = line
    self.column = column
    self.outcome = outcome
  }

  /// What was wrong, or `nil` if the case passed.
  package var failure: Failure? {
    if case .failed(let failure) = outcome { return failure }
    return nil
  }
}

extension SuiteReport {
  /// How many cases passed.
  package var passed: Int { cases.count - failed }
  /// How many cases failed.
  package var failed: Int { cases.reduce(0) { $0 + ($1.failure == nil ? 0 : 1) } }
}

extension TestReport {
  /// How many cases passed.
  package var passed: Int { suites.reduce(0) { $0 + $1.passed } }
  /// How many cases failed.
  package var failed: Int { suites.reduce(0) { $0 + $1.failed } }
  /// "42 passed, 1 failed"; scripts match on it.
  package var summary: String { "\(passed) passed, \(failed) failed" }
}

extension Duration {
  /// In seconds with six digits of a fraction, such as `0.004200`; a negative duration is zero.
  var secondsText: String {
    let micros = max(0, components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000)
    let fraction = String(micros % 1_000_000)
    return "\(micros / 1_000_000)." + String(repeating: "0", count: 6 - fraction.utf8.count) + fraction
  }

  /// For a person: three digits and a unit, such as `4.20 ms`.
  var shortText: String {
    let micros = Double(max(0, components.seconds)) * 1e6 + Double(max(0, components.attoseconds)) / 1e12
    let (number, unit) = micros < 999.5 ? (micros, "µs") : micros < 999_500 ? (micros / 1e3, "ms") : (micros / 1e6, "s")
    let digits = unit == "µs" || number >= 100 ? 0 : number >= 10 ? 1 : 2
    let scale = digits == 0 ? 1.0 : digits == 1 ? 10.0 : 100.0
    let scaled = Int((number * scale).rounded())
    guard digits > 0 else { return "\(scaled) \(unit)" }
    let fraction = String(scaled % Int(scale))
    return "\(scaled / Int(scale))." + String(repeating: "0", count: digits - fraction.utf8.count) + fraction
      + " \(unit)"
  }
}
