import PolicyLanguage
import Testing
import YAMLReader

/// What a hostile or broken file cannot do to its reader.
@Suite struct CodeFrameSafetyTests {
  @Test func controlsAndOverridesAreWrittenOut() {
    let f = Fixture(("c.yaml", "a: \u{1B}[2Jx \u{202E}y\u{200B} z\u{A0}\u{85}\n"))
    #expect(
      f.render(Diagnostic(.badName, "no \u{1B}]0;\u{7}", at: f.span("z"), note: "\u{202D}")) == """
        error[bad-name]: no ␛]0;␇
         --> c.yaml:1:14
          |
        1 | a: ␛[2Jx <U+202E>y<U+200B> z<U+00A0><U+0085>
          |                            ^ <U+202D>
        """)
  }

  @Test func wrongBytesAreCellsOfTheirOwn() {
    var f = Fixture()
    f.add("bad.yaml", [0x61, 0x3A, 0x20, 0xC3, 0xA9, 0xFF, 0xC3, 0x28, 0x0A])
    #expect(
      f.render(Diagnostic(.yamlInvalidUTF8, "the file is not UTF-8", at: f.span(at: 6, 7), note: "here"))
        == """
        error[yaml-invalid-utf8]: the file is not UTF-8
         --> bad.yaml:1:6
          |
        1 | a: é<FF><C3>(
          |         ^^^^ here
        """)
  }

  @Test func pathsAreShownSafely() {
    let f = Fixture(("a\u{1B}b\n.yaml", "x: 1\n"))
    #expect(f.render(Diagnostic(.badName, "no", at: f.span("x"))).contains(" --> a␛b␊.yaml:1:1\n"))
  }

  @Test func longLinesAreClippedAroundTheCaret() {
    let text = "k: [" + (10..<40).map { "item\($0)" }.joined(separator: ", ") + "]"
    let f = Fixture(("l.yaml", text))
    func frame(_ text: String) -> String {
      f.render(Diagnostic(.badName, "no", at: f.span(text), note: "n"), width: 40)
        .split(separator: "\n").dropFirst(3).joined(separator: "\n")
    }
    #expect(
      frame("item10") == """
        1 | k: [item10, item11, item12, item13, ite…
          |     ^^^^^^ n
        """)
    #expect(
      frame("item25") == """
        1 | …item23, item24, item25, item26, item27…
          |                  ^^^^^^ n
        """)
    #expect(
      frame("item39") == """
        1 | …tem35, item36, item37, item38, item39]
          |                                 ^^^^^^ n
        """)
  }

  @Test func clippingNeverCutsAWideCharacterInTwo() {
    let f = Fixture(("l.yaml", String(repeating: "管", count: 100) + "x" + String(repeating: "理", count: 100)))
    func lines(_ width: Int) -> [Substring] {
      f.render(Diagnostic(.badName, "no", at: f.span("x")), width: width).split(separator: "\n")
    }
    #expect(lines(20)[3] == "1 | …管管管管x理理理理…")
    // At other widths half of a character is cut off at an end, and a space stands for it.
    for width in 20...40 {
      let lines = lines(width)
      #expect(displayWidth(of: lines[3]) <= width + 4)
      let column = displayWidth(of: lines[3].prefix { $0 != "x" })
      #expect(displayWidth(of: lines[4].prefix { $0 != "^" }) == column)
    }
  }

  @Test(.timeLimit(.minutes(1))) func oneLineOfMegabytesCostsNoMore() {
    let f = Fixture(("big.yaml", String(repeating: "abc ", count: 1_000_000)))
    let span = f.span(at: 2_000_000, 2_000_003)
    let lines = f.render(Diagnostic(.badName, "no", at: span), width: 40).split(separator: "\n")
    #expect(lines[1] == " --> big.yaml:1:2000001")
    #expect(displayWidth(of: lines[3]) == 44)
    #expect(lines[3].contains("abc"))
  }

  /// Every span of a file that holds everything difficult: no crash, and the carets where the text is.
  @Test func everySpanOfADifficultFile() {
    var f = Fixture()
    let text = "\u{FEFF}a:\t管\u{301}\r\n\n👩‍💻\u{200D}é\rb\u{202E}\n  "
    f.add("d.yaml", Array(text.utf8) + [0xFF, 0x80])
    let count = f.texts[0].count
    for start in 0...count {
      for end in start...count {
        let diagnostic = Diagnostic(
          .badName, "no", at: f.span(at: start, end), note: "n",
          labels: [.init("l", at: f.span(at: end, end))])
        let rendered = f.render(diagnostic)
        #expect(rendered.contains("^"))
        #expect(!rendered.contains("\u{202E}") && !rendered.contains("\r") && !rendered.contains("\t"))
        #expect(rendered.split(separator: "\n").allSatisfy { $0.last != " " })
      }
    }
  }
}
