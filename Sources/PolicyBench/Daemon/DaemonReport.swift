/// How a daemon answered on one lane.
package struct DaemonRow: Sendable {
  package var lane: Lane
  package var connections: Int
  package var depth: Int
  /// Requests answered a second, when each was followed by the next.
  package var rates: Samples
  /// Requests a second when they were sent at set times.
  package var offered: Double
  var fastest: LoadResult
  /// What came of those that were sent at set times.
  var timed: LoadResult

  /// Microseconds from when a request was due until it was answered, of a share of the requests.
  func latency(_ share: Double) -> Double { Double(timed.latencies.quantile(share) ?? 0) / 1000 }

  var name: String {
    "\(lane.rawValue), \(connections) \(connections == 1 ? "connection" : "connections"), depth \(depth)"
  }

  var measures: [Measure] {
    let lane = lane.rawValue.split(separator: " ").joined(separator: "-")
    let path = "daemon/\(lane)/connections-\(connections)/depth-\(depth)"
    return [
      Measure("\(path)/requests", "1/s", rates),
      Measure("\(path)/questions", "1/s", Samples(rates.values.map { $0 * Double(self.lane.questionsPerRequest) })),
      Measure("\(path)/offered", "1/s", Samples([offered])),
      Measure("\(path)/latency/median", "µs", Samples([latency(0.5)])),
      Measure("\(path)/latency/p99", "µs", Samples([latency(0.99)])),
      Measure("\(path)/latency/p99.9", "µs", Samples([latency(0.999)])),
      Measure("\(path)/latency/max", "µs", Samples([latency(1)])),
    ]
  }
}

/// How a daemon answered.
package struct DaemonReport: Sendable {
  /// Which daemon it was.
  package var subject: String
  package var share: Double
  package var rows: [DaemonRow] = []
  /// Lanes that were not measured since the daemon does not serve them, with what it said.
  package var refusals: [String] = []

  package var errors: [String] {
    rows.flatMap { row in
      [row.fastest.problem, row.timed.problem].compactMap { problem in problem.map { "\(row.name): \($0)" } }
    }
  }

  var measures: [Measure] { rows.flatMap { $0.measures } }

  var note: String {
    let share = "\(Int((share * 100).rounded())) %"
    var note = """
      Rates: each answer is followed by the next request, as fast as that goes. Times: requests are due at set times,
      at \(share) of that rate, whether or not those before were answered, and are timed from when they were due, not
      from when they were sent, so that no wait is left out. Client and daemon share the machine; the echo is what the
      socket and the client cost without a daemon.
      """
    if !refusals.isEmpty { note += "\nNot served: " + refusals.joined(separator: "; ") }
    return note
  }
}
