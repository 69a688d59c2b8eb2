import PolicyValues
import Testing

@Suite struct EntityNameTests {
  @Test func splitsAtTheFirstColon() throws {
    let name = try #require(EntityName("user:arn:aws:iam::1"))
    #expect(name.type == "user")
    #expect(name.id == "arn:aws:iam::1")
    #expect(name.description == "user:arn:aws:iam::1")
    #expect(EntityName("user::")?.id == ":")
  }

  @Test(arguments: [
    "", ":", "user", "user:", ":alice", "1user:alice", "-user:alice", "us er:alice", "user :alice", "user: alice",
    "user:alice ", "user:al ice", "user:a\tb", "user:a\nb", "user:a\u{0}b", "user:a\u{7F}", "user:\u{85}",
    "user:a\u{A0}b", "user:a\u{1680}b", "user:\u{2003}", "user:a\u{2028}b", "user:\u{2029}", "user:\u{202F}",
    "user:\u{205F}", "user:a\u{3000}", "user:\u{9F}", "\u{212A}ey:1", "us\u{E9}r:1", "*:1",
  ])
  func refuses(text: String) {
    #expect(EntityName(text) == nil)
  }

  /// Neither white space nor control characters, however odd.
  @Test(arguments: ["\u{200B}", "\u{FEFF}", "\u{AD}", "é", "日本", "👩‍👩‍👧", "a+b@c", "*", "\"", "'", "{}", "\\", "-", "."])
  func takes(id: String) {
    #expect(EntityName("user:" + id)?.id.utf8.elementsEqual(id.utf8) == true)
  }

  @Test func anIDHasAtMost256Bytes() {
    #expect(EntityName("user:" + String(repeating: "a", count: 256)) != nil)
    #expect(EntityName("user:" + String(repeating: "a", count: 257)) == nil)
    #expect(EntityName("user:" + String(repeating: "é", count: 128)) != nil)
    #expect(EntityName("user:" + String(repeating: "é", count: 128) + "a") == nil)
  }

  @Test func comparesByteForByte() {
    let composed = EntityName(type: "user", id: "\u{E9}")
    let decomposed = EntityName(type: "user", id: "e\u{301}")
    #expect(composed.id == decomposed.id)
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed]).count == 2)
    #expect(decomposed < composed)
    #expect(!(composed < composed))
    #expect(EntityName(type: "Key", id: "1") != EntityName(type: "\u{212A}ey", id: "1"))
    #expect(UTF8Key("\u{212A}") != UTF8Key("K"))
    #expect(EntityName("user:Alice") != EntityName("user:alice"))
  }

  @Test func theColonKeepsPartsApart() {
    #expect(EntityName(type: "a", id: "b:c") != EntityName(type: "a:b", id: "c"))
  }

  @Test(arguments: [
    ("a", true), ("Z9_-", true), ("", false), ("9a", false), ("_a", false), ("a.b", false), ("a/b", false),
    ("a:b", false), ("a b", false), ("\u{E9}", false), ("\u{212A}", false), ("a\u{301}", false), ("@", false),
    ("[", false), ("`", false), ("{", false), ("*", false),
  ])
  func names(text: String, isName: Bool) {
    #expect(NameGrammar.isName(text.utf8) == isName)
  }

  @Test func actionsAndTypesMayHoldMore() {
    #expect(NameGrammar.isActionName("repo/read.all:now".utf8))
    #expect(NameGrammar.isTypeName("repo/file.txt".utf8))
    #expect(!NameGrammar.isTypeName("repo:file".utf8))
    #expect(!NameGrammar.isActionName("/read".utf8))
    #expect(!NameGrammar.isActionName(":read".utf8))
  }
}
