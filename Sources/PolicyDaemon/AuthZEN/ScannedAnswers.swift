import DecisionTable
import NIOCore

/// Answers evaluation requests of the common shape from their bytes, without strings and without a tree. `nil` leaves a
/// body to ``AccessAnswers``, which gives the same answers.
extension AccessAnswers {
  /// The results of a batch.
  struct Decisions {
    var allowed: [Bool] = []

    private static let start: StaticString = #"{"evaluations":["#
    private static let end: StaticString = "]}"
    private static let allow: StaticString = #"{"decision":true}"#
    private static let deny: StaticString = #"{"decision":false}"#

    /// How many bytes the answer has.
    var length: Int {
      let allows = allowed.count { $0 }
      return Self.start.utf8CodeUnitCount + Self.end.utf8CodeUnitCount + allows * Self.allow.utf8CodeUnitCount
        + (allowed.count - allows) * Self.deny.utf8CodeUnitCount + max(0, allowed.count - 1)
    }

    /// Writes the answer.
    func write(to buffer: inout ByteBuffer) {
      buffer.reserveCapacity(minimumWritableBytes: length)
      buffer.writeStaticString(Self.start)
      var isFirst = true
      for isAllowed in allowed {
        if !isFirst { buffer.writeInteger(UInt8(ascii: ",")) }
        isFirst = false
        buffer.writeStaticString(isAllowed ? Self.allow : Self.deny)
      }
      buffer.writeStaticString(Self.end)
    }
  }

  /// How many questions are asked of the table at once.
  private static let batchSize = 16

  /// `/access/v1/evaluation`: whether it is allowed.
  func scannedEvaluation(_ body: Span<UInt8>, _ raw: RawSpan) -> Bool? {
    guard let question = EvaluationScanner.question(body) else { return nil }
    guard let now else {
      metrics.count(.badClock)
      return false
    }
    let reason = policy.table.reason(of: question, in: raw, at: now)
    metrics.count(.reason(reason))
    return reason == .granted
  }

  /// `/access/v1/evaluations`
  func scannedEvaluations(_ body: Span<UInt8>, _ raw: RawSpan) -> Decisions? {
    guard let batch = EvaluationScanner.batch(body) else { return nil }
    let questions = batch.questions.span
    var decisions = Decisions()
    decisions.allowed.reserveCapacity(questions.count)
    var index = 0
    while index < questions.count {
      // What the table would leave unanswered is denied.
      var reasons = InlineArray<16, Reason>(repeating: .unknownPrincipalType)
      let count = min(Self.batchSize, questions.count - index)
      if let now {
        var places = reasons.mutableSpan
        policy.table.reasons(of: questions.extracting(index..<index + count), in: raw, at: now, into: &places)
      }
      for place in 0..<count {
        let isAllowed = now != nil && reasons[place] == .granted
        metrics.count(now == nil ? .badClock : .reason(reasons[place]))
        decisions.allowed.append(isAllowed)
        if batch.semantic.stops(after: isAllowed) { return decisions }
      }
      index += count
    }
    return decisions
  }
}
