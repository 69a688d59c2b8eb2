import PolicyLanguage
import Testing

@Suite struct DiagnosticExplanationTests {
  @Test(arguments: DiagnosticCode.allCases) func everyCodeIsExplained(code: DiagnosticCode) {
    let explained = code.explained
    #expect(!explained.title.isEmpty && !explained.title.hasSuffix(".") && !explained.title.contains("\n"))
    #expect(explained.text.count > 100)
    #expect(explained.text.hasSuffix("."))
    #expect(!explained.wrong.isEmpty && !explained.right.isEmpty && explained.wrong != explained.right)
    #expect(code.explanation.split(separator: "\n").allSatisfy { $0.count <= 92 })
    #expect(!code.explanation.contains("\t"))
  }

  @Test func titlesAndTextsAreTheirOwn() {
    #expect(Set(DiagnosticCode.allCases.map(\.title)).count == DiagnosticCode.allCases.count)
    #expect(Set(DiagnosticCode.allCases.map(\.explanation)).count == DiagnosticCode.allCases.count)
  }

  @Test func plainText() {
    #expect(
      DiagnosticCode.hidingWildcard.explanation == """
        In `forbid` the `"*"` row is added to every other row of its resource type,
        where in `permissions` it stands only for actions without a row. So what it
        forbids is forbidden for this action already, and the cell changes no answer.

        Wrong:

            forbid:
              organization:
                connection:
                  "*":    [manager]
                  delete: [manager if under_legal_hold]

        Right:

            forbid:
              organization:
                connection:
                  delete: [manager if under_legal_hold]

        """)
  }

  @Test func listing() {
    let lines = DiagnosticCode.listing.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.first == "errors:")
    #expect(lines[1] == "  unreadable-file           a file or folder cannot be read")
    #expect(lines.contains("warnings:"))
    #expect(lines.contains("  unused-role               a role gives nothing"))
    #expect(lines.count == DiagnosticCode.allCases.count + 4)
  }
}
