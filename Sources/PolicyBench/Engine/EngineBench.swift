import DecisionTable
import PolicyValues

/// What checks of one kind cost in a world of one size.
package struct EngineRow: Sendable {
  package var size: Int
  package var kind: QuestionKind
  /// Nanoseconds a check, asked one by one; more questions than a cache holds the answers of.
  package var single = Samples()
  /// The same, of a few questions over and over.
  package var warm = Samples()
  /// The same as `single`, in batches.
  package var batch = Samples()
  /// The share of the questions that are allowed.
  package var allowed = 0.0
}

/// Measures the check itself, without a socket: what a service that embeds the engine pays.
struct EngineBench {
  /// Few enough for what they look at to stay in the first cache.
  static let warmQuestions = 64
  static let batchSize = DecisionTable.batchSize
  /// How many checks are timed together: a multiple of a batch.
  private static let sliceLength = 1 << 14

  let world: BenchWorld
  let table: DecisionTable
  let now: Timestamp
  var questions = 1 << 19
  var runs = 5

  func rows() throws(BenchError) -> [EngineRow] {
    var sets: [(all: QuestionSet, warm: QuestionSet)] = []
    var rows: [EngineRow] = []
    for kind in QuestionKind.allCases {
      let set = try world.questions(kind, count: questions, for: table, at: now)
      sets.append((set, set.prefix(Self.warmQuestions)))
      rows.append(EngineRow(size: world.contents.assignments.count, kind: kind))
    }
    // The first run fetches pages and is not counted. The kinds take turns, so that whatever else the machine does
    // in the meantime falls on all of them.
    for run in 0...runs {
      for index in rows.indices {
        let set = sets[index].all
        let (single, allowed) = askSingly(set, rounds: 1)
        let (warm, _) = askSingly(sets[index].warm, rounds: max(1, questions / Self.warmQuestions))
        let (batch, alsoAllowed) = askInBatches(set)
        guard allowed == alsoAllowed else {
          throw BenchError("the answers of batches differ from those of single checks: \(alsoAllowed), \(allowed)")
        }
        rows[index].allowed = Double(allowed) / Double(set.count)
        guard run > 0 else { continue }
        rows[index].single.add(single)
        rows[index].warm.add(warm)
        rows[index].batch.add(batch)
      }
    }
    return rows
  }

  /// Nanoseconds a check, and how many were allowed: counted, so that no answer can be left out.
  private func askSingly(_ set: QuestionSet, rounds: Int) -> (nanoseconds: Double, allowed: Int) {
    let places = set.places.span
    // Bytes have no padding, so that a span of them is their raw bytes.
    let bytes = unsafe set.bytes.span.bytes
    return inSlices(of: places.count * rounds) { range in
      var allowed = 0
      var next = range.lowerBound % places.count
      for _ in range {
        // Not `==`, which is a call into the engine's module for every answer.
        if case .granted = table.reason(of: places[next], in: bytes, at: now) { allowed += 1 }
        next += 1
        if next == places.count { next = 0 }
      }
      return allowed
    }
  }

  private func askInBatches(_ set: QuestionSet) -> (nanoseconds: Double, allowed: Int) {
    let places = set.places.span
    // Bytes have no padding, so that a span of them is their raw bytes.
    let bytes = unsafe set.bytes.span.bytes
    let size = Self.batchSize
    var reasons = [Reason](repeating: .noRole, count: size)
    return inSlices(of: places.count) { range in
      var allowed = 0
      var next = range.lowerBound
      while next < range.upperBound {
        let end = min(next + size, range.upperBound)
        var answers = reasons.mutableSpan
        table.reasons(of: places.extracting(next..<end), in: bytes, at: now, into: &answers)
        for index in 0..<(end - next) {
          if case .granted = answers[index] { allowed += 1 }
        }
        next = end
      }
      return allowed
    }
  }

  /// Runs a body over slices of `count` checks and gives the median of what a check took in each: a slice takes a few
  /// milliseconds, so that those in which the system let another program run do not count.
  private func inSlices(of count: Int, _ body: (Range<Int>) -> Int) -> (nanoseconds: Double, allowed: Int) {
    var means = Samples()
    var allowed = 0
    let length = max(Self.sliceLength, 1)
    var next = 0
    while next < count {
      let end = min(next + length, count)
      let start = ContinuousClock.now
      allowed += body(next..<end)
      means.add((ContinuousClock.now - start).nanoseconds / Double(end - next))
      next = end
    }
    return (means.median, allowed)
  }
}

extension EngineRow {
  var measures: [Measure] {
    let path = "engine/\(BenchSize.text(size))/\(kind.rawValue)"
    return [
      Measure("\(path)/single", "ns", single), Measure("\(path)/warm", "ns", warm),
      Measure("\(path)/batch", "ns", batch),
      Measure("\(path)/allowed", "share", Samples([allowed])),
    ]
  }
}
