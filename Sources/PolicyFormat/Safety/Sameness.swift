import YAMLReader

/// Whether two files say the same: node by node, but for the order in which a row has its roles.
///
/// It reads nothing but nodes, and so knows nothing of how the second was made from the first.
struct Sameness {
  let roles: RoleOrders

  func isSame(_ first: Node?, _ second: Node?, at place: Place) -> Bool {
    guard let first, let second else { return first == nil && second == nil }
    return isSame(first, second, at: place)
  }

  private func isSame(_ first: Node, _ second: Node, at place: Place) -> Bool {
    guard first.kind == second.kind, first.count == second.count else { return false }
    switch first.kind {
    case .scalar: return isSameScalar(first, second)
    case .sequence:
      if place.isRow { return isSameRow(first, second) }
      let inner = place.place(of: Entry(), roles: roles)
      return zip(first.items, second.items).allSatisfy { isSame($0, $1, at: inner) }
    case .mapping:
      return zip(first.pairs, second.pairs).allSatisfy { first, second in
        guard first.key.utf8 == second.key.utf8 else { return false }
        let entry = Entry(key: ScalarText(text: first.key.text ?? "", first: ""))
        return isSame(first.value, second.value, at: place.place(of: entry, roles: roles))
      }
    }
  }

  /// Quotes may tell a boolean, a number or an empty value from text, and are left out only around what is none.
  private func isSameScalar(_ first: Node, _ second: Node) -> Bool {
    guard first.utf8 == second.utf8 else { return false }
    return first.isPlain == second.isPlain || (second.isPlain && RoleOrder.isCell(second.text ?? ""))
  }

  private func isSameRow(_ first: Node, _ second: Node) -> Bool {
    func inOrder(_ row: Node) -> [Node] {
      row.items.enumerated()
        .sorted { first, second in
          first.element.utf8 == second.element.utf8
            ? first.offset < second.offset : first.element.utf8.lexicographicallyPrecedes(second.element.utf8)
        }
        .map(\.element)
    }
    let isFlat = first.items.allSatisfy { $0.kind == .scalar } && second.items.allSatisfy { $0.kind == .scalar }
    let (firstItems, secondItems) =
      isFlat ? (inOrder(first), inOrder(second)) : (Array(first.items), Array(second.items))
    return zip(firstItems, secondItems).allSatisfy { isSame($0, $1, at: .free) }
  }
}
