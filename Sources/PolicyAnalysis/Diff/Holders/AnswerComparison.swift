import DecisionTable
import PolicyValues

/// Who asks what where, for a comparison of both sides' answers.
struct ComparedQuestion: Hashable {
  var principal: EntityName
  var resourceType: String
  var action: String
  var form: ResourceForm
  /// As a request writes it.
  var scope: String
  /// The type of the innermost scope.
  var scopeType: String
}

/// What becomes of one question's answers.
struct AnswerChange {
  struct Part {
    var direction: HolderChange.Direction
    var certainty: HolderChange.Certainty
    var witness: String?
  }

  var parts: [Part]
}

/// Compares answers over all that requests may bring. What is said to change for certain has been shown by asking both
/// tables; what is said to stay has been proved to; the rest may change.
final class AnswerComparison {
  let tables: ComparedTables
  let now: Timestamp
  private var known: [Key: MeaningChange] = [:]

  private struct Key: Hashable {
    var before: SymbolicAnswer
    var after: SymbolicAnswer
    var scopeType: String
    var resourceType: String
    var principalType: String
  }

  init(_ tables: ComparedTables, at now: Timestamp) {
    self.tables = tables
    self.now = now
  }

  func change(_ question: ComparedQuestion) -> AnswerChange {
    let before = answer(tables.before, question)
    let after = answer(tables.after, question)
    if before.isDenied, after.isDenied { return AnswerChange(parts: []) }
    var meaning = meaning(before, after, question)
    if before.defaults != after.defaults {
      // A request brings a value, or it does not. Of several it may bring some, which is not looked at one by one.
      let kept = self.meaning(
        answer(tables.before, question, keepsDefaults: true), answer(tables.after, question, keepsDefaults: true),
        question)
      let isWhole = Set((before.defaults.union(after.defaults)).map { "\($0.owner).\($0.name)" }).count == 1
      meaning.gains = kept.gains.or(meaning.gains, else: isWhole ? .never : .maybe)
      meaning.losses = kept.losses.or(meaning.losses, else: isWhole ? .never : .maybe)
    }
    var parts: [AnswerChange.Part] = []
    for (direction, possibility) in [(HolderChange.Direction.gain, meaning.gains), (.loss, meaning.losses)] {
      guard !possibility.isNever else { continue }
      parts.append(part(direction, possibility, before, after, question))
    }
    return AnswerChange(parts: parts)
  }

  private func answer(
    _ side: ComparedTable, _ question: ComparedQuestion, keepsDefaults: Bool = false
  ) -> SymbolicAnswer {
    side.table.symbolicAnswer(
      principal: question.principal, action: question.action, resourceType: question.resourceType,
      form: question.form, scope: question.scope, keepsDefaults: keepsDefaults, at: now)
  }

  private func meaning(
    _ before: SymbolicAnswer, _ after: SymbolicAnswer, _ question: ComparedQuestion
  ) -> MeaningChange {
    let type = question.principal.type
    let key = Key(
      before: before, after: after, scopeType: question.scopeType, resourceType: question.resourceType,
      principalType: type)
    if let known = known[key] { return known }
    let first = tables.before.setting(question.scopeType, question.resourceType, role: nil, principalType: type)
    let second = tables.after.setting(question.scopeType, question.resourceType, role: nil, principalType: type)
    // The same in another order is the same, which is most of what there is to compare.
    let isSame = first == second && before.hasSameParts(as: after)
    let change =
      isSame
      ? MeaningChange(gains: .never, losses: .never)
      : compare(before.formula, in: first, after.formula, in: second)
    known[key] = change
    return change
  }

  /// How sure a change is: certain only if both tables, asked, answer so.
  private func part(
    _ direction: HolderChange.Direction, _ possibility: Possibility, _ before: SymbolicAnswer,
    _ after: SymbolicAnswer, _ question: ComparedQuestion
  ) -> AnswerChange.Part {
    let (denied, allowed) = direction == .gain ? (before, after) : (after, before)
    var witness = MeaningWitness(facts: [])
    if case .sometimes(let found) = possibility { witness = found }
    guard shows(direction, witness, question) else {
      return AnswerChange.Part(direction: direction, certainty: .maybe, witness: nil)
    }
    let isAlways = denied.isDenied && allowed.isGranted
    return AnswerChange.Part(
      direction: direction, certainty: isAlways ? .always : .sometimes,
      witness: isAlways || witness.facts.isEmpty ? nil : witness.description)
  }

