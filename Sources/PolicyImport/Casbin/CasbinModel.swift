import YAMLReader

/// A Casbin model of the RBAC kinds.
struct CasbinModel: Sendable {
  /// How a field of the request is held against that of a rule.
  enum Test: Hashable, Sendable {
    /// `r.obj == p.obj`; `orAny` if a rule's `*` is everything.
    case equal(orAny: Bool)
    /// `g(r.sub, p.sub)`: the same, or a member of it; within the request's domain if `hasDomain`.
    case role(String, hasDomain: Bool)
    /// `keyMatch(r.obj, p.obj)`: the same, or what begins with all before the rule's `*`.
    case keyMatch
    /// `regexMatch(r.act, p.act)`, of which only words and `|` between them are read.
    case regexMatch
  }
  enum Effect: Sendable { case allowOverride, allowAndDeny }
  struct Entry { var value: String; var place: ImportPlace }

  /// The fields of a rule, in order, without the effect.
  private(set) var fields: [String] = []
  /// Where a rule has its effect, if it has one.
  private(set) var effectIndex: Int?
  private(set) var effect = Effect.allowOverride
  private(set) var tests: [String: Test] = [:]
  /// How many names each kind of `g` line has.
  private(set) var roleArities: [String: Int] = [:]
  /// What the fields are called here: Casbin leaves their names free.
  private(set) var subject = ""
  private(set) var object = ""
  private(set) var action = ""
  private(set) var domain: String?

  init(_ source: SourceFile) throws(ImportFailure) {
    let sections = try CasbinConfiguration.sections(of: source)
    let known: Set<String> = [
      "request_definition", "policy_definition", "role_definition", "policy_effect", "matchers",
    ]
    for (name, entries) in sections where !known.contains(name) && !entries.isEmpty {
      throw ImportFailure("the section \(quoted("[\(name)]")) is not one of the RBAC kinds", at: entries[0].1.place)
    }
    func only(_ section: String, _ key: String) throws(ImportFailure) -> Entry {
      let entries = sections.first { $0.0 == section }?.1 ?? []
      if let other = entries.first(where: { $0.0 != key }) {
        throw ImportFailure(
          "\(quoted(other.0)) in `[\(section)]`: only one definition of each is read", at: other.1.place)
      }
      guard let entry = entries.first?.1 else {
        throw ImportFailure("\(quoted(source.path)) has no \(key) in `[\(section)]`", help: "a Casbin model has one")
      }
      return entry
    }
    let request = try only("request_definition", "r")
    let policy = try only("policy_definition", "p")
    for (key, entry) in sections.first(where: { $0.0 == "role_definition" })?.1 ?? [] {
      let count = entry.value.split(separator: ",").count
      guard key.hasPrefix("g"), count == 2 || count == 3 else {
        throw ImportFailure("a role definition is `_, _` or `_, _, _`", at: entry.place)
      }
      roleArities[key] = count
    }
    try readFields(request, policy)
    try readEffect(try only("policy_effect", "e"))
    try readMatcher(try only("matchers", "m"))
  }

  private mutating func readFields(_ request: Entry, _ policy: Entry) throws(ImportFailure) {
    func names(_ text: String) -> [String] { text.split(separator: ",").map { $0.foldingSpaces() } }
    let all = names(policy.value)
    effectIndex = all.firstIndex(of: "eft")
    fields = all.filter { $0 != "eft" }
    guard names(request.value) == fields, fields.count == 3 || fields.count == 4, Set(fields).count == fields.count
    else {
      throw ImportFailure(
        "a request is \(quoted(request.value)) and a rule \(quoted(policy.value))", at: request.place,
        help: "both are `sub, obj, act` or `sub, dom, obj, act`, a rule perhaps with `eft` at its end")
    }
    subject = fields[0]
    domain = fields.count == 4 ? fields[1] : nil
    object = fields[fields.count - 2]
    action = fields[fields.count - 1]
  }

  private mutating func readEffect(_ entry: Entry) throws(ImportFailure) {
    switch String(entry.value.filter { !$0.isWhitespace }) {
    case "some(where(p.eft==allow))", "some(where(p_eft==allow))": effect = .allowOverride
    case "some(where(p.eft==allow))&&!some(where(p.eft==deny))", "some(where(p_eft==allow))&&!some(where(p_eft==deny))":
      effect = .allowAndDeny
    case "!some(where(p.eft==deny))", "!some(where(p_eft==deny))":
      throw ImportFailure(
        "this effect allows everything that no rule denies, which a table of what is allowed cannot say",
        at: entry.place)
    case let text where text.contains("riority"):
      throw ImportFailure(
        "an effect of priorities: which rule wins depends on their order, and a table has none", at: entry.place,
        help: "what can be imported is `some(where (p.eft == allow))`, alone or with `&& !some(where (p.eft == deny))`")
    default: throw ImportFailure("the effect \(quoted(entry.value)) is not known", at: entry.place)
    }
  }

