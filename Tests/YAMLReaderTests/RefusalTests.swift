import Testing
import YAMLReader

/// A message is an interface: each is given word for word, with its place.
@Suite struct RefusalTests {
  @Test func textsAreRefused() {
    for (text, expected) in Self.texts {
      #expect(describe(text) == expected, "\(text)")
    }
  }

  @Test func bytesAreRefused() {
    for (bytes, expected) in Self.bytes {
      #expect(describe(bytes) == expected, "\(bytes)")
      #expect(readYAML(SourceFile(path: "f", bytes: bytes), file: 0).document == nil)
    }
  }

  @Test func aRefusedDocumentIsWholeWhereItsShapeIs() {
    let result = read("a: &x {b: c}\nd: *x\n? [k]\n: !t e\na: f\n<<: {}\n")
    #expect(result.errors.map(\.code) == [.anchor, .alias, .nonScalarKey, .tag, .duplicateKey, .mergeKey])
    #expect(
      render(result.document?.root) == #"{"a": {"b": "c"}, "d": "", "": "e", "a": "f", "<<": {}}"#)
    #expect(read("a: b: c").document == nil)
  }

  // swift-format-ignore
  private static let texts: [(text: String, expected: [String])] = [
    ("é: ü\na: 1\né: 2", ["3:1-2 yaml-duplicate-key: key `é` is given twice; remove one, or merge the two (1:1 first given here)"]),
    ("{a: 1, \"a\": 2, 'a': 3}", ["1:8-11 yaml-duplicate-key: key `a` is given twice; remove one, or merge the two (1:2 first given here)", "1:16-19 yaml-duplicate-key: key `a` is given twice; remove one, or merge the two (1:2 first given here)"]),
    ("a: &x b", ["1:4-6 yaml-anchor: the anchor `&x`; remove it, and write the value out where it is meant"]),
    ("- &x b\n- *x", ["1:3-5 yaml-anchor: the anchor `&x`; remove it, and write the value out where it is meant", "2:3-5 yaml-alias: the alias `*x`; write out the value that it stands for"]),
    ("é: *x", ["1:4-6 yaml-alias: the alias `*x`; write out the value that it stands for"]),
    ("<<: {a: b}", ["1:1-3 yaml-merge-key: the merge key `<<`; write out the keys; for a key of this name, write `\"<<\"`"]),
    ("{\"<<\": a}", []),
    ("a: !!str b", ["1:4-9 yaml-tag: the tag `!!str`; remove it; a value is read as what its place asks for"]),
    ("a: ! b", ["1:4-5 yaml-tag: the tag `!`; remove it; a value is read as what its place asks for"]),
    ("a: !local {b: c}", ["1:4-10 yaml-tag: the tag `!local`; remove it; a value is read as what its place asks for"]),
    ("!<tag:x> a: b", ["1:1-9 yaml-tag: the tag `!<tag:x>`; remove it; a value is read as what its place asks for"]),
    ("a: !u!x b", ["1:4-5 yaml-tag: a tag; remove it; a value that begins with `!` needs quotes"]),
    ("a: &x !!map\n  b: c", ["1:4-6 yaml-anchor: the anchor `&x`; remove it, and write the value out where it is meant", "1:7-12 yaml-tag: the tag `!!map`; remove it; a value is read as what its place asks for"]),
    ("? [a, b]\n: c", ["1:3-4 yaml-non-scalar-key: a sequence as a key; a key is a single word or a quoted text"]),
    ("{{a: b}: c}", ["1:2-3 yaml-non-scalar-key: a mapping as a key; a key is a single word or a quoted text"]),
    ("? - a\n: b", ["1:3-4 yaml-non-scalar-key: a sequence as a key; a key is a single word or a quoted text"]),
    ("%YAML 1.2\n---\na: b", ["1:1-10 yaml-directive: a directive; remove the line"]),
    ("%TAG ! x:\n%FOO\n---\na", ["1:1-10 yaml-directive: a directive; remove the line", "2:1-5 yaml-directive: a directive; remove the line"]),
    ("a: b\n%YAML 1.2\n---\nc", ["2:1-2 yaml-directive: a directive; remove the line"]),
    ("--- a\n--- b", ["2:1-4 yaml-multiple-documents: a second document; a file holds one; put the other into a file of its own"]),
    ("a: b\n...\n---\n", ["3:1-4 yaml-multiple-documents: a second document; a file holds one; put the other into a file of its own"]),
    ("a: \"\\0\"", ["1:4-8 yaml-nul: a NUL, written as an escape; remove it"]),
    ("é: [a,\nb]", ["2:1-2 yaml-indentation: a line that is not indented far enough; begin it with at least 1 space, since what it belongs to begins on a line above"]),
    ("é: \"a\nb\"", ["2:1-2 yaml-indentation: a line that is not indented far enough; begin it with at least 1 space, since what it belongs to begins on a line above"]),
    ("é: {\n\ta: b\n  }", ["2:1-2 yaml-indentation: a tab as indentation; tabs may not indent; use spaces"]),
    ("a:\n\tb: c", ["2:1-2 yaml-indentation: a tab as indentation; tabs may not indent; use spaces"]),
    ("é: \"b\"#c", ["1:7-8 yaml-comment: a comment without a space before its `#`; put a space before the `#`"]),
    ("[a,#b\n]", ["1:4-5 yaml-comment: a comment without a space before its `#`; put a space before the `#`"]),
    ("a: |#b\n  c", ["1:5-6 yaml-comment: a comment without a space before its `#`; put a space before the `#`"]),
    ("a: |\n    \n  b", ["2:1-5 yaml-indentation: a blank line with more spaces than the text below it; remove its spaces", "3:3-4 yaml-syntax: a key is expected here; indent all keys of a mapping alike, and write `key: value` (1:1 the mapping begins here)"]),
    ("[é, -]", ["1:5-6 yaml-syntax: `-` is not a value; put it in quotes"]),
    ("[?é: b]", ["1:2-3 yaml-syntax: a value that begins with `?`; put the value in quotes, or a space after the `?`"]),
    ("[a: b: c]", ["1:6-7 yaml-syntax: `,` or `]` is expected here; separate the items by `,`, and close the brackets with `]` (1:1 the brackets open here)"]),
    ("a: b: c", ["1:5-6 yaml-syntax: a `:` that no key can stand before; a value that holds `: ` needs quotes; a mapping inside another begins on its own line"]),
    ("a: [b", ["1:6-6 yaml-syntax: the brackets are not closed; add the `]` (1:4 the brackets open here)"]),
    ("a: {b: c", ["1:9-9 yaml-syntax: the brackets are not closed; add the `}` (1:4 the brackets open here)"]),
    ("a: {b c: d e: f", ["1:13-14 yaml-syntax: `,` or `}` is expected here; separate the pairs by `,`, and close the brackets with `}` (1:4 the brackets open here)"]),
    ("a: [b c: d e: f]", ["1:13-14 yaml-syntax: `,` or `]` is expected here; separate the items by `,`, and close the brackets with `]` (1:4 the brackets open here)"]),
    ("a: \"b", ["1:6-6 yaml-syntax: the quotes are not closed; close them (1:4 the quotes open here)"]),
    ("a: @b", ["1:4-5 yaml-syntax: a value that begins with `@`; put the value in quotes"]),
    ("a: 50%\nb: %c", ["2:4-5 yaml-syntax: a value that begins with `%`; put the value in quotes"]),
    ("a: [b]]", ["1:7-8 yaml-syntax: `]` is not expected here; remove it, or put the whole value in quotes (1:1 the mapping begins here)"]),
    ("a: b\n  c: d", ["2:4-5 yaml-syntax: a `:` that no key can stand before; a value that holds `: ` needs quotes; a mapping inside another begins on its own line"]),
    ("a:\n  - b\n c", ["3:2-3 yaml-syntax: a key is expected here; indent all keys of a mapping alike, and write `key: value` (1:1 the mapping begins here)"]),
    ("a\nb: c", ["2:2-3 yaml-syntax: a `:` that no key can stand before; a value that holds `: ` needs quotes; a mapping inside another begins on its own line"]),
    ("a: \"\\q\"", ["1:5-6 yaml-syntax: an unknown escape; write `\\\\` for a backslash, or use single quotes"]),
    ("a: \"\\xz\"", ["1:7-8 yaml-syntax: an escape without its hexadecimal digits; `\\x` takes 2, `\\u` 4 and `\\U` 8"]),
    ("a: \"\\ud800\"", ["1:7-8 yaml-syntax: an escape of no Unicode character; write the character itself"]),
    ("key: - a", ["1:6-7 yaml-syntax: a sequence may not begin here; begin it on its own line"]),
    ("a: |x\n  b", ["1:5-6 yaml-syntax: text behind `|` or `>`; begin the text on the next line"]),
    ("a: |0\n  b", ["1:5-6 yaml-syntax: an indentation of 0; write a digit from 1 to 9, or none"]),
    ("a:\n  b: c\n d: e", ["3:2-3 yaml-syntax: a key is expected here; indent all keys of a mapping alike, and write `key: value` (1:1 the mapping begins here)"]),
    ("- a\n b: c", ["2:3-4 yaml-syntax: a `:` that no key can stand before; a value that holds `: ` needs quotes; a mapping inside another begins on its own line"]),
    ("[a,,b]", ["1:4-5 yaml-syntax: a value is expected here; write the value; a value that begins with a sign of YAML needs quotes"]),
    ("\"a\n---\nb\"", ["2:1-2 yaml-syntax: a document marker inside quotes; close the quotes, or indent the line (1:1 the quotes open here)"]),
    ("--- |\n# a", ["2:1-2 yaml-indentation: a line that is not indented far enough; begin the text with a space"]),
    ("- a: b\n-\n|\n c", ["3:1-2 yaml-indentation: a line that is not indented far enough; begin it with at least 1 space, since what it belongs to begins on a line above"]),
    ("[a,\n--- b]", ["2:1-2 yaml-syntax: a document marker inside brackets; close the brackets before it"]),
    ("{a: b:c, d:}", ["1:11-12 yaml-syntax: a `:` inside a word; put the value in quotes, or a space after the `:`"]),
    ("*a: b", ["1:1-3 yaml-alias: the alias `*a`; write out the value that it stands for"]),
    ("a: \"b\" c", ["1:8-9 yaml-syntax: text after the end of a value; remove it, or put the whole value in quotes (1:1 the mapping begins here)"]),
    ("a: \"b\" \"c\"", ["1:8-9 yaml-syntax: text after the end of a value; remove it, or put the whole value in quotes (1:1 the mapping begins here)"]),
    ("- a: b\n  c: \"d\" e", ["2:10-11 yaml-syntax: text after the end of a value; remove it, or put the whole value in quotes (1:3 the mapping begins here)"]),
  ]

