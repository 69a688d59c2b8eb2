import PolicyFormat
import PolicyLanguage
import Testing
import YAMLReader

@Suite struct RefusalTests {
  private func refusal(_ text: String) -> FormatFailure? {
    do throws(FormatFailure) {
      _ = try formatted(SourceFile(path: "policy.yaml", bytes: Array(text.utf8)))
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ("a: [b\n", "yaml-syntax"), ("a: &b c\n", "yaml-anchor"), ("a: 1\na: 2\n", "yaml-duplicate-key"),
    ("a: b\n---\nc: d\n", "yaml-multiple-documents"), ("\tb: c", "yaml-indentation"),
    ("just words\n", "wrong-shape"), ("? \n: a\n", "wrong-shape"),
  ])
  func whatCannotBeFormattedIsSaidWhy(text: String, code: String) throws {
    let failure = try #require(refusal(text))
    #expect(failure.diagnostics.first?.code.rawValue == code)
    #expect(failure.report == nil)
  }

  @Test func whatIsNoFaultOfTheFileAsksForAReport() {
    #expect(FormatFailure.unfaithful("it would say something else").report != nil)
    #expect(FormatFailure.unfaithful("it would say something else").diagnostics.isEmpty)
  }
}
