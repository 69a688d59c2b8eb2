package import DecisionTable
import NIOCore
import NIOPosix
import PolicyAnalysis
import PolicyDaemon
import PolicyValues

/// How a daemon is to be measured.
package struct DaemonBenchConfiguration: Sendable {
  /// The socket of a daemon that runs already; `nil` for one of the bench's own.
  package var socket: String?
  /// What a daemon that runs already is asked; its first answer to each is taken for the right one.
  package var questions: [Question] = []
  package var lanes = Lane.allCases
  package var connections = [1, 16, 50]
  /// How many requests wait for their answers on one connection.
  package var depths = [1, 16]
  /// How long each thing is measured.
  package var seconds = 1.0
  /// The share of the highest rate at which answers are timed.
  package var share = 0.5
  /// How many assignments the own daemon's table has.
  package var size = 100_000

  package init() {}
}

/// Measures a daemon over its socket, lane by lane, beside a bare echo.
struct DaemonBench {
  private static let ownQuestions = 4096

  private let configuration: DaemonBenchConfiguration
  private let progress: @Sendable (String) -> Void

  init(_ configuration: DaemonBenchConfiguration, progress: @escaping @Sendable (String) -> Void) {
    self.configuration = configuration
    self.progress = progress
  }

  func report() async throws(BenchError) -> DaemonReport {
    try await TemporaryFolder.with { folder throws(BenchError) in
      if let socket = configuration.socket {
        let answers = try await askedFirst(socket)
        return try await report(
          "\(socket), \(answers.count) \(answers.count == 1 ? "question" : "questions")", socket: socket,
          configuration.questions, answers, echo: folder.path("echo"))
      }
      progress("making a world for the daemon")
      let (table, questions) = try ownWorld()
      let now = SystemClock.now()
      let answers = questions.map { table.decide($0, at: now).isAllowed }
      let socket = folder.path("policyd")
      return try await OwnDaemon.with(table, file: folder.path("table"), at: socket) { () throws(BenchError) in
        try await report(
          "one of its own, \(BenchSize.text(configuration.size)) assignments", socket: socket, questions, answers,
          echo: folder.path("echo"))
      }
    }
  }

  /// Questions that are allowed and questions that are not, one after the other.
  private func ownWorld() throws(BenchError) -> (DecisionTable, [Question]) {
    let world = try BenchWorld(assignments: configuration.size)
    let table = try world.table()
    let now = SystemClock.now()
    let half = Self.ownQuestions / 2
    let allowed = try world.questions(.allow, count: half, for: table, at: now).questions(table)
    let denied = try world.questions(.deny, count: half, for: table, at: now).questions(table)
    return (table, zip(allowed, denied).flatMap { [$0, $1] })
  }

  private func askedFirst(_ socket: String) async throws(BenchError) -> [Bool] {
    guard !configuration.questions.isEmpty else { throw BenchError("say what to ask the daemon with `--question`") }
    let client = AccessClient(socket: socket)
    var answers: [Bool] = []
    for question in configuration.questions {
      do throws(AccessClientError) {
        answers.append(try await client.ask(question).isAllowed)
      } catch {
        throw BenchError(error.message)
      }
    }
    return answers
  }

  private func report(
    _ subject: String, socket: String, _ questions: [Question], _ answers: [Bool], echo: String
  ) async throws(BenchError) -> DaemonReport {
    // As many as the server has: what is measured is a service that asks its sidecar.
    let group = MultiThreadedEventLoopGroup(numberOfThreads: DaemonConfiguration.usualEventLoops)
    let floor: EchoServer
    do throws(BenchError) {
      let length = RequestStream(.echo, questions: questions, answers: answers).bytes.readableBytes / questions.count
      floor = try await EchoServer.start(at: echo, requestLength: length, loops: DaemonConfiguration.usualEventLoops)
    } catch {
      try? await group.shutdownGracefully()
      throw error
    }
    do throws(BenchError) {
      let loops = Array(group.makeIterator())
      let report = try await rows(subject, loops, questions, answers) { $0 == .echo ? echo : socket }
      await floor.stop()
      try? await group.shutdownGracefully()
      return report
    } catch {
      await floor.stop()
      try? await group.shutdownGracefully()
      throw error
    }
  }

  private func rows(
    _ subject: String, _ loops: [any EventLoop], _ questions: [Question], _ answers: [Bool],
    socket: (Lane) -> String
  ) async throws(BenchError) -> DaemonReport {
    var report = DaemonReport(subject: subject, share: configuration.share)
    var streams: [RequestStream] = []
    for lane in configuration.lanes {
      let stream = RequestStream(lane, questions: questions, answers: answers)
      let probe = try await LoadRun.probe(stream, socket: socket(lane), loops: loops)
      if probe.failed + probe.missing > 0 {
        report.refusals.append("\(lane.rawValue): \(probe.failure ?? "no answer")")
      } else {
        streams.append(stream)
      }
    }
    for depth in configuration.depths {
      for connections in configuration.connections {
        for stream in streams {
          progress("\(stream.lane.rawValue), \(connections) connections, depth \(depth)")
          report.rows.append(
            try await row(stream, socket(stream.lane), loops, connections: connections, depth: depth))
        }
      }
    }
    return report
  }

  private func row(
    _ stream: RequestStream, _ socket: String, _ loops: [any EventLoop], connections: Int, depth: Int
  ) async throws(BenchError) -> DaemonRow {
    let full = LoadRun(
      stream: stream, socket: socket, loops: loops, connections: connections, depth: depth,
      seconds: configuration.seconds)
    let fastest = try await full.asFastAsAnswered()
    let windowSeconds = configuration.seconds / Double(LoadTiming.windows)
    let rates = Samples(fastest.answered.map { Double($0) / windowSeconds })
    // Fewer threads to be woken in time: what is timed then is the daemon more than the client.
    let half = LoadRun(
      stream: stream, socket: socket, loops: Array(loops.prefix(max(1, loops.count / 2))), connections: connections,
      depth: depth, seconds: configuration.seconds)
    // So that there is something to time where next to nothing was answered.
    let offered = max(rates.mean * configuration.share, 10 / configuration.seconds)
    let timed = try await half.scheduled(perSecond: offered)
    return DaemonRow(
      lane: stream.lane, connections: connections, depth: depth, rates: rates, offered: offered, fastest: fastest,
      timed: timed)
  }
}
