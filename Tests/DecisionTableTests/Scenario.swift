import DecisionTable
import PolicyLanguage
import PolicyValues
import ReferenceEvaluator
import Testing

/// A question and the answer that DESIGN.md, section 4, gives it.
struct Scenario: Sendable, CustomTestStringConvertible {
  var text: String
  var reason: Reason
  var properties: RequestProperties
  var roles: RequestRoles
  var now: Timestamp

  /// `text` is written as a suite's case.
  init(
    _ text: String, _ reason: Reason, _ properties: RequestProperties = RequestProperties(),
    roles: RequestRoles = .absent, now: String = "2026-11-21T00:00:00Z"
  ) {
    self.text = text
    self.reason = reason
    self.properties = properties
    self.roles = roles
    self.now = Timestamp(now) ?? .maximum
  }

  var testDescription: String { "\(text): \(reason.rawValue)" }

  /// Asks both evaluators.
  func hold(in world: SampleWorld) throws {
    let asked = try parseCase(text)
    let question = Question(
      principal: asked.principal, action: asked.action, resourceType: asked.resourceType,
      resourceID: asked.resourceID, scope: asked.scope, properties: properties, roles: roles)
    let decision = world.table.decide(question, at: now)
    #expect(decision.reason == reason, "the table, of \(text)")
    #expect(decision.isAllowed == (reason == .granted))
    #expect(world.reference.decide(question, at: now) == reason, "the reference, of \(text)")
  }
}

extension RequestRoles {
  /// Roles at one scope.
  static func at(_ scope: String, _ roles: String...) -> RequestRoles { .given([Entry(scope: scope, roles: roles)]) }
}
