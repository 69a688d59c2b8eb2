import PolicyImport
import Testing

/// What the words of a row become.
@Suite struct RowWordsTests {
  @Test(arguments: [
    ("Create invitations", ["invitation create"]),
    ("Create, update, and delete API keys", ["api_key create", "api_key update", "api_key delete"]),
    ("Invitation list", ["invitation list"]),
    ("Connections: create", ["connection create"]),
    ("Can manage billing", ["billing manage"]),
    ("Creating policies", ["policy create"]),
    ("Deletes addresses", ["address delete"]),
    ("Permanently delete files", ["file permanently_delete"]),
    ("Turn on two-factor authentication", ["two_factor_authentication turn_on"]),
    ("Set up webhooks", ["webhook set_up"]),
    ("Manage access to repositories", ["access manage_to_repositories"]),
    ("View analytics", ["analytics view"]),
    ("User management", ["user manage"]),
    ("Single sign-on", ["single_sign_on access"]),
    ("2FA reset", ["x2fa_reset access"]),
    ("Ändern", ["andern access"]),
  ])
  func prose(text: String, expected: [String]) throws {
    let page = try markdown("| P | Admin |\n|---|---|\n| \(text) | yes |")
    #expect(page.set.permissions.map { "\($0.resourceType) \($0.action)" } == expected)
  }

  @Test func theOrderThatIsTold() throws {
    var options = TableOptions()
    options.rows.order = .resourceFirst
    let page = try markdown("| P | Admin |\n|---|---|\n| Audit log fetch | yes |\n| Create | no |", options)
    #expect(page.cells("audit_log", "fetch") == ["admin"])
    #expect(page.findings(.leftOut).count == 1)
  }

  @Test func rowsOfNoResource() throws {
    let text = "| P | Admin |\n|---|---|\n| Delete | yes |\n| Read items | yes |"
    #expect(try markdown(text).findings(.leftOut).first?.contains("`--resource` says what it is about") == true)
    var options = TableOptions()
    options.rows.resourceType = "item"
    #expect(try markdown(text, options).cells("item", "delete") == ["admin"])
  }
}
