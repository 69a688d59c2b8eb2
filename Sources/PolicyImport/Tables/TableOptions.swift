/// How tables are read where they leave it open.
package struct TableOptions: Sendable {
  /// A scope type, and the type that it lies in.
  package struct Scope: Hashable, Sendable {
    package var name: String
    package var parent: String?

    package init(_ name: String, in parent: String? = nil) {
      self.name = name
      self.parent = parent
    }
  }

  /// The set's name; that of the first file if it is `nil`.
  package var name: String?
  /// The scope types of the tables: one for all, or one each, in their order. Found out if there is none.
  package var scopes: [Scope] = []
  package var rows = RowRules()
  /// Words of cells that mean yes, and no, beside the usual ones.
  package var yes: [String] = []
  package var no: [String] = []

  package init() {}
}

/// Finds out which kind of scope a table speaks of.
enum ScopeWords {
  /// What is taken where nothing tells.
  static let standard = "organization"

  private static let known: [String: String] = {
    let plain = [
      "account", "app", "board", "channel", "cluster", "collection", "company", "database", "department", "enterprise",
      "environment", "folder", "group", "instance", "library", "namespace", "organization", "project", "repository",
      "server",
      "site", "space", "store", "team", "tenant", "vault", "workspace",
    ]
    var known: [String: String] = [
      "org": "organization", "orgs": "organization", "organisation": "organization", "organisations": "organization",
      "repo": "repository", "repos": "repository", "application": "app", "applications": "app", "companies": "company",
      "libraries": "library", "repositories": "repository",
    ]
    for word in plain { known[word] = word }
    for word in plain where !word.hasSuffix("y") { known[word + "s"] = word }
    return known
  }()

  private static let signs: Set<String> = [
    "access", "member", "members", "membership", "permission", "permissions", "privileges", "rights", "role", "roles",
  ]

  /// "Project permissions follow …" speaks of projects; so does a heading that says "Project" and no more.
  static func scopeType(in text: String, isHeading: Bool) -> String? {
    let words = Nouns.words(text).filter { $0 != "level" && $0 != "wide" && $0 != "user" }
    for (word, next) in zip(words, words.dropFirst()) where signs.contains(next) {
      if let type = known[word] { return type }
    }
    return isHeading && words.count <= 2 ? words.last.flatMap { known[$0] } : nil
  }
}
