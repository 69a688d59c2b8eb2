/// A set of roles by position, 64 a word. Position 0, `anyone`, is always in the sets that a check builds.
struct RoleSet: Hashable {
  private(set) var words: [UInt64]

  /// The empty set, of `words` words.
  init(words: Int) { self.words = [UInt64](repeating: 0, count: words) }

  mutating func insert(_ role: Int) { words[role / 64] |= 1 << UInt64(role % 64) }
  func contains(_ role: Int) -> Bool { words[role / 64] >> UInt64(role % 64) & 1 == 1 }

  /// Adds a set of the table.
  mutating func formUnion(_ view: TableView, _ section: Section, set: Int) {
    for word in words.indices { words[word] |= view.roleBits(section, set: set, word: word) }
  }

  /// What it shares with a set of the table.
  func intersection(_ view: TableView, _ section: Section, set: Int) -> RoleSet {
    var result = self
    for word in words.indices { result.words[word] &= view.roleBits(section, set: set, word: word) }
    return result
  }

  /// Whether it shares a role with a set of the table.
  func intersects(_ view: TableView, _ section: Section, set: Int) -> Bool {
    words.indices.contains { words[$0] & (view.roleBits(section, set: set, word: $0)) != 0 }
  }

  /// The positions, ascending.
  var roles: [Int] {
    words.indices.flatMap { word in (0..<64).filter { words[word] >> UInt64($0) & 1 == 1 }.map { word * 64 + $0 } }
  }
}