  private mutating func readMatcher(_ entry: Entry) throws(ImportFailure) {
    let text = String(entry.value.filter { !$0.isWhitespace })
    for part in Self.conjuncts(text) {
      guard let (field, test) = Self.test(part, domain: domain), fields.contains(field), tests[field] == nil else {
        throw ImportFailure(
          "the matcher's \(quoted(part)) is not one of those that can be imported", at: entry.place,
          help: "each field once: `r.f == p.f`, that with `|| p.f == \"*\"`, `g(r.f, p.f)`, `g(r.f, p.f, r.dom)`, "
            + "`keyMatch(r.obj, p.obj)` and `regexMatch(r.act, p.act)`, with `&&` between")
      }
      if case .role(let name, let hasDomain) = test {
        guard roleArities[name] == (hasDomain ? 3 : 2) else {
          throw ImportFailure("\(quoted(part)) does not fit `[role_definition]`", at: entry.place)
        }
      }
      let isFitting =
        switch test {
        case .keyMatch: field == object
        case .regexMatch: field == action
        case .role: field == subject || field == object
        case .equal: true
        }
      guard isFitting else { throw ImportFailure("\(quoted(part)) is not read for this field", at: entry.place) }
      tests[field] = test
    }
    for field in fields where tests[field] == nil {
      throw ImportFailure("the matcher says nothing of `\(field)`, so every one would match", at: entry.place)
    }
  }

  /// Split at `&&` outside of parentheses, and each without those around it.
  private static func conjuncts(_ text: String) -> [String] {
    var parts: [String] = []
    var part = ""
    var depth = 0
    for character in text {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      part.append(character)
      if depth == 0, part.hasSuffix("&&") {
        parts.append(String(part.dropLast(2)))
        part = ""
      }
    }
    return (parts + [part]).map { part in
      part.hasPrefix("(") && part.hasSuffix(")") && !part.dropFirst().dropLast().contains("(")
        ? String(part.dropFirst().dropLast()) : part
    }
  }

  private static func test(_ text: String, domain: String?) -> (field: String, test: Test)? {
    func fields(_ inner: Substring) -> [String]? {
      let names = inner.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard names.count >= 2, names[0].hasPrefix("r."), names[1] == "p." + names[0].dropFirst(2) else { return nil }
      return names
    }
    if let open = text.firstIndex(of: "("), text.hasSuffix(")") {
      let name = String(text[..<open])
      guard let names = fields(text[text.index(after: open)...].dropLast()) else { return nil }
      let field = String(names[0].dropFirst(2))
      switch name {
      case "keyMatch" where names.count == 2: return (field, .keyMatch)
      case "regexMatch" where names.count == 2: return (field, .regexMatch)
      case _ where name.hasPrefix("g") && names.count == 2: return (field, .role(name, hasDomain: false))
      case _ where name.hasPrefix("g") && names.count == 3 && domain.map { names[2] == "r.\($0)" } == true:
        return (field, .role(name, hasDomain: true))
      default: return nil
      }
    }
    let sides = text.split(separator: "|").map(String.init)
    func equality(_ text: String) -> String? {
      let names = text.components(separatedBy: "==")
      guard names.count == 2, let r = names.first(where: { $0.hasPrefix("r.") }), names.contains("p." + r.dropFirst(2))
      else { return nil }
      return String(r.dropFirst(2))
    }
    if sides.count == 1 { return equality(sides[0]).map { ($0, .equal(orAny: false)) } }
    guard sides.count == 2, text.contains("||"), let field = equality(sides[0]) ?? equality(sides[1]) else {
      return nil
    }
    let others = ["p.\(field)==\"*\"", "p.\(field)=='*'", "\"*\"==p.\(field)"]
    return sides.contains(where: others.contains) ? (field, .equal(orAny: true)) : nil
  }
}

extension String {
  /// The text cut at a separator of several characters.
  fileprivate func components(separatedBy separator: String) -> [String] {
    var parts: [String] = []
    var part = ""
    for character in self {
      part.append(character)
      if part.hasSuffix(separator) {
        parts.append(String(part.dropLast(separator.count)))
        part = ""
      }
    }
    return parts + [part]
  }
}
