import DecisionTable

/// Finds the questions of evaluation requests as places in a body's bytes, if the body is of the common shape: no values
/// and no roles, no explanation wanted, nothing written twice or in an odd way. Of any other body it says `nil`, and the
/// tree of ``JSONReader`` with ``EvaluationRequest`` decides; of these bodies both say the same.
struct EvaluationScanner {
  /// The parts of a request that stand in one object, each there or not.
  struct Parts: BitwiseCopyable {
    var question = QuestionPlaces(
      principalType: .none, principalID: .none, action: .none, resourceType: .none, resourceID: .none, scope: .none)
    var hasContext = false

    var hasSubject: Bool { !question.principalType.isNone }
    var hasAction: Bool { !question.action.isNone }
    var hasResource: Bool { !question.resourceType.isNone }
  }

  /// A batch of questions.
  struct Batch {
    var questions: [QuestionPlaces]
    var semantic: EvaluationsRequest.Semantic
  }

  private var scanner = PlainScanner()

  /// The question of the body of `/access/v1/evaluation`.
  static func question(_ body: Span<UInt8>) -> QuestionPlaces? {
    var scan = EvaluationScanner()
    scan.scanner.skipSpace(body)
    guard let parts = scan.parts(body, isTop: false), scan.isAtEnd(body), parts.hasSubject, parts.hasAction,
      parts.hasResource
    else { return nil }
    return parts.question
  }

  /// The questions of the body of `/access/v1/evaluations`.
  static func batch(_ body: Span<UInt8>) -> Batch? {
    var scan = EvaluationScanner()
    scan.scanner.skipSpace(body)
    guard let defaults = scan.parts(body, isTop: true), scan.isAtEnd(body), !scan.items.isEmpty else { return nil }
    for index in scan.items.indices {
      guard scan.items[index].complete(with: defaults) else { return nil }
    }
    return Batch(questions: scan.items.map(\.question), semantic: scan.semantic)
  }

  private var items: [Parts] = []
  private var semantic = EvaluationsRequest.Semantic.executeAll

  private mutating func isAtEnd(_ bytes: Span<UInt8>) -> Bool {
    scanner.skipSpace(bytes)
    return scanner.offset == bytes.count
  }

  /// Walks over an object: `read` takes the value of a field, and says whether it is plain; `nil` of a field that it does
  /// not know, whose value does not matter. `false` if anything is not plain, or stands twice.
  @inline(__always)
  private mutating func members(
    _ bytes: Span<UInt8>, _ read: (inout EvaluationScanner, EvaluationField, Span<UInt8>) -> Bool?
  ) -> Bool {
    guard scanner.enter(bytes) else { return false }
    if scanner.take(UInt8(ascii: "}"), bytes) { return true }
    var seen = Seen()
    while true {
      guard let key = scanner.key(bytes) else { return false }
      let field = EvaluationField(key, bytes)
      guard seen.isNew(field) else { return false }
      guard read(&self, field, bytes) ?? (seen.isOnlyOther(field) && scanner.anything(bytes)) else { return false }
      switch scanner.goesOn(until: UInt8(ascii: "}"), bytes) {
      case true?: continue
      case false?: return true
      case nil: return false
      }
    }
  }

  /// Passes over `null` or an object without members, if that is what stands here.
  private mutating func isNothing(_ bytes: Span<UInt8>) -> Bool {
    var ahead = scanner
    guard ahead.nothing(bytes) else { return false }
    scanner = ahead
    return true
  }

  /// Reads an object with the parts of a request; at the top of a batch, also its items and options.
  private mutating func parts(_ bytes: Span<UInt8>, isTop: Bool) -> Parts? {
    var parts = Parts()
    let isPlain = members(bytes) { scan, field, bytes in
      switch field {
      case .subject: return scan.subject(bytes, &parts.question)
      case .action: return scan.action(bytes, &parts.question)
      case .resource: return scan.resource(bytes, &parts.question)
      case .context:
        parts.hasContext = true
        return scan.context(bytes, &parts.question)
      case .evaluations where isTop: return scan.evaluations(bytes)
      case .options where isTop: return scan.options(bytes)
      default: return nil
      }
    }
    return isPlain ? parts : nil
  }

  private mutating func subject(_ bytes: Span<UInt8>, _ question: inout QuestionPlaces) -> Bool {
    guard let (type, id) = entity(bytes), type.count > 0, id.count > 0 else { return false }
    question.principalType = type
    question.principalID = id
    return true
  }

