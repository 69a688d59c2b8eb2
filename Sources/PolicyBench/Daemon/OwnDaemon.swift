import DecisionTable
import Logging
import PolicyCompiler
import PolicyDaemon
import PolicyLanguage
import PolicyValues

/// A daemon in this process, for who has none running.
enum OwnDaemon {
  /// Runs one with a table, by way of a file as daemons have it, while the body runs.
  static func with<Result>(
    _ table: DecisionTable, file: String, at path: String, _ body: () async throws(BenchError) -> Result
  ) async throws(BenchError) -> Result {
    var configuration = DaemonConfiguration(socketPath: path)
    configuration.handlesSignals = false
    configuration.drainGrace = .seconds(1)
    let (ready, sender) = AsyncStream.makeStream(of: RunningDaemon.self)
    configuration.onReady = { sender.yield($0) }
    let settled = configuration
    do throws(TableError) {
      try TableFile.write(table.memory, to: file)
    } catch {
      throw BenchError(error.message)
    }
    let run = Task<DaemonError?, Never> {
      defer { sender.finish() }
      do throws(DaemonError) {
        try await runDaemon(
          configuration: settled,
          loader: { () throws(LoadFailure) in
            try loadPolicy(PolicySetLocation(policy: file), at: SystemClock.now())
          },
          logger: Logger(label: "policyd") { _ in SwiftLogNoOpLogHandler() })
        return nil
      } catch {
        return error
      }
    }
    var started = ready.makeAsyncIterator()
    guard let daemon = await started.next() else {
      throw BenchError("no daemon starts on `\(path)`: \(await run.value.map { "\($0)" } ?? "it stopped at once")")
    }
    do throws(BenchError) {
      let result = try await body()
      daemon.stop()
      _ = await run.value
      return result
    } catch {
      daemon.stop()
      _ = await run.value
      throw error
    }
  }
}
