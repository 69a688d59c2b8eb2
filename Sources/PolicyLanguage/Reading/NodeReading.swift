import PolicyValues
import YAMLReader

/// The shapes that policy files are made of, each read from a node with an error where the node is another; what that
/// error would call it is made into words only then.
extension DiagnosticLog {
  /// The pairs of a mapping; `nil` with an error for anything else.
  mutating func mapping(_ node: Node, _ what: @autoclosure () -> String, example: String) -> Node.Pairs? {
    if node.kind == .mapping { return node.pairs }
    reportShape(node, what(), due: "a mapping", example: example, whenEmpty: "{}")
    return nil
  }

  /// What a mapping says of something that is declared; nothing, with an error, for anything else.
  mutating func facts(_ node: Node, _ what: @autoclosure () -> String, example: String) -> [(key: Node, value: Node)] {
    mapping(node, what(), example: example).map(Array.init) ?? []
  }

  /// The items of a sequence; `nil` with an error for anything else.
  mutating func sequence(_ node: Node, _ what: @autoclosure () -> String, example: String) -> Node.Items? {
    if node.kind == .sequence { return node.items }
    reportShape(node, what(), due: "a list", example: example, whenEmpty: "[]")
    return nil
  }

  /// A scalar's text; `nil` with an error for a collection or an empty value.
  mutating func scalar(_ node: Node, _ what: @autoclosure () -> String, example: String) -> String? {
    if let text = node.text, !node.isEmptyPlain { return text }
    reportShape(node, what(), due: "a single value", example: example, whenEmpty: nil)
    return nil
  }

  /// A scalar, or a list of scalars, with the place of each.
  mutating func scalars(_ node: Node, _ what: @autoclosure () -> String, example: String) -> [(
    text: String, span: Span
  )]? {
    if node.kind == .scalar {
      return scalar(node, what(), example: example).map { [($0, node.span)] }
    }
    guard let items = sequence(node, what(), example: example) else { return nil }
    return items.compactMap { item in
      scalar(item, "an entry of \(what())", example: example).map { ($0, item.span) }
    }
  }

  /// `true` or `false`, unquoted.
  mutating func bool(_ node: Node, _ what: String) -> Bool? {
    if node.isPlain {
      if node.isText("true") { return true }
      if node.isText("false") { return false }
    }
    if node.isEmptyPlain {
      error(.emptyValue, "nothing stands here", at: node.span, help: "write `true` or `false`")
    } else {
      let shown = node.text.map { "`\($0)` is neither" } ?? "this is neither"
      error(.badValue, "\(what) is `true` or `false`; \(shown)", at: node.span, help: "write `true` or `false`")
    }
    return nil
  }

  /// A name by the grammar of section 2.
  mutating func name(_ node: Node, _ what: String) -> String? {
    guard let text = scalar(node, what, example: "name") else { return nil }
    return checkedName(text, what, at: node.span) ? text : nil
  }

  /// A resource type's name.
  mutating func typeName(_ node: Node, _ what: String) -> String? {
    guard let text = scalar(node, what, example: "secret") else { return nil }
    if NameGrammar.isTypeName(text.utf8) { return text }
    error(
      .badName, "\(what) cannot be called `\(text)`", at: node.span,
      help: "it begins with a letter and goes on with letters, digits, `_`, `-`, `.` and `/`")
    return nil
  }

  /// An action's name.
  mutating func actionName(_ node: Node, _ what: String) -> String? {
    guard let text = scalar(node, what, example: "read") else { return nil }
    if NameGrammar.isActionName(text.utf8) { return text }
    error(
      .badName, "\(what) cannot be called `\(text)`", at: node.span,
      help: "it begins with a letter and goes on with letters, digits, `_`, `-`, `.`, `/` and `:`")
    return nil
  }

  mutating func checkedName(_ text: String, _ what: String, at span: Span) -> Bool {
    if NameGrammar.isName(text.utf8) { return true }
    error(
      .badName, "\(what) cannot be called `\(text)`", at: span,
      help: "a name begins with a letter and goes on with letters, digits, `_` and `-`")
    return false
  }

  /// `type:id`.
  mutating func entity(_ text: String, _ what: String, at span: Span) -> EntityName? {
    if let name = EntityName(text) { return name }
    if let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), NameGrammar.isTypeName(text[..<colon].utf8) {
      error(
        .badID, "the id of \(what) `\(text)` is not well formed", at: span,
        help: "an id is 1 to 256 bytes without white space or control characters")
    } else {
      error(
        .badID, "\(what) is written `type:id`; `\(text)` is not", at: span,
        help: "for example `\(["a scope": "organization:acme", "a resource": "secret:s1"][what] ?? "user:alice")`")
    }
    return nil
  }

  mutating func entity(_ node: Node, _ what: String) -> EntityName? {
    guard let text = scalar(node, what, example: "type:id") else { return nil }
    return entity(text, what, at: node.span)
  }

  /// An RFC 3339 timestamp with its offset.
  mutating func timestamp(_ node: Node, _ what: String) -> Timestamp? {
    guard let text = scalar(node, what, example: "2027-01-01T00:00:00Z") else { return nil }
    if let value = Timestamp(text) { return value }
    error(
      .badValue, "\(what) is not a timestamp: `\(text)`", at: node.span,
      help: "write date, time and offset, such as `2027-01-01T00:00:00Z` or `2027-01-01T09:00:00+09:00`")
    return nil
  }

  /// A whole number.
  mutating func integer(_ node: Node, _ what: String) -> Int64? {
    guard let text = scalar(node, what, example: "1") else { return nil }
    if node.isPlain, case .int(let value)? = AttributeValue(text: text, as: .int) { return value }
    error(.badValue, "\(what) is a whole number; `\(text)` is not", at: node.span, help: "write it in digits")
    return nil
  }

  /// Reports a key that nothing reads, with the nearest that something does.
  mutating func unknownKey(_ key: Node, in what: String, known: [String]) {
    let text = key.text ?? ""
    let near = nearest(text, in: known)
    error(
      .unknownKey, "\(what) has no key `\(text)`", at: key.span,
      help: near.map { "did you mean `\($0)`?" } ?? "it has \(listed(known))")
  }

  private mutating func reportShape(_ node: Node, _ what: String, due: String, example: String, whenEmpty: String?) {
    if node.isEmptyPlain {
      error(
        .emptyValue, "nothing stands here", at: node.span,
        help: whenEmpty.map { "write `\($0)` if nothing is meant" } ?? "write a value, such as `\(example)`")
    } else {
      let found =
        switch node.kind {
        case .scalar: "a single value"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
      error(
        .wrongShape, "\(due) is due for \(what), and this is \(found)", at: node.span,
        help: "for example `\(example)`")
    }
  }
}

/// `a`, `b` and `c`, each in backticks.
package func listed(_ names: some Sequence<String>) -> String {
  let quoted = names.map { "`\($0)`" }
  guard quoted.count > 1, let last = quoted.last else { return quoted.first ?? "none" }
  return quoted.dropLast().joined(separator: ", ") + " and " + last
}

/// A name in backticks with its article: "an `organization`", "a `project`".
package func a(_ name: String) -> String {
  "\(name.first.map { "aeiouAEIOU".contains($0) } ?? false ? "an" : "a") `\(name)`"
}
