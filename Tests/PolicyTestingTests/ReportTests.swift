import Foundation
import PolicyLanguage
import PolicyTesting
import Testing

@Suite struct TerminalReportTests {
  @Test func failuresInFullAndSummaryLast() {
    #expect(
      ReportFixture.failing.terminalText(style: .plain) == """
        ✗ policies/pica/organization_test.yaml  1 passed, 1 failed
        ✓ policies/pica/keys_test.yaml  1 passed

        failed: organization permission reference
          connection delete · manager (user:mia)
          at policies/pica/organization_test.yaml:12:17
          expected allow, got deny: no_grant
            user:mia holds organization.manager at organization:acme (directory.yaml:31)
            no cell of that role in this row (permissions.yaml:7)

        2 passed, 1 failed

        """)
  }

  /// Under one heading for each test, even if cases that pass stand between.
  @Test func failuresOfOneTestShareAHeading() {
    func item(_ test: String, _ title: String, fails: Bool = true) -> CaseReport {
      CaseReport(
        test: test, title: title, file: "t.yaml", line: 1, column: 1,
        outcome: fails ? .failed(.init(expected: "allow", actual: "deny", reason: "no_grant")) : .passed)
    }
    let report = TestReport(suites: [
      SuiteReport(
        policy: "p", file: "t.yaml",
        cases: [item("a", "1"), item("a", "2", fails: false), item("a", "3"), item("b", "4")],
        duration: .microseconds(1234))
    ])
    #expect(
      report.terminalText(style: .plain, showsTime: true) == """
        ✗ t.yaml  1 passed, 3 failed  1.23 ms

        failed: a
          1
          at t.yaml:1:1
          expected allow, got deny: no_grant

          3
          at t.yaml:1:1
          expected allow, got deny: no_grant

        failed: b
          4
          at t.yaml:1:1
          expected allow, got deny: no_grant

        1 passed, 3 failed

        """)
  }

  @Test func quietLeavesOutWhatPassed() {
    let text = ReportFixture.failing.terminalText(style: .plain, isQuiet: true)
    #expect(!text.contains("keys_test.yaml"))
    #expect(text.hasPrefix("✗ policies/pica/organization_test.yaml  1 passed, 1 failed\n\nfailed: "))
    let passing = TestReport(suites: [ReportFixture.failing.suites[1]])
    #expect(passing.terminalText(style: .plain, isQuiet: true) == "1 passed, 0 failed\n")
  }

  @Test(arguments: [
    (Duration.zero, "0 µs"), (.microseconds(999), "999 µs"), (.microseconds(1000), "1.00 ms"),
    (.microseconds(12_345), "12.3 ms"), (.microseconds(123_456), "123 ms"), (.milliseconds(1500), "1.50 s"),
    (.seconds(75), "75.0 s"), (.seconds(754), "754 s"), (.milliseconds(9_999), "10.00 s"), (.seconds(-1), "0 µs"),
  ]) func times(duration: Duration, text: String) {
    let report = TestReport(suites: [SuiteReport(policy: "p", file: "t", cases: [], duration: duration)])
    #expect(report.terminalText(style: .plain, showsTime: true).hasPrefix("✓ t  0 passed  \(text)\n"))
  }

  @Test func summaryIsNeverColoured() {
    let coloured = ReportFixture.failing.terminalText(style: .ansi)
    #expect(coloured.hasSuffix("\n2 passed, 1 failed\n"))
    #expect(coloured.contains("\u{1B}[32mallow\u{1B}[0m"))
    let plain = coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(plain == ReportFixture.failing.terminalText(style: .plain))
    #expect(ReportFixture.empty.terminalText(style: .ansi) == "0 passed, 0 failed\n")
  }

  @Test func nothingIsPrintedRaw() {
    let text = ReportFixture.hostile.terminalText(style: .plain)
    #expect(text.contains("x␛[31m␀<U+FFFE><U+0085>]]> # TODO"))
    #expect(!text.contains("\u{1B}"))
    #expect(text.contains("    a␊  ...␊ok 2\n"))
  }
}

