import DecisionTable
import Synchronization

/// The counters of one event loop (or of the threads beside them). Each loop counts for itself, so that counting
/// never moves a cache line between cores and needs no locked instruction; `/metrics` adds them up.
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

  /// Whether several threads count here; else only one does, and whoever reads.
  private let isShared: Bool
  private let decisions: InlineArray<32, Atomic<UInt64>>
  private let requests: InlineArray<256, Atomic<UInt64>>
  private let commands: InlineArray<32, Atomic<UInt64>>
  private let commandErrors: InlineArray<32, Atomic<UInt64>>

  init(isShared: Bool = false) {
    self.isShared = isShared
    decisions = InlineArray { _ in Atomic(0) }
    requests = InlineArray { _ in Atomic(0) }
    commands = InlineArray { _ in Atomic(0) }
    commandErrors = InlineArray { _ in Atomic(0) }
  }

  @inline(__always)
  private func add(_ count: Int = 1, to counter: borrowing Atomic<UInt64>) {
    let count = UInt64(truncatingIfNeeded: count)
    if isShared {
      counter.add(count, ordering: .relaxed)
    } else {
      counter.store(counter.load(ordering: .relaxed) &+ count, ordering: .relaxed)
    }
  }

  func count(_ outcome: Outcome) {
    add(to: decisions[Self.slot(outcome)])
  }

  /// Counts the answers to several questions; those that are alike at once.
  func count(_ reasons: Span<Reason>) {
    var start = 0
    while start < reasons.count {
      var end = start + 1
      while end < reasons.count, reasons[end] == reasons[start] { end += 1 }
      add(end - start, to: decisions[Self.slot(.reason(reasons[start]))])
      start = end
    }
  }

  /// Counts a request by the route it asked for; `nil` if there is none at its path, or none could be read.
  func count(_ route: Route?, status: Int) {
    add(to: requests[Self.slot(route, status)])
  }

  /// Counts commands of the Redis protocol; `nil` if there is none of that name.
  func count(_ command: CommandName?, _ count: Int) {
    add(count, to: commands[Self.slot(command)])
  }

  /// Counts a command that was answered with an error; `nil` if there is none of that name.
  func countError(_ command: CommandName?) {
    add(to: commandErrors[Self.slot(command)])
  }

  /// Counts bytes that were no command, which ended a connection.
  func countProtocolError() {
    add(to: commandErrors[Self.protocolSlot])
  }

  func value(_ command: CommandName?) -> UInt64 { commands[Self.slot(command)].load(ordering: .relaxed) }

  func errors(_ command: CommandName?) -> UInt64 { commandErrors[Self.slot(command)].load(ordering: .relaxed) }

  var protocolErrors: UInt64 { commandErrors[Self.protocolSlot].load(ordering: .relaxed) }

  func value(_ outcome: Outcome) -> UInt64 { decisions[Self.slot(outcome)].load(ordering: .relaxed) }

  func value(_ route: Route?, status: Int) -> UInt64 {
    requests[Self.slot(route, status)].load(ordering: .relaxed)
  }

  private static func slot(_ route: Route?, _ status: Int) -> Int {
    let column = statuses.firstIndex(of: status) ?? statuses.count
    return (route?.index ?? Route.allCases.count) * (statuses.count + 1) + column
  }

  private static let protocolSlot = 31

  private static func slot(_ command: CommandName?) -> Int { command?.index ?? protocolSlot - 1 }

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
