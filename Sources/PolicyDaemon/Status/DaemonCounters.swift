import Synchronization

/// All counters of the daemon.
final class DaemonCounters: Sendable {
  /// One for each event loop.
  let loops: [Metrics]
  /// For work done beside the event loops.
  let aside = Metrics(isShared: true)
  private let okReloads = Atomic<UInt64>(0)
  private let failedReloads = Atomic<UInt64>(0)
  private let openConnections = Atomic<Int>(0)
  private let acceptedConnections = Atomic<UInt64>(0)
  private let refusedConnections = Atomic<UInt64>(0)
  private let lastConnection = Atomic<Int>(0)

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

  /// A number that no other connection has.
  func connectionNumber() -> Int { lastConnection.add(1, ordering: .relaxed).newValue }

  func total(_ command: CommandName?) -> UInt64 { loops.reduce(0) { $0 + $1.value(command) } }

  func errors(_ command: CommandName?) -> UInt64 { loops.reduce(0) { $0 + $1.errors(command) } }

  var protocolErrors: UInt64 { loops.reduce(0) { $0 + $1.protocolErrors } }

  func total(_ route: Route?, status: Int) -> UInt64 {
    loops.reduce(aside.value(route, status: status)) { $0 + $1.value(route, status: status) }
  }
}
