import Testing
import YAMLReader

/// Texts that are YAML and look as nobody would write them. `formatted` itself sees to it that nodes and comments stay;
/// here is what they come to.
@Suite struct OddInputTests {
  @Test(arguments: pairs)
  func theFormIs(pair: Pair) throws {
    let formatted = try format(pair.input)
    #expect(formatted == pair.expected)
    #expect(try format(formatted) == formatted)
  }

  static let pairs = [
    Pair("nothing", "", ""),
    Pair("blanks", "\n  \n\n", ""),
    Pair("a comment alone", "\n\n# x   \n\n\n# y", "# x\n\n# y\n"),
    Pair("an empty mapping", "{} # x", "{}\n# x\n"),
    Pair(
      "a mark of byte order, and marks of a document", "\u{FEFF}--- # x\na: b\n... # y\n# z\n", "# x\na: b\n# y\n# z\n"),
    Pair("lines of other systems", "a: b # x\r\nc:\r\n  - d\r\n", "a: b                              # x\nc:\n  - d\n"),
    Pair("carriage returns alone", "a: b\rc: |\r  d\r  e\r", "a: b\nc: |\n  d\n  e\n"),
    Pair("a tab in a comment", "a: b\t#\tx\ty\t\n", "a: b                              #\tx\ty\n"),
    Pair("a comment without a blank", "a: b #x\n#y\n", "a: b                              #x\n#y\n"),
    Pair("wide characters", "日本: [語] # 漢\n", "日本: [語]                        # 漢\n"),
    Pair(
      "a comment behind a dash", "a:\n- # x\n  b: c\n-  # y\n  - d\n-   # z\n",
      "a:\n  # x\n  - b: c\n  # y\n  - - d\n  -                               # z\n"),
    Pair(
      "comments in brackets", "a: [ # 1\n  b, # 2\n\n  # 3\n  c # 4\n  # 5\n  ] # 6\n",
      "a:                                # 1\n  - b                             # 2\n\n  # 3\n  - c                             # 4\n  # 5\n  # 6\n"
    ),
    Pair("a comment in empty brackets", "a: [ # 1\n  ]\n", "a: []                             # 1\n"),
    Pair(
      "comments around an explicit key", "? a # 1\n# 2\n: # 3\n  # 4\n  b # 5\n",
      "# 1\n# 2\n# 3\n# 4\na: b                              # 5\n"),
    Pair(
      "comments between a key and its value", "a:   # 1\n     # 2\n  b: c\nd: # 3\n  e\nf: # 4\ng:\n",
      "a:                                # 1\n  # 2\n  b: c\nd: e                              # 3\nf:                                # 4\ng:\n"
    ),
    Pair("a key of several lines", "? a\n  b\n: c\n? |\n  d\n: e\n", "\"a b\": c\n\"d\\n\": e\n"),
    Pair("keys without values", "{a, b: , c: {d}}\n", "a:\nb:\nc: {d}\n"),
    Pair("pairs in brackets", "a: [b: c, {d: e}, {f: }]\n", "a: [b: c, {d: e}, {f}]\n"),
    Pair("lists in lists", "a:\n- - b\n  - c\n-\n  - {d: [e, [f]]}\n", "a:\n  - - b\n    - c\n  - - {d: [e, [f]]}\n"),
    Pair("dashes below their key", "a:\n- b\n# c\nd: e\n", "a:\n  - b\n# c\nd: e\n"),
    Pair(
      "commented lines at the margin", "a:\n  b:\n    c: d\n#    e: f\n    g: h\n#  i: j\n",
      "a:\n  b:\n    c: d\n    #    e: f\n    g: h\n#  i: j\n"),
    Pair("a comment beside a header", "a: >- # x\n  b\n# y\n", "a: >-                             # x\n  b\n# y\n"),
    Pair("a text of empty lines", "a: |+\n\n\nb: >-\n\nc: d\n", "a: |+\n\n\nb: >-\n\nc: d\n"),
    Pair("a text that ends without its line", "a: |\n  b", "a: |-\n  b\n"),
    Pair(
      "blank lines that are text", "a: |\n  b\n     \nc: |+\n  d\n\n\n# x\n", "a: |\n  b\n     \nc: |+\n  d\n\n\n# x\n"),
    Pair("text that begins with blanks", "a: |3\n     b\n    c\n", "a: |2\n    b\n   c\n"),
    Pair("an escaped blank at a line's end", "a: \"b\\ \n   c\\\n   d\"\n", "a: \"b\\ \n  c\\\n  d\"\n"),
    Pair("quotes over lines", "a: 'b\n\n   c' # x\n", "a: 'b\n\n  c'                              # x\n"),
    Pair("plain text over lines in brackets", "a: [b\n  c, d]\n", "a:\n  - b\n    c\n  - d\n"),
    Pair(
      "brackets that are spread", "a: {\n  b: [\n    c\n  ],\n  d: [e,\n f]\n  }\n", "a:\n  b:\n    - c\n  d: [e, f]\n"),
    Pair(
      "empty lines between comments above the first entry",
      "a: { # 1\n  # 2\n\n\n  # 3\n\n  b: c}\nd:\n\n  # 4\n\n  e: f\n",
      "a:                                # 1\n  # 2\n\n  # 3\n\n  b: c\nd:\n  # 4\n\n  e: f\n"),
    Pair(
      "empty lines between comments behind a dash", "- - # 1\n\n    # 2\n    a: b\n  - {\n    # 3\n\n    c: d }\n",
      "# 1\n\n# 2\n- - a: b\n  # 3\n\n  - c: d\n"),
    Pair(
      "an empty line before a closing bracket", "a: [\n  b\n\n  ]\nc: {\n  d\n  # 1\n\n  }\n# 2\n",
      "a:\n  - b\nc:\n  d:\n  # 1\n# 2\n"),
    Pair(
      "an empty line before a comma", "a: [b\n\n  , # 1\n  c]\n", "a:\n  - b                             # 1\n\n  - c\n"
    ),
    Pair("empty lines", "\n\na:\n\n  b: c\n\n\n\n  d: e\n\n\nf: g\n\n\n", "a:\n  b: c\n\n  d: e\n\nf: g\n"),
  ]

  @Test func whatIsTooWideIsSpread() throws {
    let words = (0..<30).map { "word\($0)" }
    let expected = "a:\n" + words.map { "  - \($0)\n" }.joined()
    #expect(try format("a: [\(words.joined(separator: ", "))]\n") == expected)
    // Exactly as wide as a line may be, and one more.
    let fits = "a: [b, \(String(repeating: "c", count: 112))]\n"
    #expect(fits.utf8.count == 121)
    #expect(try format(fits) == fits)
    #expect(try format("a: [b, \(String(repeating: "c", count: 113))]\n").hasPrefix("a:\n  - b\n"))
  }
}
