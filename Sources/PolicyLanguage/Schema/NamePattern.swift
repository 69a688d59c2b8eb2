/// A grammar as a regular expression of the kind that JSON Schema has, which is JavaScript's, kept to what other
/// dialects read in the same way.
struct NamePattern {
  let expression: String
  /// What an editor says of a text that does not match.
  let message: String
  /// Whether a text of this grammar can look like a boolean: names may be called `true`, `no` or `on`.
  let looksBoolean: Bool

  private init(_ body: String, looksBoolean: Bool = false, _ message: String) {
    expression = "^\(body)$"
    self.message = message
    self.looksBoolean = looksBoolean
  }

  /// What an editor may see where a text of this grammar stands.
  var types: [JSONValue] { looksBoolean ? ["string", "boolean"] : ["string"] }

  /// A value of this grammar.
  var schema: Schema {
    Schema([
      ("type", looksBoolean ? .array(types) : "string"), ("pattern", .string(expression)),
      ("patternErrorMessage", .string(message)),
    ])
  }

  /// A key of this grammar; keys are text for every editor.
  var keySchema: Schema {
    Schema([("pattern", .string(expression)), ("patternErrorMessage", .string(message))])
  }
}

extension NamePattern {
  // The bodies of `NameGrammar`, which a test holds these against.
  private static let nameBody = "[A-Za-z][A-Za-z0-9_-]*"
  private static let typeBody = "[A-Za-z][A-Za-z0-9_./-]*"
  private static let actionBody = "[A-Za-z][A-Za-z0-9_./:-]*"
  /// White space and control characters, as Unicode has them; a dialect's own `\s` is not the same everywhere.
  private static let idCharacter =
    #"[^\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"#
  /// An id has at most 256 bytes, and so at most as many characters.
  private static let idBody = "\(idCharacter){1,256}"
  private static let entityBody = "\(typeBody):\(idBody)"
  /// What parts the words of a cell or a case.
  private static let gap = #"[ \t\r\n]+"#
  private static let edge = #"[ \t\r\n]*"#

  static let name = NamePattern(
    nameBody, looksBoolean: true, "A name begins with a letter and goes on with letters, digits, _ and -.")
  static let typeName = NamePattern(
    typeBody, looksBoolean: true,
    "A resource type begins with a letter and goes on with letters, digits, _, -, . and /.")
  static let actionName = NamePattern(
    actionBody, looksBoolean: true, "An action begins with a letter and goes on with letters, digits, _, -, ., / and :."
  )
  /// The key of a row: an action, or `"*"`.
  static let rowKey = NamePattern(
    #"(\*|\#(actionBody))"#,
    "An action begins with a letter and goes on with letters, digits, _, -, ., / and :. \"*\" is every action "
      + "without a row of its own."
  )
  /// A role that is declared; `anyone` is taken.
  static let roleName = NamePattern(
    "(?!anyone$)\(nameBody)", looksBoolean: true,
    "A role begins with a letter and goes on with letters, digits, _ and -; anyone is every principal, and "
      + "cannot be declared."
  )
  /// A role that is included: bare, or with its scope type.
  static let inclusion = NamePattern(
    #"\#(nameBody)(\.\#(nameBody))?"#, looksBoolean: true,
    "Write member for a role of the same scope type, or project.member.")
  /// A role of an assignment: bare, or with the scope's type.
  static let heldRole = inclusion
  /// `organization.owner` or `project.*`.
  static let rolePattern = NamePattern(
    #"\#(nameBody)\.(\*|\#(nameBody))"#,
    "Write organization.owner, or project.* for every role of a scope type.")
  /// A cell of a row.
  static let cell = NamePattern(
    "\(edge)\(nameBody)(\(gap)if\(gap)\(nameBody))?\(edge)", looksBoolean: true,
    "A cell is a role, such as admin, or a role under one declared condition, such as member if owned.")
  /// A resource type and an action.
  static let permission = NamePattern(
    "\(edge)\(typeBody)\(gap)\(actionBody)\(edge)", "Write a resource type and an action, such as secret read.")
  /// The same, with `*` in the place of either.
  static let permissionPattern = NamePattern(
    #"\#(edge)(\*|\#(typeBody))\#(gap)(\*|\#(actionBody))\#(edge)"#,
    "Write a resource type and an action, such as secret read; either may be *.")
  /// Whom an invariant speaks of: a role pattern, a principal type, or `anyone`.
  static let subject = NamePattern(
    #"\#(nameBody)(\.(\*|\#(nameBody)))?"#, looksBoolean: true,
    "Write organization.owner, project.* for every role of a scope type, or a principal type such as api_key.")
  /// `type:id`.
  static let entity = NamePattern(
    entityBody, "Write type:id, such as user:alice; an id has no white space.")
  /// A scope, or a path from it outward.
  static let scopePath = NamePattern(
    "\(entityBody)( in \(entityBody))*", "Write a scope, such as organization:acme.")
  /// A question.
  static let question = NamePattern(
    #"\#(edge)\#(entityBody)\#(gap)[^ \t\r\n]+\#(gap)\#(typeBody)(:\#(idBody))?(\#(gap)in\#(gap)[^ \t\r\n][\s\S]*)?\#(edge)"#,
    "Write principal action resource in scope, such as user:ada read secret:s1 in project:web.")
  static let timestamp = NamePattern(
    #"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})"#,
    "Write date, time and offset, such as 2027-01-01T00:00:00Z.")
  /// The name of a value that a test gives.
  static let given = NamePattern(
    #"(now|(principal|resource|scope|context|action)\.\#(nameBody))"#,
    "Give now, or an attribute such as resource.owner or context.ip.")
}
