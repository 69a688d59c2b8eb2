/// The candidate that a mistyped name was most likely meant to be, or `nil` if none is near.
///
/// Near is within a third of the name's length in Damerau-Levenshtein distance, where a letter in the other case
/// costs a quarter of an edit. Of equally near candidates the first by its bytes is taken, so the answer does not
/// depend on the order of `candidates`. Candidates far off in length or letters cost one pass over their bytes, and
/// names over 64 bytes are not compared at all.
package func nearest(_ name: String, in candidates: some Sequence<String>) -> String? {
  let written = Array(name.utf8)
  guard !written.isEmpty, written.count <= EditDistance.maximumLength else { return nil }
  let letters = EditDistance.letters(of: written)
  var best: (cost: Int, text: String)?
  for candidate in candidates where candidate.utf8.count <= EditDistance.maximumLength {
    let bytes = Array(candidate.utf8)
    let edits = (max(written.count, bytes.count) + 1) / 3
    var limit = edits * EditDistance.edit
    // A name in the wrong case is always near, however short.
    if bytes.count == written.count, zip(bytes, written).allSatisfy({ EditDistance.folded($0, $1) }) {
      limit = max(limit, bytes.count)
    }
    if let best { limit = min(limit, best.cost) }
    guard abs(bytes.count - written.count) * EditDistance.edit <= limit,
      (letters & ~EditDistance.letters(of: bytes)).nonzeroBitCount * EditDistance.edit <= limit,
      let cost = EditDistance.cost(written, bytes, atMost: limit)
    else { continue }
    if let best, cost == best.cost, !candidate.utf8.lexicographicallyPrecedes(best.text.utf8) { continue }
    best = (cost, candidate)
  }
  return best?.text
}

/// "did you mean `owner`?", or `nil` if no candidate is near.
package func didYouMean(_ name: String, in candidates: some Sequence<String>) -> String? {
  nearest(name, in: candidates).map { "did you mean `\($0)`?" }
}

/// Names in backticks, in byte order and at most eight of them: "`a`, `b` and 3 more".
package func listedInOrder(_ names: some Sequence<String>) -> String {
  let sorted = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { "`\($0)`" }
  let shown = sorted.count > 8 ? Array(sorted.prefix(7)) + ["\(sorted.count - 7) more"] : sorted
  guard let last = shown.last, shown.count > 1 else { return shown.first ?? "" }
  return shown.dropLast().joined(separator: ", ") + " and " + last
}

/// Optimal string alignment: Damerau-Levenshtein in which no piece is edited twice.
private enum EditDistance {
  /// The cost of one insertion, deletion, replacement or swap; a change of case costs 1.
  static let edit = 4
  /// The longest name that is compared, in bytes.
  static let maximumLength = 64

  static func lowered(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

  static func folded(_ a: UInt8, _ b: UInt8) -> Bool { lowered(a) == lowered(b) }

  /// One bit for each kind of byte. Each bit of one name that the other lacks costs at least one edit.
  static func letters(of bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0) { $0 | 1 << UInt64(lowered($1) & 63) }
  }

  /// The cost of making `b` of `a`; `nil` as soon as it is sure to pass `limit`.
  static func cost(_ a: [UInt8], _ b: [UInt8], atMost limit: Int) -> Int? {
    var beforeLast: [Int] = []
    var last = (0...b.count).map { $0 * edit }
    for i in 0..<a.count {
      var row = [(i + 1) * edit]
      row.reserveCapacity(b.count + 1)
      for j in 0..<b.count {
        let replacing = a[i] == b[j] ? 0 : folded(a[i], b[j]) ? 1 : edit
        var cheapest = min(last[j] + replacing, last[j + 1] + edit, row[j] + edit)
        if i > 0, j > 0, folded(a[i], b[j - 1]), folded(a[i - 1], b[j]) {
          cheapest = min(cheapest, beforeLast[j - 1] + edit)
        }
        row.append(cheapest)
      }
      // A swap reaches back two rows, so both must be past the limit.
      if min(row.min() ?? 0, last.min() ?? 0) > limit { return nil }
      beforeLast = last
      last = row
    }
    guard let cost = last.last, cost <= limit else { return nil }
    return cost
  }
}
