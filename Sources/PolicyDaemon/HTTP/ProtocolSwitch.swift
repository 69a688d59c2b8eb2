import Logging
import NIOCore
import NIOHTTP1
import NIOPosix

/// Tells by a connection's first byte what it speaks, and puts the handlers for that in its own place.
///
/// A command of the Redis protocol begins with `*`, which no HTTP request can.
final class ProtocolSwitch: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer

  private let loop: LoopState
  private let responder: Responder
  private let workers: NIOThreadPool
  private let logger: Logger

  init(loop: LoopState, responder: Responder, workers: NIOThreadPool, logger: Logger) {
    self.loop = loop
    self.responder = responder
    self.workers = workers
    self.logger = logger
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = unwrapInboundIn(data)
    do {
      let pipeline = context.pipeline.syncOperations
      if bytes.getInteger(at: bytes.readerIndex, as: UInt8.self) == UInt8(ascii: "*") {
        try pipeline.addHandler(redis, position: .after(self))
      } else {
        try pipeline.addHandler(http, position: .after(self))
      }
      context.fireChannelRead(data)
      pipeline.removeHandler(self, promise: nil)
    } catch {
      logger.error("cannot set up a connection", metadata: ["error": "\(error)"])
      context.close(promise: nil)
    }
  }

  private var redis: LaneHandler<RESPLane> {
    let limits = responder.limits
    let lane = RESPLane(
      limits: RESPLimits(), maximumPendingOutput: limits.maximumPendingOutput,
      connection: loop.daemon.counters.connectionNumber())
    return LaneHandler(lane, loop: loop, limits: limits, workers: workers, logger: logger) { _, _ in }
  }

  private var http: LaneHandler<HTTPLane> {
    let (loop, responder, workers, logger) = (loop, responder, workers, logger)
    return LaneHandler(
      HTTPLane(responder), loop: loop, limits: responder.limits, workers: workers, logger: logger
    ) { lane, context in
      let decoder = HTTPRequestDecoder(
        leftOverBytesStrategy: .dropBytes, limitConfiguration: responder.limits.decoder)
      let handler = HTTPHandler(loop: loop, responder: responder, workers: workers, logger: logger)
      try context.pipeline.syncOperations.addHandlers(
        [ByteToMessageHandler(decoder), handler], position: .after(lane))
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case let event as ChannelEvent where event == .inputClosed:
      context.close(promise: nil)
    case is DrainEvent:
      // Nothing was sent yet, but it may be on its way.
      let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
      context.eventLoop.assumeIsolated().scheduleTask(in: responder.limits.drainQuiet) {
        let context = bound.value
        let isHere = (try? context.pipeline.syncOperations.context(handler: self)) != nil
        if isHere { context.close(promise: nil) }
      }
    default:
      context.fireUserInboundEventTriggered(event)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    logger.debug("connection failed", metadata: ["error": "\(error)"])
    context.close(promise: nil)
  }
}
