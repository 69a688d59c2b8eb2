import Foundation
import Logging
import PolicyCompiler
import Synchronization
import Testing

@testable import PolicyDaemon

/// A folder of its own for a test, with a name short enough for a socket.
struct TemporaryFolder: ~Copyable {
  let path: String

  init() throws {
    path = "/tmp/pd-" + UUID().uuidString.prefix(13).lowercased()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Gathers log lines.
final class LogLines: Sendable {
  private let gathered = Mutex<[String]>([])

  var all: [String] { gathered.withLock { $0 } }

  var logger: Logger {
    var logger = Logger(label: "test") { _ in Handler(lines: self) }
    logger.logLevel = .debug
    return logger
  }

  private struct Handler: LogHandler {
    let lines: LogLines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.debug
    subscript(metadataKey key: String) -> Logger.MetadataValue? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }
    func log(event: LogEvent) {
      let pairs = (event.metadata ?? [:]).map { "\($0)=\($1)" }.sorted().joined(separator: " ")
      lines.gathered.withLock { $0.append("\(event.level): \(event.message) \(pairs)") }
    }
  }
}

/// Runs a daemon on a socket in a folder of its own while the body runs.
func withDaemon(
  _ loader: ScriptedLoader? = nil, logs: LogLines = LogLines(),
  configure: (inout DaemonConfiguration) -> Void = { _ in },
  _ body: (RunningDaemon) async throws -> Void
) async throws {
  let folder = try TemporaryFolder()
  try await withDaemon(at: folder.path + "/s", loader, logs: logs, configure: configure, body)
}

/// Runs a daemon on a given socket while the body runs.
func withDaemon(
  at path: String, _ loader: ScriptedLoader? = nil, logs: LogLines = LogLines(),
  configure: (inout DaemonConfiguration) -> Void = { _ in },
  _ body: (RunningDaemon) async throws -> Void
) async throws {
  let loader = try loader ?? ScriptedLoader()
  var configuration = DaemonConfiguration(socketPath: path)
  configuration.handlesSignals = false
  configuration.eventLoops = 2
  configuration.drainGrace = .seconds(5)
  configure(&configuration)
  let (ready, sender) = AsyncStream.makeStream(of: RunningDaemon.self)
  configuration.onReady = { sender.yield($0) }
  let settled = configuration
  let run = Task {
    defer { sender.finish() }
    try await runDaemon(configuration: settled, loader: loader.load, logger: logs.logger)
  }
  var started = ready.makeAsyncIterator()
  guard let daemon = await started.next() else { return try await run.value }
  do {
    try await body(daemon)
  } catch {
    daemon.stop()
    _ = try? await run.value
    throw error
  }
  daemon.stop()
  try await run.value
}

/// Waits until a condition holds, but not for ever.
func eventually(_ condition: () async throws -> Bool) async throws {
  for _ in 0..<1000 {
    if try await condition() { return }
    try await Task.sleep(for: .milliseconds(5))
  }
  Issue.record("this never came true")
}
