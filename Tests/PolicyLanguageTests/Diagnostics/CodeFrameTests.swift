import PolicyLanguage
import Testing
import YAMLReader

/// Frames, word for word: a message is an interface.
@Suite struct CodeFrameTests {
  let table = Fixture(
    ("pica.yaml", "permissions:\n  organization:\n    connection:\n      list: [admn, manager]\n"))

  @Test func oneSpanWithNoteAndHelp() {
    let diagnostic = Diagnostic(
      .unknownRole, "role `admn` is not declared", at: table.span("admn"), note: "no such role",
      help: "did you mean `admin`?")
    #expect(
      table.render(diagnostic) == """
        error[unknown-role]: role `admn` is not declared
         --> pica.yaml:4:14
          |
        4 |       list: [admn, manager]
          |              ^^^^ no such role
          |
          = help: did you mean `admin`?
        """)
  }

  @Test func warningWithoutNoteOrHelp() {
    let diagnostic = Diagnostic(.unusedRole, "role `manager` gives nothing", at: table.span("manager"))
    #expect(
      table.render(diagnostic) == """
        warning[unused-role]: role `manager` gives nothing
         --> pica.yaml:4:20
          |
        4 |       list: [admn, manager]
          |                    ^^^^^^^
        """)
  }

  @Test func helpOfSeveralLinesIsAligned() {
    let diagnostic = Diagnostic(.emptyValue, "nothing stands here", at: .none, help: "write\n\n  delete: []")
    #expect(
      table.render(diagnostic) == """
        error[empty-value]: nothing stands here
         = help: write

                   delete: []
        """)
  }

  @Test func tabsAreFourColumnsInBothLines() {
    let f = Fixture(("t.yaml", "a:\n\tb:\tc\td\n"))
    #expect(
      f.render(Diagnostic(.yamlSyntax, "a tab", at: f.span("c"), note: "here")) == """
        error[yaml-syntax]: a tab
         --> t.yaml:2:5
          |
        2 |     b:    c    d
          |           ^ here
        """)
    #expect(
      f.render(Diagnostic(.yamlSyntax, "a tab", at: f.span("\t", 2))) == """
        error[yaml-syntax]: a tab
         --> t.yaml:2:4
          |
        2 |     b:    c    d
          |       ^^^^
        """)
  }

  @Test(arguments: [
    ("管理者", 5, "    ^^^^^^"), ("👩‍💻", 10, "            ^^"), ("e\u{301}", 15, "                ^"),
    ("🇯🇵", 19, "                   ^^"), ("z", 23, "                       ^"),
  ])
  func caretsCountColumnsAndNotScalars(text: String, column: Int, carets: String) {
    let f = Fixture(("w.yaml", "a: [管理者, 👩‍💻, e\u{301}, 🇯🇵, z]\n"))
    #expect(
      f.render(Diagnostic(.unknownRole, "no", at: f.span(text))) == """
        error[unknown-role]: no
         --> w.yaml:1:\(column)
          |
        1 | a: [管理者, 👩‍💻, e\u{301}, 🇯🇵, z]
          | \(carets)
        """)
  }

  @Test func spanInsideAClusterPointsAtTheCluster() {
    let f = Fixture(("w.yaml", "a: e\u{301}x"))
    #expect(f.render(Diagnostic(.badName, "no", at: f.span("\u{301}"))).hasSuffix("\n  |    ^"))
  }

  @Test func spanOverSeveralLines() {
    let f = Fixture(("m.yaml", "top:\n  a:\n    b: 1\n    c: 2\n    d: 3\nend: 1\n"))
    #expect(
      f.render(Diagnostic(.wrongShape, "not a list", at: f.span(from: "a:", to: "3\n"), note: "a mapping"))
        == """
        error[wrong-shape]: not a list
         --> m.yaml:2:3
          |
        2 |   a:
          |   ^^
        ...
        5 |     d: 3
          |     ^^^^ a mapping
        """)
    #expect(
      f.render(Diagnostic(.wrongShape, "not a list", at: f.span(from: "a:", to: "c: 2"), note: "a mapping"))
        == """
        error[wrong-shape]: not a list
         --> m.yaml:2:3
          |
        2 |   a:
          |   ^^
        3 |     b: 1
        4 |     c: 2
          |     ^^^^ a mapping
        """)
  }

  @Test func whiteSpaceAtTheEndOfASpanIsNotShown() {
    let f = Fixture(("m.yaml", "a:\n  b: 1\n\n\nc: 1\n"))
    let span = Span(file: 0, start: f.span("b: 1").start, end: f.span("c:").start)
    #expect(f.render(Diagnostic(.wrongShape, "no", at: span)).hasSuffix("2 |   b: 1\n  |   ^^^^"))
  }

  @Test func twoPlacesInOneFile() {
    let f = Fixture(
      ("r.yaml", "roles:\n  organization:\n    admin: {}\n    owner: {}\n    member: {}\n    admin: {}\n"))
    let diagnostic = Diagnostic(
      .givenTwice, "role `admin` is given twice", at: f.span("admin", 2), note: "given again here",
      labels: [.init("first given here", at: f.span("admin"))], help: "keep one of the two")
    #expect(
      f.render(diagnostic) == """
        error[given-twice]: role `admin` is given twice
         --> r.yaml:6:5
          |
        3 |     admin: {}
          |     ----- first given here
        ...
        6 |     admin: {}
          |     ^^^^^ given again here
          |
          = help: keep one of the two
        """)
  }

  @Test func placesOnOneLineHangUnderEachOther() {
    let f = Fixture(("r.yaml", "admin: [user:a, user:a]\n"))
    let diagnostic = Diagnostic(
      .givenTwice, "`user:a` stands twice", at: f.span("user:a", 2), note: "given again here",
      labels: [.init("first given here", at: f.span("user:a")), .init("in this row", at: f.span("admin"))])
    #expect(
      f.render(diagnostic) == """
        error[given-twice]: `user:a` stands twice
         --> r.yaml:1:17
          |
        1 | admin: [user:a, user:a]
          | -----   ------  ^^^^^^ given again here
          | |       |
          | |       first given here
          | in this row
        """)
  }

  @Test func overlappingPlaces() {
    let f = Fixture(("r.yaml", "read: [member, member if owned]\n"))
    let diagnostic = Diagnostic(
      .redundantCell, "`member if owned` adds nothing", at: f.span("member if owned"), note: "this cell",
      labels: [.init("the condition", at: f.span("owned"))])
    #expect(
      f.render(diagnostic) == """
        warning[redundant-cell]: `member if owned` adds nothing
         --> r.yaml:1:16
          |
        1 | read: [member, member if owned]
          |                ^^^^^^^^^^^^^^^ the condition
          |                |
          |                this cell
        """)
  }

  @Test func twoFilesShareAGutter() {
    let f = Fixture(
      ("b.yaml", String(repeating: "\n", count: 11) + "owned: true\n"), ("a.yaml", "owned: false\n"))
    let diagnostic = Diagnostic(
      .givenTwice, "condition `owned` is given twice", at: f.span("owned"), note: "given again here",
      labels: [.init("first given here", at: f.span("owned", in: 1))], help: "keep one of the two")
    #expect(
      f.render(diagnostic) == """
        error[given-twice]: condition `owned` is given twice
          --> b.yaml:12:1
           |
        12 | owned: true
           | ^^^^^ given again here
           |
          ::: a.yaml:1:1
           |
         1 | owned: false
           | ----- first given here
           |
           = help: keep one of the two
        """)
  }

  @Test(arguments: [
    ("a: b\n", "2:1", "2 |\n  | ^ here"), ("a: b", "1:5", "1 | a: b\n  |     ^ here"),
    ("", "1:1", "1 |\n  | ^ here"),
  ])
  func endOfFile(text: String, place: String, frame: String) {
    let f = Fixture(("e.yaml", text))
    let end = text.utf8.count
    #expect(
      f.render(Diagnostic(.yamlSyntax, "the file ends", at: f.span(at: end, end), note: "here")) == """
        error[yaml-syntax]: the file ends
         --> e.yaml:\(place)
          |
        \(frame)
        """)
  }

  @Test func emptyLineAndLineBreak() {
    let f = Fixture(("e.yaml", "a:\r\n\r\nb: 1\r\n"))
    #expect(
      f.render(Diagnostic(.yamlSyntax, "x", at: f.span(at: 4, 4), note: "here")).hasSuffix("2 |\n  | ^ here"))
    #expect(f.render(Diagnostic(.yamlSyntax, "x", at: f.span(at: 2, 4))).hasSuffix("1 | a:\n  |   ^"))
    #expect(f.render(Diagnostic(.yamlSyntax, "x", at: f.span(at: 3, 3))).hasSuffix("1 | a:\n  |   ^"))
  }

  @Test func byteOrderMarkIsNotShown() {
    let f = Fixture(("e.yaml", "\u{FEFF}policy: x\n"))
    let rendered = f.render(Diagnostic(.missingPolicyName, "x", at: f.span(at: 0, 0)))
    #expect(rendered.hasSuffix(" --> e.yaml:1:1\n  |\n1 | policy: x\n  | ^"))
  }

  @Test func noPlace() {
    let diagnostic = Diagnostic(
      .noPolicyFiles, "`x` holds no policy files", at: .none, note: "looked for `.yaml`",
      labels: [.init("elsewhere", at: .none)], help: "name a folder")
    #expect(
      table.render(diagnostic) == """
        error[no-policy-files]: `x` holds no policy files
         = note: looked for `.yaml`
         = note: elsewhere
         = help: name a folder
        """)
  }

  @Test func spansOutsideTheFileAreMovedIntoIt() {
    let far = Span(file: 0, start: .max - 1, end: .max)
    #expect(table.render(Diagnostic(.yamlSyntax, "x", at: far)).contains(" --> pica.yaml:5:1\n"))
    let nowhere = Span(file: 7, start: 0, end: 1)
    #expect(table.render(Diagnostic(.yamlSyntax, "x", at: nowhere)) == "error[yaml-syntax]: x")
    let backwards = Span(file: 0, start: 9, end: 3)
    #expect(table.render(Diagnostic(.yamlSyntax, "x", at: backwards)).hasSuffix("\n  |          ^"))
  }
}
