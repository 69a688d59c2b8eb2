import DecisionTable
import NIOCore
import PolicyLanguage
import PolicyValues

/// One connection of the Redis protocol: commands in, replies out. Checks that follow one another are answered
/// together, without strings and without memory of their own.
struct RESPLane: Lane {
  private let maximumPendingOutput: Int
  private var parser: CommandParser
  var replies = ReplyWriter()
  /// Checks that are read and not answered yet.
  private var questions = InlineArray<16, QuestionPlaces>(repeating: .none)
  private var waiting = 0
  private(set) var completed: UInt64 = 0
  /// What the connection is named and numbered, for `CLIENT`.
  var client: ClientFacts

  init(limits: RESPLimits, maximumPendingOutput: Int, connection: Int) {
    self.maximumPendingOutput = maximumPendingOutput
    parser = CommandParser(limits)
    client = ClientFacts(id: connection)
  }

  var output: ByteBuffer {
    get { replies.buffer }
    _modify { yield &replies.buffer }
  }

  /// How many checks are answered together.
  private static let batchSize = 16

  func isIdle(_ input: ByteBuffer) -> Bool { input.readableBytes == 0 }

  mutating func answer(_ input: inout ByteBuffer, at moment: Moment) -> LanePause {
    let (taken, pause) = answer(input.readableBytesUInt8Span, input.readableBytesSpan, moment)
    input.moveReaderIndex(forwardBy: taken)
    return pause
  }

  /// Says how many bytes it took, and why it stopped.
  private mutating func answer(_ bytes: Span<UInt8>, _ raw: RawSpan, _ moment: Moment) -> (Int, LanePause) {
    var offset = 0
    while true {
      if let check = PlainCheck.read(bytes, raw, from: offset) {
        offset = check.end
        // Nothing of a command that was waited for is left.
        parser.start()
        if !wait(check.question, raw, moment) { return (offset, .isFull) }
        continue
      }
      switch parser.next(bytes, from: offset) {
      case .needsMore:
        decide(raw, moment)
        return (offset, .needsMore)
      case .malformed(let problem):
        decide(raw, moment)
        moment.metrics.countProtocolError()
        replies.error(problem.message)
        return (bytes.count, .hasEnded)
      case .command(let end):
        offset = end
        guard !parser.arguments.isEmpty else { continue }
        completed &+= 1
        decide(raw, moment)
        if let pause = execute(bytes, raw, moment) { return (offset, pause) }
        if replies.buffer.readableBytes >= maximumPendingOutput { return (offset, .isFull) }
      }
    }
  }

  /// Has a check wait for its answer, and answers all that wait if there are enough; `false` if that was too much output.
  private mutating func wait(_ question: QuestionPlaces, _ raw: RawSpan, _ moment: Moment) -> Bool {
    completed &+= 1
    questions[waiting] = question
    waiting += 1
    guard waiting == Self.batchSize else { return true }
    decide(raw, moment)
    return replies.buffer.readableBytes < maximumPendingOutput
  }

  /// Answers the checks that wait.
  private mutating func decide(_ raw: RawSpan, _ moment: Moment) {
    let count = waiting
    guard count > 0 else { return }
    waiting = 0
    moment.metrics.count(.can, count)
    // What the table would leave unanswered is denied.
    var reasons = InlineArray<16, Reason>(repeating: .unknownPrincipalType)
    if let now = moment.now {
      if count == 1 {
        reasons[0] = moment.policy.table.reason(of: questions[0], in: raw, at: now)
      } else {
        var places = reasons.mutableSpan
        moment.policy.table.reasons(of: questions.span.extracting(0..<count), in: raw, at: now, into: &places)
      }
      moment.metrics.count(reasons.span.extracting(0..<count))
    } else {
      for _ in 0..<count { moment.metrics.count(.badClock) }
    }
    replies.decisions(reasons.span.extracting(0..<count))
  }

