import Logging
import NIOCore
import Synchronization

/// The connections that are open: bounded in number, and told when the daemon stops.
final class Connections: Sendable {
  private struct Open {
    var channels: [ObjectIdentifier: any Channel] = [:]
    /// So that a flood writes one line and not one for each.
    var limitIsLogged = false
  }

  private let maximum: Int
  private let counters: DaemonCounters
  private let logger: Logger
  private let open = Mutex(Open())

  init(maximum: Int, counters: DaemonCounters, logger: Logger) {
    self.maximum = maximum
    self.counters = counters
    self.logger = logger
  }

  /// Takes a new connection in; `false` if there are too many.
  func admit(_ channel: any Channel) -> Bool {
    let count = counters.connectionOpened()
    channel.closeFuture.whenComplete { _ in self.remove(channel) }
    let logsLimit = open.withLock { open in
      open.channels[ObjectIdentifier(channel)] = channel
      guard count > maximum, !open.limitIsLogged else { return false }
      open.limitIsLogged = true
      return true
    }
    guard count > maximum else { return true }
    counters.connectionRefused()
    if logsLimit {
      logger.warning(
        "too many connections, new ones are turned away until some close",
        metadata: ["limit": "\(maximum)"])
    }
    return false
  }

  private func remove(_ channel: any Channel) {
    counters.connectionClosed()
    open.withLock { open in
      open.channels[ObjectIdentifier(channel)] = nil
      if open.channels.count < maximum { open.limitIsLogged = false }
    }
  }

  var count: Int { open.withLock { $0.channels.count } }

  /// Tells every connection that the daemon is stopping.
  func drain() {
    for channel in all { channel.pipeline.fireUserInboundEventTriggered(DrainEvent()) }
  }

  /// Ends every connection, whatever is in flight.
  func closeAll() {
    for channel in all { channel.close(promise: nil) }
  }

  private var all: [any Channel] { open.withLock { Array($0.channels.values) } }
}
