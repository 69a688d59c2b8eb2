/// A file's values with the comments that belong to them.
enum Value {
  case scalar(ScalarText)
  indirect case collection(Collection)
}

/// What stands above an entry, or below the last.
enum Lead {
  case comment(String)
  case blankLine
}

extension [Lead] {
  /// The comments among them.
  var comments: [String] {
    compactMap { if case .comment(let text) = $0 { text } else { nil } }
  }

  /// Drops the empty lines behind the last comment.
  mutating func dropBlankLinesAtEnd() {
    while case .blankLine? = last { removeLast() }
  }
}

/// A pair of a mapping or an item of a sequence.
struct Entry {
  var above: [Lead] = []
  /// Nil for an item.
  var key: ScalarText?
  /// The comments between the key, or the dash, and the value, with the empty lines around them.
  var between: [Lead] = []
  /// Whether the first of them stands beside the key, and not on a line of its own.
  var isFirstBeside = false
  var value = Value.scalar(.nothing)
  /// The comment beside the value, or behind the bracket that ends it.
  var note: String?

  /// Takes over the comments that stand in the brackets of the value and belong to no entry of it.
  mutating func adoptComments() {
    guard case .collection(var collection) = value else { return }
    if let opening = collection.opening { add([.comment(opening)], isFirstBeside: true) }
    collection.opening = nil
    if collection.entries.isEmpty {
      add(collection.below, isFirstBeside: false)
      collection.below = []
      collection.close()
    }
    value = .collection(collection)
  }

  /// Adds what stands between the key and the value.
  mutating func add(_ leads: [Lead], isFirstBeside: Bool) {
    if between.comments.isEmpty { self.isFirstBeside = isFirstBeside }
    between += leads
  }

  /// Whether the entry can stand in brackets on one line.
  var isOneLine: Bool {
    guard note == nil, between.comments.isEmpty, above.comments.isEmpty, key?.isOneLine != false else { return false }
    return switch value {
    case .scalar(let scalar): scalar.isOneLine
    case .collection(let collection): collection.isOneLine
    }
  }
}

/// A mapping or a sequence.
struct Collection {
  var isMapping: Bool
  /// Whether it stands in brackets.
  var isFlow = false
  /// Whether its author broke the line behind the opening bracket: what is spread out is meant to be read line by line.
  var isSpread = false
  /// Whether it is a pair in brackets that has no braces of its own: `[user:carol: {until: …}]`.
  var isBare = false
  /// The comment beside its opening bracket, until an entry takes it over.
  var opening: String?
  var entries: [Entry] = []
  var below: [Lead] = []
  /// Whether all of it can stand on one line: there is no comment and no scalar of several lines in it.
  private(set) var isOneLine = true

  mutating func close() {
    isOneLine = below.comments.isEmpty && entries.allSatisfy(\.isOneLine)
  }
}