  private mutating func resource(_ bytes: Span<UInt8>, _ question: inout QuestionPlaces) -> Bool {
    guard let (type, id) = entity(bytes), type.count > 0 else { return false }
    question.resourceType = type
    question.resourceID = id.count == 0 ? .none : id
    return true
  }

  private mutating func entity(_ bytes: Span<UInt8>) -> (type: BytePlace, id: BytePlace)? {
    var type = BytePlace.none
    var id = BytePlace.none
    let isPlain = members(bytes) { scan, field, bytes in
      switch field {
      case .type: return scan.text(bytes, &type)
      case .id: return scan.text(bytes, &id)
      case .properties: return scan.scanner.nothing(bytes)
      default: return nil
      }
    }
    return isPlain && !type.isNone && !id.isNone ? (type, id) : nil
  }

  private mutating func text(_ bytes: Span<UInt8>, _ place: inout BytePlace) -> Bool {
    guard let text = scanner.string(bytes) else { return false }
    place = text
    return true
  }

  private mutating func action(_ bytes: Span<UInt8>, _ question: inout QuestionPlaces) -> Bool {
    let isPlain = members(bytes) { scan, field, bytes in
      switch field {
      case .name: return scan.text(bytes, &question.action) && question.action.count > 0
      case .properties: return scan.scanner.nothing(bytes)
      default: return nil
      }
    }
    return isPlain && !question.action.isNone
  }

  /// A context that says no more than the scope. Every other key of it is an attribute.
  private mutating func context(_ bytes: Span<UInt8>, _ question: inout QuestionPlaces) -> Bool {
    isNothing(bytes)
      || members(bytes) { scan, field, bytes in
        switch field {
        case .scope: return scan.text(bytes, &question.scope)
        case .explain: return scan.scanner.word("false", bytes)
        default: return false
        }
      }
  }

  private mutating func evaluations(_ bytes: Span<UInt8>) -> Bool {
    guard scanner.take(UInt8(ascii: "["), bytes) else { return false }
    scanner.skipSpace(bytes)
    items.reserveCapacity(min(EvaluationsRequest.maximumItems, bytes.count / 64))
    while items.count < EvaluationsRequest.maximumItems {
      guard let item = parts(bytes, isTop: false) else { return false }
      items.append(item)
      switch scanner.goesOn(until: UInt8(ascii: "]"), bytes) {
      case true?: continue
      case false?: return true
      case nil: return false
      }
    }
    return false
  }

  private mutating func options(_ bytes: Span<UInt8>) -> Bool {
    isNothing(bytes)
      || members(bytes) { scan, field, bytes in
        guard field == .semantic else { return nil }
        guard let text = scan.scanner.string(bytes),
          let found = EvaluationsRequest.Semantic.allCases.first(where: { text.isText($0.rawValue, bytes) })
        else { return false }
        scan.semantic = found
        return true
      }
  }
}

extension EvaluationScanner.Parts {
  /// Takes what is not there from the defaults; `false` if that leaves something open.
  fileprivate mutating func complete(with defaults: Self) -> Bool {
    if !hasSubject {
      question.principalType = defaults.question.principalType
      question.principalID = defaults.question.principalID
    }
    if !hasAction { question.action = defaults.question.action }
    if !hasResource {
      question.resourceType = defaults.question.resourceType
      question.resourceID = defaults.question.resourceID
    }
    if !hasContext { question.scope = defaults.question.scope }
    return hasSubject && hasAction && hasResource
  }
}

/// The keys of an object so far. One key besides the known ones may stand in it: of two it would have to be told whether
/// they are the same.
private struct Seen {
  private var fields: UInt16 = 0
  private var others = 0

  /// Notes a key; `false` if it is one of the known ones and there already.
  @inline(__always)
  mutating func isNew(_ field: EvaluationField) -> Bool {
    guard field != .other else { return true }
    let bit = UInt16(1) << field.index
    defer { fields |= bit }
    return fields & bit == 0
  }

  /// Notes a key that does not matter where it stands.
  mutating func isOnlyOther(_ field: EvaluationField) -> Bool {
    others += 1
    return others == 1
  }
}

extension EvaluationField {
  /// Its position among all.
  fileprivate var index: UInt16 {
    switch self {
    case .subject: 0
    case .action: 1
    case .resource: 2
    case .context: 3
    case .type: 4
    case .id: 5
    case .name: 6
    case .scope: 7
    case .explain: 8
    case .options: 9
    case .properties: 10
    case .evaluations: 11
    case .semantic: 12
    case .other: 13
    }
  }
}
