import PolicyValues
import YAMLReader

/// The section `invariants`: what the directory, and the policy, must keep.
extension PolicyReader {
  /// What an invariant may demand, each with the other keys that go with it.
  private static let kinds: [(name: String, others: [String])] = [
    ("exactly", ["of"]), ("at_least", ["of"]), ("at_most", ["of"]), ("every", ["also", "for"]), ("never_both", []),
    ("never", ["for"]), ("only", ["for"]), ("isolated", ["except", "shared_by"]), ("never_together", ["for"]),
    ("no_escalation", ["role", "except"]),
  ]

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
    let present = Self.kinds.filter { node[$0.name] != nil }
    guard present.count == 1, let (kind, others) = present.first, let value = node[kind] else {
      log.error(
        .badInvariant,
        present.isEmpty
          ? "the invariant does not say what it demands"
          : "the invariant demands \(listed(present.map(\.name))) at once",
        at: span, help: "it has exactly one of \(listed(Self.kinds.map(\.name)))")
      return nil
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
      case "never", "only": readPermitted(node, kind, value, at: span, source)
      case "isolated": readIsolated(node, value)
      case "never_together": readTogether(node, value, source)
      case "no_escalation": readEscalation(node, value, source)
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

  mutating func reportNobody(_ node: Node) {
    log.error(
      .badInvariant, "`for` names nobody, so the invariant would keep nothing", at: node.span,
      help: "name somebody, or remove the invariant")
  }

  mutating func required(_ key: String, of node: Node, at span: Span, example: String) -> Node? {
    if let value = node[key] { return value }
    log.error(.missingKey, "the invariant needs `\(key)`", at: span, help: "for example `\(key): \(example)`")
    return nil
  }

  /// `organization.owner` or `project.*`.
  mutating func pattern(_ node: Node) -> RolePattern? {
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
