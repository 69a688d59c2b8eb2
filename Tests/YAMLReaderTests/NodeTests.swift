import Testing
import YAMLReader

@Suite struct NodeTests {
  /// The bytes that a node's span covers.
  private func covered(_ node: Node?, in text: String) -> String? {
    guard let span = node?.span else { return nil }
    return String(decoding: Array(text.utf8)[Int(span.start)..<Int(span.end)], as: UTF8.self)
  }

  @Test func shapesAndTexts() throws {
    let root = try #require(read("a: [b, {c: d}]\n\"e\": ''\nf:\ng: |\n  x\n").document?.root)
    #expect(root.kind == .mapping)
    #expect(root.count == 4)
    #expect(root.text == nil)
    #expect(root.items.isEmpty)
    #expect(root.pairs.map(\.key.text) == ["a", "e", "f", "g"])
    #expect(root.pairs.first?.value.kind == .sequence)
    let items = try #require(root["a"]?.items)
    #expect(items.count == 2)
    #expect(items.first?.isText("b") == true)
    #expect(items.first?.isText("bb") == false)
    #expect(items.map(\.kind) == [.scalar, .mapping])
    #expect(root["a"]?.isText("") == false)
    #expect(root["e"]?.text == "")
    #expect(root["e"]?.isPlain == false)
    #expect(root["e"]?.isEmptyPlain == false)
    #expect(root["f"]?.isEmptyPlain == true)
    #expect(root["g"]?.isPlain == false)
    #expect(root["g"]?.withUTF8Text { $0.count } == 2)
    #expect(root["g"].map { Array($0.utf8) } == Array("x\n".utf8))
    #expect(root["h"] == nil)
    #expect(root["a"]?.pairs.isEmpty == true)
  }

  @Test func scalarsStayStrings() throws {
    let root = try #require(read("[no, on, 1.10, 12:30, ~, null, true, 0x1F, 2027-01-01]").document?.root)
    #expect(
      root.items.compactMap(\.text)
        == ["no", "on", "1.10", "12:30", "~", "null", "true", "0x1F", "2027-01-01"])
  }

  @Test func spansCoverContent() throws {
    let text = """
      # é comment
      "ü": &
      """.replacing("&", with: "'日本' # é")
      + "\nlist:\n  - [ä, b]  # c\n  - {k: v}\n  - long\n    text\nlast: |\n  ö\n\n# end\n"
    let root = try #require(read(text).document?.root)
    #expect(covered(root.pairs.first?.key, in: text) == "\"ü\"")
    #expect(covered(root["ü"], in: text) == "'日本'")
    #expect(covered(root["list"], in: text) == "- [ä, b]  # c\n  - {k: v}\n  - long\n    text")
    #expect(root["list"]?.items.map { covered($0, in: text) } == ["[ä, b]", "{k: v}", "long\n    text"])
    #expect(covered(root["last"], in: text) == "|\n  ö")
    #expect(covered(root, in: text)?.hasPrefix("\"ü\"") == true)
    #expect(covered(root, in: text)?.hasSuffix("ö") == true)
    let file = SourceFile(path: "f", bytes: Array(text.utf8))
    let start = try #require(root["list"]?.items.first?.items.map(\.span).last).start
    #expect(file.position(at: Int(start)) == SourcePosition(line: 4, column: 9, offset: 48))
  }

  @Test func spansOfWhatIsEmpty() throws {
    let text = "a:\nb: []\nc: {}\nd: [x: y]\ne: [? x : y]\n"
    let root = try #require(read(text).document?.root)
    #expect(root["a"]?.span == Span(file: 0, start: 2, end: 2))
    #expect(covered(root["b"], in: text) == "[]")
    #expect(covered(root["c"], in: text) == "{}")
    #expect(covered(root["d"]?.items.first, in: text) == "x: y")
    #expect(covered(root["e"]?.items.first, in: text) == "? x : y")
    #expect(covered(root["e"], in: text) == "[? x : y]")
  }

  @Test func aByteOrderMarkMovesSpans() throws {
    let bytes: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("é: [b,\n c]".utf8)
    let result = readYAML(SourceFile(path: "f", bytes: bytes), file: 5)
    #expect(result.errors.isEmpty)
    #expect(result.document?.root?["é"]?.span == Span(file: 5, start: 7, end: 14))
    #expect(result.document?.file == 5)
  }

  @Test(arguments: [
    "", "\n\n  \n", "# only\n  # comments", "---\n", "---\n# c\n...\n", "\u{FEFF}", "\u{FEFF}# c\n",
  ])
  func nothingHasNoRoot(text: String) {
    let result = read(text)
    #expect(result.errors.isEmpty)
    #expect(result.document != nil)
    #expect(result.document?.root == nil)
  }
}
