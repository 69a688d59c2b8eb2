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
      var names = InlineArray<16, AskedNames>(repeating: .none)
      var found = InlineArray<16, FoundNames>(repeating: FoundNames())
      unsafe bytes.withUnsafeBytes { buffer in
        for index in 0..<size {
          // `granted` stands for what is still to be answered, and is never left.
          reasons[start + index] = .granted
          guard let asked = unsafe AskedNames(questions[start + index], in: buffer) else {
            reasons[start + index] = .unknownPrincipalType
            continue
          }
          names[index] = asked
          if let reason = view.find(asked, &found[index]) { reasons[start + index] = reason }
        }
        for index in 0..<size where reasons[start + index] == .granted {
          reasons[start + index] = view.reason(names[index], found[index], at: now)
        }
      }
      start += size
    }
  }
}
