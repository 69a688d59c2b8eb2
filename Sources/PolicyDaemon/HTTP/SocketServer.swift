import Logging
import NIOCore
import NIOPosix

/// The listening side: accepts connections on a socket that is bound already, on all event loops.
final class SocketServer: Sendable {
  private let listener: any Channel
  private let connections: Connections
  private let group: MultiThreadedEventLoopGroup
  private let workers: NIOThreadPool
  private let daemon: DaemonState
  private let loops: [ObjectIdentifier: NIOLoopBound<LoopState>]

  private init(
    listener: any Channel, connections: Connections, group: MultiThreadedEventLoopGroup,
    workers: NIOThreadPool, daemon: DaemonState, loops: [ObjectIdentifier: NIOLoopBound<LoopState>]
  ) {
    self.listener = listener
    self.connections = connections
    self.group = group
    self.workers = workers
    self.daemon = daemon
    self.loops = loops
  }

  /// Starts to accept. The descriptor is a listening socket, which the server owns from here on.
  static func start(
    listening descriptor: CInt, daemon: DaemonState, group: MultiThreadedEventLoopGroup,
    workers: NIOThreadPool, limits: HTTPLimits, maximumConnections: Int, logger: Logger
  ) async throws -> SocketServer {
    var loops: [ObjectIdentifier: NIOLoopBound<LoopState>] = [:]
    for (loop, metrics) in zip(group.makeIterator(), daemon.counters.loops) {
      loops[ObjectIdentifier(loop)] = try await loop.submit {
        NIOLoopBound(LoopState(daemon, metrics: metrics), eventLoop: loop)
      }.get()
    }
    let states = loops
    let connections = Connections(maximum: maximumConnections, counters: daemon.counters, logger: logger)
    let responder = Responder(daemon: daemon, limits: limits)
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          // Out of descriptors, accepting pauses for a moment instead of spinning.
          try channel.pipeline.syncOperations.addHandler(AcceptBackoffHandler())
        }
      }
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          guard let loop = states[ObjectIdentifier(channel.eventLoop)]?.value else { throw ChannelError.eof }
          guard connections.admit(channel) else {
            try channel.pipeline.syncOperations.addHandler(Refusal(limits: limits))
            return
          }
          try channel.pipeline.syncOperations.addHandler(
            ProtocolSwitch(loop: loop, responder: responder, workers: workers, logger: logger))
        }
      }
    let listener = try await bootstrap.withBoundSocket(descriptor).get()
    return SocketServer(
      listener: listener, connections: connections, group: group, workers: workers, daemon: daemon,
      loops: states)
  }

  /// Has every event loop look at the policy, so that an idle one lets go of the one before too; returns when all have.
  func refreshPolicies() async {
    for state in loops.values {
      // A loop that has ended holds nothing.
      try? await state.eventLoop.submit { _ = state.value.policy() }.get()
    }
  }

  /// Stops accepting and lets what is in flight finish, but not longer than the grace. The socket's name must be
  /// gone from the file system already: then whoever connected before it went is still served.
  func stop(grace: Duration) async {
    daemon.isDraining = true
    // What waits in the listener's queue is accepted in the next turns of its loop.
    try? await Task.sleep(for: .milliseconds(20))
    try? await listener.close()
    connections.drain()
    let deadline = ContinuousClock.now + grace
    while connections.count > 0, ContinuousClock.now < deadline {
      try? await Task.sleep(for: .milliseconds(5))
    }
    connections.closeAll()
    try? await workers.shutdownGracefully()
    try? await group.shutdownGracefully()
  }
}
