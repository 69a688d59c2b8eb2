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
      unsafe bytes.withUnsafeBytes { buffer in
        // Both halves of each question, with all first halves before the second ones.
        var names = unsafe InlineArray<16, AskedNames>(repeating: AskedNames(nothingIn: buffer))
        var found = InlineArray<16, FoundNames>(repeating: FoundNames())
        var open: UInt32 = 0
        for index in 0..<size {
          let question = questions[start + index]
          guard let asked = unsafe AskedNames(question, in: buffer) else {
            reasons[start + index] = reasonApart(of: question, in: bytes, at: now)
            continue
          }
          names[index] = asked
          if let reason = view.find(asked, &found[index]) {
            reasons[start + index] = reason
          } else {
            open |= 1 << UInt32(index)
          }
        }
        var left = open
        while left != 0 {
          view.prefetchAssignments(found[left.trailingZeroBitCount])
          left &= left - 1
        }
        while open != 0 {
          let index = open.trailingZeroBitCount
          reasons[start + index] = view.reason(names[index], found[index], at: now)
          open &= open - 1
        }
      }
      start += size
    }
  }
}
