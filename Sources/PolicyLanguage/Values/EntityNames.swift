package import PolicyValues

/// Numbers `type:id` names, each distinct name once, in the order in which they are first met.
package struct EntityNames: Sendable {
  /// The number of its type is noted of each name.
  private var names = TextNumbers()
  private var types = TextNumbers()

  package init() {}

  /// How many names there are; their numbers are those below.
  package var count: Int { names.count }

  /// The number of a name that is written `type:id`, if it has one.
  package func number(of text: Swift.Span<UInt8>) -> Int? { names.number(of: text) }

  /// The number of a name, if it has one.
  package func number(of name: EntityName) -> Int? { names.number(of: name.description) }

  /// The number here of a name that has a number elsewhere.
  func number(of other: EntityNames, _ number: Int) -> Int? {
    names.number(of: other.names.bytes.span.extracting(other.names.range(of: number)))
  }

  /// The number of a name, which gets one if it has none. Its type holds no colon: no well-formed one does.
  package mutating func insert(_ name: EntityName) -> Int {
    names.insert(name.description, note: types.insert(name.type))
  }

  /// The number of a name that is written `type:id`, which gets one if it has none; `nil` if it is not plainly well
  /// formed: ids beyond printable ASCII are for `EntityName` to judge.
  package mutating func insert(plain text: Swift.Span<UInt8>) -> Int? {
    // What has a number is well formed.
    names.number(of: text) ?? insert(newPlain: text)
  }

  private mutating func insert(newPlain text: Swift.Span<UInt8>) -> Int? {
    guard Self.isPlain(text), let colon = Self.firstColon(text) else { return nil }
    return names.insert(text, note: types.insert(text.extracting(0..<colon)))
  }

  /// Whether a text is a well-formed `type:id` of printable ASCII.
  package static func isPlain(_ text: Swift.Span<UInt8>) -> Bool {
    guard let colon = firstColon(text), NameGrammar.isTypeName(text.extracting(0..<colon)) else { return false }
    let idLength = text.count - colon - 1
    guard idLength >= 1, idLength <= NameGrammar.maximumIDLength else { return false }
    for index in (colon + 1)..<text.count where text[index] <= 0x20 || text[index] >= 0x7F { return false }
    return true
  }

  /// A well-formed name of printable ASCII; `nil` for every other text.
  static func plainName(_ text: Swift.Span<UInt8>) -> EntityName? {
    guard isPlain(text), let colon = firstColon(text) else { return nil }
    func string(_ range: Range<Int>) -> String? {
      guard let utf8 = try? UTF8Span(validating: text.extracting(range)) else { return nil }
      return String(copying: utf8)
    }
    guard let type = string(0..<colon), let id = string(colon + 1..<text.count) else { return nil }
    return EntityName(type: type, id: id)
  }

  private static func firstColon(_ text: Swift.Span<UInt8>) -> Int? {
    for index in text.indices where text[index] == UInt8(ascii: ":") { return index }
    return nil
  }

  /// A name by its number.
  package subscript(number: Int) -> EntityName { EntityName(type: type(of: number), id: id(of: number)) }

  /// The id of a name.
  package func id(of number: Int) -> String {
    let range = names.range(of: number)
    let start = range.lowerBound + types.range(of: typeNumber(of: number)).count + 1
    return String(decoding: names.bytes[start..<range.upperBound], as: UTF8.self)
  }

  /// How many types the names are of.
  package var typeCount: Int { types.count }

  /// A type by its number.
  package func type(_ number: Int) -> String { types[number] }

  /// The number of a name's type.
  package func typeNumber(of number: Int) -> Int { names.note(of: number) }

  /// The type of a name.
  package func type(of number: Int) -> String { types[typeNumber(of: number)] }
}

extension EntityNames {
  /// Finds the numbers of many names that lie in `bytes`; those that have none get one. The number of one that is not
  /// plainly well formed stays -1. The note of each is the number of its type.
  mutating func insert(plain queries: inout [TextQuery], in bytes: Swift.Span<UInt8>) {
    names.find(&queries, in: bytes)
    for index in queries.indices where queries[index].number < 0 {
      guard let number = insert(newPlain: bytes.extracting(queries[index].start..<queries[index].end)) else { continue }
      queries[index].number = number
      queries[index].note = names.note(of: number)
    }
  }
}

extension EntityNames {
  private struct Key {
    var prefix: UInt64
    var number: UInt32
    var typeRank: UInt32
  }

  /// The numbers in ascending order of their names: by the bytes of the type, then by those of the id.
  ///
  /// Most comparisons are of one word: the eight bytes of the id behind what all ids of its type begin with.
  package func sortedNumbers() -> [UInt32] {
    let bytes = names.bytes
    let byType = (0..<typeCount).sorted { type($0).precedesBytewise(type($1)) }
    var ranks = [UInt32](repeating: 0, count: typeCount)
    for (rank, type) in byType.enumerated() { ranks[type] = UInt32(rank) }
    let common = commonPrefixes(bytes)
    var keys = [Key](repeating: Key(prefix: 0, number: 0, typeRank: 0), count: count)
    for number in 0..<count {
      let range = names.range(of: number)
      let type = typeNumber(of: number)
      var prefix: UInt64 = 0
      for offset in common[type]..<(common[type] + 8) {
        let index = range.lowerBound + offset
        prefix = prefix << 8 | (index < range.upperBound ? UInt64(bytes[index]) : 0)
      }
      keys[number] = Key(prefix: prefix, number: UInt32(number), typeRank: ranks[type])
    }
    keys.sort { a, b in
      if a.typeRank != b.typeRank { return a.typeRank < b.typeRank }
      if a.prefix != b.prefix { return a.prefix < b.prefix }
      // Ids hold no zero bytes, so that the padding of a shorter one comes first, as it must.
      return precedes(Int(a.number), Int(b.number))
    }
    return keys.map(\.number)
  }

  /// How many bytes all names of a type have in common at their start, type and colon included.
  private func commonPrefixes(_ bytes: [UInt8]) -> [Int] {
    var first = [Range<Int>?](repeating: nil, count: typeCount)
    for number in 0..<count {
      let type = typeNumber(of: number)
      let range = names.range(of: number)
      guard let known = first[type] else {
        first[type] = range
        continue
      }
      var length = 0
      while length < min(known.count, range.count), bytes[known.lowerBound + length] == bytes[range.lowerBound + length]
      {
        length += 1
      }
      first[type] = known.lowerBound..<(known.lowerBound + length)
    }
    return first.map { $0?.count ?? 0 }
  }

  private func precedes(_ one: Int, _ other: Int) -> Bool {
    let bytes = names.bytes
    let (mine, theirs) = (names.range(of: one), names.range(of: other))
    for offset in 0..<min(mine.count, theirs.count) {
      let (a, b) = (bytes[mine.lowerBound + offset], bytes[theirs.lowerBound + offset])
      if a != b { return a < b }
    }
    return mine.count < theirs.count
  }
}
