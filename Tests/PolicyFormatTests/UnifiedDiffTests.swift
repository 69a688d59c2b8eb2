import PolicyFormat
import PolicyLanguage
import Testing

@Suite struct UnifiedDiffTests {
  private func diff(_ before: String, _ after: String) -> String {
    UnifiedDiff(Array(before.utf8), Array(after.utf8), old: "a", new: "b").text(style: .plain)
  }

  @Test func equalTextsHaveNone() {
    #expect(diff("", "") == "")
    #expect(diff("x\ny\n", "x\ny\n") == "")
  }

  @Test func changesStandAmongThreeLines() {
    let before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n"
    let after = "1\n2\n3\n4\nfive\n6\n7\n8\n9\n10\n11\n12\n14\n"
    #expect(
      diff(before, after) == """
        --- a
        +++ b
        @@ -2,7 +2,7 @@
         2
         3
         4
        -5
        +five
         6
         7
         8
        @@ -10,5 +10,4 @@
         10
         11
         12
        -13
         14
        """)
  }

  @Test func theEndsOfTexts() {
    #expect(diff("", "x\n") == "--- a\n+++ b\n@@ -0,0 +1 @@\n+x")
    #expect(diff("x\n", "") == "--- a\n+++ b\n@@ -1 +0,0 @@\n-x")
    #expect(diff("x", "x\n") == "--- a\n+++ b\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x")
  }

  @Test func controlCharactersAreShown() {
    #expect(diff("a\r\n", "a\n").contains("\r") == false)
  }
}
