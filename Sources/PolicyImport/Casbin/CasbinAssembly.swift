import PolicyValues

/// Puts rules and memberships together to a set.
struct CasbinAssembly {
  struct Cell: Hashable {
    var role: String
    var condition: String?
  }

  var set: ImportedSet
  private(set) var findings: [ImportFinding] = []
  let expansion: CasbinExpansion
  let scopeType: String
  private let roleNames: NameBook
  private let typeNames: NameBook
  private let actionNames: NameBook
  /// The names that are roles, and those that are users, in the order of the files.
  private(set) var roles: [String] = []
  private(set) var users: [String] = []
  /// By their text.
  private var conditions: [UTF8Key: String] = [:]
  private var conditionNames: Set<String> = []

  private var model: CasbinModel { expansion.model }
  private var rules: CasbinRules { expansion.rules }
  var usesKeys: Bool { model.tests[model.object] == .keyMatch }

  init(_ model: CasbinModel, _ rules: CasbinRules, name: String) throws(ImportFailure) {
    set = ImportedSet(name: name)
    expansion = try CasbinExpansion(model, rules)
    scopeType = model.domain == nil ? "app" : "domain"
    let memberships = expansion.subjectRole.map { rules.memberships[$0.kind] ?? [] } ?? []
    let right = Set(memberships.map { UTF8Key($0.role) })
    let subjects = rules.rules.compactMap { $0.fields[model.subject] }
    var seen: Set<UTF8Key> = []
    roles = (memberships.map(\.role) + subjects).filter { seen.insert(UTF8Key($0)).inserted }
    seen = []
    users = (memberships.map(\.member) + subjects).filter {
      !right.contains(UTF8Key($0)) && seen.insert(UTF8Key($0)).inserted
    }
    roleNames = NameBook(roles, isName: { NameGrammar.isName($0.utf8) }, reserved: ["anyone"])
    typeNames = NameBook(expansion.objects, isName: { NameGrammar.isTypeName($0.utf8) }, reserved: [scopeType])
    actionNames = NameBook(expansion.actions, isName: { NameGrammar.isActionName($0.utf8) })
  }

  mutating func build() throws(ImportFailure) {
    set.scopes = [ImportedScopeType(name: scopeType)]
    set.principals = [ImportedPrincipalType(name: "user")]
    let actions = expansion.actions.map(actionNames.name)
    let types = usesKeys ? ["object"] : expansion.objects.map(typeNames.name)
    set.resources = zip(types, usesKeys ? ["object"] : expansion.objects).map { type, original in
      ImportedResourceType(
        name: type, scopeTypes: [scopeType], actions: usesKeys ? actions : ownActions(original),
        comment: type == original ? nil : "\"\(original)\"")
    }.filter { !$0.actions.isEmpty }
    guard !set.resources.isEmpty else {
      throw ImportFailure(
        "the rules name nothing but `*`, and a table needs names for what may be done to what",
        at: rules.rules.first?.place, help: "add a rule for each object and action that there is")
    }
    let grants = try flattened()
    set.permissions = rows(grants.filter { !$0.isDeny }, types)
    set.forbids = rows(grants.filter(\.isDeny), types)
    try addRoles()
    set.directory = try directory()
    set.suites = try suites(grants)
    noteNames()
  }

  private func ownActions(_ object: String) -> [String] {
    let own = Set(expansion.grants.filter { $0.object.hasSameBytes(as: object) }.map { UTF8Key($0.action) })
    return expansion.actions.filter { own.contains(UTF8Key($0)) }.map(actionNames.name)
  }

  /// Grants as roles have them in the tables. Memberships of one domain cannot be includes, which hold everywhere, so there
  /// each role gets what the roles that it is a member of have.
  private func flattened() throws(ImportFailure) -> [CasbinGrant] {
    guard let role = expansion.subjectRole, model.domain != nil else { return expansion.grants }
    var result: [CasbinGrant] = []
    var seen: Set<CasbinGrant> = []
    let known = Set(roles.map(UTF8Key.init))
    for grant in expansion.grants {
      let members = try rules.members(of: grant.role, kind: role.kind, domain: role.hasDomain ? grant.domain : nil)
      for member in members where known.contains(UTF8Key(member)) {
        var grant = grant
        grant.role = member
        if seen.insert(grant).inserted { result.append(grant) }
      }
    }
    return result
  }

  // MARK: - Tables

