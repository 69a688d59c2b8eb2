import NIOCore

/// How one connection is to ask.
struct LoadPlan: Sendable {
  enum Pacing: Hashable, Sendable {
    /// One request, to see whether it is answered at all.
    case once
    /// As soon as there is an answer, the next request: as many as can be answered, and so no measure of how long an
    /// answer takes when somebody else decides when to ask.
    case asFastAsAnswered
    /// At set times, whatever becomes of the requests before: so many nanoseconds apart, the first one after some.
    case scheduled(interval: Double, offset: Double)
  }

  var pacing: Pacing
  /// How many requests wait for their answers at once, where each answer lets the next one go.
  var depth: Int
  /// How many may wait where each has its time: so many that only a daemon that is stuck has them.
  var waiting: Int { max(depth, 512) }
  /// With which request of the stream it begins: every connection with another.
  var firstRequest: Int
}

/// When a run begins, counts and ends. What comes in before it counts warms things up.
struct LoadTiming: Sendable {
  static let windows = 5

  var start: NIODeadline
  var countsFrom: NIODeadline
  var end: NIODeadline

  init(start: NIODeadline, seconds: Double) {
    let length = Int64(seconds * 1e9)
    self.start = start
    countsFrom = start + .nanoseconds(min(length / 5, 200_000_000))
    end = countsFrom + .nanoseconds(length)
  }

  /// Which part of the counted time a moment lies in.
  func window(_ moment: NIODeadline) -> Int? {
    guard moment >= countsFrom, moment < end else { return nil }
    return Int((moment - countsFrom).nanoseconds * Int64(Self.windows) / (end - countsFrom).nanoseconds)
  }

  /// How long such a part is.
  var windowSeconds: Double { Double((end - countsFrom).nanoseconds) / 1e9 / Double(Self.windows) }
}

/// What came of a run.
struct LoadResult: Hashable, Sendable {
  /// Requests answered in each part of the counted time.
  var answered = [Int](repeating: 0, count: LoadTiming.windows)
  /// From when a request was due, whether or not it could be sent then, until it was answered.
  var latencies = Histogram()
  var allowed = 0
  var denied = 0
  /// Answers that are not the right ones.
  var wrong = 0
  /// Replies that are errors, or no replies.
  var failed = 0
  /// Requests without a reply when time was up.
  var missing = 0
  /// One of the failures, for a person.
  var failure: String?

  mutating func add(_ other: LoadResult) {
    for window in answered.indices { answered[window] += other.answered[window] }
    latencies.add(other.latencies)
    allowed += other.allowed
    denied += other.denied
    wrong += other.wrong
    failed += other.failed
    missing += other.missing
    failure = failure ?? other.failure
  }

  /// What is wrong with it, if anything is.
  var problem: String? {
    var parts: [String] = []
    if wrong > 0 { parts.append("\(wrong) wrong") }
    if failed > 0 { parts.append("\(failed) failed") }
    if missing > 0 { parts.append("\(missing) missing") }
    guard !parts.isEmpty else { return nil }
    return "\(parts.joined(separator: ", ")) of \(allowed + denied + failed + missing) answers"
      + (failure.map { " (\($0))" } ?? "")
  }
}
