package import PolicyValues

extension DecisionTable {
  /// How many questions are worth asking at once: as many as memory fetches together.
  package static var batchSize: Int { 16 }

  /// Answers questions whose names lie in `bytes`, ``batchSize`` at a time, which costs less than one by one: what
  /// they look up is fetched together. Writes one reason for each, as many as both have room for.
  package func reasons(
    of questions: Span<QuestionPlaces>, in bytes: RawSpan, at now: Timestamp, into reasons: inout MutableSpan<Reason>
  ) {
    let count = min(questions.count, reasons.count)
    let view = self.view
    var start = 0
    while start < count {
      let size = min(Self.batchSize, count - start)
      // Both halves of each question, with all first halves before the second ones.
      var names = InlineArray<16, AskedNames>(repeating: AskedNames.none)
      var found = InlineArray<16, Resolution<FoundNames>>(repeating: .denied(.unknownPrincipalType))
      unsafe bytes.withUnsafeBytes { buffer in
        for index in 0..<size {
          guard let asked = unsafe AskedNames(questions[start + index], in: buffer) else { continue }
          names[index] = asked
          found[index] = view.find(asked)
        }
        for index in 0..<size {
          switch found[index] {
          case .denied(let reason): reasons[start + index] = reason
          case .found(let place): reasons[start + index] = view.reason(names[index], place, at: now)
          }
        }
      }
      start += size
    }
  }
}

extension AskedNames {
  /// Names of nothing.
  fileprivate static var none: AskedNames {
    AskedNames(principalType: .empty, principalID: .empty, action: .empty, resourceType: .empty)
  }
}
