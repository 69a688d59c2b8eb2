package import DecisionTable
package import PolicyLanguage
package import PolicyValues

/// A second reading of DESIGN.md, section 4: what the table is held against in tests.
///
/// It works on the values as they were parsed, looks everything up by going through lists, and shares no code with the
/// table's check beyond the types of questions and answers. Whoever reads it next to the design should find each
/// sentence once, in the design's order.
package struct ReferenceEvaluator {
  package let policy: Policy
  package let directory: Directory

  /// Takes a policy and a directory that `validate` has found no errors in.
  package init(policy: Policy, directory: Directory) {
    self.policy = policy
    self.directory = directory
  }

  /// The answer to a question at a time.
  package func decide(_ question: Question, at now: Timestamp) -> Reason {
    do throws(Denial) {
      try allow(question, at: now)
      return .granted
    } catch {
      return error.reason
    }
  }
}

/// The way out of every check that does not pass.
struct Denial: Error {
  let reason: Reason

  init(_ reason: Reason) { self.reason = reason }
}

/// Names are compared byte for byte. Swift's `==` takes the Kelvin sign for a K.
func same(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }

extension ReferenceEvaluator {
  /// Returns if the question is to be allowed, and throws the reason why not.
  private func allow(_ question: Question, at now: Timestamp) throws(Denial) {
    // 1. Closed vocabulary.
    guard let principalType = policy.principalTypes.first(where: { same($0.name, question.principal.type) }) else {
      throw Denial(.unknownPrincipalType)
    }
    guard let resourceType = policy.resourceTypes.first(where: { same($0.name, question.resourceType) }) else {
      throw Denial(.unknownResourceType)
    }
    guard resourceType.actions.contains(where: { same($0, question.action) }) else { throw Denial(.unknownAction) }
    if let id = question.resourceID, !NameGrammar.isID(id) { throw Denial(.unknownResource) }

    // 2. The scope; and the end of 1, since the resource's type must be allowed in the scope's.
    let place = try place(of: question, resourceType)

    // A clock outside the years that a policy can write decides nothing.
    guard now >= .minimum, now <= .maximum else { throw Denial(.conditionUndecided) }

    // 7. Who and where is disabled.
    guard NameGrammar.isID(question.principal.id) else { throw Denial(.noRole) }
    let described = describedPrincipal(question.principal)
    if let described {
      if described.isDisabled { throw Denial(.disabled) }
      if let expires = described.expires, now >= expires { throw Denial(.expired) }
    }
    if place.chain.contains(where: { describedScope($0)?.isDisabled == true }) { throw Denial(.disabled) }

    // 3. Roles, those of the request among them.
    let asker = Asker(
      name: question.principal, type: principalType,
      groups: groups(of: question.principal, at: now),
      requestRoles: principalType.takesRequestRoles ? try requestRoles(question.roles) : [])

    // 6. What bounds the principal must be there before anything can be allowed.
    var bound: EntityName?
    if principalType.boundedBy != nil {
      guard let name = described?.bound, isKnown(name) else { throw Denial(.bounded) }
      bound = name
    }

    // 4. Allow, and 5. forbid.
    let request = Request(question: question, asker: asker, resourceType: resourceType, now: now)
    try grant(request, at: place)
    try forbid(request, at: place)

    // 6. Nothing that the bound is not allowed. What the request says of its subject is not said of the bound.
    if let bound {
      var asked = question
      asked.principal = bound
      asked.properties.principal = [:]
      asked.roles = .absent
      guard decide(asked, at: now) == .granted else { throw Denial(.bounded) }
    }
  }
}

/// Who asks, with what a question needs to know of it.
struct Asker {
  var name: EntityName
  var type: PrincipalType
  /// Through groups, in ascending order.
  var groups: [EntityName]
  /// Roles that the request brings, as assignments.
  var requestRoles: [RequestRole]
}

/// A question whose names have been found.
struct Request {
  var question: Question
  var asker: Asker
  var resourceType: ResourceType
  var now: Timestamp
}

// MARK: - What the directory says

extension ReferenceEvaluator {
  func scopeType(_ name: String) -> ScopeType? { policy.scopeTypes.first { same($0.name, name) } }

  func describedScope(_ name: EntityName) -> ScopeInstance? { directory.scopes.first { $0.name == name } }

  func describedPrincipal(_ name: EntityName) -> PrincipalInstance? { directory.principals.first { $0.name == name } }

  func describedResource(_ name: EntityName) -> ResourceInstance? { directory.resources.first { $0.name == name } }

  /// Principals that only assignments or member lists name exist too.
  func isKnown(_ principal: EntityName) -> Bool {
    describedPrincipal(principal) != nil
      || directory.assignments.contains { $0.principal == principal }
      || directory.principals.contains { $0.members.contains(principal) }
  }
}
