import PolicyValues
import YAMLReader

/// Invariants that speak of what the tables let roles and principals do.
///
///     {never: secret read, for: [organization.member, api_key]}     # or `anyone`; `secret *`, `"* delete"`, a list of them
///     {only: organization delete, for: organization.owner}
///     {isolated: organization, except: [platform.operator], shared_by: [user]}
///     {never_together: [invoice create, invoice approve], for: [user]}
///     {no_escalation: [member invite, member change_role], role: resource.role, except: [platform.operator]}
extension PolicyReader {
  /// `never` and `only`.
  mutating func readPermitted(
    _ node: Node, _ kind: String, _ value: Node, at span: Span, _ source: SourceFile
  ) -> Invariant.Kind? {
    let things = things(value, kind, example: "secret read", source)
    guard let whom = required("for", of: node, at: span, example: "organization.member") else { return nil }
    guard let things, let subjects = subjects(whom) else { return nil }
    return kind == "never" ? .never(things, for: subjects) : .only(things, for: subjects)
  }

  mutating func readIsolated(_ node: Node, _ value: Node) -> Invariant.Kind? {
    let type = log.name(value, "a scope type").map { NamedType($0, span: value.span) }
    var except: [RolePattern]? = []
    if let roles = node["except"] { except = patterns(roles, "`except`") }
    var types: [NamedType]? = []
    if let shared = node["shared_by"] {
      let texts = log.scalars(shared, "`shared_by`", example: "[user]") ?? []
      types = texts.compactMap { text, span in
        log.checkedName(text, "a principal type", at: span) ? NamedType(text, span: span) : nil
      }
      if types?.count != texts.count { types = nil }
    }
    guard let type, let except, let types else { return nil }
    return .isolated(type, except: except, sharedBy: types)
  }

  mutating func readTogether(_ node: Node, _ value: Node, _ source: SourceFile) -> Invariant.Kind? {
    guard let items = log.sequence(value, "`never_together`", example: "[invoice create, invoice approve]") else {
      return nil
    }
    let things = items.compactMap {
      thing($0, "never_together", example: "invoice create", inFull: "invoice create", source)
    }
    guard things.count == items.count else { return nil }
    guard things.count == 2 else {
      log.error(
        .badInvariant,
        "`never_together` names two things to do, and here \(things.count == 1 ? "is 1" : "are \(things.count)")",
        at: value.span, help: "write one invariant for each pair")
      return nil
    }
    var whom: [InvariantSubject]? = []
    if let named = node["for"] { whom = subjects(named) }
    guard let whom else { return nil }
    return .neverTogether(things[0], things[1], for: whom)
  }

  mutating func readEscalation(_ node: Node, _ value: Node, _ source: SourceFile) -> Invariant.Kind? {
    let things = things(value, "no_escalation", example: "member invite", source)
    var role: GivenRole? = .pattern(nil)
    if let named = node["role"] { role = givenRole(named) }
    var except: [RolePattern]? = []
    if let roles = node["except"] { except = patterns(roles, "`except`") }
    guard let things, let role, let except else { return nil }
    return .noEscalation(things, role: role, except: except)
  }

  /// `resource.role`, which an attribute names, or a role's full name.
  private mutating func givenRole(_ node: Node) -> GivenRole? {
    guard let text = log.scalar(node, "`role`", example: "resource.role") else { return nil }
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, ["resource", "context", "action"].contains(parts[0]) else {
      return pattern(node).map { .pattern($0) }
    }
    guard log.checkedName(parts[1], "an attribute", at: node.span) else { return nil }
    return .attribute(owner: parts[0], name: parts[1], node.span)
  }

  // MARK: - Lists

  /// One thing to do, or a list of them; `nil` if any is none.
  private mutating func things(
    _ node: Node, _ kind: String, example: String, _ source: SourceFile
  ) -> [PermissionPattern]? {
    let nodes = node.kind == .sequence ? Array(node.items) : [node]
    let things = nodes.compactMap {
      thing($0, kind, example: example, inFull: "\(kind): \(example)", source)
    }
    guard things.count == nodes.count else { return nil }
    if things.isEmpty {
      log.error(
        .badInvariant, "`\(kind)` names nothing to do, so the invariant would keep nothing", at: node.span,
        help: "name something, or remove the invariant")
      return nil
    }
    return things
  }

  /// `secret read`; either word may be `*`.
  private mutating func thing(
    _ node: Node, _ kind: String, example: String, inFull: String, _ source: SourceFile
  ) -> PermissionPattern? {
    guard let text = log.scalar(node, "`\(kind)`", example: example) else { return nil }
    let words = words(of: text)
    guard words.count == 2 else {
      log.error(
        .badInvariant, "`\(kind)` names a resource type and an action; `\(text)` does not", at: node.span,
        help: "for example `\(inFull)`")
      return nil
    }
    let (type, action) = (words[0].text, words[1].text)
    guard type == "*" || NameGrammar.isTypeName(type.utf8), action == "*" || NameGrammar.isActionName(action.utf8)
    else {
      log.error(
        .badName, "`\(text)` does not name a resource type and an action", at: node.span,
        help: "for example `\(inFull)`")
      return nil
    }
    let places = ScalarPlaces(node: node, text: text, source: source)
    return PermissionPattern(
      type == "*" ? nil : type, action == "*" ? nil : action, resourceSpan: places.span(of: words[0].range),
      actionSpan: places.span(of: words[1].range))
  }

  /// Whom `for` names; `nil` if that is nobody, or not all of them.
  private mutating func subjects(_ node: Node) -> [InvariantSubject]? {
    let nodes = node.kind == .sequence ? Array(node.items) : [node]
    if nodes.isEmpty { reportNobody(node) }
    let subjects = nodes.compactMap { subject($0) }
    return subjects.isEmpty || subjects.count != nodes.count ? nil : subjects
  }

  private mutating func subject(_ node: Node) -> InvariantSubject? {
    guard let text = node.text, !node.isEmptyPlain, !text.contains(".") else { return pattern(node).map { .role($0) } }
    if text == "anyone" { return .anyone(node.span) }
    if NameGrammar.isName(text.utf8) { return .principalType(NamedType(text, span: node.span)) }
    log.error(
      .badName, "`\(text)` names neither a role nor a principal type", at: node.span,
      help: "write a role as `organization.owner` or `project.*`, a principal type as `user`")
    return nil
  }

  private mutating func patterns(_ node: Node, _ what: String) -> [RolePattern]? {
    let nodes = node.kind == .sequence ? Array(node.items) : [node]
    let patterns = nodes.compactMap { pattern($0) }
    return patterns.count == nodes.count ? patterns : nil
  }
}
