/// The permission tables of the documents that the project was made from, as they stand there: a row's permission,
/// then whether each column may.
struct SeedTable: Sendable {
  struct Row: Sendable {
    var resource: String
    var action: String
    /// One for each column of the document.
    var allowed: [Bool]

    /// Whether an attribute decides with the role: giving a role needs to say which.
    var needsRole: Bool { resource == "member" && (action == "invite" || action == "change_role") }
  }

  /// The document's columns: the role's name in the policy, and somebody in the sample directory who holds it and no
  /// other.
  var columns: [(role: String, principal: String)]
  var scope: String
  var rows: [Row]

  /// "Organization Permissions".
  static let picaOrganization = SeedTable(
    columns: [("admin", "user:ben"), ("manager", "user:mia"), ("member", "user:max")], scope: "organization:acme",
    rows: rows(
      """
      invitation create YNN
      invitation list   YNN
      invitation revoke YNN
      invitation resend YNN
      """) + picaShared + rows("project create YYN"))

  /// "Project Permissions".
  static let picaProject = SeedTable(
    columns: [("admin", "user:pat"), ("manager", "user:quin"), ("member", "user:rae")], scope: "project:web",
    rows: picaShared)

  private static let picaShared = rows(
    """
    connection list   YYY
    connection create YYN
    connection read   YYN
    connection update YYN
    connection delete YNN
    secret list       YYY
    secret create     YYY
    secret read       YYN
    secret update     YYN
    secret delete     YYN
    authkit list      YYY
    authkit create    YYN
    authkit read      YYY
    authkit update    YYN
    authkit delete    YYN
    """)

  /// "API Keys" and "Full Permissions Matrix".
  static let studio = SeedTable(
    columns: [("owner", "user:olga"), ("admin", "user:adam"), ("member", "user:mona")], scope: "organization:acme",
    rows: rows(
      """
      studio use          YYY
      api call            YYY
      usage view          YYY
      api_key create      YYN
      api_key view        YYY
      api_key edit        YYN
      api_key delete      YYN
      billing manage      YYN
      member invite       YYN
      member remove       YYN
      member change_role  YYN
      organization delete YNN
      """))

  private static func rows(_ text: String) -> [Row] {
    text.split(separator: "\n").map { line in
      let words = line.split(separator: " ")
      return Row(resource: String(words[0]), action: String(words[1]), allowed: words[2].map { $0 == "Y" })
    }
  }
}
