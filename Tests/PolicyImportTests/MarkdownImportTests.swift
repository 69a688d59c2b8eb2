import PolicyImport
import Testing

/// Tables of real pages, and what pages do to tables.
@Suite struct MarkdownImportTests {
  /// Flattened as pages are that were saved as text: the heads of tables stand behind the paragraph before.
  static let pica = """
    Permission Reference
    Here’s a complete reference of permissions for each role:Organization Permissions
    | Permission | Admin | Manager | Member |
    |---|---|---|---|
    | Create invitations | ✅ | ❌ | ❌ |
    | List connections | ✅ | ✅ | ✅ |
    | Delete connections | ✅ | ❌ | ❌ |
    | Create secrets | ✅ | ✅ | ✅ |
    | Read AuthKit | ✅ | ✅ | ✅ |
    | Create projects | ✅ | ✅ | ❌ |
    Project Permissions
    Project permissions follow the same structure as organization permissions, but are scoped to the specific project.| Permission | Admin | Manager | Member |
    |---|---|---|---|
    | List connections | ✅ | ✅ | ✅ |
    | Delete connections | ✅ | ❌ | ❌ |
    Best Practices
    """

  @Test func aPageOfTwoScopes() throws {
    let page = try markdown(Self.pica)
    #expect(page.set.isWhole)
    #expect(page.set.scopes.map(\.name) == ["organization", "project"])
    #expect(page.set.scopes[1].parents == ["organization"])
    #expect(page.set.permissions.count == 8)
    #expect(page.cells("invitation", "create") == ["admin"])
    #expect(page.cells("secret", "create") == ["admin", "manager", "member"])
    #expect(page.cells("authkit", "read") == ["admin", "manager", "member"])
    #expect(page.cells("project", "create") == ["admin", "manager"])
    #expect(page.cells("connection", "delete", in: "project") == ["admin"])
  }

  static let studio = """
    Roles
    | Role | Description |
    |---|---|
    | Owner | Full control over the organization. |
    | Member | Can use Studio. |
    API Keys
    API key management has two distinct permission levels:| Action | Owner | Admin | Member |
    |---|---|---|---|
    | Create API keys | Yes | Yes | No |
    | Edit (rename) API keys | Yes | Yes | No |
    Full Permissions Matrix
    | Capability | Owner | Admin | Member |
    |---|---|---|---|
    | Use Studio (pipelines, processors, files) | Yes | Yes | Yes |
    | Call the API with an org key | Yes | Yes | Yes |
    | View usage and request logs | Yes | Yes | Yes |
    | Create API keys | Yes | Yes | No |
    | Edit/delete API keys | Yes | Yes | No |
    | Manage billing and payment methods | Yes | Yes | No |
    | Delete the organization | Yes | No | No |
    """

