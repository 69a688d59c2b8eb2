import NIOCore
import PolicyValues

/// One connection's conversation in its protocol, from the bytes that come to those that go. A pure value: it decides
/// and never waits, so all of it is testable without a socket. ``LaneHandler`` carries it.
protocol Lane {
  /// The bytes of the answers that were not sent yet.
  var output: ByteBuffer { get set }

  /// Whether nothing of a request has come that is not answered.
  func isIdle(_ input: ByteBuffer) -> Bool

  /// How many requests have been read to their end: a request that does not get on is one that this does not count.
  var completed: UInt64 { get }

  /// Answers what has come, takes it off `input`, and says why it went no further.
  mutating func answer(_ input: inout ByteBuffer, at moment: Moment) -> LanePause

  /// Takes the answer that was made beside the event loop; `nil` if it could not be made.
  mutating func takeAside(_ answer: ByteBuffer?)

  /// The client will send nothing more. What it left incomplete gets its answer here, the last one.
  mutating func inputEnded(_ input: ByteBuffer, at moment: Moment)

  /// A request did not arrive in time. Its answer is the last one.
  mutating func timedOut(_ input: ByteBuffer, at moment: Moment)
}

/// Why a lane stopped answering.
enum LanePause {
  /// All that has come whole is answered.
  case needsMore
  /// The answers should be sent before there are more of them.
  case isFull
  /// The next answer takes long enough to hold up other connections, so it is made beside the event loop.
  case aside(@Sendable () -> ByteBuffer)
  /// The last answer is written.
  case hasEnded
  /// What comes next is for the other handlers of this protocol, which are given the input as it stands.
  case handsOver
}

/// What all requests of one batch of bytes are answered from.
struct Moment {
  var policy: ServingPolicy
  var clock: Timestamp
  var metrics: Metrics
  var daemon: DaemonState
  var ready: ReadyAnswers

  /// The time that answers go by; `nil` if the clock cannot be believed, which denies everything.
  var now: Timestamp? {
    clock >= .minimum && clock <= .maximum && clock.nanoseconds < 1_000_000_000 ? clock : nil
  }
}
