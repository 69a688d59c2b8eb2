import PolicyLanguage
import PolicyTesting
import Testing
import YAMLReader

@Suite struct MarkdownReportTests {
  @Test func countsSetsAndFailures() {
    #expect(
      ReportFixture.failing.markdown() == """
        ## ❌ policy test: 2 passed, 1 failed

        | Set              | Suites | Passed | Failed | Time    |
        | ---------------- | -----: | -----: | -----: | ------: |
        | ❌ policies/pica | 2      | 2      | 1      | 4.20 ms |

        ### `organization permission reference`

        - ❌ `connection delete · manager (user:mia)`\\
          expected **allow**, got **deny**: `no_grant`\\
          at `policies/pica/organization_test.yaml:12:17`

          ```text
          user:mia holds organization.manager at organization:acme (directory.yaml:31)
          no cell of that role in this row (permissions.yaml:7)
          ```

        """)
  }

  /// Whatever a name holds, it stays in its code span, and a reason in its block.
  @Test func nothingBreaksOut() {
    let report = TestReport(suites: [
      SuiteReport(
        policy: "p", set: "a|b", file: "t.yaml",
        cases: [
          CaseReport(
            test: "``x`", title: "  ", file: "t.yaml", line: 1, column: 2,
            outcome: .failed(
              .init(expected: "a *row*", actual: "deny", reason: "no_grant", because: ["````", "a\n</details>"])))
        ])
    ])
    #expect(
      report.markdown() == """
        ## ❌ policy test: 0 passed, 1 failed

        | Set     | Suites | Passed | Failed | Time |
        | ------- | -----: | -----: | -----: | ---: |
        | ❌ a\\|b | 1      | 0      | 1      | 0 µs |

        ### ``` ``x` ```

        - ❌ (empty)\\
          expected **`a *row*`**, got **deny**: `no_grant`\\
          at `t.yaml:1:2`

          `````text
          ````
          a␊</details>
          `````

        """)
  }

  /// As many failures as fit, and never more bytes than were allowed.
  @Test(arguments: [1000, 5000, 50_000, 1_000_000]) func aLimitCutsFromTheEnd(limit: Int) {
    let cases = (1...500).map { number in
      CaseReport(
        test: "many", title: "case \(number)", file: "t.yaml", line: number, column: 1,
        outcome: .failed(.init(expected: "allow", actual: "deny", reason: "no_grant", because: ["because"])))
    }
    let report = TestReport(suites: [SuiteReport(policy: "p", set: "p", file: "t.yaml", cases: cases)])
    let text = report.markdown(limit: limit)
    #expect(text.utf8.count <= limit)
    let shown = text.matches(of: /- ❌/).count
    #expect(shown > 0)
    #expect(text.contains("`case \(shown)`"))
    #expect(!text.contains("`case \(shown + 1)`"))
    #expect(shown == 500 || text.hasSuffix("\n… and \(500 - shown) more that failed, which did not fit here.\n"))
    #expect((shown == 500) == (report.markdown().utf8.count < limit))
  }

  @Test func aLimitCutsARefusal() {
    let findings = (1...200).map { Diagnostic(.unknownRole, "no role `r\($0)`", at: .none) }
    let refusal = TestRefusal(findings: [.init(policy: "p", diagnostics: findings)], sources: .init())
    #expect(refusal.markdown().hasSuffix("\n200 errors\n```\n"))
    let cut = refusal.markdown(limit: 2000)
    #expect(cut.utf8.count <= 2000)
    #expect(cut.hasPrefix("## ❌ policy test cannot run\n\n```text\nerror[unknown-role]: no role `r1"))
    #expect(cut.hasSuffix("\n… and more, which did not fit here.\n```\n"))
  }
}
