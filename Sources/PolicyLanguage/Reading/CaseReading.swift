import PolicyValues
package import YAMLReader

/// Why a question's text cannot be read.
package struct CaseError: Error {
  package var message: String
  package var help: String
}

/// Reads `principal action resource`, perhaps followed by `in scope`; the scope may be a path.
///
/// `place` says where a range of the text's UTF-8 stands; without it every part stands at `span`.
package func parseCase(
  _ text: String, span: Span = .none, place: ((Range<Int>) -> Span)? = nil
) throws(CaseError) -> SuiteCase {
  let parts = words(of: text)
  let words = parts.map(\.text)
  let form = "write `principal action resource in scope`, such as `user:ada read secret:s1 in project:web`"
  guard words.count >= 3 else { throw CaseError(message: "`\(text)` is not a question", help: form) }
  guard let principal = EntityName(words[0]) else {
    throw CaseError(message: "the principal `\(words[0])` is not of the form `type:id`", help: form)
  }
  var scope: String?
  if words.count > 3 {
    guard words[3] == "in", words.count >= 5 else {
      throw CaseError(message: "after the resource stands `in` and a scope; `\(text)` goes on otherwise", help: form)
    }
    scope = words[4...].joined(separator: " ")
  }
  let resource = words[2]
  let named: (type: String, id: String?)
  if resource.utf8.contains(UInt8(ascii: ":")) {
    guard let name = EntityName(resource) else {
      throw CaseError(message: "the resource `\(resource)` is not of the form `type:id`", help: form)
    }
    named = (name.type, name.id)
  } else {
    guard NameGrammar.isTypeName(resource.utf8) else {
      throw CaseError(message: "`\(resource)` is not a resource type", help: form)
    }
    named = (resource, nil)
  }
  var read = SuiteCase(
    principal: principal, action: words[1], resourceType: named.type, resourceID: named.id, scope: scope, text: text,
    span: span)
  if let place {
    let end = parts.last?.range.upperBound ?? 0
    read.places = SuiteCase.Places(
      principal: place(parts[0].range), action: place(parts[1].range), resource: place(parts[2].range),
      scope: parts.count > 4 ? place(parts[4].range.lowerBound..<end) : span)
  }
  return read
}
