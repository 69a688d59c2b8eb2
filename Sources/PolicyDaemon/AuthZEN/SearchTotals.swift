import PolicyValues
import Synchronization

/// How many results searches have, kept from one page to the next so that not every page counts them again. Only
/// numbers are kept, for as long as they cannot be others: with one policy, until something in its directory ends.
final class SearchTotals: Sendable {
  private struct Total {
    var count: Int
    /// Right at these moments, the last not among them.
    var from: Timestamp
    var until: Timestamp
  }

  private struct State {
    var totals: [UInt64: Total] = [:]
    /// In the order in which they were counted.
    var queries: [UInt64] = []
  }

  private let state = Mutex(State())
  private static let most = 256

  /// The total of a query, if it is known and right now.
  func total(of query: UInt64, at now: Timestamp) -> Int? {
    state.withLock { state in
      state.totals[query].flatMap { $0.from <= now && now < $0.until ? $0.count : nil }
    }
  }

  /// Keeps a total that was counted now and holds until then.
  func keep(_ count: Int, of query: UInt64, from now: Timestamp, until end: Timestamp) {
    state.withLock { state in
      if state.totals.updateValue(Total(count: count, from: now, until: end), forKey: query) == nil {
        state.queries.append(query)
      }
      guard state.queries.count > Self.most else { return }
      state.totals.removeValue(forKey: state.queries.removeFirst())
    }
  }
}
