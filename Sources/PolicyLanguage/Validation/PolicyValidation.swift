import PolicyValues
import YAMLReader

/// Checks that a policy's names lead somewhere and that what it says is allowed; every finding, errors and warnings.
package func validate(_ policy: Policy) -> [Diagnostic] {
  var validation = PolicyValidation(policy)
  validation.checkName()
  validation.checkScopeTypes()
  validation.checkPrincipalTypes()
  validation.checkResourceTypes()
  validation.checkAttributes()
  validation.checkRoles()
  validation.checkTables()
  validation.checkConditions()
  validation.checkInvariants()
  if !validation.log.hasErrors { validation.findWarnings() }
  return validation.log.diagnostics
}

/// The state of one validation; its steps stand in files of their own.
struct PolicyValidation {
  let index: PolicyIndex
  var log = DiagnosticLog()
  var policy: Policy { index.policy }

  init(_ policy: Policy) { index = PolicyIndex(policy) }

  mutating func checkName() {
    guard policy.name.isEmpty else { return }
    let somewhere =
      policy.scopeTypes.first?.span ?? policy.roles.first?.span ?? policy.principalTypes.first?.span ?? .none
    log.error(
      .missingPolicyName, "the policy has no name", at: Span(file: somewhere.file, start: 0, end: 0),
      help: "begin one of the files with `policy: name`")
  }

  mutating func checkScopeTypes() {
    for type in policy.scopeTypes {
      for parent in type.parents { _ = require(scopeType: parent, at: type.span) }
      // Its own name apart, no type may be reached from itself.
      var reached: Set<String> = []
      var open = type.parents.filter { $0 != type.name }
      while let next = open.popLast() {
        if next == type.name {
          log.error(
            .scopeTypeCycle, "scope type `\(type.name)` lies in itself by way of other types", at: type.span,
            help: "a type may nest in itself directly; leave the other way round out")
          break
        }
        guard reached.insert(next).inserted else { continue }
        open += index.scopeTypes[next]?.parents.filter { $0 != next } ?? []
      }
    }
  }

  mutating func checkPrincipalTypes() {
    for type in policy.principalTypes {
      for member in type.members ?? [] { _ = require(principalType: member, at: type.span) }
      if type.members != nil, type.boundedBy != nil {
        log.error(
          .groupBounded, "`\(type.name)` is a group and cannot be bounded", at: type.span,
          help: "its members hold its roles, and would hold them unbounded; bound the members' types instead")
      }
      if let bound = type.boundedBy {
        if let same = type.attributes.first(where: { $0.name == bound }) {
          log.error(
            .reservedName, "`\(bound)` bounds `\(type.name)` and cannot be an attribute too", at: same.span,
            help: "remove the attribute; directory entries give `\(bound)` all the same")
        } else if Self.reserved.contains(bound) {
          log.error(
            .reservedName, "`\(bound)` has a meaning of its own and cannot be what bounds `\(type.name)`",
            at: type.span, help: "choose a name such as `creator`")
        }
      }
      if type.takesRequestRoles, let same = type.attributes.first(where: { $0.name == "roles" }) {
        log.error(
          .reservedName, "requests bring roles for `\(type.name)`, so `roles` cannot be an attribute", at: same.span,
          help: "give the attribute another name")
      }
    }
  }

  mutating func checkResourceTypes() {
    for type in policy.resourceTypes {
      for scope in type.scopeTypes { _ = require(scopeType: scope, at: type.span) }
    }
  }

  /// Built-in names and structural facts (DESIGN.md, section 3).
  static let reserved: Set<String> = ["id", "type", "groups", "rank", "in", "members", "disabled", "expires"]

  mutating func checkAttributes() {
    for type in policy.principalTypes { refuseReserved(type.attributes, Self.reserved) }
    for type in policy.resourceTypes { refuseReserved(type.attributes, Self.reserved) }
    for type in policy.scopeTypes {
      refuseReserved(type.attributes, Self.reserved)
      for declaration in type.attributes {
        guard let same = index.resourceTypes[type.name]?.attributes.first(where: { $0.name == declaration.name }),
          same.type != declaration.type || same.isOverridable != declaration.isOverridable
        else { continue }
        log.error(
          .givenTwice, "`\(type.name)` declares `\(declaration.name)` as a scope and, otherwise, as a resource",
          at: declaration.span, labels: [Diagnostic.Label("the other declaration", at: same.span)],
          help: "declare it once, or alike")
      }
    }
    refuseReserved(policy.contextAttributes, ["scope", "explain"])
  }

  private mutating func refuseReserved(_ declarations: [AttributeDeclaration], _ reserved: Set<String>) {
    for declaration in declarations where reserved.contains(declaration.name) {
      log.error(
        .reservedName, "`\(declaration.name)` has a meaning of its own and cannot be declared",
        at: declaration.span, help: "give the attribute another name")
    }
  }
}

/// Names that must lead somewhere, each with the nearest that does.
extension PolicyValidation {
  mutating func require(scopeType name: String, at span: Span) -> Bool {
    if index.scopeTypes[name] != nil { return true }
    report(.unknownScopeType, "there is no scope type `\(name)`", name, policy.scopeTypes.map(\.name), "scopes", span)
    return false
  }

  mutating func require(principalType name: String, at span: Span) -> Bool {
    if index.principalTypes[name] != nil { return true }
    report(
      .unknownPrincipalType, "there is no principal type `\(name)`", name, policy.principalTypes.map(\.name),
      "principals", span)
    return false
  }

  mutating func require(resourceType name: String, at span: Span) -> ResourceType? {
    if let type = index.resourceTypes[name] { return type }
    report(
      .unknownResourceType, "there is no resource type `\(name)`", name, policy.resourceTypes.map(\.name),
      "resources", span)
    return nil
  }

  mutating func require(action name: String, of type: ResourceType, at span: Span) -> Bool {
    if type.actions.contains(name) { return true }
    report(
      .unknownAction, "resource type `\(type.name)` has no action `\(name)`", name, type.actions,
      "resources.\(type.name).actions", span, whenNothingIsNear: "it has \(listed(type.actions))")
    return false
  }

  mutating func require(role name: RoleName, at span: Span) -> Bool {
    if index.roles[name] != nil { return true }
    let known = index.rolesByScopeType[name.scopeType] ?? []
    let elsewhere = policy.roles.first { $0.name.name == name.name }
    report(
      .unknownRole, "scope type `\(name.scopeType)` has no role `\(name.name)`", name.name, known,
      "roles.\(name.scopeType)", span,
      whenNothingIsNear: elsewhere.map {
        "there is `\($0.name)`, but a table names roles of its own scope type only"
      } ?? (known.isEmpty ? "it has no roles at all" : "it has \(listed(known))"))
    return false
  }

  mutating func report(
    _ code: DiagnosticCode, _ message: String, _ name: String, _ known: [String], _ section: String, _ span: Span,
    whenNothingIsNear: String? = nil
  ) {
    log.error(
      code, message, at: span,
      help: nearest(name, in: known).map { "did you mean `\($0)`?" }
        ?? whenNothingIsNear ?? "declare it under `\(section)`")
  }
}
