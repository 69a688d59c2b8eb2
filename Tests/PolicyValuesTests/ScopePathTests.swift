import PolicyValues
import Testing

@Suite struct ScopePathTests {
  @Test(arguments: [
    ("org:1", ["org:1"]), ("project:web in org:1", ["project:web", "org:1"]),
    ("a:1 in b:in in c:3", ["a:1", "b:in", "c:3"]), ("in:in in in:in", ["in:in", "in:in"]),
  ])
  func reads(text: String, elements: [String]) {
    #expect(ScopePath(text)?.elements.map(\.description) == elements)
  }

  @Test(arguments: [
    "", " ", "org", "org:", "in", "org:1 ", " org:1", "org:1 in", "org:1 in ", "in org:1", "org:1  in org:2",
    "org:1 in  org:2", "org:1 IN org:2", "org:1 org:2", "org:1 in org:2 org:3", "org:1\tin\torg:2",
    "org:1\u{A0}in\u{A0}org:2", "org:1 in org", "org:1 \u{131}n org:2",
  ])
  func refuses(text: String) {
    #expect(ScopePath(text) == nil)
  }
}
