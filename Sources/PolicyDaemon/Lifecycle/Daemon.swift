import DecisionTable
package import Logging
import NIOCore
import NIOPosix
package import PolicyCompiler
import PolicyValues
import ServiceLifecycle
import UnixSignals

/// Loads a policy and answers questions about it on a socket until it is told to stop.
///
/// The policy is loaded before the socket is there, so whoever can connect is answered. Returns when the daemon has
/// stopped as it should; throws if it could not start.
package func runDaemon(
  configuration: DaemonConfiguration,
  loader: @escaping @Sendable () throws(LoadFailure) -> LoadedPolicy,
  logger: Logger
) async throws(DaemonError) {
  // Before anything that takes time: a SIGHUP that came earlier would end the program.
  let hangups = configuration.handlesSignals ? await UnixSignalsSequence(trapping: .sighup) : nil
  do throws(SocketError) {
    try await SocketClaim.check(configuration.socketPath)
  } catch {
    throw .socket(error)
  }
  let loading = PolicyLoading(
    loader: loader, now: configuration.now, describe: configuration.describe, logger: logger)
  let loops = configuration.eventLoops ?? DaemonConfiguration.usualEventLoops
  let daemon = try await serving(configuration, loading, loops: loops)
  // Before the socket is there: a SIGTERM that came before the group below runs would end the program and leave it.
  let stops = configuration.handlesSignals ? await UnixSignalsSequence(trapping: .sigterm, .sigint) : nil
  let claim: SocketClaim
  let server: SocketServer
  (claim, server) = try await serve(configuration, daemon, loops: loops, logger)

  let reloads = ReloadService(loading: loading, daemon: daemon, logger: logger) { await server.refreshPolicies() }
  // They stop in the reverse order, so that serving stops first.
  var services: [any Service] = [reloads]
  if let hangups { services.append(HangupService(signals: hangups) { reloads.reload() }) }
  services.append(
    ServingService(claim: claim, server: server, grace: configuration.drainGrace, logger: logger))
  var quiet = logger
  quiet.logLevel = max(logger.logLevel, .warning)
  let group = ServiceGroup(services: services, logger: quiet)
  let stopping = stops.map { stops in
    Task { for await _ in stops { await group.triggerGracefulShutdown() } }
  }
  defer { stopping?.cancel() }
  announce(
    configuration, daemon, logger, reload: { reloads.reload() },
    stop: { Task { await group.triggerGracefulShutdown() } })
  do {
    try await group.run()
  } catch {
    throw .other("\(error)")
  }
  logger.info("stopped")
}

/// Loads the first policy. Nobody but the state keeps it, so that a reload can let go of it.
private func serving(
  _ configuration: DaemonConfiguration, _ loading: PolicyLoading, loops: Int
) async throws(DaemonError) -> DaemonState {
  switch await loading.load() {
  case .success(let loaded):
    return DaemonState(
      policy: loading.accept(loaded), version: configuration.version, baseURL: configuration.baseURL, loops: loops,
      now: configuration.now)
  case .failure(let failure):
    throw .policy(failure)
  }
}

/// Says that the daemon answers.
private func announce(
  _ configuration: DaemonConfiguration, _ daemon: DaemonState, _ logger: Logger,
  reload: @escaping @Sendable () -> Void, stop: @escaping @Sendable () -> Void
) {
  let policy = daemon.published.policy
  logger.info(
    "policyd answers",
    metadata: [
      "socket": "\(configuration.socketPath)", "policy": "\(policy.table.policyName)",
      "digest": "\(policy.table.digest)", "broken_invariants": "\(policy.brokenInvariants.count)",
    ])
  configuration.onReady(
    RunningDaemon(
      socketPath: configuration.socketPath, policyName: policy.table.policyName, digest: policy.table.digest,
      table: policy.table, reload: reload, stop: stop))
}

private func serve(
  _ configuration: DaemonConfiguration, _ daemon: DaemonState, loops: Int, _ logger: Logger
) async throws(DaemonError) -> (SocketClaim, SocketServer) {
  let claim: SocketClaim
  let descriptor: CInt
  do throws(SocketError) {
    (claim, descriptor) = try await SocketClaim.take(configuration.socketPath, mode: configuration.socketMode)
  } catch {
    throw .socket(error)
  }
  let group = MultiThreadedEventLoopGroup(numberOfThreads: loops)
  let workers = NIOThreadPool(numberOfThreads: 2)
  workers.start()
  do {
    let server = try await SocketServer.start(
      listening: descriptor, daemon: daemon, group: group, workers: workers, limits: configuration.limits,
      maximumConnections: configuration.maximumConnections, logger: logger)
    return (claim, server)
  } catch {
    claim.release()
    try? await workers.shutdownGracefully()
    try? await group.shutdownGracefully()
    throw .other("cannot serve on `\(configuration.socketPath)`: \(error)")
  }
}
