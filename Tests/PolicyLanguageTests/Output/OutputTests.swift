import Foundation
import PolicyLanguage
import Testing

@Suite struct TerminalStyleTests {
  @Test func painting() {
    #expect(TerminalStyle.plain.paint("x", .error) == "x")
    #expect(TerminalStyle.ansi.paint("x", .error) == "\u{1B}[1;31mx\u{1B}[0m")
    #expect(TerminalStyle.ansi.paint("", .error) == "")
    for role in TerminalStyle.Role.allCases {
      #expect(TerminalStyle.ansi.paint("x", role).hasSuffix("mx\u{1B}[0m"))
    }
  }

  @Test(
    arguments: [
      (true, [:], true), (false, [:], false), (true, ["NO_COLOR": "1"], false),
      (true, ["NO_COLOR": ""], true),
      (false, ["CLICOLOR_FORCE": "1"], true), (false, ["FORCE_COLOR": "1"], true),
      (false, ["FORCE_COLOR": "0"], false),
      (true, ["NO_COLOR": "1", "FORCE_COLOR": "1"], false), (true, ["TERM": "dumb"], false),
      (true, ["CLICOLOR": "0"], false), (true, ["TERM": "xterm-256color"], true),
    ] as [(Bool, [String: String], Bool)])
  func whenToColour(isTerminal: Bool, environment: [String: String], expected: Bool) {
    #expect(shouldColour(isTerminal: isTerminal, environment: environment) == expected)
  }
}

@Suite struct JSONWriterTests {
  let value = JSONValue.object([
    ("z", .array([.null, .bool(true), .int(-1), .double(0.5), .array([]), .object([])])),
    ("a", .string("é\"\\\n")),
  ])

  @Test func compact() {
    #expect(value.text(pretty: false) == #"{"z":[null,true,-1,0.5,[],{}],"a":"é\"\\\n"}"#)
  }

  @Test func pretty() {
    #expect(
      value.text(pretty: true) == #"""
        {
          "z": [
            null,
            true,
            -1,
            0.5,
            [],
            {}
          ],
          "a": "é\"\\\n"
        }

        """#)
  }

  @Test func everyScalarReadsBack() throws {
    let scalars =
      (0...0x2FF).compactMap { Unicode.Scalar(UInt32($0)) } + ["\u{2028}", "\u{FFFF}", "😀", "\u{10FFFF}"]
    var text = ""
    for scalar in scalars { text.unicodeScalars.append(scalar) }
    let json = JSONValue.array([.string(text)]).text(pretty: false)
    #expect(json.unicodeScalars.allSatisfy { $0.value >= 0x20 })
    let read = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String])
    #expect(Array((read.first ?? "").unicodeScalars) == scalars)
  }

  @Test(
    arguments: [
      (0.1, "0.1"), (1e300, "1e+300"), (.infinity, "null"), (.nan, "null"), (-0.0, "-0.0"), (3, "3.0"),
      (.leastNonzeroMagnitude, "5e-324"),
    ] as [(Double, String)])
  func doubles(value: Double, text: String) {
    #expect(JSONValue.double(value).text(pretty: false) == text)
  }
}

@Suite struct TextTableTests {
  var table: TextTable {
    var table = TextTable(columns: [
      .init("action", namesRows: true), .init("admin", .centre), .init("manager", .centre),
      .init("n", .right),
    ])
    table.add(["list", .granted, .granted, "2"])
    table.add(["view_activity", .granted, .denied, "10"])
    table.beginGroup()
    table.add(["管理 | *", .denied])
    return table
  }

  @Test func box() {
    #expect(
      table.terminalText() == """
        ┌───────────────┬───────┬─────────┬────┐
        │ action        │ admin │ manager │  n │
        ├───────────────┼───────┼─────────┼────┤
        │ list          │  ✅   │   ✅    │  2 │
        │ view_activity │  ✅   │   ❌    │ 10 │
        ├───────────────┼───────┼─────────┼────┤
        │ 管理 | *      │  ❌   │         │    │
        └───────────────┴───────┴─────────┴────┘

        """)
    let widths = Set(table.terminalText().split(separator: "\n").map { displayWidth(of: $0) })
    #expect(widths == [40])
  }

  @Test func spaces() {
    #expect(
      table.terminalText(border: .spaces) == """
        action         admin  manager   n
        list            ✅      ✅      2
        view_activity   ✅      ❌     10

        管理 | *        ❌

        """)
  }

  @Test func coloursDoNotMoveCells() {
    let coloured = table.terminalText(style: .ansi)
    #expect(coloured.contains("\u{1B}[32m✅\u{1B}[0m"))
    #expect(coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "") == table.terminalText())
  }

  @Test func markdown() {
    #expect(
      table.markdown() == #"""
        | action        | admin | manager | n   |
        | ------------- | :---: | :-----: | --: |
        | list          | ✅    | ✅      | 2   |
        | view_activity | ✅    | ❌      | 10  |
        | 管理 \| \*    | ❌    |         |     |

        """#)
    var hostile = TextTable(columns: [.init("a<b>")])
    hostile.add(["_x_ [l](u) `c` \\ &amp;\nnext\u{1B}"])
    let lines = hostile.markdown().split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("| a&lt;b&gt; "))
    #expect(lines[2] == #"| \_x\_ \[l\](u) \`c\` \\ &amp;amp;<br>next␛ |"#)
  }

  @Test func csv() {
    var table = TextTable(columns: [.init("a"), .init("b")])
    table.add(["x,y", "say \"hi\""])
    table.add(["=1+1", " pad"])
    table.add(["two\nlines", "é✅"])
    #expect(
      table.csv() == "a,b\r\n\"x,y\",\"say \"\"hi\"\"\"\r\n=1+1,\" pad\"\r\n\"two\nlines\",é✅\r\n")
    #expect(table.csv(guardsFormulas: true).contains("\r\n'=1+1,"))
  }

  @Test func html() {
    var table = TextTable(columns: [.init("<a>", namesRows: true), .init("ok", .centre)])
    table.add(["\"x\" & 'y'", .granted])
    #expect(
      table.html() == """
        <table>
          <thead>
            <tr>
              <th scope="col">&lt;a&gt;</th>
              <th scope="col" style="text-align: center">ok</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">&quot;x&quot; &amp; &#39;y&#39;</th>
              <td style="text-align: center">✅</td>
            </tr>
          </tbody>
        </table>

        """)
  }

  @Test func emptyTables() {
    #expect(TextTable(columns: []).terminalText() == "")
    #expect(TextTable(columns: []).markdown() == "")
    #expect(TextTable(columns: [.init("a")]).terminalText() == "┌───┐\n│ a │\n├───┤\n└───┘\n")
    #expect(TextTable(columns: [.init("a")]).csv() == "a\r\n")
  }
}
