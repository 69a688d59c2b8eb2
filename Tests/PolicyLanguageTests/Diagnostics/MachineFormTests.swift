import Foundation
import PolicyLanguage
import Testing
import YAMLReader

@Suite struct MachineFormTests {
  let f = Fixture(("sets/a b.yaml", "x: é管y\n  z: 1\n"), ("b.yaml", "x: 1\n"))

  var diagnostics: [Diagnostic] {
    [
      Diagnostic(
        .givenTwice, "`x` is given twice: {100%}, \"so\"", at: f.span("y"), note: "again",
        labels: [.init("first given here", at: f.span("x", in: 1))], help: "keep one\nof the two"),
      Diagnostic(.unusedRole, "role `r` gives nothing", at: f.span(from: "x:", to: "z")),
      Diagnostic(.noPolicyFiles, "nothing", at: .none),
    ]
  }

  @Test func json() {
    #expect(
      diagnosticsJSON([diagnostics[0], diagnostics[2]], sources: f.sources) == #"""
        {
          "diagnostics": [
            {
              "code": "given-twice",
              "severity": "error",
              "message": "`x` is given twice: {100%}, \"so\"",
              "file": "sets/a b.yaml",
              "line": 1,
              "column": 6,
              "endLine": 1,
              "endColumn": 7,
              "note": "again",
              "help": "keep one\nof the two",
              "labels": [
                {
                  "text": "first given here",
                  "file": "b.yaml",
                  "line": 1,
                  "column": 1,
                  "endLine": 1,
                  "endColumn": 2
                }
              ]
            },
            {
              "code": "no-policy-files",
              "severity": "error",
              "message": "nothing",
              "file": null,
              "line": null,
              "column": null,
              "endLine": null,
              "endColumn": null,
              "note": "",
              "help": null,
              "labels": []
            }
          ],
          "errors": 2,
          "warnings": 0
        }

        """#)
    #expect(
      diagnosticsJSON([], sources: f.sources) == """
        {
          "diagnostics": [],
          "errors": 0,
          "warnings": 0
        }

        """)
  }

  @Test func gitHub() {
    #expect(
      diagnosticsGitHub(diagnostics, sources: f.sources) == """
        ::warning file=sets/a b.yaml,line=1,endLine=2,title=unused-role::role `r` gives nothing
        ::error file=sets/a b.yaml,line=1,col=6,endColumn=7,title=given-twice::`x` is given twice: {100%25}, "so"\
        %0Aagain%0Afirst given here: b.yaml:1:1%0Ahelp: keep one%0Aof the two
        ::error title=no-policy-files::nothing

        """)
  }

  @Test func gitHubPropertiesAreEscaped() {
    let f = Fixture(("a,b:c%.yaml", "x: 1\n"))
    #expect(
      diagnosticsGitHub([Diagnostic(.badName, "a\n::error::b", at: f.span("x"))], sources: f.sources) == """
        ::error file=a%2Cb%3Ac%25.yaml,line=1,col=1,endColumn=2,title=bad-name::a␊::error::b

        """)
  }

  @Test func sarif() throws {
    let text = diagnosticsSARIF(diagnostics, sources: f.sources)
    let log = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(log["version"] as? String == "2.1.0")
    let run = try #require((log["runs"] as? [[String: Any]])?.first)
    #expect(run["columnKind"] as? String == "unicodeCodePoints")
    let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
    #expect(driver["name"] as? String == "policyd")
    let rules = try #require(driver["rules"] as? [[String: Any]])
    #expect(rules.compactMap { $0["id"] as? String } == DiagnosticCode.allCases.map(\.rawValue))
    for rule in rules {
      let help = try #require(rule["help"] as? [String: String])
      #expect(help["text"]?.isEmpty == false && help["markdown"]?.contains("```yaml") == true)
    }

    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.map { $0["ruleId"] as? String } == ["unused-role", "given-twice", "no-policy-files"])
    for result in results {
      let index = try #require(result["ruleIndex"] as? Int)
      #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
    }
    #expect(results.map { $0["level"] as? String } == ["warning", "error", "error"])
    #expect(results[2]["locations"] == nil)
    let message = (results[1]["message"] as? [String: String])?["text"]
    #expect(message == "`x` is given twice: {{100%}}, \"so\" (again)\nhelp: keep one\nof the two")

    let location = try #require((results[1]["locations"] as? [[String: Any]])?.first?["physicalLocation"])
    let physical = try #require(location as? [String: Any])
    #expect((physical["artifactLocation"] as? [String: String])?["uri"] == "sets/a%20b.yaml")
    let region = try #require(physical["region"] as? [String: Int])
    #expect(region == ["startLine": 1, "startColumn": 6, "endLine": 1, "endColumn": 7])
    let related = try #require((results[1]["relatedLocations"] as? [[String: Any]])?.first)
    #expect((related["message"] as? [String: String])?["text"] == "first given here")
  }

  @Test func sarifPathsAreURIs() {
    let cases = [
      ("/tmp/ü.yaml", "file:///tmp/%C3%BC.yaml"), ("c:d/e:f.yaml", "c%3Ad/e:f.yaml"),
      ("a#b?c.yaml", "a%23b%3Fc.yaml"),
    ]
    for (path, expected) in cases {
      let f = Fixture((path, "x: 1\n"))
      let text = diagnosticsSARIF([Diagnostic(.badName, "x", at: f.span("x"))], sources: f.sources)
      #expect(text.contains("\"uri\": \"\(expected)\""))
    }
  }
}
