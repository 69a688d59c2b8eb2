import DecisionTable
import PolicyLanguage
import PolicyValues
import YAMLReader

extension FuzzCase {
  /// The smallest case found on which the two still disagree: takes out one thing after another for as long as
  /// anything can go.
  func shrunk() -> FuzzCase {
    var smallest = self
    var attempts = 0
    search: while attempts < 4000 {
      for candidate in smallest.smaller {
        attempts += 1
        if candidate.isDisagreement {
          smallest = candidate
          continue search
        }
      }
      break
    }
    return smallest
  }

  /// Every case that lacks one thing.
  private var smaller: [FuzzCase] {
    var cases: [FuzzCase] = []
    func drop<Element>(_ list: WritableKeyPath<FuzzCase, [Element]>) {
      for position in self[keyPath: list].indices {
        var copy = self
        copy[keyPath: list].remove(at: position)
        cases.append(copy)
      }
    }
    func set<Value>(_ path: WritableKeyPath<FuzzCase, Value>, _ value: Value, unless isSo: Bool) {
      guard !isSo else { return }
      var copy = self
      copy[keyPath: path] = value
      cases.append(copy)
    }
    drop(\.policy.permissions)
    drop(\.policy.forbids)
    drop(\.directory.resources)
    drop(\.directory.principals)
    drop(\.directory.scopes)
    drop(\.policy.resourceTypes)
    drop(\.policy.principalTypes)
    drop(\.policy.roles)
    drop(\.policy.scopeTypes)
    drop(\.policy.conditions)
    for row in policy.permissions.indices { drop(\.policy.permissions[row].cells) }
    for row in policy.forbids.indices { drop(\.policy.forbids[row].cells) }
    drop(\.policy.contextAttributes)
    drop(\.policy.actionAttributes)
    for type in policy.scopeTypes.indices {
      drop(\.policy.scopeTypes[type].attributes)
      drop(\.policy.scopeTypes[type].parents)
      set(\.policy.scopeTypes[type].isOpen, false, unless: !policy.scopeTypes[type].isOpen)
    }
    for type in policy.principalTypes.indices {
      drop(\.policy.principalTypes[type].attributes)
      set(
        \.policy.principalTypes[type].takesRequestRoles, false, unless: !policy.principalTypes[type].takesRequestRoles)
    }
    for type in policy.resourceTypes.indices {
      drop(\.policy.resourceTypes[type].attributes)
      drop(\.policy.resourceTypes[type].actions)
      drop(\.policy.resourceTypes[type].scopeTypes)
      set(\.policy.resourceTypes[type].isListed, false, unless: !policy.resourceTypes[type].isListed)
    }
    for role in policy.roles.indices {
      drop(\.policy.roles[role].includes)
      set(\.policy.roles[role].rank, nil, unless: policy.roles[role].rank == nil)
    }
    for (position, condition) in policy.conditions.enumerated() {
      for part in condition.expression.parts {
        set(\.policy.conditions[position].expression, part, unless: false)
      }
    }
    return cases + smallerDirectories + smallerQuestions
  }

  private var smallerDirectories: [FuzzCase] {
    var cases: [FuzzCase] = []
    func add(_ change: (inout Directory) -> Void) {
      var copy = self
      change(&copy.directory)
      cases.append(copy)
    }
    if directory.defaultScope != nil { add { $0.defaultScope = nil } }
    for (position, scope) in directory.scopes.enumerated() {
      if scope.isDisabled { add { $0.scopes[position].isDisabled = false } }
      for entry in scope.attributes.indices { add { $0.scopes[position].attributes.remove(at: entry) } }
    }
    for (position, principal) in directory.principals.enumerated() {
      if principal.isDisabled { add { $0.principals[position].isDisabled = false } }
      if principal.expires != nil { add { $0.principals[position].expires = nil } }
      if principal.bound != nil { add { $0.principals[position].bound = nil } }
      for member in principal.members.indices { add { $0.principals[position].members.remove(at: member) } }
      for entry in principal.attributes.indices { add { $0.principals[position].attributes.remove(at: entry) } }
    }
    for (position, resource) in directory.resources.enumerated() {
      if resource.scope != nil { add { $0.resources[position].scope = nil } }
      for entry in resource.attributes.indices { add { $0.resources[position].attributes.remove(at: entry) } }
    }
    let assignments = Array(directory.assignments)
    for (position, assignment) in assignments.enumerated() {
      var fewer = assignments
      fewer.remove(at: position)
      add { $0.assignments = AssignmentList(fewer) }
      guard assignment.until != nil else { continue }
      var endless = assignments
      endless[position].until = nil
      add { $0.assignments = AssignmentList(endless) }
    }
    return cases
  }

  private var smallerQuestions: [FuzzCase] {
    var cases: [FuzzCase] = []
    func add(_ change: (inout Question) -> Void) {
      var copy = self
      change(&copy.question)
      cases.append(copy)
    }
    for owner in [
      \RequestProperties.principal, \.resource, \.scope, \.action, \.context,
    ] as [WritableKeyPath<RequestProperties, [String: RequestValue]>] {
      for name in question.properties[keyPath: owner].keys.sorted() {
        add { $0.properties[keyPath: owner][name] = nil }
      }
    }
    if case .given(let entries) = question.roles {
      add { $0.roles = .absent }
      for (position, entry) in entries.enumerated() {
        var fewer = entries
        fewer.remove(at: position)
        add { $0.roles = .given(fewer) }
        for role in entry.roles.indices {
          var lighter = entries
          lighter[position].roles.remove(at: role)
          add { $0.roles = .given(lighter) }
        }
      }
    }
    if question.scope != nil { add { $0.scope = nil } }
    if question.resourceID != nil { add { $0.resourceID = nil } }
    return cases
  }
}

extension ConditionExpression {
  /// What a condition is made of.
  fileprivate var parts: [ConditionExpression] {
    switch self {
    case .literal: []
    case .atom: [.literal(true, .none), .literal(false, .none)]
    case .not(let inner): [inner]
    case .and(let left, let right):
      [left, right] + left.parts.map { .and($0, right) } + right.parts.map { .and(left, $0) }
    case .or(let left, let right):
      [left, right] + left.parts.map { .or($0, right) } + right.parts.map { .or(left, $0) }
    }
  }
}
