import PolicyLanguage
import Testing

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("a\u{20DD}", 1), ("管理", 4), ("한", 2),
    ("\u{1112}\u{1161}\u{11AB}", 2), ("ｱ", 1), ("Ａ", 2), ("　", 2), ("✅", 2), ("❌", 2), ("✔", 1),
    ("✔\u{FE0F}", 2),
    ("❤", 1), ("❤\u{FE0F}", 2), ("👩‍💻", 2), ("👩🏽‍💻", 2), ("🇯🇵", 2), ("1\u{FE0F}\u{20E3}", 2), ("1", 1), ("👍🏽", 2),
    ("\u{1F3F4}\u{E0067}\u{E0062}\u{E007F}", 2), ("\u{200B}", 0), ("\u{AD}", 1), ("\u{600}", 1), ("·", 1),
    ("…", 1),
    ("─", 1), ("한국어", 6), ("हिन्दी", 5), ("ไทย", 3), ("☰", 2), ("\u{1FA89}", 2), ("𠀀", 2), ("\u{1F1E6}", 2),
    ("\t", 0), ("\u{1B}", 0), ("\r\n", 0),
  ])
  func widths(text: String, width: Int) {
    #expect(displayWidth(of: text) == width)
  }

  @Test func substringsCountAsStrings() {
    #expect(displayWidth(of: "ab管cd".dropFirst(2)) == 4)
  }
}

@Suite struct VisibleTextTests {
  @Test(arguments: [
    ("plain", "plain"), ("a\tb", "a␉b"), ("a\nb", "a␊b"), ("a\r\nb", "a␍␊b"), ("\u{1B}[0m", "␛[0m"),
    ("\u{7F}", "␡"),
    ("\u{9B}2J", "<U+009B>2J"), ("\u{202E}", "<U+202E>"), ("\u{2066}a", "<U+2066>a"),
    ("a\u{200B}b", "a<U+200B>b"),
    ("ad\u{200D}min", "ad<U+200D>min"), ("a\u{FE0F}", "a<U+FE0F>"), ("\u{FEFF}a", "<U+FEFF>a"),
    ("a\u{E0041}", "a<U+E0041>"), ("\u{2028}", "<U+2028>"), ("a\u{A0}b", "a<U+00A0>b"),
    ("\u{301}a", "◌\u{301}a"),
    ("e\u{301}", "e\u{301}"), ("管理", "管理"), ("👩‍💻", "👩‍💻"), ("❤\u{FE0F}", "❤\u{FE0F}"),
    ("1\u{FE0F}\u{20E3}", "1\u{FE0F}\u{20E3}"),
    ("می\u{200C}خواهم", "می\u{200C}خواهم"), ("\u{600}", "\u{600}"),
    ("\u{1F3F4}\u{E0067}\u{E0062}\u{E007F}", "\u{1F3F4}\u{E0067}\u{E0062}\u{E007F}"),
    ("👍\u{E0041}", "👍<U+E0041>"),
  ])
  func visible(text: String, expected: String) {
    // Canonical equivalence would hide a difference, so the scalars are compared.
    #expect(Array(visibleText(text).unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test func lineBreaksMayBeKept() {
    #expect(visibleText("a\r\nb\n\tc\u{1B}", keepingLineBreaks: true) == "a\nb\n␉c␛")
  }
}
