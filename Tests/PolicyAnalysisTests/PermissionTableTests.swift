import DecisionTable
import PolicyLanguage
import PolicyAnalysis
import Testing

@Suite struct PermissionTableTests {
  @Test func markdownIsTheTableAsDocumentsPrintIt() throws {
    let tables = try World.table().permissionTables
    #expect(tables.map(\.scopeType) == ["organization", "project"])
    let project = try #require(tables.last)
    #expect(
      project.textTable.markdown() == """
        | Permission     | editor | viewer      |
        | -------------- | :----: | :---------: |
        | project create | ❌     | ❌          |
        | project read   | ✅     | ✅          |
        | doc list       | ✅     | ✅          |
        | doc read       | ✅     | ✅          |
        | doc update     | ✅     | ✅ if owned |
        | doc delete     | ✅     | ❌          |

        """)
  }

  @Test func everyFormatSaysTheSame() throws {
    let tables = try World.table().permissionTables
    let csv = PermissionTable.csv(tables)
    #expect(
      csv.contains("project,doc,update,viewer,if owned\r\n") || csv.contains("project,doc,update,viewer,if owned\n"))
    #expect(csv.contains("organization,project,create,admin,yes"))
    let json = try #require(tables.last).json.text(pretty: false)
    #expect(json.contains(#""viewer":{"granted":false,"if":["owned"],"forbiddenIf":[]}"#))
  }

  @Test func aForbidIsShownInItsTable() throws {
    let organization = try #require(World.table().permissionTables.first)
    let row = try #require(organization.rows.first { $0.resourceType == "doc" && $0.action == "delete" })
    #expect(organization.roles == ["admin", "anyone"])
    #expect(row.entries.map(\.forbids) == [["on_hold"], ["on_hold"]])
  }
}
