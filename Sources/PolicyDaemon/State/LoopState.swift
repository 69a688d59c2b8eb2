import NIOCore
import PolicyValues

/// What the connections of one event loop share without a lock. It belongs to its loop and never leaves it.
final class LoopState {
  let daemon: DaemonState
  let metrics: Metrics
  private var reader: PublishedPolicy.Reader
  /// A buffer for answers that nobody uses now.
  private var spareOutput = ByteBuffer()
  let ready = ReadyAnswers()

  init(_ daemon: DaemonState, metrics: Metrics) {
    self.daemon = daemon
    self.metrics = metrics
    reader = PublishedPolicy.Reader(daemon.published)
  }

  /// The policy that answers now. A loop is also woken for this after a reload, so that an idle one does not hold
  /// on to the memory of a table that nobody asks any more.
  func policy() -> ServingPolicy { reader.read() }

  /// The largest buffer that is kept for another time.
  private static let largestSpare = 256 << 10

  /// A buffer to write answers into. Connections give it back when it is sent, so that an idle one holds none.
  func takeOutput() -> ByteBuffer {
    let output = spareOutput
    spareOutput = ByteBuffer()
    return output.capacity > 0 ? output : ByteBufferAllocator().buffer(capacity: 4096)
  }

  /// Takes a buffer back that was handed to the channel.
  func giveBack(_ output: consuming ByteBuffer) {
    guard output.capacity > 0, output.capacity <= Self.largestSpare else { return }
    // If the channel still has it, to send when the client reads on, this leaves it to the channel.
    output.clear(minimumCapacity: 0)
    spareOutput = output
  }
}
