import PolicyValues
package import YAMLReader

/// Makes policy sets of Casbin models and policies of the RBAC kinds.
///
/// Who is on the right of a `g` line is a role, everyone else who is named a user; a user that rules name has a role of the
/// same name. Domains are scopes, rules of one domain are cells under the condition that the scope is it. Objects are resource
/// types, but under `keyMatch` they are resources of the one type `object`.
package enum CasbinImport {
  /// Reads a model and policies and makes a set of them, with a suite of what each role may.
  package static func run(
    model source: SourceFile, policies: [SourceFile], name: String? = nil
  ) throws(ImportFailure) -> ImportedSet {
    guard !policies.isEmpty else {
      throw ImportFailure("no policy is named beside the model", help: "policy import casbin model.conf policy.csv")
    }
    let model = try CasbinModel(source)
    let rules = try CasbinRules(policies, model: model)
    guard !rules.rules.isEmpty else {
      throw ImportFailure(
        "there are no rules in \(quoted(policies[0].path))", help: "a rule is a line `p, role, object, action`")
    }
    var assembly = try CasbinAssembly(model, rules, name: try TableImport.name(name, policies))
    assembly.set.origin = [
      "Imported from \(([source] + policies).map(\.path).joined(separator: ", ")) by `policy import casbin`."
    ]
    try assembly.build()
    assembly.set.findings = TableImport.sorted(rules.findings + assembly.findings, like: policies)
    return assembly.set
  }
}

/// What one rule allows or forbids one role, with nothing left to look up.
struct CasbinGrant: Hashable {
  var domain: String?
  var role: String
  var object: String
  var action: String
  var isDeny: Bool
}

/// Opens rules out over the names that there are.
struct CasbinExpansion {
  let model: CasbinModel
  let rules: CasbinRules
  /// Domains, objects and actions that rules and memberships name, in their order.
  private(set) var domains: [String] = []
  private(set) var objects: [String] = []
  private(set) var actions: [String] = []
  private(set) var grants: [CasbinGrant] = []
  private(set) var findings: [ImportFinding] = []

  /// The most grants that rules are opened out to.
  private static let limit = 1 << 20

  /// How subjects are memberships' names; `nil` if there are no roles.
  var subjectRole: (kind: String, hasDomain: Bool)? { Self.role(model.tests[model.subject]) }
  private var objectRole: (kind: String, hasDomain: Bool)? { Self.role(model.tests[model.object]) }

  private static func role(_ test: CasbinModel.Test?) -> (kind: String, hasDomain: Bool)? {
    if case .role(let kind, let hasDomain)? = test { return (kind, hasDomain) }
    return nil
  }

  init(_ model: CasbinModel, _ rules: CasbinRules) throws(ImportFailure) {
    self.model = model
    self.rules = rules
    collect()
    for rule in rules.rules { try open(rule) }
  }

  private mutating func collect() {
    func unique(_ names: [String]) -> [String] {
      var seen: Set<UTF8Key> = []
      return names.filter { seen.insert(UTF8Key($0)).inserted }
    }
    func values(_ field: String) -> [String] { rules.rules.compactMap { $0.fields[field] } }
    func isAny(_ text: String, _ field: String) -> Bool { text == "*" && model.tests[field] == .equal(orAny: true) }
    let memberships = rules.memberships.sorted { $0.key.precedesBytewise($1.key) }.flatMap(\.value)
    if let domain = model.domain {
      domains = unique(values(domain) + memberships.compactMap(\.domain)).filter { !isAny($0, domain) }
    }
    let grouped = objectRole.map { rules.memberships[$0.kind] ?? [] } ?? []
    // Under one kind of memberships for both, who is a member of a subject is no object.
    let ofObjects = objectRole?.kind == subjectRole?.kind ? [] : grouped.flatMap { [$0.member, $0.role] }
    objects = unique(values(model.object) + ofObjects + reachable(grouped)).filter { !isAny($0, model.object) }
    let words = values(model.action).flatMap { text in
      model.tests[model.action] == .regexMatch ? Self.words(text) ?? [] : [text]
    }
    actions = unique(words).filter { !isAny($0, model.action) }
  }

  /// The members of the objects that rules name.
  private func reachable(_ memberships: [CasbinRules.Membership]) -> [String] {
    var found: [String] = []
    var open = rules.rules.compactMap { $0.fields[model.object] }
    var seen = Set(open.map(UTF8Key.init))
    while let next = open.popLast() {
      for membership in memberships where membership.role.hasSameBytes(as: next) {
        if seen.insert(UTF8Key(membership.member)).inserted {
          found.append(membership.member)
          open.append(membership.member)
        }
      }
    }
    return found.reversed()
  }

  private mutating func open(_ rule: CasbinRules.Rule) throws(ImportFailure) {
    let subject = rule.fields[model.subject] ?? ""
    if subject == "*", model.tests[model.subject] == .equal(orAny: true) {
      throw ImportFailure("a rule of every subject, known or not", at: rule.place, help: "give it to a role")
    }
    let domain = model.domain.flatMap { rule.fields[$0] }
    let isAnyDomain = domain == "*" && model.domain.map { model.tests[$0] == .equal(orAny: true) } == true
    let within: [String?] = model.domain == nil ? [nil] : isAnyDomain ? domains.map(Optional.some) : [domain]
    let verbs = try matching(rule.fields[model.action] ?? "", rule.place)
    for domain in within {
      for object in try meant(by: rule.fields[model.object] ?? "", in: domain) {
        for action in verbs {
          grants.append(
            CasbinGrant(domain: domain, role: subject, object: object, action: action, isDeny: rule.isDeny))
        }
      }
      guard grants.count <= Self.limit else { throw ImportFailure("more than \(Self.limit) cells", at: rule.place) }
    }
  }

  private func meant(by text: String, in domain: String?) throws(ImportFailure) -> [String] {
    switch model.tests[model.object] {
    case .role(let kind, let hasDomain)?:
      return try rules.members(of: text, kind: kind, domain: hasDomain ? domain : nil)
    case .equal(orAny: true)? where text == "*": return objects
    default: return [text]
    }
  }

  /// The known actions that a rule's text speaks of.
  private func matching(_ text: String, _ place: ImportPlace) throws(ImportFailure) -> [String] {
    switch model.tests[model.action] {
    case .equal(orAny: true)? where text == "*": return actions
    case .regexMatch?:
      if text == ".*" { return actions }
      guard let words = Self.words(text) else {
        throw ImportFailure(
          "the pattern \(quoted(text)) of an action", at: place,
          help: "words with `|` between are read, such as `(GET)|(POST)`")
      }
      // The pattern may be found anywhere in an action, as Casbin has it.
      return actions.filter { action in words.contains { action.contains($0) } }
    default: return [text]
    }
  }

  /// The words of a pattern such as `(GET)|(POST)`; `nil` if it is more than that. None for `.*`.
  private static func words(_ text: String) -> [String]? {
    if text == ".*" { return [] }
    let words = text.split(separator: "|", omittingEmptySubsequences: false).map { part in
      part.hasPrefix("(") && part.hasSuffix(")") ? String(part.dropFirst().dropLast()) : String(part)
    }
    return words.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { NameGrammar.isName([0x61, $0]) } } ? words : nil
  }
}
