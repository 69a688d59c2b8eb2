import DecisionTable
import Foundation
import PolicyAnalysis
import PolicyCompiler
import PolicyLanguage
import PolicyReport
import PolicyTesting
import PolicyValues
import Testing

@Suite struct PolicyReportTests {
  static let noon = Timestamp(seconds: 1_800_000_000)
  private static let policies = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "policies")

  /// The seeds' sets, each read and studied once for all tests.
  private static let seeds = Dictionary(
    uniqueKeysWithValues: ["pica", "pug", "studio"].map { name in (name, Result { try fresh(name) }) })

  static func seed(_ name: String) throws -> PolicyReport { try #require(seeds[name]).get() }

  /// A set that is read anew.
  private static func fresh(_ name: String) throws -> PolicyReport {
    try PolicyReport(at: PolicySetLocation(policy: policies.appending(path: name).path), now: noon)
  }

  private static func report(_ files: [String: String]) throws -> PolicyReport {
    try PolicyReport(
      at: PolicySetLocation(policy: "set"),
      fileSystem: MemoryFileSystem(Dictionary(uniqueKeysWithValues: files.map { ("set/\($0)", $1) })), now: noon)
  }

  @Test(arguments: ["pica", "pug", "studio"]) func pagesAreWellFormed(set: String) throws {
    let checked = MarkupChecker(try Self.seed(set).html)
    #expect(checked.problems.isEmpty, "\(checked.problems.prefix(5))")
    // Every link leads somewhere in the page.
    let ids = Set(checked.elements.compactMap { $0.attributes["id"] })
    for element in checked.elements {
      guard let link = element.attributes["href"] else { continue }
      #expect(link.hasPrefix("#") && ids.contains(String(link.dropFirst())), "\(link)")
    }
    for element in checked.elements where element.name == "th" { #expect(element.attributes["scope"] != nil) }
    for section in checked.elements where section.name == "section" {
      #expect(ids.contains(section.attributes["aria-labelledby"] ?? ""))
    }
  }

  @Test(arguments: ["pica", "pug", "studio"]) func thePageLoadsNothing(set: String) throws {
    let html = try Self.seed(set).html
    for word in [
      "http:", "https:", "url(", "@import", "src=", "<link", "<img", "<iframe", "fetch(", "XMLHttp", "eval(",
    ] {
      #expect(!html.contains(word), "\(word)")
    }
    let checked = MarkupChecker(html)
    #expect(
      checked.elements.allSatisfy { element in !element.attributes.keys.contains { $0.hasPrefix("on") || $0 == "style" }
      })
    let policy = checked.elements.first { $0.attributes["http-equiv"] == "Content-Security-Policy" }?.attributes[
      "content"]
    #expect(policy?.hasPrefix("default-src 'none'; style-src 'sha256-") == true)
    #expect(policy?.contains("unsafe") == false)
  }

  @Test(arguments: ["pica", "pug", "studio"]) func theSameSetGivesTheSamePage(set: String) throws {
    #expect(try Self.seed(set).html == Self.fresh(set).html)
  }

  @Test(arguments: ["pica", "pug", "studio"]) func everyPermissionHasItsRow(set: String) throws {
    let report = try Self.seed(set)
    let finds = MarkupChecker(report.html).elements.compactMap { $0.name == "tr" ? $0.attributes["data-find"] : nil }
    let tables = report.table.permissionTables
    #expect(!tables.isEmpty)
    for table in tables {
      for row in table.rows {
        let start = "\(table.scopeType) \(row.resourceType) \(row.action)"
        let found = finds.filter { $0 == start || $0.hasPrefix(start + " ") }
        #expect(!found.isEmpty, "\(start)")
        for (role, entry) in zip(table.roles, row.entries) {
          let isNamed = found.contains { $0.split(separator: " ").contains { $0 == "\(table.scopeType).\(role)" } }
          #expect(isNamed == !entry.isDenied, "\(start) \(role)")
        }
      }
    }
  }

  /// Ids may hold nearly anything; what they hold shows, and is never markup.
  @Test func hostileNamesAreText() throws {
    let evil = [
      "</script><script>alert(1)</script>", "\"onmouseover=\"x", "'><img/src=x>", "<!--", "&lt;b&gt;", "\\u003c", "]]>",
    ]
    let quoted = evil.map { "\"user:\($0.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"" }
    let report = try Self.report([
      "policy.yaml": """
      policy: hostile
      scopes: {org: {attributes: {note: string}}}
      principals: {user: {}}
      resources: {doc: {in: org, actions: [read], attributes: {note: string}}}
      roles: {org: {member: {}}}
      permissions: {org: {doc: {read: [member if odd]}}}
      conditions: {odd: 'resource.note == "</style><script>alert(2)</script>&\\""'}
      directory:
        scopes:
          "org:<b>": {note: "</section>\\u202e\\e[31m<i>"}
        assignments:
          "org:<b>": {member: [\(quoted.joined(separator: ", "))]}
      """,
      "a<b>_test.yaml": """
      tests:
        - name: "</h4><script>alert(3)</script>"
          can: ["user:x read doc in org:<b>"]
      """,
    ])
    let html = report.html
    let checked = MarkupChecker(html)
    #expect(checked.problems.isEmpty, "\(checked.problems)")
    #expect(checked.elements.count { $0.name == "script" } == 2)
    for name in evil { #expect(checked.text.contains("user:\(name)"), "\(name)") }
    #expect(checked.text.contains("resource.note == \"</style><script>alert(2)</script>&\\\"\""))
    #expect(checked.text.contains("</h4><script>alert(3)</script>"))
    // What would steer a terminal or turn a line round is written out.
    #expect(!html.contains("\u{202e}") && !html.contains("\u{1b}"))
    // The data of the look-up is JSON whose strings are the names.
    let start = try #require(html.range(of: "id=\"who-data\">"))
    let end = try #require(html.range(of: "</script>", range: start.upperBound..<html.endIndex))
    let data = Data(html[start.upperBound..<end.lowerBound].utf8)
    let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(Set(json["principals"] as? [String] ?? []) == Set(evil.map { "user:\($0)" }))
  }

  @Test func brokenInvariantsAndFailuresAreShown() throws {
    let report = try Self.report([
      "policy.yaml": """
      policy: p
      scopes: {org: {}}
      principals: {user: {}}
      resources: {doc: {in: org, actions: [read, write]}}
      roles: {org: {owner: {rank: 2, includes: [member]}, member: {}}}
      permissions: {org: {doc: {read: [member], write: [owner]}}}
      invariants:
        one_owner: {exactly: 1, of: org.owner}
        some_member:
          at_least: 1
          of: org.member
      directory:
        scopes: {org:a: {}, org:b: {}}
        assignments:
          org:a: {owner: [user:x], member: [user:y, user:z: {until: 2027-01-01T00:00:00Z}]}
          org:b: {member: [user:x]}
      """,
      "p_test.yaml": "tests: [{name: t, can: [user:y write doc in org:a, user:x write doc in org:a]}]",
    ])
    let text = MarkupChecker(report.html).text
    #expect(text.contains("1 invariant broken"))
    #expect(text.contains("0 hold org.owner at org:b, and it must be exactly 1"))
    #expect(text.contains("{exactly: 1, of: org.owner}"))
    #expect(text.contains("at_least: 1\nof: org.member"))
    #expect(text.contains("1 passed, 1 failed"))
    #expect(text.contains("expected allow, got deny: no_grant"))
    #expect(text.contains("user:z until 2027-01-01T00:00:00Z, over"))
    #expect(!text.contains("As of"))
  }

  @Test func theTimeIsToldIfItIsAskedFor() throws {
    var report = try Self.seed("pica")
    #expect(!report.html.contains("datetime="))
    report.showsTime = true
    #expect(report.html.contains("datetime=\"\(Self.noon)\""))
  }

  @Test func setsWithErrorsHaveNoPage() {
    #expect(throws: LoadFailure.self) { try Self.report(["policy.yaml": "policy: p\nscopes: {org: {}}\nrols: {}"]) }
  }

  @Test func coverageAndChangesStandLast() throws {
    var report = try Self.seed("studio")
    #expect(report.html.contains("<a href=\"#coverage\">Coverage</a>"))
    #expect(!report.html.contains("No test depends on"))
    #expect(!report.html.contains("href=\"#diff\""))
    // Everything of pug's is new beside studio.
    let other = try Self.seed("pug")
    report.diffs = [diff(other.table, report.table, titles: ("<before>", "after"), setName: "", at: Self.noon)]
    let html = report.html
    #expect(html.contains("<a href=\"#diff\">Changes</a>"))
    #expect(html.contains("&lt;before&gt;"))
    #expect(MarkupChecker(html).problems.isEmpty)
  }

  @Test func whatIsNotCoveredIsListed() throws {
    var report = try Self.seed("studio")
    var coverage = try #require(report.coverage)
    let cell = try #require(coverage.cells.indices.first { coverage.cells[$0].isGranted })
    coverage.cells[cell].state = .uncovered
    report.coverage = coverage
    let checked = MarkupChecker(report.html)
    #expect(checked.problems.isEmpty)
    #expect(checked.text.contains("No test depends on"))
    #expect(checked.text.contains("granted to organization.owner"))
  }

  @Test func aLargeDirectoryIsCutAndSaysSo() throws {
    var report = try Self.report([
      "policy.yaml": """
      policy: large
      scopes: {org: {in: org}}
      principals: {user: {}}
      resources: {doc: {in: org, actions: [read]}}
      roles: {org: {member: {}}}
      permissions: {org: {doc: {read: [member]}}}
      directory:
        scopes:
          org:top: {}
      \((1...30).map { "    org:s\($0): {in: org:top}" }.joined(separator: "\n"))
        assignments:
          org:top: {member: [\((1...20).map { "user:u\($0)" }.joined(separator: ", "))]}
      """
    ])
    report.limits.scopes = 11
    report.limits.names = 3
    report.limits.questions = 100
    let checked = MarkupChecker(report.html)
    #expect(checked.problems.isEmpty)
    #expect(checked.elements.count { $0.name == "details" } == 11)
    #expect(checked.text.contains("and 20 more scopes"))
    #expect(checked.text.contains("user:u1, user:u10, user:u11 and 17 more"))
    #expect(checked.text.contains("Holds the first 5 of 31 scopes"))
    report.limits.questions = 0
    #expect(MarkupChecker(report.html).text.contains("too large to be asked beforehand"))
  }
}
