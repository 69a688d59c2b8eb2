import PolicyValues
import YAMLReader

/// The section `invariants`: what the directory, and the policy, must keep.
extension PolicyReader {
  private static let kinds = ["exactly", "at_least", "at_most", "every", "never_both", "never"]

  mutating func readInvariants(_ node: Node, source: SourceFile) {
    guard let pairs = log.mapping(node, "`invariants`", example: "one_owner: {exactly: 1, of: organization.owner}")
    else { return }
    for (key, value) in pairs {
      guard let name = log.name(key, "an invariant"), log.claim("invariant `\(name)`", at: key.span),
        let facts = log.mapping(
          value, "invariant `\(name)`", example: "{exactly: 1, of: organization.owner}"),
        let (kind, spans) = readKind(value, facts, at: key.span, source)
      else { continue }
      var invariant = Invariant(name, kind, span: key.span)
      invariant.nameSpans = spans
      addInvariant(invariant)
    }
  }

  private mutating func readKind(
    _ node: Node, _ facts: Node.Pairs, at span: Span, _ source: SourceFile
  ) -> (Invariant.Kind, [Span])? {
    let present = Self.kinds.filter { node[$0] != nil }
    guard present.count == 1, let kind = present.first, let value = node[kind] else {
      log.error(
        .badInvariant,
        present.isEmpty
          ? "the invariant does not say what it demands" : "the invariant demands \(listed(present)) at once",
        at: span, help: "it has exactly one of \(listed(Self.kinds))")
      return nil
    }
    let others =
      switch kind {
      case "exactly", "at_least", "at_most": ["of"]
      case "every": ["also", "for"]
      case "never": ["for"]
      default: [] as [String]
      }
    var isWhole = true
    for (fact, _) in facts where fact.text != kind && !others.contains(fact.text ?? "") {
      log.unknownKey(fact, in: "an invariant of kind `\(kind)`", known: [kind] + others)
      isWhole = false
    }
    var spans: [Span] = []
    let result: Invariant.Kind? =
      switch kind {
      case "every": readEvery(node, value, at: span, &spans)
      case "never_both": readNeverBoth(value)
      case "never": readNever(node, value, at: span, source, &spans)
      default: readCount(node, kind, value, at: span)
      }
    guard isWhole, let result else { return nil }
    return (result, spans)
  }

  private mutating func readCount(_ node: Node, _ kind: String, _ value: Node, at span: Span) -> Invariant.Kind? {
    guard let number = log.integer(value, "`\(kind)`") else { return nil }
    guard number >= 0, number <= Int64(Int32.max) else {
      log.error(.badValue, "`\(kind)` counts principals; `\(number)` is no count", at: value.span, help: "from 0 up")
      return nil
    }
    guard let of = required("of", of: node, at: span, example: "organization.owner"), let role = pattern(of)
    else { return nil }
    let bound: CountBound =
      switch kind {
      case "exactly": .exactly(Int(number))
      case "at_least": .atLeast(Int(number))
      default: .atMost(Int(number))
      }
    return .count(bound, of: role)
  }

  private mutating func readEvery(
    _ node: Node, _ value: Node, at span: Span, _ spans: inout [Span]
  ) -> Invariant.Kind? {
    let role = pattern(value)
    guard let also = required("also", of: node, at: span, example: "organization.*") else { return nil }
    let second = pattern(also)
    var types: [String] = []
    if let only = node["for"] {
      if only.kind == .sequence, only.count == 0 { reportNobody(only) }
      for (text, span) in log.scalars(only, "`for`", example: "[user]") ?? []
      where log.checkedName(text, "a principal type", at: span) {
        types.append(text)
        spans.append(span)
      }
      // Without a type left the invariant would speak of everybody; what kept them out has been reported.
      if types.isEmpty { return nil }
    }
    guard let role, let second else { return nil }
    return .every(role, also: second, for: types)
  }

  private mutating func readNeverBoth(_ value: Node) -> Invariant.Kind? {
    guard let items = log.sequence(value, "`never_both`", example: "[organization.a, organization.b]") else {
      return nil
    }
    let patterns = items.compactMap { pattern($0) }
    guard patterns.count == items.count else { return nil }
    guard patterns.count == 2 else {
      log.error(
        .badInvariant,
        "`never_both` names two roles, and here \(patterns.count == 1 ? "is 1" : "are \(patterns.count)")",
        at: value.span,
        help: "write one invariant for each pair")
      return nil
    }
    return .neverBoth(patterns[0], patterns[1])
  }

  private mutating func readNever(
    _ node: Node, _ value: Node, at span: Span, _ source: SourceFile, _ spans: inout [Span]
  ) -> Invariant.Kind? {
    guard let text = log.scalar(value, "`never`", example: "secret read") else { return nil }
    let words = words(of: text)
    guard words.count == 2 else {
      log.error(
        .badInvariant, "`never` names a resource type and an action; `\(text)` does not", at: value.span,
        help: "for example `never: secret read`")
      return nil
    }
    guard let roles = required("for", of: node, at: span, example: "organization.member") else { return nil }
    let nodes = roles.kind == .sequence ? Array(roles.items) : [roles]
    let patterns = nodes.compactMap { pattern($0) }
    guard !patterns.isEmpty, patterns.count == nodes.count else {
      if nodes.isEmpty { reportNobody(roles) }
      return nil
    }
    let places = ScalarPlaces(node: value, text: text, source: source)
    spans = words.map { places.span(of: $0.range) }
    guard NameGrammar.isTypeName(words[0].text.utf8), NameGrammar.isActionName(words[1].text.utf8) else {
      log.error(
        .badName, "`\(text)` does not name a resource type and an action", at: value.span,
        help: "for example `never: secret read`")
      return nil
    }
    return .never(resourceType: words[0].text, action: words[1].text, for: patterns)
  }

  private mutating func reportNobody(_ node: Node) {
    log.error(
      .badInvariant, "`for` names nobody, so the invariant would keep nothing", at: node.span,
      help: "name somebody, or remove the invariant")
  }

  private mutating func required(_ key: String, of node: Node, at span: Span, example: String) -> Node? {
    if let value = node[key] { return value }
    log.error(.missingKey, "the invariant needs `\(key)`", at: span, help: "for example `\(key): \(example)`")
    return nil
  }

  /// `organization.owner` or `project.*`.
  private mutating func pattern(_ node: Node) -> RolePattern? {
    guard let text = log.scalar(node, "a role", example: "organization.owner") else { return nil }
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, NameGrammar.isName(parts[0].utf8), parts[1] == "*" || NameGrammar.isName(parts[1].utf8)
    else {
      log.error(
        .badName, "`\(text)` is not a role's full name", at: node.span,
        help: "write `organization.owner`, or `project.*` for every role of a scope type")
      return nil
    }
    return RolePattern(String(parts[0]), parts[1] == "*" ? nil : String(parts[1]), span: node.span)
  }
}
