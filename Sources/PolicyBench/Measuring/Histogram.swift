/// Counts of durations in nanoseconds, in buckets that grow with them: none is wider than a sixty-fourth of its values,
/// and values below 64 are exact.
package struct Histogram: Hashable, Sendable {
  /// How many bits of a value its bucket tells.
  private static let bits = 6
  private static let perOctave = 1 << bits

  private var counts: [Int]
  package private(set) var count = 0
  package private(set) var largest: UInt64 = 0

  package init() {
    counts = [Int](repeating: 0, count: (64 - Self.bits + 1) * Self.perOctave)
  }

  /// Counts a value.
  package mutating func add(_ value: UInt64) {
    counts[Self.bucket(value)] += 1
    count += 1
    largest = max(largest, value)
  }

  /// Counts all that another has counted.
  package mutating func add(_ other: Histogram) {
    for index in counts.indices { counts[index] += other.counts[index] }
    count += other.count
    largest = max(largest, other.largest)
  }

  /// The value that a share of all values does not exceed, rounded up to the end of its bucket; `nil` if there are none.
  package func quantile(_ share: Double) -> UInt64? {
    guard count > 0 else { return nil }
    let rank = max(1, Int((Double(count) * min(max(share, 0), 1)).rounded(.up)))
    var seen = 0
    for (bucket, number) in counts.enumerated() {
      seen += number
      if seen >= rank { return min(largest, Self.end(of: bucket)) }
    }
    return largest
  }

  /// The bucket of a value: an octave, by its highest bit, and the bits that follow.
  private static func bucket(_ value: UInt64) -> Int {
    if value < UInt64(perOctave) { return Int(value) }
    let shift = 63 - value.leadingZeroBitCount - bits
    return (shift + 1) << bits + Int(value >> UInt64(shift)) & (perOctave - 1)
  }

  /// The largest value of a bucket.
  private static func end(of bucket: Int) -> UInt64 {
    if bucket < perOctave { return UInt64(bucket) }
    let shift = UInt64(bucket >> bits - 1)
    let start = UInt64(perOctave + bucket & (perOctave - 1)) << shift
    return start + (1 << shift - 1)
  }
}