  /// Answers a command that is not a plain check; says why nothing more is to be answered, if so.
  private mutating func execute(_ bytes: Span<UInt8>, _ raw: RawSpan, _ moment: Moment) -> LanePause? {
    let arguments = parser.arguments
    let text = CheckArguments.text(arguments[0], bytes)
    guard let name = CommandName(rawValue: Self.lowercased(text)) else {
      moment.metrics.count(nil as CommandName?, 1)
      moment.metrics.countError(nil)
      replies.error(Self.unknown(text))
      return nil
    }
    moment.metrics.count(name, 1)
    do throws(CommandError) {
      guard name.takes(arguments.count) else { throw .arguments(of: name.rawValue) }
      switch name {
      case .can: try check(arguments, bytes, raw, moment)
      case .why: return try explain(arguments, bytes, raw, moment)
      case .quit:
        replies.ok()
        return .hasEnded
      case .echo: replies.bulk(raw.extracting(arguments[1].range))
      case .ping where arguments.count == 2: replies.bulk(raw.extracting(arguments[1].range))
      case .ping: replies.simple("PONG")
      default: try serve(name, arguments.dropFirst().map { CheckArguments.text($0, bytes) }, moment)
      }
    } catch {
      moment.metrics.countError(name)
      replies.error(error.message)
    }
    return nil
  }

  /// `CAN` with values, or one that is not well formed.
  private mutating func check(
    _ arguments: [BytePlace], _ bytes: Span<UInt8>, _ raw: RawSpan, _ moment: Moment
  ) throws(CommandError) {
    let question = try question(arguments, bytes, raw, moment)
    guard let now = moment.now else {
      moment.metrics.count(.badClock)
      return replies.decision(false)
    }
    // Names that are not text are nobody's and nothing's.
    let reason = question.map { moment.policy.table.decide($0, at: now).reason } ?? .unknownPrincipalType
    moment.metrics.count(.reason(reason))
    replies.decision(reason == .granted)
  }

  private func explain(
    _ arguments: [BytePlace], _ bytes: Span<UInt8>, _ raw: RawSpan, _ moment: Moment
  ) throws(CommandError) -> LanePause {
    guard let question = try question(arguments, bytes, raw, moment) else {
      throw CommandError("the question is not valid UTF-8")
    }
    let (policy, now, daemon, version) = (moment.policy, moment.now, moment.daemon, replies.version)
    return .aside {
      let answer = WhyAnswer(question, in: policy.table, at: now)
      daemon.counters.aside.count(answer.outcome)
      var replies = ReplyWriter(version: version)
      replies.text(answer.text)
      return replies.buffer
    }
  }

  /// The question with its values; `nil` if its names are not text.
  private func question(
    _ arguments: [BytePlace], _ bytes: Span<UInt8>, _ raw: RawSpan, _ moment: Moment
  ) throws(CommandError) -> Question? {
    guard let places = CheckArguments.places(arguments, bytes, raw) else {
      throw CheckArguments.complaint(arguments, bytes)
    }
    let (properties, bringsRoles) = try RequestProperties.read(
      arguments[CheckArguments.names...], bytes, moment.policy.declared)
    guard var question = moment.policy.table.question(places, in: raw) else { return nil }
    question.properties = properties
    if bringsRoles { question.roles = .malformed }
    return question
  }

  // MARK: what comes from without

  mutating func takeAside(_ answer: ByteBuffer?) {
    if let answer {
      replies.buffer.writeImmutableBuffer(answer)
    } else {
      replies.error("the daemon is stopping")
    }
  }

  mutating func inputEnded(_ input: ByteBuffer, at moment: Moment) {
    guard input.readableBytes > 0 else { return }
    moment.metrics.countProtocolError()
    replies.error("Protocol error: the input ends before the command is complete")
  }

  mutating func timedOut(_ input: ByteBuffer, at moment: Moment) {
    moment.metrics.countProtocolError()
    replies.error("Protocol error: the command did not arrive within its time")
  }

  // MARK: names

  private static func unknown(_ text: String) -> String {
    let near = nearest(lowercased(text), in: CommandName.allCases.map(\.rawValue))
    let hint = near.map { "did you mean \($0.uppercased())?" } ?? "COMMAND LIST names those there are"
    return "unknown command \(quoted(text)); \(hint)"
  }

  /// Command names are ASCII; other letters are left as they are.
  static func lowercased(_ text: String) -> String {
    String(decoding: text.utf8.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self)
  }
}
