import FoundationEssentials
import PolicyLanguage
import PolicyTesting
import Testing

@Suite struct StepSummaryTests {
  @Test func onlyWhereTheVariableNamesAFile() {
    #expect(StepSummary(environment: [:]) == nil)
    #expect(StepSummary(environment: ["GITHUB_STEP_SUMMARY": ""]) == nil)
    #expect(StepSummary(environment: ["GITHUB_STEP_SUMMARY": "/x"])?.path == "/x")
  }

  @Test func isAddedToWhatIsThere() throws {
    try TestFolder.with { folder in
      let path = folder + "/summary"
      let summary = try #require(StepSummary(environment: ["GITHUB_STEP_SUMMARY": path]))
      let outcome = TestOutcome.ran(ReportFixture.failing)
      try summary.append(outcome)
      let text = ReportFixture.failing.markdown()
      #expect(try TestFolder.text(path) == text)
      try summary.append(outcome)
      #expect(try TestFolder.text(path) == text + "\n" + text)
    }
  }

  @Test func staysBelowTheLimit() throws {
    try TestFolder.with { folder in
      let path = folder + "/summary"
      let summary = try #require(StepSummary(environment: ["GITHUB_STEP_SUMMARY": path]))
      let item = CaseReport(
        test: "many", title: String(repeating: "x", count: 1000), file: "t.yaml", line: 1, column: 1,
        outcome: .failed(.init(expected: "allow", actual: "deny", reason: "no_grant")))
      let cases = Array(repeating: item, count: 2000)
      let report = TestReport(suites: [SuiteReport(policy: "p", file: "t.yaml", cases: cases)])
      try summary.append(.ran(report))
      let size = try TestFolder.text(path).utf8.count
      #expect(size < StepSummary.limit && size > StepSummary.limit - 2000)
      // What is full stays as it is.
      let error = #expect(throws: FileError.self) { for _ in 0..<100 { try summary.append(.ran(report)) } }
      #expect(error?.message == "the step's summary is full; GitHub takes 1 MiB")
      #expect(try TestFolder.text(path).utf8.count < StepSummary.limit)
    }
  }

  @Test func aFileThatCannotBeMadeIsAnError() throws {
    let summary = try #require(StepSummary(environment: ["GITHUB_STEP_SUMMARY": "/nowhere/summary"]))
    #expect(throws: FileError(path: "/nowhere/summary", message: "there is no such folder")) {
      try summary.append(.ran(ReportFixture.empty))
    }
  }
}
