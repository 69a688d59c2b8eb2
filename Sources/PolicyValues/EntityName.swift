/// A principal, resource or scope by name, written `type:id`.
///
/// The text splits at its first colon, so an id may hold colons of its own. Ids are compared byte for byte: Swift's
/// own `==` on strings would take canonically equivalent spellings for one, which must never happen to a name that
/// decides access, so equality and hashing here go over UTF-8.
package struct EntityName: Sendable {
  /// The name of the entity's type, such as `user`.
  package var type: String
  /// The id within the type: 1 to 256 bytes of UTF-8 without white space or control characters.
  package var id: String

  /// Takes both parts as they are, without validating them.
  package init(type: String, id: String) {
    self.type = type
    self.id = id
  }

  /// Reads `type:id`; `nil` if either part is not well formed.
  package init?(_ text: String) {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let type = text[..<colon]
    let id = text[text.utf8.index(after: colon)...]
    guard NameGrammar.isTypeName(type.utf8), NameGrammar.isID(id) else { return nil }
    self.init(type: String(type), id: String(id))
  }
}

extension EntityName: Hashable, Comparable, CustomStringConvertible {
  package static func == (a: Self, b: Self) -> Bool {
    a.id.hasSameBytes(as: b.id) && a.type.hasSameBytes(as: b.type)
  }

  package func hash(into hasher: inout Hasher) {
    type.hashBytes(into: &hasher)
    id.hashBytes(into: &hasher)
  }

  /// Orders by the bytes of the type, then by the bytes of the id.
  package static func < (a: Self, b: Self) -> Bool {
    a.type.hasSameBytes(as: b.type) ? a.id.precedesBytewise(b.id) : a.type.precedesBytewise(b.type)
  }

  /// The name as it is written, `type:id`.
  package var description: String { "\(type):\(id)" }
}
