import PolicyLanguage
import Testing
import YAMLReader

@Suite struct DiagnosticRendererTests {
  let f = Fixture(("a.yaml", "one: two\nthree: four\n"), ("b.yaml", "five: six\n"))

  var unordered: [Diagnostic] {
    [
      Diagnostic(.noPolicyFiles, "no place", at: .none),
      Diagnostic(.unusedRole, "second file", at: f.span("five", in: 1)),
      Diagnostic(.unknownRole, "second line", at: f.span("three")),
      Diagnostic(.unknownRole, "same place, code later", at: f.span("one")),
      Diagnostic(.badName, "same place, code first", at: f.span("one")),
      Diagnostic(.unknownRole, "second line", at: f.span("three")),
    ]
  }

  @Test func orderAndDuplicates() {
    let expected = [
      "same place, code first", "same place, code later", "second line", "second file", "no place",
    ]
    #expect(unordered.inReportOrder().map(\.message) == expected)
    #expect(unordered.reversed().inReportOrder() == unordered.inReportOrder())
  }

  @Test func wholeRun() {
    let run = [
      Diagnostic(.unusedRole, "second", at: f.span("five", in: 1)),
      Diagnostic(.badName, "first", at: f.span("one")),
    ]
    #expect(
      DiagnosticRenderer(sources: f.sources, style: .plain).render(run) == """
        error[bad-name]: first
         --> a.yaml:1:1
          |
        1 | one: two
          | ^^^

        warning[unused-role]: second
         --> b.yaml:1:1
          |
        1 | five: six
          | ^^^^

        1 error, 1 warning

        """)
    #expect(DiagnosticRenderer(sources: f.sources, style: .plain).render([]) == "")
  }

  @Test func summaries() {
    #expect(unordered.inReportOrder().summary == "4 errors, 1 warning")
    #expect(
      [Diagnostic(.unusedRole, "", at: .none), Diagnostic(.unheldRole, "", at: .none)].summary == "2 warnings"
    )
    #expect([Diagnostic]().summary == "no errors")
  }

  @Test func colours() {
    let diagnostic = Diagnostic(
      .badName, "no", at: f.span("two"), note: "n", labels: [.init("l", at: f.span("one"))], help: "h")
    let coloured = f.render(diagnostic, style: .ansi)
    #expect(coloured.hasPrefix("\u{1B}[1;31merror[bad-name]\u{1B}[0m\u{1B}[1m: no\u{1B}[0m\n"))
    #expect(coloured.contains("\u{1B}[1;34m---\u{1B}[0m  \u{1B}[1;31m^^^\u{1B}[0m \u{1B}[1;31mn\u{1B}[0m"))
    let plain = coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(plain == f.render(diagnostic))
  }
}
