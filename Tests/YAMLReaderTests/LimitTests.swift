import Testing
import YAMLReader

@Suite struct LimitTests {
  private func nested(_ depth: Int, open: String, close: String) -> String {
    String(repeating: open, count: depth) + String(repeating: close, count: depth)
  }

  @Test func sixtyFourLevelsAreFine() {
    #expect(read(nested(64, open: "[", close: "]")).errors.isEmpty)
    #expect(read(nested(64, open: "{a: ", close: "}")).errors.isEmpty)
    #expect(read(nested(64, open: "- ", close: "")).errors.isEmpty)
  }

  @Test func sixtyFiveAreNot() {
    let help = "at most 64 sequences and mappings may be inside one another"
    #expect(
      describe(nested(65, open: "[", close: "]")) == ["1:65-66 yaml-depth: nested past 64 levels; \(help)"])
    #expect(
      describe(nested(65, open: "- ", close: "")) == ["1:129-130 yaml-depth: nested past 64 levels; \(help)"])
    #expect(read(nested(100_000, open: "[", close: "]")).document == nil)
    #expect(read(nested(100_000, open: "{a: ", close: "}")).errors.map(\.code) == [.depth])
    #expect(read(nested(100_000, open: "[\n", close: "]")).errors.map(\.code) == [.depth])
  }

  @Test func aFileOverTheLimitIsNotRead() {
    let limits = YAMLLimits(bytes: 4)
    #expect(read("a: b", limits: limits).errors.isEmpty)
    #expect(
      describe("a: bc", limits: limits) == [
        "1:1-1 yaml-file-too-large: the file has 5 bytes; at most 4 are read; split it into several files"
      ])
    #expect(YAMLLimits().bytes == 67_108_864)
    let large = SourceFile(path: "f", bytes: [UInt8](repeating: 0x0A, count: 67_108_865))
    #expect(readYAML(large, file: 0).errors.map(\.code) == [.fileTooLarge])
  }

  @Test func errorsAreCounted() {
    #expect(read(String(repeating: "a: b\n", count: 1000)).errors.count == 100)
    #expect(read("[" + String(repeating: "*a ,", count: 1000) + "]").errors.count == 100)
    #expect(read(String(repeating: "\u{1}", count: 1000)).errors.count == 100)
  }

  @Test func manyKeysAreOneStepEach() {
    let keys = (0..<20_000).map { "key\($0): v\n" }.joined()
    #expect(read(keys).errors.isEmpty)
    let twice = read(keys + "key17: again\nkey3: again\n")
    #expect(twice.errors.map(\.message) == ["key `key17` is given twice", "key `key3` is given twice"])
    #expect(twice.document?.root?.count == 20_002)
  }

  @Test func codesAreKebabCase() {
    for code in YAMLError.Code.allCases {
      #expect(code.rawValue.hasPrefix("yaml-"))
      #expect(code.rawValue.allSatisfy { $0 == "-" || $0.isLowercase || $0.isNumber })
    }
  }
}
