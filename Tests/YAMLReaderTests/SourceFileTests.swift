import Testing
import YAMLReader

@Suite struct SourceFileTests {
  @Test func countsLinesOfEveryEnding() {
    let file = SourceFile(path: "f", bytes: Array("a\nbb\r\ncé\rd".utf8))
    #expect(file.lineCount == 4)
    #expect((1...4).map { file.text(ofLine: $0) } == ["a", "bb", "cé", "d"])
    #expect(file.text(ofLine: 0) == "")
    #expect(file.text(ofLine: 5) == "")
    #expect(file.position(at: 0) == SourcePosition(line: 1, column: 1, offset: 0))
    #expect(file.position(at: 5) == SourcePosition(line: 2, column: 4, offset: 5))
    #expect(file.position(at: 6) == SourcePosition(line: 3, column: 1, offset: 6))
    #expect(file.position(at: 9) == SourcePosition(line: 3, column: 3, offset: 9))
    #expect(file.position(at: 10) == SourcePosition(line: 4, column: 1, offset: 10))
    #expect(file.position(at: 999) == SourcePosition(line: 4, column: 2, offset: 11))
    #expect(file.position(at: -1) == SourcePosition(line: 1, column: 1, offset: 0))
  }

  @Test func anEmptyFileHasNoLines() {
    let file = SourceFile(path: "f", bytes: [])
    #expect(file.lineCount == 0)
    #expect(file.position(at: 3) == SourcePosition(line: 1, column: 1, offset: 0))
    #expect(file.text(ofLine: 1) == "")
  }

  @Test func aByteOrderMarkIsNoColumn() {
    let file = SourceFile(path: "f", bytes: [0xEF, 0xBB, 0xBF] + Array("ab\nc".utf8))
    #expect(file.position(at: 4) == SourcePosition(line: 1, column: 2, offset: 4))
    #expect(file.text(ofLine: 1) == "ab")
  }

  /// Against a plain count, over a file of many blocks with endings on every side of a block's edge.
  @Test func agreesWithACountFromTheStart() {
    var bytes: [UInt8] = []
    var random = SplitMix(state: 7)
    while bytes.count < 5000 {
      bytes +=
        [Array("x".utf8), Array("é".utf8), [0x0A], [0x0D, 0x0A], [0x0D], Array("long text ".utf8)]
        .randomElement(using: &random) ?? []
    }
    let file = SourceFile(path: "f", bytes: bytes)
    var line = 1
    var column = 1
    for offset in bytes.indices {
      if bytes[offset] & 0xC0 != 0x80 {
        #expect(file.position(at: offset) == SourcePosition(line: line, column: column, offset: offset))
      }
      let isEnd =
        bytes[offset] == 0x0A
        || (bytes[offset] == 0x0D && !(offset + 1 < bytes.count && bytes[offset + 1] == 0x0A))
      if isEnd {
        line += 1
        column = 1
      } else if offset + 1 < bytes.count, bytes[offset + 1] & 0xC0 != 0x80 {
        column += 1
      }
    }
    let lines = (1...file.lineCount).map { file.text(ofLine: $0) }
    let text = String(decoding: bytes, as: UTF8.self)
    let expected = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
    #expect(lines == expected.prefix(lines.count).map(String.init))
  }

  @Test func aMapKnowsItsFiles() {
    var map = SourceMap()
    #expect(map.add(SourceFile(path: "a", bytes: [])) == 0)
    #expect(map.add(SourceFile(path: "b", bytes: [])) == 1)
    #expect(map[1]?.path == "b")
    #expect(map[2] == nil)
    #expect(map[Span.none.file] == nil)
    #expect(Span.none.isNone)
    #expect(!Span(file: 0, start: 0, end: 0).isNone)
    #expect(MemoryLayout<Span>.size == 12)
  }
}

/// A generator whose numbers follow from its seed.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
