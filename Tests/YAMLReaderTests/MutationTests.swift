import Testing
import YAMLReader

/// Texts near to YAML, by chance from a seed: whatever they are, reading ends, and its places are in the file.
@Suite struct MutationTests {
  private static let signs: [[UInt8]] =
    [
      " ", "  ", "\n", "\n  ", "\t", "\r\n", "- ", "-", ": ", ":", "? ", ",", "[", "]", "{", "}", "#", " # ",
      "&a ", "*a",
      "!", "|\n", ">-\n", "'", "\"", "%", "---\n", "...\n", "<<", "a", "é", "日", "\\", "\\u0000", "\u{2028}",
      "@",
    ].map { Array($0.utf8) } + [[0x00], [0xFF], [0xC3], [0xEF, 0xBB, 0xBF]]

  @Test(arguments: 1...8)
  func readingEndsAndPlacesAreInTheFile(seed: UInt64) {
    var random = SplitMix(state: seed)
    let corpus = ValidCorpus.cases.map(\.text) + MalformedCorpus.cases.map(\.text)
    for _ in 0..<600 {
      var bytes = Array((corpus.randomElement(using: &random) ?? "").utf8)
      for _ in 0..<Int.random(in: 1...5, using: &random) {
        let offset = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0 where offset < bytes.count: bytes.remove(at: offset)
        case 1 where offset < bytes.count:
          let end = min(bytes.count, offset + Int.random(in: 1...8, using: &random))
          bytes.insert(contentsOf: bytes[offset..<end], at: Int.random(in: 0...bytes.count, using: &random))
        default: bytes.insert(contentsOf: Self.signs.randomElement(using: &random) ?? [], at: offset)
        }
      }
      check(bytes)
    }
  }

  private func check(_ bytes: [UInt8]) {
    let source = SourceFile(path: "f", bytes: bytes)
    let result = readYAML(source, file: 3)
    for error in result.errors {
      for span in [error.span] + error.related.map(\.span) {
        #expect(span.file == 3 && span.start <= span.end && Int(span.end) <= bytes.count, "\(bytes)")
      }
    }
    #expect(result.errors.map(\.span.start) == result.errors.map(\.span.start).sorted())
    #expect(result.document != nil || !result.errors.isEmpty)
    guard let root = result.document?.root else { return }
    #expect(Int(root.span.end) <= bytes.count)
    checkChildren(of: root, bytes)
    guard result.errors.isEmpty else { return }
    // What was read says the same when it is written out in quotes and brackets.
    let written = render(root, empty: "\"\"")
    // Past 1024 characters nothing is a key on one line.
    #expect(render(read(written).document?.root) == written || written.utf8.count > 1000, "\(bytes)")
  }

  private func checkChildren(of node: Node, _ bytes: [UInt8]) {
    var last = node.span.start
    for child in Array(node.items) + node.pairs.flatMap({ [$0.key, $0.value] }) {
      let span = child.span
      #expect(span.start >= last && span.end >= span.start && span.end <= node.span.end, "\(bytes)")
      last = span.end
      checkChildren(of: child, bytes)
    }
    #expect(
      node.count == (node.kind == .mapping ? node.pairs : nil).map { Array($0).count }
        ?? Array(node.items).count)
  }
}