@Suite struct TAPReportTests {
  @Test func stream() {
    #expect(
      ReportFixture.failing.tap() == """
        TAP version 14
        1..3
        ok 1 - pica: organization permission reference: connection list · admin (user:ada)
        not ok 2 - pica: organization permission reference: connection delete · manager (user:mia)
          ---
          message: "expected allow, got deny: no_grant"
          severity: fail
          at:
            file: "policies/pica/organization_test.yaml"
            line: 12
            column: 17
          expected: "allow"
          actual: "deny"
          reason: "no_grant"
          because:
            - "user:mia holds organization.manager at organization:acme (directory.yaml:31)"
            - "no cell of that role in this row (permissions.yaml:7)"
          ...
        ok 3 - pica: keys: api_key:web read secret:s1 in project:web

        """)
    #expect(ReportFixture.empty.tap() == "TAP version 14\n1..0 # SKIP no tests\n")
  }

  @Test func nothingBreaksOut() {
    #expect(
      ReportFixture.hostile.tap() == ##"""
        TAP version 14
        1..1
        not ok 1 - a: \# skip \\ <"&'>␊...: x␛[31m␀<U+FFFE><U+0085>]]> \# TODO
          ---
          message: "expected deny, got allow: granted"
          severity: fail
          at:
            file: "a,b:c.yaml"
            line: 1
            column: 1
          expected: "deny"
          actual: "allow"
          reason: "granted"
          because:
            - "a\n  ...\nok 2"
            - "管"
          ...

        """##)
  }
}

@Suite struct GitHubReportTests {
  @Test func annotations() {
    #expect(
      ReportFixture.failing.github() == """
        ::error file=policies/pica/organization_test.yaml,line=12,col=17,title=organization permission reference\
        ::connection delete · manager (user:mia)%0Aexpected allow, got deny: no_grant\
        %0Auser:mia holds organization.manager at organization:acme (directory.yaml:31)\
        %0Ano cell of that role in this row (permissions.yaml:7)
        2 passed, 1 failed

        """)
    let hostile = ReportFixture.hostile.github().split(separator: "\n")
    #expect(hostile.count == 2)
    #expect(
      hostile[0].hasPrefix("::error file=a%2Cb%3Ac.yaml,line=1,col=1,title=# skip \\ <\"&'>␊...::x␛[31m"))
  }
}

@Suite struct JSONReportTests {
  @Test func json() {
    let report = TestReport(suites: [
      SuiteReport(policy: "pica", file: "k.yaml", cases: [], duration: .milliseconds(1500)),
      ReportFixture.hostile.suites[0],
    ])
    #expect(
      report.json() == #"""
        {
          "passed": 0,
          "failed": 1,
          "suites": [
            {
              "policy": "pica",
              "file": "k.yaml",
              "passed": 0,
              "failed": 0,
              "seconds": 1.5,
              "cases": []
            },
            {
              "policy": "a",
              "file": "a,b:c.yaml",
              "passed": 0,
              "failed": 1,
              "seconds": null,
              "cases": [
                {
                  "test": "# skip \\ <\"&'>\n...",
                  "title": "x\u001b[31m\u0000\#u{FFFE}\u0085]]> # TODO",
                  "file": "a,b:c.yaml",
                  "line": 1,
                  "column": 1,
                  "outcome": "failed",
                  "failure": {
                    "expected": "deny",
                    "actual": "allow",
                    "reason": "granted",
                    "because": [
                      "a\n  ...\nok 2",
                      "管"
                    ]
                  }
                }
              ]
            }
          ]
        }

        """#)
    #expect(throws: Never.self) {
      try JSONSerialization.jsonObject(with: Data(ReportFixture.failing.json().utf8))
    }
  }
}
