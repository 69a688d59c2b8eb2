import Testing
import YAMLReader

@Suite struct CorpusTests {
  @Test func validTextsAreRead() {
    for (text, expected) in ValidCorpus.cases {
      let result = read(text)
      #expect(result.errors == [], "\(text)")
      #expect(render(result.document?.root) == expected, "\(text)")
    }
  }

  @Test func malformedTextsAreRefused() {
    for (text, expected) in MalformedCorpus.cases {
      let source = SourceFile(path: "f", bytes: Array(text.utf8))
      let first = readYAML(source, file: 0).errors.first.map { error in
        let place = source.position(at: Int(error.span.start))
        return "\(place.line):\(place.column) \(error.code.rawValue) \(error.message)"
      }
      #expect(first == expected, "\(text)")
    }
  }

  /// Line endings are not meaning.
  @Test func theEndOfLinesDoesNotMatter() {
    for (text, expected) in ValidCorpus.cases where !text.contains("\r") {
      #expect(render(read(text.replacing("\n", with: "\r\n")).document?.root) == expected, "\(text)")
    }
    for (text, _) in MalformedCorpus.cases where !text.contains("\r") {
      #expect(!read(text.replacing("\n", with: "\r\n")).errors.isEmpty, "\(text)")
    }
  }
}
