import PolicyImport
import Testing

@Suite struct CSVImportTests {
  @Test func quotesAndLineEndings() throws {
    let page = try csv(
      "\u{FEFF}Permission,\"Org \"\"Admin\"\"\",Member\r\n\"Create, update items\",yes,no\r\n\"Read\nitems\",TRUE,x\r\n\r\n"
    )
    #expect(page.set.roles.map(\.name) == ["org_admin", "member"])
    #expect(page.cells("item", "create") == ["org_admin"])
    #expect(page.cells("item", "update") == ["org_admin"])
    // Beside a yes and a no, an x may be either.
    #expect(page.cells("item", "read") == ["org_admin"])
    #expect(page.findings(.leftOut).first?.hasPrefix("page.csv:4:13: left out: member in item read") == true)
  }

  @Test(arguments: [";", "\t", ","]) func separators(separator: String) throws {
    let page = try csv(
      ["Resource", "Action", "Admin", "Bot"].joined(separator: separator) + "\n"
        + ["secrets", "read", "1", "0"].joined(separator: separator))
    #expect(page.cells("secret", "read") == ["admin"])
  }

  @Test func refusals() {
    #expect(refusal { try csv("P,A\n\"Read items,yes") }.contains("page.csv:2:1: error: a quote that nothing closes"))
    #expect(refusal { try csv("P,A\n\"Read\" items,yes") }.contains("text behind a closing quote"))
    #expect(refusal { try csv("P,A\nRead items,yes,no") }.contains("page.csv:2:16: error: a record of 3 fields"))
    #expect(refusal { try csv("") }.contains("no permission table"))
  }
}
