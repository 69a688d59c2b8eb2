import DecisionTable
import Synchronization

/// The counters of one event loop (or of the threads beside them). Each loop counts for itself, so that counting
/// never moves a cache line between cores; `/metrics` adds them up.
final class Metrics: Sendable {
  /// How a question was answered.
  enum Outcome: Hashable, Sendable {
    case reason(Reason)
    /// An item of a batch that could not be read.
    case malformedItem
    /// The clock could not be believed.
    case badClock

    static let all: [Outcome] = Reason.allCases.map { .reason($0) } + [.malformedItem, .badClock]

    var isAllowed: Bool { self == .reason(.granted) }

    var name: String {
      switch self {
      case .reason(let reason): reason.rawValue
      case .malformedItem: "malformed"
      case .badClock: "clock"
      }
    }
  }

  /// The statuses that this program answers with.
  static let statuses = [200, 400, 404, 405, 408, 413, 414, 417, 431, 500, 501, 503, 505]

  private let decisions: InlineArray<32, Atomic<UInt64>>
  private let requests: InlineArray<256, Atomic<UInt64>>

  init() {
    decisions = InlineArray { _ in Atomic(0) }
    requests = InlineArray { _ in Atomic(0) }
  }

  func count(_ outcome: Outcome) {
    decisions[Self.slot(outcome)].add(1, ordering: .relaxed)
  }

  /// Counts a request by the route it asked for; `nil` if there is none at its path, or none could be read.
  func count(_ route: Route?, status: Int) {
    requests[Self.slot(route, status)].add(1, ordering: .relaxed)
  }

  func value(_ outcome: Outcome) -> UInt64 { decisions[Self.slot(outcome)].load(ordering: .relaxed) }

  func value(_ route: Route?, status: Int) -> UInt64 {
    requests[Self.slot(route, status)].load(ordering: .relaxed)
  }

  private static func slot(_ route: Route?, _ status: Int) -> Int {
    let column = statuses.firstIndex(of: status) ?? statuses.count
    return (route?.index ?? Route.allCases.count) * (statuses.count + 1) + column
  }

  private static func slot(_ outcome: Outcome) -> Int {
    switch outcome {
    case .malformedItem: 0
    case .badClock: 1
    case .reason(let reason):
      switch reason {
      case .granted: 2
      case .noRole: 3
      case .noGrant: 4
      case .conditionFalse: 5
      case .conditionUndecided: 6
      case .forbidden: 7
      case .bounded: 8
      case .disabled: 9
      case .expired: 10
      case .unknownPrincipalType: 11
      case .unknownResourceType: 12
      case .unknownAction: 13
      case .unknownScope: 14
      case .unknownResource: 15
      case .unknownRole: 16
      case .noScope: 17
      case .scopeMismatch: 18
      case .outOfScope: 19
      }
    }
  }
}

/// All counters of the daemon.
final class DaemonCounters: Sendable {
  /// One for each event loop.
  let loops: [Metrics]
  /// For work done beside the event loops.
  let aside = Metrics()
  private let okReloads = Atomic<UInt64>(0)
  private let failedReloads = Atomic<UInt64>(0)
  private let openConnections = Atomic<Int>(0)
  private let acceptedConnections = Atomic<UInt64>(0)
  private let refusedConnections = Atomic<UInt64>(0)

  init(loops: Int) { self.loops = (0..<loops).map { _ in Metrics() } }

  func countReload(ok: Bool) {
    if ok { okReloads.add(1, ordering: .relaxed) } else { failedReloads.add(1, ordering: .relaxed) }
  }
  var reloads: (ok: UInt64, failed: UInt64) {
    (okReloads.load(ordering: .relaxed), failedReloads.load(ordering: .relaxed))
  }

  /// Counts a connection that came; says how many are open with it.
  func connectionOpened() -> Int {
    acceptedConnections.add(1, ordering: .relaxed)
    return openConnections.add(1, ordering: .relaxed).newValue
  }
  func connectionRefused() { refusedConnections.add(1, ordering: .relaxed) }
  func connectionClosed() { openConnections.subtract(1, ordering: .relaxed) }

  var connections: (open: Int, accepted: UInt64, refused: UInt64) {
    (
      openConnections.load(ordering: .relaxed), acceptedConnections.load(ordering: .relaxed),
      refusedConnections.load(ordering: .relaxed)
    )
  }

  func total(_ outcome: Metrics.Outcome) -> UInt64 {
    loops.reduce(aside.value(outcome)) { $0 + $1.value(outcome) }
  }

  func total(_ route: Route?, status: Int) -> UInt64 {
    loops.reduce(aside.value(route, status: status)) { $0 + $1.value(route, status: status) }
  }
}
