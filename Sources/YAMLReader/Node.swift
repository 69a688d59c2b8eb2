/// A light view of one node of a document.
package struct Node: Sendable {
  /// The three shapes of a node.
  package enum Kind: UInt8, Sendable {
    /// A string of characters without a type.
    case scalar
    /// A list of nodes.
    case sequence
    /// Pairs of a scalar and a node.
    case mapping
  }

  let document: YAMLDocument
  let index: UInt32

  init(document: YAMLDocument, index: UInt32) {
    self.document = document
    self.index = index
  }

  var record: NodeRecord { document.records[Int(index)] }

  /// The shape of the node.
  package var kind: Kind { record.kind }

  /// Where the node is: a scalar with its quotes, a collection from the first to the last byte of its content.
  package var span: Span {
    let record = record
    return Span(file: document.file, start: record.start, end: record.end)
  }

  /// The text of a scalar; nil for a collection. Makes a `String`; see `utf8` for reading without.
  package var text: String? {
    kind == .scalar ? String(decoding: utf8, as: UTF8.self) : nil
  }

  /// The text of a scalar as valid UTF-8, without a copy; empty for a collection.
  package var utf8: ArraySlice<UInt8> {
    let record = record
    return document.storage(isVerbatim: record.isVerbatim)[record.textRange]
  }

  /// Hands the text of a scalar, as valid UTF-8, to `body`; an empty span for a collection.
  package func withUTF8Text<R, E: Error>(_ body: (Swift.Span<UInt8>) throws(E) -> R) throws(E) -> R {
    let record = record
    let text = document.storage(isVerbatim: record.isVerbatim)
    return try body(text.span.extracting(record.textRange))
  }

  /// Whether this is a scalar of exactly these characters, byte for byte.
  package func isText(_ text: String) -> Bool {
    kind == .scalar && hasText(text)
  }

  /// Whether this is a scalar without quotes, on no `|` or `>`.
  package var isPlain: Bool { record.isPlain }

  /// Whether this is the empty value of `key:`, as against `key: ""`.
  package var isEmptyPlain: Bool { record.isEmptyPlain }

  /// The number of items of a sequence or pairs of a mapping; 0 for a scalar.
  package var count: Int {
    let record = record
    return record.kind == .scalar ? 0 : Int(record.count)
  }

  /// The items of a sequence, in file order; empty for other nodes.
  package var items: Items { Items(node: self) }

  /// The pairs of a mapping, in file order; empty for other nodes. A key is always a scalar.
  package var pairs: Pairs { Pairs(node: self) }

  /// The value for a key of a mapping; nil where there is none. Looks at one key after the other.
  package subscript(key: String) -> Node? {
    for pair in pairs where pair.key.hasText(key) { return pair.value }
    return nil
  }

  private func hasText(_ text: String) -> Bool { utf8.elementsEqual(text.utf8) }
}

extension Node {
  /// The items of a sequence.
  package struct Items: Sequence, Sendable {
    let node: Node

    /// How many there are.
    package var count: Int { node.kind == .sequence ? node.count : 0 }
    /// Whether there is none.
    package var isEmpty: Bool { count == 0 }
    /// The first, if there is one.
    package var first: Node? {
      var iterator = makeIterator()
      return iterator.next()
    }

    /// How many there are.
    package var underestimatedCount: Int { count }
    /// Starts before the first.
    package func makeIterator() -> ItemIterator {
      ItemIterator(document: node.document, index: node.index + 1, remaining: count)
    }
  }

  /// The pairs of a mapping.
  package struct Pairs: Sequence, Sendable {
    let node: Node

    /// How many there are.
    package var count: Int { node.kind == .mapping ? node.count : 0 }
    /// Whether there is none.
    package var isEmpty: Bool { count == 0 }
    /// The first, if there is one.
    package var first: (key: Node, value: Node)? {
      var iterator = makeIterator()
      return iterator.next()
    }

    /// How many there are.
    package var underestimatedCount: Int { count }
    /// Starts before the first.
    package func makeIterator() -> PairIterator {
      PairIterator(
        children: ItemIterator(document: node.document, index: node.index + 1, remaining: 2 * count))
    }
  }

  /// Goes from child to child.
  package struct ItemIterator: IteratorProtocol, Sendable {
    let document: YAMLDocument
    var index: UInt32
    var remaining: Int

    /// The next one; nil behind the last.
    package mutating func next() -> Node? {
      guard remaining > 0 else { return nil }
      remaining -= 1
      defer { index = document.records[Int(index)].next }
      return Node(document: document, index: index)
    }
  }

  /// Goes from pair to pair.
  package struct PairIterator: IteratorProtocol, Sendable {
    var children: ItemIterator

    /// The next one; nil behind the last.
    package mutating func next() -> (key: Node, value: Node)? {
      guard let key = children.next(), let value = children.next() else { return nil }
      return (key, value)
    }
  }
}

extension Node {
  /// An item of a sequence without a reference to its document: of these there may be a million.
  package struct Item: BitwiseCopyable, Sendable {
    /// Where its first byte is.
    package var start: UInt32
    /// Where it ends.
    package var end: UInt32
    /// Whether this is a scalar whose text is just the bytes from `start` to `end`, and not empty.
    package var isVerbatim: Bool
    fileprivate var index: UInt32
  }

  /// Hands the items of a sequence to `body`, in file order.
  package func forEachItem(_ body: (Item) -> Void) {
    guard kind == .sequence else { return }
    let records = document.records
    var index = index + 1
    for _ in 0..<count {
      let record = records[Int(index)]
      let isVerbatim = record.isVerbatim && record.count > 0 && record.count == record.end - record.start
      body(Item(start: record.start, end: record.end, isVerbatim: isVerbatim, index: index))
      index = record.next
    }
  }

  /// How many nodes there are in this one, itself included.
  package var size: Int { Int(record.next - index) }

  /// The node of an item.
  package func node(of item: Item) -> Node { Node(document: document, index: item.index) }

  /// Hands the file's bytes to `body`.
  package func withSource<R>(_ body: (Swift.Span<UInt8>) -> R) -> R {
    let bytes = document.storage(isVerbatim: true)
    return body(bytes.span)
  }
}