  private mutating func rows(_ grants: [CasbinGrant], _ types: [String]) -> [ImportedRow] {
    var cells: [String: [String: [Cell]]] = [:]
    for grant in grants {
      let type = usesKeys ? "object" : typeNames.name(grant.object)
      let cell = Cell(role: roleNames.name(grant.role), condition: condition(grant))
      let action = actionNames.name(grant.action)
      if cells[type]?[action]?.contains(cell) != true { cells[type, default: [:]][action, default: []].append(cell) }
    }
    var rows: [ImportedRow] = []
    for type in types {
      for action in expansion.actions.map(actionNames.name) {
        guard let found = cells[type]?[action] else { continue }
        // What a role may in any case needs no condition beside it.
        let whole = Set(found.filter { $0.condition == nil }.map(\.role))
        rows.append(
          ImportedRow(
            scopeType: scopeType, resourceType: type, action: action,
            cells: found.filter { $0.condition == nil || !whole.contains($0.role) }
              .map { ImportedCell($0.role, if: $0.condition) }))
      }
    }
    return rows
  }

  /// The name of the condition under which a grant holds; `nil` if it holds everywhere.
  private mutating func condition(_ grant: CasbinGrant) -> String? {
    var atoms: [(text: String, word: String)] = []
    if let domain = grant.domain { atoms.append(("scope.id == \(YAMLText.quoted(domain))", "in_\(domain)")) }
    if usesKeys {
      let key = grant.object.prefix { $0 != "*" }
      if key.utf8.count == grant.object.utf8.count {
        atoms.append(("resource.id == \(YAMLText.quoted(grant.object))", "at_\(grant.object)"))
      } else if !key.isEmpty {
        atoms.append(("resource.id.startsWith(\(YAMLText.quoted(String(key))))", "under_\(key)"))
      }
    }
    guard !atoms.isEmpty else { return nil }
    let text = atoms.map(\.text).joined(separator: " && ")
    if let name = conditions[UTF8Key(text)] { return name }
    let stem = String(Nouns.name(Nouns.words(atoms.map(\.word).joined(separator: " "))).prefix(64))
    var name = stem.isEmpty ? "condition" : stem
    var number = 2
    while !conditionNames.insert(name).inserted {
      name = "\(stem)_\(number)"
      number += 1
    }
    conditions[UTF8Key(text)] = name
    set.conditions.append(ImportedCondition(name: name, text: text))
    return name
  }

  // MARK: - Roles and who holds them

  private mutating func addRoles() throws(ImportFailure) {
    let known = Set(roles.map(UTF8Key.init))
    let memberships = expansion.subjectRole.map { rules.memberships[$0.kind] ?? [] } ?? []
    for role in roles {
      let name = roleNames.name(role)
      var includes: [String] = []
      if model.domain == nil {
        // Throws where memberships go in a circle, which includes may not.
        if let kind = expansion.subjectRole?.kind { _ = try rules.members(of: role, kind: kind, domain: nil) }
        for membership in memberships
        where membership.member.hasSameBytes(as: role) && known.contains(UTF8Key(membership.role)) {
          let included = roleNames.name(membership.role)
          if !includes.contains(included) { includes.append(included) }
        }
      }
      set.roles.append(
        ImportedRole(
          scopeType: scopeType, name: name, includes: includes, comment: name == role ? nil : "\"\(role)\""))
    }
  }

  private mutating func directory() throws(ImportFailure) -> ImportedDirectory {
    var directory = ImportedDirectory()
    let scopes: [String]
    if model.domain == nil {
      scopes = ["app:main"]
      directory.defaultScope = "app:main"
    } else {
      scopes = expansion.domains.map { "domain:\($0)" }
    }
    for name in expansion.domains + (usesKeys ? expansion.objects : []) where !NameGrammar.isID(name) {
      throw ImportFailure(
        "\(quoted(name)) cannot be an id", help: "ids are 1 to 256 bytes without white space or control characters")
    }
    directory.scopes = scopes.map { .init(name: $0) }
    let memberships = expansion.subjectRole.map { rules.memberships[$0.kind] ?? [] } ?? []
    let roleKeys = Set(roles.map(UTF8Key.init))
    for scope in scopes {
      for role in roles {
        var holders = memberships.filter { membership in
          membership.role.hasSameBytes(as: role)
            && (membership.domain == nil || scope.hasSameBytes(as: "domain:\(membership.domain ?? "")"))
        }.map(\.member).filter { member in users.contains { $0.hasSameBytes(as: member) } }
        // A user that rules name has a role of its own.
        if users.contains(where: { $0.hasSameBytes(as: role) }), roleKeys.contains(UTF8Key(role)) {
          holders.append(role)
        }
        var seen: Set<UTF8Key> = []
        holders = holders.filter { seen.insert(UTF8Key($0)).inserted }
        if !holders.isEmpty {
          directory.assignments.append(
            .init(
              scope: scope, role: roleNames.name(role),
              principals: holders.compactMap { KubernetesNames.id($0) }.map { "user:\($0)" }))
        }
      }
    }
    return directory
  }

