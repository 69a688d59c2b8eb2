import PolicyLanguage
import PolicyValues

extension TableOptions {
  /// Options as they are written on a command line; errors say how they are written.
  package init(
    name: String?, scopes: [String], resource: String?, order: String?, rows: [String], yes: [String], no: [String]
  ) throws(ImportFailure) {
    self.init()
    self.name = name
    self.yes = yes
    self.no = no
    for text in scopes { self.scopes.append(try Self.scope(text)) }
    try refuseCircles()
    if let resource {
      guard NameGrammar.isTypeName(resource.utf8) else {
        throw ImportFailure("`--resource` is a resource type, and \(quoted(resource)) is no name")
      }
      self.rows.resourceType = resource
    }
    switch order {
    case nil: break
    case "resource action": self.rows.order = .resourceFirst
    case "action resource": self.rows.order = .actionFirst
    case let order?:
      throw ImportFailure("`--rows` is `resource action` or `action resource`, not \(quoted(order))")
    }
    for text in rows {
      let sides = text.lastIndex(of: "=").map { (text[..<$0], text[text.index(after: $0)...]) }
      let words = sides?.1.split(separator: " ").map(String.init) ?? []
      guard let sides, words.count == 2, NameGrammar.isTypeName(words[0].utf8),
        NameGrammar.isActionName(words[1].utf8)
      else {
        throw ImportFailure(
          "`--row` is written `words of the row=resource action`, and \(quoted(text)) is not",
          help: "for example --row 'Call the API=api call'")
      }
      self.rows.overrides[sides.0.foldingSpaces().lowercased()] = RowRules.Target(words[0], words[1])
    }
  }

  private static func scope(_ text: String) throws(ImportFailure) -> Scope {
    let words = text.split(separator: " ").map(String.init)
    let isPlain = words.count == 1 || (words.count == 3 && words[1] == "in")
    guard isPlain, let name = words.first, let last = words.last, NameGrammar.isName(name.utf8),
      NameGrammar.isName(last.utf8)
    else {
      throw ImportFailure(
        "`--scope` is a scope type, and \(quoted(text)) is none", help: "write `project`, or `project in organization`")
    }
    return Scope(name, in: words.count == 3 ? last : nil)
  }

  private func refuseCircles() throws(ImportFailure) {
    for scope in scopes {
      var seen: Set<String> = []
      var name: String? = scope.name
      while let current = name {
        guard seen.insert(current).inserted else {
          throw ImportFailure(
            "the scope type `\(scope.name)` would lie in itself", help: "take one `in` out of `--scope`")
        }
        name = scopes.first { $0.name == current && $0.parent != nil }?.parent
      }
    }
  }
}
