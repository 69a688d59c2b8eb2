import PolicyTesting

/// A run with what is difficult to print.
enum ReportFixture {
  static let failing = TestReport(suites: [
    SuiteReport(
      policy: "pica", set: "policies/pica", file: "policies/pica/organization_test.yaml",
      cases: [
        CaseReport(
          test: "organization permission reference", title: "connection list · admin (user:ada)",
          file: "policies/pica/organization_test.yaml", line: 9, column: 15, outcome: .passed),
        CaseReport(
          test: "organization permission reference", title: "connection delete · manager (user:mia)",
          file: "policies/pica/organization_test.yaml", line: 12, column: 17,
          outcome: .failed(
            .init(
              expected: "allow", actual: "deny", reason: "no_grant",
              because: [
                "user:mia holds organization.manager at organization:acme (directory.yaml:31)",
                "no cell of that role in this row (permissions.yaml:7)",
              ]))),
      ], duration: .microseconds(4200)),
    SuiteReport(
      policy: "pica", set: "policies/pica", file: "policies/pica/keys_test.yaml",
      cases: [
        CaseReport(
          test: "keys", title: "api_key:web read secret:s1 in project:web",
          file: "policies/pica/keys_test.yaml",
          line: 3, column: 10, outcome: .passed)
      ]),
  ])

  static let hostile = TestReport(suites: [
    SuiteReport(
      policy: "a", file: "a,b:c.yaml",
      cases: [
        CaseReport(
          test: "# skip \\ <\"&'>\n...", title: "x\u{1B}[31m\u{0}\u{FFFE}\u{85}]]> # TODO",
          file: "a,b:c.yaml",
          line: 1,
          column: 1,
          outcome: .failed(
            .init(expected: "deny", actual: "allow", reason: "granted", because: ["a\n  ...\nok 2", "管"])))
      ])
  ])

  static let empty = TestReport()
}
