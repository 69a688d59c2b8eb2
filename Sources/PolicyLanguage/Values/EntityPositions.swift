package import PolicyValues

/// Where names stand in a list: the first position of each.
package struct EntityPositions: Sendable {
  private var names = EntityNames()
  private var positions: [Int] = []

  package init(_ list: some Sequence<EntityName>) {
    for (position, name) in list.enumerated() where names.insert(name) == positions.count {
      positions.append(position)
    }
  }

  package subscript(name: EntityName) -> Int? { names.number(of: name).map { positions[$0] } }

  /// The position of each of other names, by its number among those.
  package func positions(of others: EntityNames) -> [Int?] {
    (0..<others.count).map { names.number(of: others, $0).map { positions[$0] } }
  }
}
