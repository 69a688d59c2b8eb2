import PolicyValues
import YAMLReader

/// Checks that a policy's names lead somewhere and that what it says is allowed; every finding, errors and warnings.
package func validate(_ policy: Policy) -> [Diagnostic] { validate(PolicyIndex(policy)) }

/// The same of a policy that has been indexed.
func validate(_ index: PolicyIndex, withWarnings: Bool = true) -> [Diagnostic] {
  var validation = PolicyValidation(index: index)
  validation.checkName()
  validation.checkScopeTypes()
  validation.checkPrincipalTypes()
  validation.checkResourceTypes()
  validation.checkAttributes()
  validation.checkRoles()
  validation.checkTables()
  validation.checkConditions()
  validation.checkInvariants()
  if withWarnings, !validation.log.hasErrors { validation.findWarnings() }
  return validation.log.diagnostics
}

/// The state of one validation; its steps stand in files of their own.
struct PolicyValidation {
  let index: PolicyIndex
  var log = DiagnosticLog()
  var policy: Policy { index.policy }

  mutating func checkName() {
    guard policy.name.isEmpty else { return }
    log.error(
      .missingPolicyName, "the policy has no name", at: policy.nameSpan,
      help: "begin one of the files with `policy: name`")
  }

  mutating func checkScopeTypes() {
    for type in policy.scopeTypes {
      for (position, parent) in type.parents.enumerated() {
        _ = require(scopeType: parent, at: type.parentSpans.at(position, or: type.span))
      }
    }
    // A type may name itself; no other way may lead back to it.
    var reported: Set<String> = []
    for type in policy.scopeTypes where !reported.contains(type.name) {
      let cycle = shortestCycle(from: type.name) { name in
        index.scopeTypes[name]?.parents.filter { $0 != name } ?? []
      }
      guard let cycle else { continue }
      reported.formUnion(cycle)
      log.error(
        .scopeTypeCycle, "scope type `\(type.name)` lies in itself: \(Self.way(cycle))", at: type.span,
        labels: cycle.dropFirst().compactMap { name in
          index.scopeTypes[name].map { Diagnostic.Label("on the way", at: $0.span) }
        }, help: "a type may nest in itself directly; take one `in` of the other way out")
    }
  }

  /// The shortest way from a name back to itself, beginning with it.
  func shortestCycle<Name: Hashable>(from start: Name, _ following: (Name) -> [Name]) -> [Name]? {
    var cameFrom: [Name: Name] = [:]
    var open = [start]
    var next = 0
    while next < open.count {
      let name = open[next]
      next += 1
      for other in following(name) {
        if other == start {
          var way = [name]
          while let last = way.last, last != start, let before = cameFrom[last] { way.append(before) }
          return way.reversed()
        }
        if cameFrom[other] == nil {
          cameFrom[other] = name
          open.append(other)
        }
      }
    }
    return nil
  }

  /// A circle as messages show it: `a` → `b` → `a`.
  static func way(_ cycle: [some CustomStringConvertible]) -> String {
    (cycle + cycle.prefix(1)).map { "`\($0)`" }.joined(separator: " → ")
  }

  mutating func checkPrincipalTypes() {
    for type in policy.principalTypes {
      for (position, member) in (type.members ?? []).enumerated() {
        _ = require(principalType: member, at: type.memberSpans.at(position, or: type.span))
      }
      if type.members != nil, type.boundedBy != nil {
        log.error(
          .groupBounded, "`\(type.name)` is a group and cannot be bounded", at: type.boundSpan.or(type.span),
          help: "its members hold its roles, and would hold them unbounded; bound the members' types instead")
      }
      if let bound = type.boundedBy {
        if let same = type.attributes.first(where: { $0.name == bound }) {
          log.error(
            .reservedName, "`\(bound)` bounds `\(type.name)` and cannot be an attribute too", at: same.span,
            help: "remove the attribute; directory entries give `\(bound)` all the same")
        } else if Self.reserved.contains(bound) || (bound == "roles" && type.takesRequestRoles) {
          log.error(
            .reservedName, "`\(bound)` has a meaning of its own and cannot be what bounds `\(type.name)`",
            at: type.boundSpan.or(type.span), help: "choose a name such as `creator`")
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
      for (position, scope) in type.scopeTypes.enumerated() {
        _ = require(scopeType: scope, at: type.scopeSpans.at(position, or: type.span))
      }
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
          at: declaration.span, labels: [Diagnostic.Label("first given here", at: same.span)],
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
    log.reportOnce(
      Diagnostic(
        code, message, at: span,
        help: nearest(name, in: known).map { "did you mean `\($0)`?" }
          ?? whenNothingIsNear ?? "declare it under `\(section)`"))
  }
}
