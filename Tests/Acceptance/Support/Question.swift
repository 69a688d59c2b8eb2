/// A question as people write it, `user:ada read document:plan in project:web`, and as AuthZEN does.
struct Question: Sendable, CustomStringConvertible {
  let description: String
  let request: JSON

  init(_ text: String, explain: Bool = false) {
    description = text
    let words = text.split(separator: " ", maxSplits: 4).map(String.init)
    let principal = Self.entity(words[0])
    let resource = Self.entity(words.count > 2 ? words[2] : "")
    var context: JSON = [:]
    if words.count > 4 { context["scope"] = .string(words[4]) }
    if explain { context["explain"] = true }
    request = [
      "subject": principal, "action": ["name": .string(words.count > 1 ? words[1] : "")], "resource": resource,
      "context": context,
    ]
  }

  /// A name's type and id, which the first colon parts; a bare type has an empty id.
  private static func entity(_ name: String) -> JSON {
    let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    return ["type": .string(parts[0]), "id": .string(parts.count > 1 ? parts[1] : "")]
  }

  /// The question as the command line's arguments.
  var words: [String] { description.split(separator: " ").map(String.init) }
}
