import NIOCore
import PolicyValues

@testable import PolicyDaemon

/// The Redis protocol as bytes.
enum Redis {
  static func command(_ words: [String]) -> [UInt8] {
    var bytes = Array("*\(words.count)\r\n".utf8)
    for word in words { bytes += Array("$\(word.utf8.count)\r\n\(word)\r\n".utf8) }
    return bytes
  }

  /// A command written as a line of words.
  static func line(_ text: String) -> [UInt8] { command(text.split(separator: " ").map(String.init)) }

  static func text(_ lines: String...) -> String { String(decoding: lines.flatMap { line($0) }, as: UTF8.self) }
}

/// A lane without a socket: what is said to it, and what it says.
struct Conversation {
  var lane: RESPLane
  let daemon: DaemonState
  var clock = Timestamp(seconds: 1_800_000_000)
  var policy: ServingPolicy
  private var input = ByteBuffer()
  /// Whether it has written its last answer.
  private(set) var hasEnded = false

  init(
    _ policy: ServingPolicy? = nil, limits: RESPLimits = RESPLimits(), maximumPendingOutput: Int = 1 << 20
  ) throws {
    self.policy = try policy ?? ServingPolicy(table: World.table(), loadedAt: Timestamp(seconds: 1_000))
    daemon = DaemonState(
      policy: self.policy, version: "1.2.3", baseURL: "", loops: 1, now: { Timestamp(seconds: 1_800_000_000) })
    lane = RESPLane(limits: limits, maximumPendingOutput: maximumPendingOutput, connection: 7)
  }

  var metrics: Metrics { daemon.counters.loops[0] }

  private var moment: Moment {
    Moment(policy: policy, clock: clock, metrics: metrics, daemon: daemon, ready: ReadyAnswers())
  }

  /// Says a line of words, and gives the reply.
  mutating func say(_ line: String) -> String { send(Redis.line(line)) }

  mutating func send(_ bytes: [UInt8]) -> String {
    guard !hasEnded else { return "" }
    if input.readableBytes == 0 { input.clear() }
    input.writeBytes(bytes)
    reading: while true {
      switch lane.answer(&input, at: moment) {
      case .needsMore: break reading
      case .isFull: continue
      case .aside(let work): lane.takeAside(work())
      case .hasEnded, .handsOver:
        hasEnded = true
        break reading
      }
    }
    return take()
  }

  /// Ends the input.
  mutating func end() -> String {
    lane.inputEnded(input, at: moment)
    return take()
  }

  private mutating func take() -> String {
    let text = String(buffer: lane.output)
    lane.output.clear()
    return text
  }
}
