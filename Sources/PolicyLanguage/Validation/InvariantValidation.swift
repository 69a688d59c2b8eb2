import PolicyValues
import YAMLReader

/// Invariants: their names lead somewhere, and they speak of somebody, and of something that could be.
extension PolicyValidation {
  mutating func checkInvariants() {
    for invariant in policy.invariants {
      switch invariant.kind {
      case .count(_, let role):
        _ = require(pattern: role, invariant)
      case .every(let role, let also, let types):
        for (position, type) in types.enumerated() {
          let span = invariant.nameSpans.at(position, or: invariant.span)
          guard require(principalType: type, at: span), index.principalTypes[type]?.members != nil else { continue }
          log.error(
            .badInvariant, "`\(type)` is a group, and what a group holds is held by its members", at: span,
            help: "name the types of the members")
        }
        guard require(pattern: role, invariant), require(pattern: also, invariant) else { continue }
        if !index.scopeType(role.scopeType, liesInOrBelow: also.scopeType) {
          log.error(
            .badInvariant, "no `\(also.scopeType)` lies above \(a(role.scopeType))", at: also.span.or(invariant.span),
            help: "`also` names roles held at the same scope or above it")
        }
      case .neverBoth(let one, let other):
        guard require(pattern: one, invariant), require(pattern: other, invariant) else { continue }
        if one.role != nil, one.role == other.role, one.scopeType == other.scopeType {
          log.error(
            .badInvariant, "`never_both` names `\(one)` twice", at: other.span.or(invariant.span),
            help: "name two roles that nobody may hold together")
        }
        if !index.scopeType(one.scopeType, liesInOrBelow: other.scopeType),
          !index.scopeType(other.scopeType, liesInOrBelow: one.scopeType)
        {
          log.error(
            .badInvariant, "\(a(one.scopeType)) and \(a(other.scopeType)) never lie in each other",
            at: other.span.or(invariant.span),
            help: "`never_both` looks at scopes of which one lies in the other, or that are one")
        }
      case .never(let things, let subjects):
        for thing in things { _ = require(thing, invariant) }
        check(subjects, of: "never", invariant)
      case .only(let things, let subjects):
        for thing in things { _ = require(thing, invariant) }
        check(subjects, of: "only", invariant)
      case .isolated(let type, let except, let shared):
        checkIsolated(type, except, shared, invariant)
      case .neverTogether(let one, let other, let subjects):
        checkTogether(one, other, invariant)
        check(subjects, of: "never_together", invariant)
      case .noEscalation(let things, let role, let except):
        checkEscalation(things, role, invariant)
        checkDistinct(except.map { ($0.description, $0.span) }, "`except`", invariant)
        for pattern in except { _ = require(pattern: pattern, invariant) }
      }
    }
  }

  // MARK: - Names

  private mutating func require(pattern: RolePattern, _ invariant: Invariant) -> Bool {
    let span = pattern.span.isNone ? invariant.span : pattern.span
    guard require(scopeType: pattern.scopeType, at: span) else { return false }
    if let role = pattern.role { return require(role: RoleName(pattern.scopeType, role), at: span) }
    if index.rolesByScopeType[pattern.scopeType] == nil {
      log.error(
        .unknownRole, "scope type `\(pattern.scopeType)` has no roles", at: span,
        help: "declare one under `roles.\(pattern.scopeType)`")
      return false
    }
    return true
  }

  private mutating func require(_ thing: PermissionPattern, _ invariant: Invariant) -> Bool {
    if let name = thing.resourceType {
      guard let type = require(resourceType: name, at: thing.resourceSpan.or(invariant.span)) else { return false }
      guard let action = thing.action else { return true }
      return require(action: action, of: type, at: thing.actionSpan.or(invariant.span))
    }
    let actions = policy.resourceTypes.flatMap(\.actions)
    guard let action = thing.action, !actions.contains(action) else { return true }
    report(
      .unknownAction, "no resource type has an action `\(action)`", action, actions, "resources",
      thing.actionSpan.or(invariant.span))
    return false
  }

  /// Whom an invariant speaks of: each once, and nobody whom another one covers.
  private mutating func check(_ subjects: [InvariantSubject], of kind: String, _ invariant: Invariant) {
    checkDistinct(subjects.map { ($0.description, $0.span) }, "`for`", invariant)
    for subject in subjects {
      let span = subject.span.or(invariant.span)
      switch subject {
      case .role(let pattern): _ = require(pattern: pattern, invariant)
      case .principalType(let type): checkType(type, at: span)
      case .anyone:
        if kind == "only" {
          log.error(
            .badInvariant, "an action that is for `anyone` alone is for everybody", at: span,
            help: "name the roles that may, or remove the invariant")
        } else if kind == "never_together" {
          log.error(
            .badInvariant, "`never_together` speaks of everybody unless `for` names somebody", at: span,
            help: "leave `for` out")
        } else if subjects.count > 1 {
          log.error(
            .badInvariant, "`anyone` is everybody, so `for` says nothing more with the others", at: span,
            help: "leave the others out, or `anyone`")
        }
      }
    }
  }

