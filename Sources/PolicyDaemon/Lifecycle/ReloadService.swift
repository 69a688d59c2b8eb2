import Logging
import DecisionTable
import PolicyCompiler
import PolicyValues
import ServiceLifecycle
import UnixSignals

/// Replaces the policy when it is told to. A policy with errors is reported, and the one before goes on answering.
struct ReloadService: Service {
  private enum Event: Sendable {
    case wanted
    case loaded(Result<LoadedPolicy, LoadFailure>)
  }

  private let loading: PolicyLoading
  private let daemon: DaemonState
  private let refresh: @Sendable () async -> Void
  private let logger: Logger
  private let events: AsyncStream<Event>
  private let sender: AsyncStream<Event>.Continuation

  /// `refresh` is called after each reload that went well, and returns when no event loop has the policy before.
  init(loading: PolicyLoading, daemon: DaemonState, logger: Logger, refresh: @escaping @Sendable () async -> Void) {
    self.loading = loading
    self.daemon = daemon
    self.logger = logger
    self.refresh = refresh
    (events, sender) = AsyncStream.makeStream(of: Event.self)
  }

  /// Asks for a reload. Returns at once.
  func reload() { sender.yield(.wanted) }

  func run() async throws {
    var queue = ReloadQueue()
    // Ends without waiting for a load that still runs: whoever stops the daemon does not want its result.
    for await event in events.cancelOnGracefulShutdown() {
      switch event {
      case .wanted:
        if queue.wanted() { start() }
      case .loaded(let result):
        await finish(result)
        if queue.loaded() { start() }
      }
    }
  }

  private func start() {
    logger.info("policy reload begins")
    loading.start { [sender] result in sender.yield(.loaded(result)) }
  }

  private func finish(_ result: Result<LoadedPolicy, LoadFailure>) async {
    switch result {
    case .success(let loaded):
      let policy = loading.accept(loaded)
      let former = daemon.published.policy
      daemon.published.publish(policy)
      daemon.note(DaemonState.Reload(at: policy.loadedAt, errors: []))
      await refresh()
      // Held until here, so that giving back a large table's memory never holds up an event loop.
      withExtendedLifetime(former) {}
      logger.info(
        "policy reloaded",
        metadata: [
          "policy": "\(policy.table.policyName)", "digest": "\(policy.table.digest)",
          "broken_invariants": "\(policy.brokenInvariants.count)",
        ])
    case .failure(let failure):
      let errors = loading.refuse(failure)
      daemon.note(DaemonState.Reload(at: daemon.now(), errors: errors))
      logger.error(
        "policy reload failed, the policy before goes on answering",
        metadata: [
          "errors": "\(failure.diagnostics.count)", "digest": "\(daemon.published.policy.table.digest)",
        ])
    }
  }
}

/// Turns SIGHUP into reloads.
struct HangupService: Service {
  let signals: UnixSignalsSequence
  let reload: @Sendable () -> Void

  func run() async throws {
    for await _ in signals.cancelOnGracefulShutdown() { reload() }
  }
}

/// Serves until the daemon is told to stop; then takes the socket's name away and lets what is in flight finish.
struct ServingService: Service {
  let claim: SocketClaim
  let server: SocketServer
  let grace: Duration
  let logger: Logger

  func run() async throws {
    // Ends by being cancelled too, which is how a failure elsewhere reaches it.
    try? await gracefulShutdown()
    logger.info("stopping")
    claim.release()
    await server.stop(grace: grace)
  }
}
