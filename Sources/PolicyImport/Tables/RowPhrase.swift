/// A row's words taken apart: verbs, what they are done to, and what narrows it.
struct RowPhrase: Hashable, Sendable {
  /// All words.
  private(set) var words: [String]
  private(set) var verbs: [String] = []
  /// Each thing by its words.
  private(set) var objects: [[String]] = []
  /// `own`, `others`: whose things are meant.
  private(set) var qualifiers: [String] = []
  /// From a preposition on: `with org key`.
  private(set) var tail: [String] = []

  private static let separator = ","
  private static let leading: Set<String> = ["can", "may", "able", "ability", "allowed", "to", "permission"]
  private static let articles: Set<String> = ["the", "a", "an", "all", "any", "new", "existing"]
  private static let owners: Set<String> = ["own", "their", "your", "my", "others", "other", "owned", "assigned"]
  private static let prepositions: Set<String> = [
    "about", "across", "after", "against", "as", "at", "before", "behind", "between", "by", "during", "for", "from",
    "in",
    "inside", "into", "on", "onto", "outside", "over", "per", "through", "to", "under", "using", "via", "when", "while",
    "with", "within", "without",
  ]

  /// Reads prose.
  init(_ text: String) {
    self.init(tokens: Self.tokens(text))
  }

  /// Reads `createProject` or `create_project`; `nil` if the text is no such name.
  init?(identifier text: String) {
    let parts = Nouns.words(text)
    guard !text.contains(" "), parts.count > 1, parts.contains(where: { Verbs.opening($0) != nil }) else { return nil }
    self.init(tokens: parts)
  }

  private init(tokens: [String]) {
    words = tokens.filter { $0 != Self.separator && !Self.articles.contains($0) }
    var rest = tokens[...]
    while let first = rest.first, Self.leading.contains(first), rest.count > 1 { rest = rest.dropFirst() }
    takeVerbs(&rest)
    if verbs.isEmpty { takeClosingVerb(rest) } else { takeObjects(rest) }
  }

  /// Words, and `,` for all that lists: commas, strokes, `&`, `and`, `or`. Dashes and colons part words only.
  private static func tokens(_ text: String) -> [String] {
    var tokens: [String] = []
    var piece = ""
    func flush() {
      for word in Nouns.proseWords(piece) { tokens.append(word == "and" || word == "or" ? separator : word) }
      piece = ""
    }
    for character in text {
      if ",/&+;".contains(character) {
        flush()
        tokens.append(separator)
      } else {
        piece.append(character)
      }
    }
    flush()
    return tokens.reduce(into: []) { if $1 != separator || $0.last != separator { $0.append($1) } }
  }

  private mutating func takeVerbs(_ rest: inout ArraySlice<String>) {
    while true {
      let before = rest
      if rest.first == Self.separator { rest = rest.dropFirst() }
      guard let verb = takeVerb(&rest) else {
        rest = before
        return
      }
      verbs.append(verb)
      guard rest.first == Self.separator else { return }
    }
  }

  private func takeVerb(_ rest: inout ArraySlice<String>) -> String? {
    guard let first = rest.first else { return nil }
    if Verbs.isAdverb(first), let second = rest.dropFirst().first, let verb = Verbs.opening(second) {
      rest = rest.dropFirst(2)
      return "\(first)_\(verb)"
    }
    if let next = rest.dropFirst().first, Verbs.isParticle(next, of: first) {
      rest = rest.dropFirst(2)
      return "\(first)_\(next)"
    }
    guard let verb = Verbs.opening(first) else { return nil }
    rest = rest.dropFirst()
    return verb
  }

  private mutating func takeClosingVerb(_ rest: ArraySlice<String>) {
    guard let last = rest.last, rest.count > 1, let verb = Verbs.closing(last) else { return }
    let before = rest.dropLast()
    guard !before.contains(Self.separator), !before.contains(where: Self.prepositions.contains) else { return }
    verbs = [verb]
    objects = [before.filter { !Self.articles.contains($0) }].filter { !$0.isEmpty }
  }

  private mutating func takeObjects(_ rest: ArraySlice<String>) {
    let start = rest.firstIndex { Self.prepositions.contains($0) } ?? rest.endIndex
    tail = rest[start...].filter { !["the", "a", "an"].contains($0) }
      .map { $0 == Self.separator ? "and" : $0 }
    for phrase in rest[..<start].split(separator: Self.separator) {
      var phrase = phrase
      while let first = phrase.first, Self.articles.contains(first) || Self.owners.contains(first) {
        if Self.owners.contains(first), !qualifiers.contains(first) { qualifiers.append(first) }
        phrase = phrase.dropFirst()
      }
      let words = phrase.filter { !["the", "a", "an"].contains($0) }
      if !words.isEmpty { objects.append(words) }
    }
  }
}