  private mutating func checkType(_ type: NamedType, at span: Span) {
    guard let known = index.principalTypes[type.name] else {
      let role = policy.roles.first { $0.name.name == type.name }
      return report(
        .unknownPrincipalType, "there is no principal type `\(type.name)`", type.name,
        policy.principalTypes.map(\.name), "principals", span,
        whenNothingIsNear: role.map { "a role is written in full: `\($0.name)`" })
    }
    guard known.members != nil else { return }
    log.error(
      .badInvariant, "`\(type.name)` is a group, and what a group holds is held by its members", at: span,
      help: "name the types of the members")
  }

  private mutating func checkDistinct(_ names: [(text: String, span: Span)], _ what: String, _ invariant: Invariant) {
    var seen: Set<String> = []
    for (text, span) in names where !seen.insert(text).inserted {
      log.error(
        .badInvariant, "\(what) names `\(text)` twice", at: span.or(invariant.span), help: "name it once")
    }
  }

  // MARK: - Kinds

  private mutating func checkIsolated(
    _ type: NamedType, _ except: [RolePattern], _ shared: [NamedType], _ invariant: Invariant
  ) {
    guard require(scopeType: type.name, at: type.span.or(invariant.span)) else { return }
    checkDistinct(except.map { ($0.description, $0.span) }, "`except`", invariant)
    for pattern in except {
      guard require(pattern: pattern, invariant) else { continue }
      guard pattern.scopeType == type.name || !index.scopeType(type.name, liesInOrBelow: pattern.scopeType) else {
        continue
      }
      log.error(
        .badInvariant, "`\(pattern)` is not held above \(a(type.name)), so it does not reach into one from there",
        at: pattern.span.or(invariant.span), help: "`except` names roles of the types that lie above")
    }
    checkDistinct(shared.map { ($0.name, $0.span) }, "`shared_by`", invariant)
    for type in shared { _ = require(principalType: type.name, at: type.span.or(invariant.span)) }
  }

  private mutating func checkTogether(
    _ one: PermissionPattern, _ other: PermissionPattern, _ invariant: Invariant
  ) {
    let things = [one, other]
    for thing in things where !isPlain(thing, "never_together", invariant) { return }
    guard things.allSatisfy({ require($0, invariant) }) else { return }
    let places = things.map { index.resourceTypes[$0.resourceType ?? ""]?.scopeTypes ?? [] }
    let meet = places[0].contains { first in
      places[1].contains { index.scopeType(first, liesInOrBelow: $0) || index.scopeType($0, liesInOrBelow: first) }
    }
    if one.description == other.description {
      log.error(
        .badInvariant, "`never_together` names `\(one)` twice", at: other.resourceSpan.or(invariant.span),
        help: "name two things that nobody may do both of; what nobody may at all, `never` says")
    } else if !meet {
      log.error(
        .badInvariant, "`\(one)` and `\(other)` are never done in scopes that lie in each other",
        at: other.resourceSpan.or(invariant.span),
        help: "`never_together` looks at scopes of which one lies in the other, or that are one")
    }
  }

  private mutating func checkEscalation(_ things: [PermissionPattern], _ role: GivenRole, _ invariant: Invariant) {
    checkDistinct(things.map { ($0.description, $0.resourceSpan) }, "`no_escalation`", invariant)
    for thing in things {
      guard isPlain(thing, "no_escalation", invariant), require(thing, invariant),
        let type = index.resourceTypes[thing.resourceType ?? ""]
      else { continue }
      if case .attribute(let owner, let name, let span) = role {
        checkGiven(owner, name, type, at: span.or(invariant.span))
      } else if case .pattern(nil) = role, type.scopeTypes.allSatisfy({ index.rolesByScopeType[$0] == nil }) {
        log.error(
          .badInvariant, "no scope type in which `\(type.name)` lives has roles, so `\(thing)` gives none",
          at: thing.resourceSpan.or(invariant.span), help: "name an action that gives roles")
      }
    }
    if case .pattern(let pattern?) = role { _ = require(pattern: pattern, invariant) }
  }

  /// The attribute that names the role must be declared, as a role.
  private mutating func checkGiven(_ owner: String, _ name: String, _ type: ResourceType, at span: Span) {
    let (declared, section) =
      switch owner {
      case "context": (policy.contextAttributes, "context")
      case "action": (policy.actionAttributes, "action")
      default: (index.resourceAttributes(of: type.name), "resources.\(type.name).attributes")
      }
    guard let attribute = declared.first(where: { $0.name == name }) else {
      let roles = declared.filter { $0.type == AttributeType(.role) }.map(\.name)
      report(
        .unknownAttribute,
        "there is no attribute `\(name)` of \(owner == "resource" ? "`\(type.name)`" : "the \(owner)")",
        name, roles, section, span)
      return
    }
    guard attribute.type != AttributeType(.role) else { return }
    log.error(
      .badInvariant, "`\(owner).\(name)` is no role", at: span,
      labels: [Diagnostic.Label("declared as `\(attribute.type)`", at: attribute.span)],
      help: "name the attribute that says which role is given, or declare it as `role`")
  }

  private mutating func isPlain(_ thing: PermissionPattern, _ kind: String, _ invariant: Invariant) -> Bool {
    if thing.resourceType != nil, thing.action != nil { return true }
    log.error(
      .badInvariant, "`\(kind)` takes no `*`", at: thing.resourceSpan.or(invariant.span),
      help: "name the resource type and the action")
    return false
  }
}
