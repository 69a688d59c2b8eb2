import PolicyLanguage
import Testing
import YAMLReader

@Suite struct QuotedScalarTests {
  @Test(arguments: [
    "", "plain", "a\nb", "a\r\nb\t", " \"quoted\" \\n ", "\u{7}\u{85}\u{2028}\u{FEFF}", "\u{E9}e\u{301}", "\u{1F600}",
    "#: -",
  ]) func readsBack(text: String) {
    let source = SourceFile(path: "a.yaml", bytes: Array("k: \(quotedScalar(text))\n".utf8))
    let read = readYAML(source, file: 0)
    #expect(read.errors.isEmpty)
    let value = read.document?.root?["k"]?.text ?? "nothing"
    #expect(value.utf8.elementsEqual(text.utf8), "\(quotedScalar(text))")
    #expect(!quotedScalar(text).contains { $0.isNewline })
  }

  @Test func whatNobodySeesCanBeEscapedToo() {
    #expect(
      quotedScalar("a\u{2060}b\u{E0001}") { $0.value == 0x2060 || $0.value == 0xE0001 } == #""a\u2060b\U000e0001""#)
  }
}