  @Test func aPageOfProse() throws {
    let page = try markdown(Self.studio)
    #expect(page.set.isWhole)
    let rows = page.set.permissions.map { "\($0.resourceType) \($0.action)" }
    #expect(
      Set(rows) == [
        "api_key create", "api_key edit", "api_key delete", "studio use", "api call_with_org_key", "usage view",
        "request_log view", "billing manage", "payment_method manage", "organization delete",
      ])
    #expect(page.cells("organization", "delete") == ["owner"])
    #expect(page.cells("api", "call_with_org_key") == ["owner", "admin", "member"])
    #expect(page.findings(.passedOver).count == 1)
    #expect(
      page.findings(.passedOver).first?.hasPrefix("page.md:2:3: passed over: the table `Role | Description`") == true)
    // The row in the set says where it comes from, where its two words do not.
    let text = page.set.files[0].text
    #expect(text.contains("use: [owner, admin, member]    # \"Use Studio (pipelines, processors, files)\""))
  }

  @Test func whatIsNotPlainlyAllowedIsLeftOut() throws {
    let page = try markdown(
      """
      | Permission | Admin | Editor | Guest |
      |---|:-:|:-:|:-:|
      | Delete posts | ✅ | ✅ (own only) | ❌ |
      | Edit posts | ✅ | ✅* | Own |
      | List posts | ✅ | ✅[^1] | Limited |
      | Read posts | ✅ | Yes, if published | <Check/> |
      | Pin posts | ✅/❌ | ~~✅~~ | ⚠️ |
      """)
    for action in ["delete", "edit", "list", "read"] { #expect(page.cells("post", action) == ["admin"], "\(action)") }
    #expect(page.cells("post", "pin") == [])
    #expect(!page.set.isWhole)
    let left = page.findings(.leftOut)
    #expect(left.count == 10)
    #expect(left[0] == "page.md:3:22: left out: editor in post delete: `✅ (own only)` is neither yes nor no")
    #expect(
      page.set.files[0].text.contains("      # editor: left out, `✅ (own only)` is neither yes nor no (page.md:3:22)"))
  }

  @Test func whatLimitsARowOrAColumnLimitsItsCells() throws {
    let page = try markdown(
      """
      | Permission | Admin | Manager* | Notes |
      |---|---|---|---|
      | Create items | yes | yes | |
      | Delete items (own only) | yes | no | |
      | Export items¹ | yes | no | |
      | Import items | yes | no | only on weekdays |
      | Share items | yes | no | by mail |
      """)
    #expect(page.cells("item", "create") == ["admin"])
    for action in ["delete", "export", "import"] { #expect(page.cells("item", action) == [], "\(action)") }
    #expect(page.cells("item", "share") == ["admin"])
    #expect(page.findings(.leftOut).count == 4)
    #expect(page.findings(.passedOver).count == 1)
  }

  @Test func whoseThingsAreMeantStaysInTheName() throws {
    let page = try markdown(
      """
      | Permission | Admin | Member |
      |---|---|---|
      | Edit own comments | yes | yes |
      | Edit any comment | yes | no |
      | Delete others' comments | yes | no |
      | Publish posts to production | yes | no |
      | Publish posts to staging | yes | yes |
      """)
    #expect(page.cells("comment", "edit_own") == ["admin", "member"])
    #expect(page.cells("comment", "edit") == ["admin"])
    #expect(page.cells("comment", "delete_others") == ["admin"])
    #expect(page.cells("post", "publish_to_production") == ["admin"])
    #expect(page.cells("post", "publish_to_staging") == ["admin", "member"])
  }

  @Test func anXIsWhatItsTableMakesOfIt() throws {
    let only = try markdown("| P | Admin | Guest |\n|---|---|---|\n| Read items | x | - |\n| Write items | X | |")
    #expect(only.cells("item", "read") == ["admin"])
    #expect(only.cells("item", "write") == ["admin"])
    let cross = try markdown("| P | Admin | Guest |\n|---|---|---|\n| Read items | ✓ | x |\n| Write items | ✓ | x |")
    #expect(cross.cells("item", "read") == ["admin"])
    #expect(cross.set.isWhole)
    let unclear = try markdown("| P | Admin | Guest |\n|---|---|---|\n| Read items | ✓ | x |\n| Write items | ✓ | no |")
    #expect(unclear.cells("item", "read") == ["admin"])
    #expect(unclear.findings(.leftOut).count == 1)
  }

  @Test func groupsWithinATable() throws {
    let page = try markdown(
      """
      ### Permissions of a project

      | Permission | Admin | Member |
      | --- | --- | --- |
      | **Connections** | | |
      | Create | ✅ | ❌ |
      | List / read | ✅ | ✅ |
      | **Members** | | |
      | Change role | ✅ | ❌ |
      | Invite members | ✅ | ❌ |
      """)
    #expect(page.cells("connection", "create") == ["admin"])
    #expect(page.cells("connection", "list") == ["admin", "member"])
    #expect(page.cells("connection", "read") == ["admin", "member"])
    #expect(page.cells("member", "change_role") == ["admin"])
    #expect(page.cells("member", "invite") == ["admin"])
  }

  @Test func areasBeforeColonsAndNumberedFootnotes() throws {
    let page = try markdown(
      """
      The following table lists project permissions available for each role:

      | Action                                        | Guest  | Reporter | Owner |
      |-----------------------------------------------|--------|----------|-------|
      | [Issues](issues.md):<br>Create                 | ✓ (15) | ✓        | ✓     |
      | [Issues](issues.md):<br>Lock [threads](t.md)   | (2)    |          | ✓     |
      | [Issues](issues.md):<br>Close / reopen (18)    |        | ✓        | ✓     |
      """)
    #expect(page.cells("issue", "create", in: "project") == ["reporter", "owner"])
    #expect(page.cells("issue", "lock_thread", in: "project") == ["owner"])
    #expect(page.cells("issue", "reopen", in: "project") == [])
    #expect(page.findings(.leftOut).count == 4)
  }

  @Test func columnsForResourceAndAction() throws {
    let page = try markdown(
      """
      | Resource | Action | Org Admin | Viewer |
      |---|---|---|---|
      | Projects | Create | ✔️ | ✖️ |
      |  | Delete | ✔️ | ✖️ |
      | Billing | View | :white_check_mark: | :x: |
      """)
    #expect(page.set.roles.map(\.name) == ["org_admin", "viewer"])
    #expect(page.cells("project", "delete") == ["org_admin"])
    #expect(page.cells("billing", "view") == ["org_admin"])
    #expect(page.set.files[0].text.contains("org_admin: {}    # \"Org Admin\""))
  }

  @Test func namesOfMachines() throws {
    let page = try markdown(
      """
      | Scope | admin | bot |
      |---|---|---|
      | `connection:delete` | y | n |
      | `secrets.read` | y | y |
      | read:packages | y | y |
      | createProject | y | n |
      | org:member:invite | y | n |
      | users:* | y | n |
      """)
    #expect(page.cells("connection", "delete") == ["admin"])
    #expect(page.cells("secrets", "read") == ["admin", "bot"])
    #expect(page.cells("packages", "read") == ["admin", "bot"])
    #expect(page.cells("project", "create") == ["admin"])
    #expect(page.cells("org.member", "invite") == ["admin"])
    #expect(page.findings(.leftOut).count == 1)
  }

  @Test func rolesAsRows() throws {
    let page = try markdown(
      "| Role | Create posts | Delete posts |\n|---|---|---|\n| Admin | ✅ | ✅ |\n| Author | ✅ | ❌ |")
    #expect(page.cells("post", "create") == ["admin", "author"])
    #expect(page.cells("post", "delete") == ["admin"])
  }

  @Test func signsOfMarkdown() throws {
    let page = try markdown(
      """
      ```
      | Permission | Nobody |
      |---|---|
      | Create x | ✅ |
      ```
      > | Permission | [Admin](https://example.com) | **Member** |
      > |:---|:---:|---:|
      > | [Create `a\\|b`](x) items<br>in bulk | **✅** | &#10060; |
      """)
    #expect(page.set.roles.map(\.name) == ["admin", "member"])
    #expect(page.cells("b_item", "create_in_bulk") == ["admin"])
    #expect(page.set.permissions.count == 1)
  }

  @Test func cellsKeepTheirPlaces() throws {
    let page = try markdown(
      """
      Resource | Action | Admin | Guest
      --- | --- | --- | ---
      Items | read | no | yes
      Items | delete | no
      Items | a|b | yes | no
      """)
    #expect(page.cells("item", "read") == ["guest"])
    #expect(page.cells("item", "delete") == [])
    #expect(page.findings(.leftOut).count == 1)
    #expect(page.findings(.leftOut).first?.contains("a row of 5 cells under 4 heads") == true)
  }

  @Test func tablesThatAreNone() {
    let parameters = "| Name | Type | Required |\n|---|---|---|\n| id | string | Yes |"
    #expect(refusal { try markdown(parameters) }.contains("there is no permission table"))
    #expect(refusal { try markdown("nothing here") }.contains("there is no permission table"))
  }

  @Test func whatWouldBeOneNameIsRefused() {
    let twice = "| P | Org Admin | org-admin |\n|---|---|---|\n| Read items | yes | no |"
    #expect(
      refusal { try markdown(twice) }.hasPrefix(
        "page.md:1:19: error: the columns `Org Admin` and `org-admin` would both"))
  }

  @Test func tablesThatContradictEachOther() throws {
    let page = try markdown(
      """
      | P | Admin | Member |
      |---|---|---|
      | Read items | yes | yes |

      | P | Admin | Guest |
      |---|---|---|
      | Read items | no | yes |
      """)
    #expect(page.cells("item", "read") == ["member", "guest"])
    #expect(
      page.findings(.leftOut) == [
        "page.md:7:3: left out: admin in item read: page.md:3:3 says yes and page.md:7:3 says no"
      ])
  }

  @Test func theUserSaysOtherwise() throws {
    let options = try TableOptions(
      name: "shop", scopes: ["organization", "project in organization"], resource: nil, order: nil,
      rows: ["call the API with an org key=api call"], yes: ["full"], no: ["limited"])
    let page = try markdown(
      """
      | P | Admin |
      |---|---|
      | Call the API with an org key | Full |

      | P | Admin |
      |---|---|
      | Read items | Limited |
      """, options)
    #expect(page.set.name == "shop")
    #expect(page.cells("api", "call") == ["admin"])
    #expect(page.cells("item", "read", in: "project") == [])
    #expect(page.set.isWhole)
  }
}
