/// What several runs of the same thing gave.
package struct Samples: Hashable, Sendable {
  package var values: [Double]

  package init(_ values: [Double] = []) { self.values = values }

  package mutating func add(_ value: Double) { values.append(value) }

  /// The middle one, or what lies between the two that are; 0 if there are none.
  package var median: Double {
    let sorted = values.sorted()
    guard let last = sorted.last else { return 0 }
    let middle = sorted.count / 2
    guard middle < sorted.count else { return last }
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  package var mean: Double { values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count) }
  package var least: Double { values.min() ?? 0 }
  package var most: Double { values.max() ?? 0 }
}

/// One thing that was measured, as reports for programs have it.
package struct Measure: Sendable {
  /// Its path, such as `engine/1k/uniform/single`.
  package var name: String
  package var unit: String
  package var samples: Samples

  package init(_ name: String, _ unit: String, _ samples: Samples) {
    self.name = name
    self.unit = unit
    self.samples = samples
  }
}

extension Duration {
  /// In nanoseconds.
  var nanoseconds: Double { Double(components.seconds) * 1e9 + Double(components.attoseconds) / 1e9 }
  /// In milliseconds.
  var milliseconds: Double { nanoseconds / 1e6 }
}

/// Runs a body and says how long it took.
func timed<Result, Failure: Error>(
  _ body: () throws(Failure) -> Result
) throws(Failure) -> (result: Result, duration: Duration) {
  let start = ContinuousClock.now
  let result = try body()
  return (result, ContinuousClock.now - start)
}
