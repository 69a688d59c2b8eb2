import Logging
import NIOPosix
import PolicyCompiler
import PolicyLanguage
import PolicyValues
import YAMLReader

/// Loads policies, says how it went, and makes of them what answers.
struct PolicyLoading: Sendable {
  typealias Loader = @Sendable () throws(LoadFailure) -> LoadedPolicy

  var loader: Loader
  var now: @Sendable () -> Timestamp
  var describe: @Sendable (Diagnostic, SourceMap) -> String
  var logger: Logger

  /// Loads on a thread of its own kind, since it may take long: neither an event loop nor a thread of Swift's pool.
  func start(_ done: @escaping @Sendable (Result<LoadedPolicy, LoadFailure>) -> Void) {
    let loader = loader
    NIOThreadPool.singleton.submit { _ in
      let result: Result<LoadedPolicy, LoadFailure>
      do throws(LoadFailure) {
        result = .success(try loader())
      } catch {
        result = .failure(error)
      }
      // A load from files may have taken many times what its table takes.
      SystemMemory.giveBack()
      done(result)
    }
  }

  /// Loads and waits for it.
  func load() async -> Result<LoadedPolicy, LoadFailure> {
    await withCheckedContinuation { continuation in
      start { continuation.resume(returning: $0) }
    }
  }

  /// Makes a loaded policy ready to answer, and logs what there is to say about it.
  func accept(_ loaded: LoadedPolicy) -> ServingPolicy {
    for warning in loaded.warnings { log(warning, loaded.sources, .warning) }
    // Broken invariants are errors to those who check a policy, and not here: to refuse the directory would freeze
    // it, revocations included.
    for broken in loaded.brokenInvariants { log(broken, loaded.sources, .error) }
    return ServingPolicy(
      table: loaded.table, loadedAt: now(), warnings: loaded.warnings.count,
      brokenInvariants: loaded.brokenInvariants.map { describe($0, loaded.sources) })
  }

  /// Logs what is wrong with a policy that did not load; gives it as lines.
  func refuse(_ failure: LoadFailure) -> [String] {
    for diagnostic in failure.diagnostics { log(diagnostic, failure.sources, .error) }
    let lines = failure.diagnostics.map { describe($0, failure.sources) }
    return lines.isEmpty ? ["the policy does not load"] : lines
  }

  private func log(_ diagnostic: Diagnostic, _ sources: SourceMap, _ level: Logger.Level) {
    logger.log(
      level: level, "policy diagnostic",
      metadata: [
        "code": "\(diagnostic.code.rawValue)", "severity": "\(diagnostic.severity.rawValue)",
        "text": "\(describe(diagnostic, sources))",
      ])
  }
}