  /// Whether a request with a witness's values is answered otherwise after, in this direction.
  private func shows(
    _ direction: HolderChange.Direction, _ witness: MeaningWitness, _ question: ComparedQuestion
  ) -> Bool {
    let request = WitnessRequest(witness, now: now)
    var ids: [String?]
    switch question.form {
    case .one(let id): ids = [id]
    case .bare, .any: ids = [request.resourceID, nil, "some-\(question.resourceType)"]
    }
    return ids.contains { id in
      let asked = Question(
        principal: question.principal, action: question.action, resourceType: question.resourceType, resourceID: id,
        scope: question.scope, properties: request.properties)
      let before = tables.before.table.decide(asked, at: request.now).isAllowed
      let after = tables.after.table.decide(asked, at: request.now).isAllowed
      return direction == .gain ? !before && after : before && !after
    }
  }
}

/// A request that brings a witness's values.
struct WitnessRequest {
  var resourceID: String?
  var properties = RequestProperties()
  var now: Timestamp

  init(_ witness: MeaningWitness, now: Timestamp) {
    self.now = now
    for fact in witness.facts {
      let parts = fact.name.split(separator: ".", maxSplits: 1).map(String.init)
      switch (fact.name, fact.value) {
      case ("now", .value(.timestamp(let time))): self.now = time
      case ("resource", .value(.principal(let name))): resourceID = name.id
      default:
        guard parts.count == 2, let value = Self.requested(fact.value) else { continue }
        switch parts[0] {
        case "principal": properties.principal[parts[1]] = value
        case "resource": properties.resource[parts[1]] = value
        case "scope": properties.scope[parts[1]] = value
        case "context": properties.context[parts[1]] = value
        case "action": properties.action[parts[1]] = value
        default: break
        }
      }
    }
  }

  /// A value as a request brings it; `nil` for one that it does not bring.
  private static func requested(_ value: NamedValue) -> RequestValue? {
    switch value {
    case .absent: nil
    case .unusable: .other
    case .value(let value): requested(value)
    }
  }

  private static func requested(_ value: AttributeValue) -> RequestValue {
    switch value {
    case .string(let text): .string(text)
    case .int(let number): .int(number)
    case .bool(let truth): .bool(truth)
    case .list(let values): .list(values.map(requested))
    case .timestamp, .ip, .role, .principal: .string(value.description)
    }
  }
}

extension SymbolicAnswer {
  /// Whether nothing a request brings makes it an allow.
  var isDenied: Bool { denial != nil || stages.contains { $0.permits.isEmpty } }

  /// Whether both are made of the same, in whatever order.
  func hasSameParts(as other: SymbolicAnswer) -> Bool {
    denial == other.denial && stages.count == other.stages.count
      && zip(stages, other.stages).allSatisfy {
        Set($0.permits) == Set($1.permits) && Set($0.forbids) == Set($1.forbids)
      }
  }

  /// Whether everything is allowed whatever a request brings.
  var isGranted: Bool {
    denial == nil
      && stages.allSatisfy { stage in
        stage.permits.contains([.constant(true)]) && stage.forbids.allSatisfy { $0 == [.constant(false)] }
      }
  }

  /// What must come about for an allow: in every stage one of the permits, and none of the forbids.
  var formula: GrantFormula {
    guard denial == nil, !isDenied else { return .denied }
    if stages.count == 1 {
      return GrantFormula(
        permits: stages[0].permits.map { ConditionTerm($0) }, forbids: stages[0].forbids.map { ConditionTerm($0) })
    }
    let each = stages.map { stage -> ConditionTerm in
      let terms = stage.permits.map { ConditionTerm($0) }
      return terms.dropFirst().reduce(terms[0]) { .or($0, $1) }
    }
    return GrantFormula(
      permits: [each.dropFirst().reduce(each[0]) { .and($0, $1) }],
      forbids: stages.flatMap { $0.forbids.map { ConditionTerm($0) } })
  }
}

extension Possibility {
  /// What is possible if either is; what neither says is `rest`.
  fileprivate func or(_ other: Possibility, else rest: Possibility) -> Possibility {
    if case .sometimes = self { return self }
    if case .sometimes = other { return other }
    return self == .maybe || other == .maybe ? .maybe : rest
  }
}