  // swift-format-ignore
  private static let bytes: [(bytes: [UInt8], expected: [String])] = [
    ([0x61, 0x3A, 0x20, 0xC3, 0xA9, 0x00, 0x62], ["1:5-6 yaml-nul: a NUL byte; remove it; if the file is UTF-16, save it as UTF-8"]),
    ([0x00, 0x61, 0x00, 0x00, 0x3A, 0x00], ["1:1-2 yaml-nul: a NUL byte; remove it; if the file is UTF-16, save it as UTF-8"]),
    ([0x61, 0x3A, 0x20, 0xC3, 0xA9, 0xFF, 0x0A, 0x62, 0x3A, 0x20, 0xC0, 0xAF], ["1:5-6 yaml-invalid-utf8: bytes that are not UTF-8; save the file as UTF-8", "2:4-5 yaml-invalid-utf8: bytes that are not UTF-8; save the file as UTF-8"]),
    ([0x61, 0x3A, 0x20, 0xED, 0xA0, 0x80], ["1:4-5 yaml-invalid-utf8: bytes that are not UTF-8; save the file as UTF-8"]),
    ([0x61, 0x3A, 0x20, 0xF4, 0x90, 0x80, 0x80], ["1:4-5 yaml-invalid-utf8: bytes that are not UTF-8; save the file as UTF-8"]),
    ([0x61, 0x3A, 0x20, 0xE2, 0x82], ["1:4-5 yaml-invalid-utf8: bytes that are not UTF-8; save the file as UTF-8"]),
    ([0xFF, 0xFE, 0x61, 0x00], ["1:1-3 yaml-invalid-utf8: the file is UTF-16; save it as UTF-8"]),
    ([0xC3, 0xA9, 0x3A, 0x20, 0x61, 0xC2, 0x85, 0x62], ["1:5-6 yaml-forbidden-character: the line break U+0085, which editors do not show as one; break the line, or write `\\N` in double quotes"]),
    ([0xC3, 0xA9, 0x3A, 0x20, 0x61, 0xE2, 0x80, 0xA8, 0x62, 0xE2, 0x80, 0xA9], ["1:5-6 yaml-forbidden-character: the line break U+2028, which editors do not show as one; break the line, or write `\\L` in double quotes", "1:7-8 yaml-forbidden-character: the line break U+2029, which editors do not show as one; break the line, or write `\\P` in double quotes"]),
    ([0x61, 0x3A, 0x20, 0x07, 0x62, 0x7F], ["1:4-5 yaml-forbidden-character: the control character U+0007; remove it, or write it as an escape in double quotes", "1:6-7 yaml-forbidden-character: the control character U+007F; remove it, or write it as an escape in double quotes"]),
    ([0x61, 0x3A, 0x20, 0xC2, 0x9B], ["1:4-5 yaml-forbidden-character: the control character U+009B; remove it, or write it as an escape in double quotes"]),
    ([0x61, 0x3A, 0x20, 0xEF, 0xBB, 0xBF, 0x62], ["1:4-5 yaml-forbidden-character: a byte order mark that is not at the start of the file; remove it"]),
    ([0x61, 0x3A, 0x20, 0xEF, 0xBF, 0xBF], ["1:4-5 yaml-forbidden-character: the noncharacter U+FFFF; remove it, or write it as an escape in double quotes"]),
  ]
}
