import PolicyLanguage

/// Collections on one line, in brackets.
struct FlowText {
  let roles: RoleOrders

  /// How wide a line may be, its comment not counted.
  static let width = 120

  /// The text of a collection in brackets; nil if it cannot stand so, or is wider than a line.
  func text(of collection: Collection, at place: Place) -> String? {
    var text = ""
    guard add(collection, place, to: &text), displayWidth(of: text) <= Self.width else { return nil }
    return text
  }

  private func add(_ collection: Collection, _ place: Place, to text: inout String) -> Bool {
    guard collection.isOneLine else { return false }
    var entries = collection.entries
    if case .row(let order) = place { entries = order.row(collection) }
    let isBare = collection.isBare && !(entries.first.map { Self.hasNoValue($0) } ?? true)
    if !isBare { text += collection.isMapping ? "{" : "[" }
    for (position, entry) in entries.enumerated() {
      if position > 0 { text += ", " }
      if let key = entry.key {
        text += key.first
        if Self.hasNoValue(entry) { continue }
        text += ": "
      }
      switch entry.value {
      case .scalar(let scalar):
        guard collection.isFlow || Self.isSafe(scalar) else { return false }
        text += scalar.first
      case .collection(let value):
        guard collection.isFlow || value.entries.isEmpty, add(value, place.place(of: entry, roles: roles), to: &text)
        else { return false }
      }
      // A character takes four bytes at most: what is longer is wider too.
      guard text.utf8.count <= 4 * Self.width else { return false }
    }
    if !isBare { text += collection.isMapping ? "}" : "]" }
    return true
  }

  private static func hasNoValue(_ entry: Entry) -> Bool {
    if case .scalar(let scalar) = entry.value { scalar.isEmpty } else { false }
  }

  /// Whether a scalar that stood in no brackets may stand in some.
  private static func isSafe(_ scalar: ScalarText) -> Bool {
    guard scalar.isPlain else { return true }
    let signs = "_-./: ".utf8
    return ScalarText.isWord(String(scalar.text.prefix { $0 != " " }))
      && scalar.text.utf8.allSatisfy { byte in
        (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || signs.contains(byte)
      }
  }
}
