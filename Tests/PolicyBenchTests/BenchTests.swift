import DecisionTable
import Foundation
import NIOCore
import NIOPosix
import PolicyLanguage
import PolicyValues
import Testing

@testable import PolicyBench

/// Runs of the whole, tiny and never timed: that everything is asked, answered and reported.
@Suite(.timeLimit(.minutes(2))) struct BenchTests {
  private struct Report: Decodable {
    struct Machine: Decodable {
      var model: String
      var cores: Int
      var kernel: String
      var swift: String
      var optimized: Bool
    }
    struct Measure: Decodable {
      var name: String
      var unit: String
      var median: Double
      var min: Double
      var max: Double
      var samples: [Double]
    }
    var bench: Int
    var date: String
    var machine: Machine
    var measures: [Measure]
    var refused: [String]
    var errors: [String]
  }

  private func run(_ parts: [BenchPart]) async throws -> (BenchReport, Report) {
    var configuration = BenchConfiguration()
    configuration.parts = parts
    configuration.sizes = [200, 1000]
    configuration.runs = 2
    configuration.questions = 256
    configuration.daemon.seconds = 0.05
    configuration.daemon.connections = [1, 3]
    configuration.daemon.depths = [1, 4]
    configuration.daemon.size = 1000
    let report = try await runBench(configuration)
    let json = try JSONDecoder().decode(Report.self, from: Data(report.json.text(pretty: true).utf8))
    return (report, json)
  }

  @Test func engineAndStart() async throws {
    let (report, json) = try await run([.engine, .start])
    #expect(json.bench == 1)
    #expect(json.machine.cores > 0)
    #expect(json.errors.isEmpty)
    let names = json.measures.map(\.name)
    #expect(Set(names).count == names.count)
    for size in ["200", "1k"] {
      for kind in QuestionKind.allCases {
        for way in ["single", "warm", "batch", "allowed"] { #expect(names.contains("engine/\(size)/\(kind)/\(way)")) }
      }
      for step in ["build", "write", "open", "first_answer", "bytes"] {
        #expect(names.contains("start/\(size)/\(step)"))
      }
    }
    for measure in json.measures {
      #expect(measure.min <= measure.median && measure.median <= measure.max)
      #expect(!measure.samples.isEmpty)
    }
    let allowed = Dictionary(
      uniqueKeysWithValues: json.measures.filter { $0.unit == "share" }.map { ($0.name, $0.median) })
    #expect(allowed["engine/1k/allow/allowed"] == 1)
    #expect(allowed["engine/1k/deny/allowed"] == 0)
    let text = report.text(style: .plain)
    #expect(text.contains("Checks in process"))
    #expect(text.contains("Building and starting"))
    #expect(!text.contains("A daemon"))
  }

  @Test func daemon() async throws {
    let (report, json) = try await run([.daemon])
    #expect(json.errors.isEmpty, "\(json.errors)")
    let names = Set(json.measures.map(\.name))
    let refusals = try #require(report.daemon).refusals
    // A lane is measured, or named as refused.
    for lane in Lane.allCases where !refusals.contains(where: { $0.hasPrefix("\(lane.rawValue):") }) {
      let path = "daemon/\(lane == .httpBatch ? "http-batches" : lane.rawValue)/connections-3/depth-4"
      for measure in ["requests", "questions", "latency/median", "latency/p99.9"] {
        #expect(names.contains("\(path)/\(measure)"))
      }
    }
    for row in try #require(report.daemon).rows {
      #expect(row.timed.latencies.count > 0, "\(row.name)")
      #expect(row.fastest.allowed > 0)
    }
    #expect(report.text(style: .plain).contains("whether or not those before were answered"))
  }

  @Test func aSocketWithoutADaemonIsAnError() async throws {
    var configuration = BenchConfiguration()
    configuration.parts = [.daemon]
    configuration.daemon.socket = "/nonexistent/policyd.sock"
    await #expect(throws: BenchError.self) { try await runBench(configuration) }
  }

  /// A server that allows everything, asked what is to be denied; and one that answers half of the requests.
  @Test func everyAnswerIsLookedAt() async throws {
    let question = Question(
      principal: EntityName(type: "user", id: "a"), action: "read", resourceType: "secret", scope: "project:web")
    let stream = RequestStream(.redis, questions: [question], answers: [false])
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    for factor in [1, 2] {
      let result = try await TemporaryFolder.with { folder throws(BenchError) in
        let server = try await EchoServer.start(
          at: folder.path("s"), requestLength: stream.bytes.readableBytes * factor, loops: 1)
        let result = try await LoadRun(
          stream: stream, socket: folder.path("s"), loops: Array(group.makeIterator()), connections: 1, depth: 1,
          seconds: 0.02
        ).scheduled(perSecond: 500)
        await server.stop()
        return result
      }
      // As many as are due in the counted time and in the fifth of it before.
      #expect(result.wrong == result.allowed)
      #expect(result.allowed == 12 / factor)
      #expect(result.missing == 12 - 12 / factor)
      #expect(result.problem != nil)
    }
    try await group.shutdownGracefully()
  }

  @Test func wrongAnswersAreErrors() {
    var result = LoadResult()
    result.allowed = 10
    #expect(result.problem == nil)
    result.wrong = 2
    result.missing = 1
    result.failure = "no answer"
    #expect(result.problem == "2 wrong, 1 missing of 11 answers (no answer)")
  }
}
