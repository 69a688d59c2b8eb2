import PolicyValues
import YAMLReader

/// A word of a text, and where in its UTF-8 it stands.
struct Word {
  var text: String
  var range: Range<Int>
}

/// The words of a text, parted by spaces, tabs and line breaks. Goes by scalars: as a Swift character, a space with a
/// combining mark after it would be no space.
func words(of text: String) -> [Word] {
  var words: [Word] = []
  let scalars = text.unicodeScalars
  var start: String.Index?
  var index = scalars.startIndex
  func close(_ end: String.Index) {
    guard let from = start else { return }
    let offset = text.utf8.distance(from: text.startIndex, to: from)
    let length = text.utf8.distance(from: from, to: end)
    words.append(Word(text: String(scalars[from..<end]), range: offset..<(offset + length)))
    start = nil
  }
  while index < scalars.endIndex {
    switch scalars[index] {
    case " ", "\t", "\n", "\r": close(index)
    default: start = start ?? index
    }
    index = scalars.index(after: index)
  }
  close(scalars.endIndex)
  return words
}

extension DiagnosticLog {
  /// The bare name of a role that is assigned; its full name is taken too where it is of the scope's type.
  mutating func role(_ text: String, heldAt scope: EntityName, at span: Span) -> String? {
    guard case .role(let scopeType?, let name)? = AttributeValue(text: text, as: .role) else {
      return checkedName(text, "a role", at: span) ? text : nil
    }
    if scopeType == scope.type { return name }
    error(
      .wrongScopeType, "`\(text)` cannot be held at `\(scope)`, which is \(a(scope.type))", at: span,
      help: "give it at \(a(scopeType)), or name a role of `\(scope.type)`")
    return nil
  }

  /// A role as a cell names it: bare, since a table knows roles of its own scope type only.
  mutating func checkedRole(_ text: String, at span: Span) -> Bool {
    if case .role(_?, let bare)? = AttributeValue(text: text, as: .role) {
      error(
        .badName, "`\(text)` is a role's full name, and a table names its own scope type's roles only", at: span,
        help: "write `\(bare)` in the table of `\(text.dropLast(bare.utf8.count + 1))`")
      return false
    }
    return checkedName(text, "a role", at: span)
  }
}
