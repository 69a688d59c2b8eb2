import Foundation

/// A daemon that answers on a socket in a test's own folder.
struct Daemon: Sendable {
  struct Ended: Error {
    var status: Int32?
    var log: String
  }
  struct TookTooLong: Error {
    var what: String
    var log: String
  }

  /// How often something is looked at that no event tells of, and how many times before a test gives up: a minute in
  /// all, which no machine needs that is at all alive.
  private static let pause = Duration.milliseconds(10)
  private static let patience = 6000

  let program: RunningProgram
  let socket: String
  private let outputPath: String
  private let logPath: String

  /// Starts a daemon on a set, waits until it answers, and kills it however `body` ends; `body` starts no other one so.
  static func with<Result>(
    _ set: String, arguments: [String] = [], in folder: TemporaryFolder, socket name: String = "s",
    _ body: (Daemon) async throws -> Result
  ) async throws -> Result {
    await Turns.daemons.take()
    do {
      let result = try await withTurn(set, arguments: arguments, in: folder, socket: name, body)
      await Turns.daemons.giveBack()
      return result
    } catch {
      await Turns.daemons.giveBack()
      throw error
    }
  }

  private static func withTurn<Result>(
    _ set: String, arguments: [String], in folder: TemporaryFolder, socket name: String,
    _ body: (Daemon) async throws -> Result
  ) async throws -> Result {
    let socket = folder.path(name)
    let outputPath = folder.path("daemon-\(UUID().uuidString).out")
    let logPath = outputPath + ".log"
    let program = try Program.policyd.start(
      ["--policy", set, "--socket", socket] + arguments, in: folder.path, output: outputPath, errors: logPath)
    let daemon = Daemon(program: program, socket: socket, outputPath: outputPath, logPath: logPath)
    do {
      try await daemon.until("it says that it answers") { daemon.output.contains("policyd answers on \(socket)") }
      let result = try await body(daemon)
      await daemon.kill()
      return result
    } catch {
      await daemon.kill()
      throw error
    }
  }

  /// What it has printed so far.
  var output: String { (try? String(contentsOfFile: outputPath, encoding: .utf8)) ?? "" }
  /// What it has logged so far.
  var log: String { (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? "" }

  /// Ends it at once; its socket stays, as after a crash.
  func kill() async {
    program.signal(SIGKILL)
    _ = await program.end()
  }

  /// Tells it to stop and waits until it has; says how it ended.
  func stop() async -> Int32 {
    program.signal(SIGTERM)
    return await program.end()
  }

  /// Waits until something is so.
  func until(_ what: String, _ isSo: () async throws -> Bool) async throws {
    for _ in 0..<Self.patience {
      if try await isSo() { return }
      guard program.status == nil else { throw Ended(status: program.status, log: log) }
      try await Task.sleep(for: Self.pause)
    }
    throw TookTooLong(what: what, log: log)
  }

  /// Has it load its policy again and waits until it has; gives the status thereafter.
  func reload() async throws -> JSON {
    let before = try await status()["last_reload"]?["at"]
    program.signal(SIGHUP)
    try await until("the policy is loaded again") { try await status()["last_reload"]?["at"] != before }
    return try await status()
  }

  // MARK: what it is asked

  /// A connection of its own.
  func connect<Result>(_ body: (inout RawSocket) async throws -> Result) async throws -> Result {
    try await RawSocket.with(socket, body)
  }

  /// Sends one request on a connection of its own.
  func send(_ request: String) async throws -> Reply {
    try await connect { connection in
      try await connection.send(request)
      return try await connection.reply()
    }
  }

  func get(_ path: String) async throws -> Reply {
    try await send("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n")
  }

  func post(_ path: String, _ body: String, headers: [String] = ["Content-Type: application/json"]) async throws
    -> Reply
  {
    try await send(HTTP.post(path, body, headers: headers))
  }

  func status() async throws -> JSON { try await get("/v1/status").json() }

  func evaluate(_ body: JSON) async throws -> Reply { try await post("/access/v1/evaluation", body.text) }

  func evaluations(_ body: JSON) async throws -> Reply { try await post("/access/v1/evaluations", body.text) }

  func search(_ kind: String, _ body: JSON) async throws -> Reply {
    try await post("/access/v1/search/\(kind)", body.text)
  }

  /// Whether it allows; `nil` if it gives no answer.
  func allows(_ question: String) async throws -> Bool? {
    try await evaluate(Question(question).request).json()["decision"]?.bool
  }

  /// The answers to many questions, each in a request of its own, all on one connection.
  func answers(_ questions: [String]) async throws -> [Bool?] {
    try await connect { connection in
      var answers: [Bool?] = []
      for question in questions {
        try await connection.send(HTTP.post("/access/v1/evaluation", Question(question).request.text))
        answers.append(try await connection.reply().json()["decision"]?.bool)
      }
      return answers
    }
  }

  /// Why it denies, or `granted`.
  func reason(_ question: String) async throws -> String? {
    try await evaluate(Question(question, explain: true).request).json()["context"]?["reason"]?.string
  }
}

/// Requests as bytes.
enum HTTP {
  static func post(
    _ path: String, _ body: String, headers: [String] = ["Content-Type: application/json"], version: String = "1.1"
  ) -> String {
    let lines = ["POST \(path) HTTP/\(version)", "Host: localhost", "Content-Length: \(body.utf8.count)"] + headers
    return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
  }
}
