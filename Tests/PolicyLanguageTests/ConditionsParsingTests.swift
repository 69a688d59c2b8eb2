import PolicyLanguage
import PolicyValues
import Testing
import YAMLReader

/// How text becomes a tree: precedence, literals, spans and limits.
@Suite struct ConditionsParsingTests {
  @Test(arguments: [
    ("a || b && c", "a || b && c"), ("(a || b) && c", "(a || b) && c"), ("a || (b && c)", "a || b && c"),
    ("a && (b && c)", "a && (b && c)"), ("(a && b) && c", "a && b && c"), ("!a && b", "!a && b"),
    ("!(a && b)", "!(a && b)"), ("!(a == b)", "!(a == b)"), ("!!a", "!!a"), ("!(!a)", "!!a"),
    ("!has(a.b)", "!has(a.b)"), ("!a.startsWith('x')", "!a.startsWith(\"x\")"), ("((a)) == ((1))", "a == 1"),
    ("a.b<1||c.d>=2", "a.b < 1 || c.d >= 2"), ("a in['x',\"y\",]", "a in [\"x\", \"y\"]"),
    ("rank( a . b )<=principal.rank", "rank(a.b) <= principal.rank"), ("true&&!false", "true && !false"),
    ("timestamp('2027-01-01T01:00:00+01:00') < now", "timestamp(\"2027-01-01T00:00:00Z\") < now"),
    ("(principal).id == 'x'", "principal.id == \"x\""), ("a == - 5", "a == -5"), ("a == 0x1F", "a == 31"),
    ("a.b-c == 1", "a.`b-c` == 1"), ("a.`b-c` == 1", "a.`b-c` == 1"), ("a.true", "a.`true`"),
    ("a == 007", "a == 7"),
    ("a == -9223372036854775808", "a == -9223372036854775808"), ("\na\t==\r\n1\n", "a == 1"),
    ("'abc'.endsWith(a.b)", "\"abc\".endsWith(a.b)"),
    ("ip_in(a.b, '10.0.0.0/8')", "ip_in(a.b, \"10.0.0.0/8\")"),
  ])
  func bindsAsCELDoes(_ text: String, _ canonical: String) {
    #expect(tree(text)?.description == canonical)
    #expect(tree(canonical) == tree(text))
  }

  @Test(arguments: [
    (#""a""#, "a"), (#"'a"b'"#, "a\"b"), (#""""a"b""""#, "a\"b"), ("'''a\nb'''", "a\nb"),
    (#"r"a\n""#, #"a\n"#),
    (#"R'\'"#, #"\"#), (#""\a\b\f\n\r\t\v""#, "\u{7}\u{8}\u{C}\n\r\t\u{B}"), (#""\\\?\"\'\`""#, "\\?\"'`"),
    (#""\x41\X41""#, "AA"), (#""\xff""#, "\u{FF}"), (#""\303\277\377""#, "\u{C3}\u{BF}\u{FF}"),
    (#""\u00e9\U0001F600""#, "é😀"), (#""\ud83d\ude00""#, "😀"), (#""\000""#, "\0"),
    ("\"é\u{301}\"", "é\u{301}"),
    ("\"\"\"\"\"\"", ""), ("r\"\"\"\\\"\"\"", #"\"#), (#"''"#, ""),
  ])
  func decodesStrings(_ literal: String, _ value: String) throws {
    guard case .atom(let atom)? = tree("a == \(literal)"), case .string(let text, _)? = atom.right else {
      Issue.record("no string: \(problems("a == \(literal)"))")
      return
    }
    #expect(Array(text.utf8) == Array(value.utf8))
  }

  @Test func spansAreExact() throws {
    let text = "é_ == 1"
    #expect(problems(text).first?.hasPrefix("0..<2 ") == true)
    let parsed = try parseCondition("'é' == (a.b) || !has( c.d )", place: place)
    guard case .or(.atom(let equal), .not(.atom(let has))) = parsed else {
      Issue.record("another tree")
      return
    }
    #expect(equal.span == place(0..<13))
    #expect(equal.left.span == place(0..<4))
    #expect(equal.right?.span == place(9..<12))
    #expect(has.span == place(18..<28))
    #expect(has.left.span == place(23..<26))
  }

  @Test func holdsSixtyFourAtoms() {
    let atoms = Array(repeating: "a", count: 64).joined(separator: " && ")
    #expect(problems(atoms).isEmpty)
    let long =
      "320..<321 condition-too-long: a condition holds at most 64 comparisons, and this is one more"
      + " | ask for one of several values with `in [\"…\", \"…\"]`, or put them in an attribute"
    #expect(problems(atoms + " && a") == [long])
    #expect(problems(Array(repeating: "true", count: 100_000).joined(separator: "||")).count == 1)
  }

  @Test(arguments: ["!", "("])
  func nestsSixtyFourDeep(_ sign: String) {
    func nested(_ count: Int) -> String {
      String(repeating: sign, count: count) + "a" + (sign == "(" ? String(repeating: ")", count: count) : "")
    }
    #expect(problems(nested(64)).isEmpty)
    let deep =
      "64..<65 condition-syntax: the condition nests deeper than 64 levels"
      + " | leave out parentheses and negations that change nothing"
    #expect(problems(nested(65)) == [deep])
    #expect(problems(nested(200_000)) == [deep])
  }

  @Test(arguments: ["", "  ", "\n"]) func refusesNothing(_ text: String) {
    let empty =
      "0..<\(text.utf8.count) condition-syntax: the condition is empty"
      + " | write what must hold, such as `resource.owner == principal`"
    #expect(problems(text) == [empty])
  }

  @Test func refusesOddCharacters() {
    #expect(
      problems("a \u{0}") == [
        "2..<3 condition-syntax: U+0000 has no meaning in a condition | write a plain space, or remove it"
      ])
    #expect(
      problems("a == 'x\ny'").first?.hasPrefix("5..<6 condition-syntax: a string is not closed") == true)
  }
}
