import PolicyLanguage
import Testing

/// Which name a mistyped one is taken for.
@Suite struct SuggestionTests {
  @Test(
    arguments: [
      ("ownr", ["owner", "other"], "owner"), ("onwer", ["owner", "other"], "owner"),
      ("OWNER", ["owner"], "owner"),
      ("Owner", ["owners", "owner"], "owner"), ("x", ["y", "z"], nil), ("X", ["x"], "x"),
      ("cat", ["cab", "caa"], "caa"),
      ("cat", ["caa", "cab"], "caa"), ("administrator", ["admin"], nil), ("", ["a"], nil),
      ("id", ["ip"], "ip"),
      ("memebr", ["manager", "member"], "member"),
    ] as [(String, [String], String?)])
  func findsTheNearest(_ name: String, _ candidates: [String], _ expected: String?) {
    #expect(nearest(name, in: candidates) == expected)
    #expect(nearest(name, in: candidates.reversed()) == expected)
    #expect(didYouMean(name, in: candidates) == expected.map { "did you mean `\($0)`?" })
  }

  @Test func isBounded() {
    let long = String(repeating: "a", count: 1_000_000)
    #expect(nearest(long, in: [long]) == nil)
    #expect(nearest("aa", in: [long, "ab"]) == "ab")
    #expect(nearest("resource", in: (0..<20_000).map { "candidate-\($0)" }) == nil)
  }
}
