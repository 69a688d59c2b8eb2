import PolicyValues
import Testing

@testable import PolicyLanguage

/// Names by number, and their order.
@Suite struct EntityNamesTests {
  private func name(_ text: String) throws -> EntityName { try #require(EntityName(text), "\(text)") }

  @Test func namesComeBack() throws {
    var names = EntityNames()
    for text in ["user:a", "user:a:b", "user::", "team:a", "git.repo/x:\u{E9}", "user:e\u{301}"] {
      let number = names.insert(try name(text))
      #expect(names[number] == (try name(text)))
      #expect(names.number(of: try name(text)) == number)
      #expect(names.number(of: Array(text.utf8).span) == number)
    }
    #expect((0..<names.typeCount).map { names.type($0) } == ["user", "team", "git.repo/x"])
    #expect(names.type(of: 3) == "team")
    #expect(names.number(of: try name("user:\u{E9}")) == nil)
  }

  /// What is taken from bytes at once is what `EntityName` takes, apart from what is beyond ASCII.
  @Test(arguments: [
    "user:a", "u:a:b", "a.b/c-d_9:x", "user:", ":a", "user", "", "1user:a", "us er:a", "user:a b", "user:a\t",
    "user:\u{7F}",
    "user:\u{E9}", "\u{E9}:a", "user:a\u{A0}", "user:" + String(repeating: "x", count: 256),
    "user:" + String(repeating: "x", count: 257),
  ])
  func plainNames(_ text: String) {
    var names = EntityNames()
    let isPlain = EntityName(text) != nil && text.utf8.allSatisfy { $0 < 0x80 }
    let bytes = Array(text.utf8)
    #expect(EntityNames.isPlain(bytes.span) == isPlain)
    #expect(names.insert(plain: bytes.span) == (isPlain ? 0 : nil))
    #expect(names.count == (isPlain ? 1 : 0))
    if isPlain { #expect(names[0] == EntityName(text)) }
  }

  @Test func ascendingOrderIsThatOfTheNames() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<50 {
      var names = EntityNames()
      var expected: Set<EntityName> = []
      let prefix = String(repeating: "p", count: Int.random(in: 0...12, using: &random))
      for _ in 0..<Int.random(in: 0...200, using: &random) {
        let type = ["user", "use", "users", "team", "User"].randomElement(using: &random) ?? "user"
        let ending = (0..<Int.random(in: 1...12, using: &random)).map { _ in
          ["a", "b", "-", "\u{E9}", "~"].randomElement(using: &random) ?? "a"
        }
        let name = EntityName(type: type, id: prefix + ending.joined())
        _ = names.insert(name)
        expected.insert(name)
      }
      #expect(names.sortedNumbers().map { names[Int($0)] } == expected.sorted())
    }
  }
}
