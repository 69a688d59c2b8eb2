import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite(.timeLimit(.minutes(2))) struct TableTests {
  private func table(_ set: String, _ format: String) async throws -> Program.Outcome {
    try await Program.policy.run(["table", "policies/\(set)", "--format", format], in: Program.package)
  }

  /// A Markdown table under a heading: its rows by permission, each with its cells by column.
  private func markdownTable(_ text: String, under heading: String) -> [String: [String: String]] {
    let section = text.split(separator: "## ").first { $0.hasPrefix("\(heading)\n") } ?? ""
    let lines = section.split(separator: "\n").filter { $0.hasPrefix("|") }
    let rows = lines.map { line in
      line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
        .map { $0.trimmingCharacters(in: .whitespaces) }
    }
    guard let columns = rows.first else { return [:] }
    return rows.dropFirst(2).reduce(into: [:]) { table, row in
      table[row[0]] = Dictionary(zip(columns, row).dropFirst().map { ($0, $1) }) { $1 }
    }
  }

  @Test(arguments: [
    ("pica", "organization", SeedTable.picaOrganization), ("pica", "project", SeedTable.picaProject),
    ("studio", "organization", SeedTable.studio),
  ])
  func markdownHasTheDocumentsRows(set: String, scope: String, document: SeedTable) async throws {
    let outcome = try await table(set, "markdown")
    #expect(outcome.status == 0)
    let table = markdownTable(outcome.output, under: scope)
    for row in document.rows {
      let cells = try #require(table["\(row.resource) \(row.action)"], "\(row)")
      for (column, isAllowed) in zip(document.columns, row.allowed) {
        let cell = try #require(cells[column.role], "\(column.role) in \(cells)")
        // A check mark may have its condition with it; a cross stands alone.
        #expect(isAllowed ? cell.hasPrefix("✅") : cell == "❌", "\(row.resource) \(row.action) \(column.role): \(cell)")
      }
    }
  }

  @Test func jsonAndCSVSayTheSame() async throws {
    let json = try await table("studio", "json").json()
    let rows = try #require(json.items.first)["rows"]?.items ?? []
    let delete = rows.first { $0["resourceType"] == "organization" && $0["action"] == "delete" }
    #expect(delete?["cells"]?["owner"]?["granted"] == true)
    #expect(delete?["cells"]?["admin"]?["granted"] == false)
    let csv = try await table("studio", "csv").output.split(whereSeparator: \.isNewline)
    #expect(csv.first == "policy,scope,resource,action,role,may")
    #expect(csv.contains("studio,organization,organization,delete,owner,yes"))
    #expect(csv.contains("studio,organization,organization,delete,admin,no"))
    #expect(csv.contains("studio,organization,member,invite,admin,if gives_at_most_own"))
    #expect(csv.count == 1 + rows.count * 4)
  }

  @Test func htmlIsWellFormed() async throws {
    let outcome = try await table("studio", "html")
    let document = try XMLDocument(xmlString: "<body>\(outcome.output)</body>")
    #expect(try document.nodes(forXPath: "/body/table/tbody/tr").count == SeedTable.studio.rows.count)
  }

  @Test func terminalIsPlainWhereThereIsNone() async throws {
    let outcome = try await table("pug", "terminal")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("│ organization create"))
    #expect(!outcome.output.contains("\u{1B}"))
  }

  @Test func aFolderOfSetsIsEverySetInIt() async throws {
    let several = try await Program.policy.run(["table", "--format", "markdown"], in: Program.package)
    #expect(several.status == 0)
    let titles = several.output.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("## ") }
    #expect(titles.first == "## pica: organization")
    #expect(titles.last == "## studio: organization")
  }

  @Test func errorsEndWithTwo() async throws {
    let missing = try await Program.policy.run(["table", "/nowhere"])
    #expect(missing.status == 2)
  }
}
