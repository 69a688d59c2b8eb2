import ArgumentParser
import DecisionTable
import PolicyAnalysis
import PolicyBench
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure the engine, starting, and a daemon on its socket.",
    discussion: """
      Parts are engine, start and daemon; all of them if none is named. Worlds of any size are made up, the same each \
      time. Exit code 1 if an answer was wrong or missing.

      EXAMPLES:
        policy bench
        policy bench engine --sizes 1k,100k,10M
        policy bench --full --format json > bench.json
        policy bench daemon --socket /run/policyd/policyd.sock --question "user:ada read secret:s1 in project:web"
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

  @Argument(help: ArgumentHelp("What to measure: engine, start, daemon.", valueName: "part"))
  var parts: [String] = []
  @Option(help: ArgumentHelp("How many assignments the worlds have; 1k,100k,1M if not given.", valueName: "list"))
  var sizes: String?
  @Flag(help: "Worlds of a thousand to ten million assignments; needs 2 GB.")
  var full = false
  @Option(help: ArgumentHelp("How often to measure each thing in process.", valueName: "number"))
  var runs = 5
  @Option(help: ArgumentHelp("How many questions of each kind a run of the engine asks.", valueName: "number"))
  var questions = BenchConfiguration().questions
  @Option(help: ArgumentHelp("Measure the daemon that runs on this socket.", valueName: "path"), completion: .file())
  var socket: String?
  @Option(
    help: ArgumentHelp("What to ask it, as `policy can` does; may be given more than once.", valueName: "question"))
  var question: [String] = []
  @OptionGroup var policy: PolicyOptions
  @Option(help: ArgumentHelp("How many connections ask at once; 1,16,50 if not given.", valueName: "list"))
  var connections: String?
  @Option(help: ArgumentHelp("How many requests wait on a connection; 1,16 if not given.", valueName: "list"))
  var depth: String?
  @Option(help: ArgumentHelp("How long to measure each thing on a socket.", valueName: "number"))
  var seconds = 1.0
  @Option(help: ArgumentHelp("The percentage of the highest rate to time answers at.", valueName: "percent"))
  var load = 50
  @Option(help: "How to print: text or json.")
  var format: Format = .text

  func validate() throws {
    guard !full || sizes == nil else { throw ValidationError("`--full` says which sizes; leave `--sizes` out") }
    guard (1...1000).contains(runs) else { throw ValidationError("`--runs` is a number from 1 to 1000") }
    guard seconds >= 0.01, seconds <= 3600 else { throw ValidationError("`--seconds` is a number from 0.01 to 3600") }
    guard (1...100).contains(load) else { throw ValidationError("`--load` is a number from 1 to 100") }
    guard socket != nil || (question.isEmpty && policy.path == nil) else {
      throw ValidationError("`--question` and `--policy` say what to ask a running daemon; name it with `--socket`")
    }
    guard (64...10_000_000).contains(questions) else {
      throw ValidationError("`--questions` is a number from 64 to 10000000")
    }
  }

  func run() async throws {
    var bench = BenchConfiguration()
    if !parts.isEmpty { bench.parts = try parts.map(Self.part) }
    if full { bench.sizes = BenchConfiguration.fullSizes }
    if let sizes { bench.sizes = try Self.list(sizes, "--sizes", "such as 1k,100k,1M", BenchSize.number) }
    bench.runs = runs
    bench.questions = questions
    bench.daemon = try daemon()
    if isatty(STDERR_FILENO) == 1 { bench.progress = Self.show }
    let report: BenchReport
    do throws(BenchError) {
      report = try await runBench(bench)
    } catch {
      bench.progress("")
      throw ValidationError(error.message)
    }
    switch format {
    case .json: Terminal.print(report.json.text(pretty: true))
    case .text: Terminal.print(report.text(style: Terminal.style))
    }
    guard report.errors.isEmpty else {
      for error in report.errors { Terminal.printError("error: \(error)") }
      throw ExitCode(1)
    }
  }

  private func daemon() throws -> DaemonBenchConfiguration {
    var daemon = DaemonBenchConfiguration()
    daemon.seconds = seconds
    daemon.share = Double(load) / 100
    func counts(_ text: String, _ option: String) throws -> [Int] {
      try Self.list(text, option, "such as 1,16") { Int($0).flatMap { (1...1000).contains($0) ? $0 : nil } }
    }
    if let connections { daemon.connections = try counts(connections, "--connections") }
    if let depth { daemon.depths = try counts(depth, "--depth") }
    guard let socket else { return daemon }
    daemon.socket = socket
    daemon.questions = try question.map { try AskOptions.question($0, properties: RequestProperties()) }
    if daemon.questions.isEmpty {
      let now = SystemClock.now()
      guard let example = TableSearch(try policy.load(at: now).table).example(at: now) else {
        throw ValidationError("the policy allows nobody anything soon found; say what to ask with `--question`")
      }
      daemon.questions = [example]
    }
    return daemon
  }

  private static func part(_ name: String) throws -> BenchPart {
    if let part = BenchPart(rawValue: name) { return part }
    let known = BenchPart.allCases.map(\.rawValue)
    let hint = nearest(name, in: known).map { "did you mean `\($0)`?" } ?? "there are \(listed(known))"
    throw ValidationError("there is no part `\(name)`; \(hint)")
  }

  private static func list<Item>(
    _ text: String, _ option: String, _ example: String, _ read: (Substring) -> Item?
  ) throws -> [Item] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
      guard let item = read(word) else {
        throw ValidationError("`\(option)` takes a list, \(example); `\(word)` is none of its values")
      }
      return item
    }
  }

  /// Writes over the line that the cursor is in; what stands there is gone once the text is empty.
  private static let show: @Sendable (String) -> Void = { text in
    let line = text.isEmpty ? "" : "\(text) …"
    _ = try? FileDescriptor.standardError.writeAll("\r\u{1B}[2K\(line)".utf8)
  }
}
