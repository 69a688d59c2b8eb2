import DecisionTable
import PolicyAnalysis
package import PolicyLanguage
import PolicyValues

/// A question that a policy and a changed one answer differently, as a line of a suite.
package struct KillingTest: Sendable {
  /// The case: `user:max delete connection in organization:acme`.
  package var text: String
  /// Whether the policy as it is allows it.
  package var isAllowed: Bool
  /// Entries of the test's `given`, as YAML.
  package var given: [String]

  package var json: JSONValue {
    .object([
      (isAllowed ? "can" : "cannot", .string(text)), ("given", .array(given.map { .string($0) })),
    ])
  }
}

extension KillingTest {
  /// Asks both about everybody and everything that the set's directory knows, until they differ; `nil` if they do not.
  /// `witnesses` say what requests may have to bring.
  init?(
    of change: PolicyChange, _ study: SuiteStudy, changed tables: [DecisionTable], where witnesses: [MeaningWitness]
  ) {
    let search = DifferenceSearch(study, tables[0])
    guard let found = search.first(change, [RequestFacts()] + witnesses.map { RequestFacts($0) }) else { return nil }
    self = found
  }
}

/// Looks for a question that two tables answer differently.
private struct DifferenceSearch {
  private let base: DecisionTable
  private let changed: DecisionTable
  private let now: Timestamp
  private let principals: [EntityName]
  private let scopes: [EntityName]

  /// Of a large directory so many of each are looked at.
  private static let mostScopes = 60
  private static let mostResources = 40

  init(_ study: SuiteStudy, _ changed: DecisionTable) {
    base = study.tables[0]
    self.changed = changed
    now = study.now
    let known = study.principals.filter { [base] in base.knows(principal: $0) }
    let strangers = base.principalTypeNames.filter { [base] in !base.isBounded(principalType: $0) }
      .prefix(1).map { EntityName(type: $0, id: "stranger") }
    principals = known.sorted() + strangers
    scopes = base.scopes
  }

  func first(_ change: PolicyChange, _ given: [RequestFacts]) -> KillingTest? {
    guard let position = change.position else {
      for type in base.resourceTypeNames {
        for action in base.actions(of: type) {
          if let found = first(type, action, in: nil, given: given) { return found }
        }
      }
      return nil
    }
    return first(
      position.resourceType, position.action, in: position.isForbid ? nil : position.scopeType, given: given)
  }

  private func first(_ type: String, _ action: String, in scopeType: String?, given: [RequestFacts]) -> KillingTest? {
    let resources = base.resources(ofType: type).prefix(Self.mostResources)
    let places = scopes.filter { scopeType == nil || $0.type == scopeType }.prefix(Self.mostScopes)
    for facts in given {
      for principal in principals {
        for scope in places where base.scopeTypes(of: type).contains(scope.type) {
          if let found = difference(principal, action, type, nil, scope, facts) { return found }
        }
        for resource in resources {
          guard let home = base.home(of: resource) else { continue }
          if let found = difference(principal, action, type, resource.id, home == resource ? nil : home, facts) {
            return found
          }
        }
        // A resource that the directory does not describe, for what is said of it by the request.
        guard !facts.isEmpty else { continue }
        for scope in places where base.scopeTypes(of: type).contains(scope.type) {
          if let found = difference(principal, action, type, facts.resourceID ?? "x", scope, facts) { return found }
        }
      }
    }
    return nil
  }

  private func difference(
    _ principal: EntityName, _ action: String, _ type: String, _ id: String?, _ scope: EntityName?,
    _ facts: RequestFacts
  ) -> KillingTest? {
    let question = Question(
      principal: principal, action: action, resourceType: type, resourceID: id, scope: scope?.description,
      properties: facts.properties)
    let time = facts.now ?? now
    let before = base.decide(question, at: time).isAllowed
    guard changed.decide(question, at: time).isAllowed != before else { return nil }
    let resource = id.map { "\(type):\($0)" } ?? type
    let place = scope.map { " in \($0)" } ?? ""
    return KillingTest(
      text: "\(principal) \(action) \(resource)\(place)", isAllowed: before, given: facts.yaml)
  }
}

/// What a witness says that a request can bring.
private struct RequestFacts {
  var properties = RequestProperties()
  var resourceID: String?
  var now: Timestamp?
  var yaml: [String] = []

  var isEmpty: Bool { yaml.isEmpty }

  init() {}

  init(_ witness: MeaningWitness) {
    for fact in witness.facts {
      guard case .value(let value) = fact.value else { continue }
      switch (fact.name, value) {
      case ("resource", .principal(let name)): resourceID = name.id
      case ("now", .timestamp(let time)):
        now = time
        yaml.append("now: \(time)")
      default:
        let parts = fact.name.split(separator: ".").map(String.init)
        guard parts.count == 2, let owner = ConditionOwner(rawValue: parts[0]), !Self.builtins.contains(fact.name)
        else { continue }
        let given = RequestValue(text: value)
        switch owner {
        case .principal: properties.principal[parts[1]] = given
        case .resource: properties.resource[parts[1]] = given
        case .scope: properties.scope[parts[1]] = given
        case .context: properties.context[parts[1]] = given
        case .action: properties.action[parts[1]] = given
        }
        yaml.append("\(fact.name): \(value.yaml)")
      }
    }
  }

  private static let builtins = Set(ConditionBuiltin.allCases.map(\.rawValue))
}

extension RequestValue {
  /// A value as a suite's `given` has it: text that is read as the declared type.
  fileprivate init(text value: AttributeValue) {
    if case .list(let values) = value {
      self = .list(values.map { .init(text: $0) })
    } else {
      self = .text(value.description)
    }
  }
}

extension AttributeValue {
  fileprivate var yaml: String {
    if case .list(let values) = self { return "[\(values.map(\.yaml).joined(separator: ", "))]" }
    return quotedScalar(description)
  }
}