  private mutating func noteNames() {
    let right = roles.filter { role in !users.contains { $0.hasSameBytes(as: role) } }
    if !right.isEmpty {
      let names = right.prefix(8).map { quoted($0) }.joined(separator: ", ") + (right.count > 8 ? " and others" : "")
      findings.append(
        ImportFinding(.note, "\(names): taken for roles; Casbin would also answer for a user who is called so"))
    }
    if model.tests[model.action] == .equal(orAny: true) || model.tests[model.object] == .equal(orAny: true) {
      findings.append(ImportFinding(.note, "`*` stands for what other rules name; whatever else is denied"))
    }
  }

  // MARK: - The suite

  /// What each role may, asked of one made-up principal a role.
  private func suites(_ grants: [CasbinGrant]) throws(ImportFailure) -> [ImportedSuite] {
    guard !usesKeys else { return try keySuite(grants) }
    var directory = ImportedDirectory()
    var tests: [ImportedSuite.Test] = []
    let domains: [String?] = model.domain == nil ? [nil] : expansion.domains
    for domain in domains {
      let scope = domain.map { "domain:\($0)" } ?? "app:main"
      directory.scopes.append(.init(name: scope))
      var test = ImportedSuite.Test(name: domain.map { "what each role may in \($0)" } ?? "what each role may")
      test.scope = scope
      var sets: [(allowed: Set<String>, denied: Set<String>)] = []
      for role in roles {
        let name = roleNames.name(role)
        directory.assignments.append(.init(scope: scope, role: name, principals: ["user:with-\(name)"]))
        test.columns.append(.init(label: name, principal: "user:with-\(name)"))
        sets.append(try reach(role, domain))
      }
      for type in set.resources {
        for action in type.actions {
          let key = "\(type.name) \(action)"
          let allowed = zip(test.columns, sets).filter { $1.allowed.contains(key) && !$1.denied.contains(key) }
          test.rows.append(.init(resourceType: type.name, action: action, allowed: allowed.map { $0.0.label }))
        }
      }
      tests.append(test)
    }
    return [
      ImportedSuite(
        file: "policy_test.yaml", comment: "What the imported rules say, role by role.", directory: directory,
        tests: tests)
    ]
  }

  /// The rows that a role reaches, over the rules as they were opened out, before the tables were made of them.
  private func reach(_ role: String, _ domain: String?) throws(ImportFailure) -> (
    allowed: Set<String>, denied: Set<String>
  ) {
    var result: (allowed: Set<String>, denied: Set<String>) = ([], [])
    var members: [UTF8Key: Bool] = [:]
    for grant in expansion.grants where isSame(grant.domain, domain) {
      let key = UTF8Key(grant.role)
      if members[key] == nil {
        let all =
          try expansion.subjectRole.map { role throws(ImportFailure) in
            try rules.members(of: grant.role, kind: role.kind, domain: role.hasDomain ? domain : nil)
          } ?? [grant.role]
        members[key] = all.contains { $0.hasSameBytes(as: role) }
      }
      guard members[key] == true else { continue }
      let row = "\(typeNames.name(grant.object)) \(actionNames.name(grant.action))"
      if grant.isDeny { result.denied.insert(row) } else { result.allowed.insert(row) }
    }
    return result
  }

  /// Under `keyMatch` nothing is asked of a bare type; a case for each rule instead.
  private func keySuite(_ grants: [CasbinGrant]) throws(ImportFailure) -> [ImportedSuite] {
    var directory = ImportedDirectory()
    var test = ImportedSuite.Test(name: "what each rule says of an object that it speaks of")
    let domains: [String?] = model.domain == nil ? [nil] : expansion.domains
    directory.scopes = domains.map { .init(name: $0.map { "domain:\($0)" } ?? "app:main") }
    for scope in directory.scopes {
      directory.assignments += roles.map { role in
        .init(scope: scope.name, role: roleNames.name(role), principals: ["user:with-\(roleNames.name(role))"])
      }
    }
    for grant in grants {
      let scope = grant.domain.map { "domain:\($0)" } ?? "app:main"
      let key = grant.object.prefix { $0 != "*" }
      let id = key.utf8.count == grant.object.utf8.count ? grant.object : "\(key)x"
      let text = "user:with-\(roleNames.name(grant.role)) \(actionNames.name(grant.action)) object:\(id) in \(scope)"
      // A denial among the rules may reach what another allows, so only denials are sure then.
      if grant.isDeny {
        test.cannot.append(text)
      } else if !grants.contains(where: \.isDeny) {
        test.can.append(text)
      }
    }
    test.cannot.append(
      "user:stranger \(actionNames.name(expansion.actions.first ?? "")) object:x in \(directory.scopes[0].name)")
    return [
      ImportedSuite(
        file: "policy_test.yaml", comment: "What the imported rules say.", directory: directory, tests: [test])
    ]
  }
}
