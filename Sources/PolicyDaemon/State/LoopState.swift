import NIOCore
import PolicyValues

/// What the connections of one event loop share without a lock. It belongs to its loop and never leaves it.
final class LoopState {
  let daemon: DaemonState
  let metrics: Metrics
  private var reader: PublishedPolicy.Reader
  private var dateSecond: Int64 = .min
  private var dateText = ""

  init(_ daemon: DaemonState, metrics: Metrics) {
    self.daemon = daemon
    self.metrics = metrics
    reader = PublishedPolicy.Reader(daemon.published)
  }

  /// The policy that answers now. A loop is also woken for this after a reload, so that an idle one does not hold
  /// on to the memory of a table that nobody asks any more.
  func policy() -> ServingPolicy { reader.read() }

  /// The value of the `Date` header, made once a second; empty if the clock cannot be believed.
  func date(_ now: Timestamp) -> String {
    if now.seconds != dateSecond {
      dateSecond = now.seconds
      dateText = HTTPDate.text(now)
    }
    return dateText
  }
}
