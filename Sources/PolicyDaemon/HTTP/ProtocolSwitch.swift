import Logging
import NIOCore
import NIOHTTP1
import NIOPosix

/// Tells by a connection's first byte what it speaks, and puts the handlers for that in its own place.
///
/// A request of the Redis protocol begins with `*`, which no HTTP request can. It is not served yet, and says so.
final class ProtocolSwitch: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  static let redisRefusal =
    "-ERR the Redis protocol is not served on this socket yet; speak HTTP/1.1 (AuthZEN) instead\r\n"

  private let loop: LoopState
  private let responder: Responder
  private let workers: NIOThreadPool
  private let logger: Logger
  private var isRefused = false

  init(loop: LoopState, responder: Responder, workers: NIOThreadPool, logger: Logger) {
    self.loop = loop
    self.responder = responder
    self.workers = workers
    self.logger = logger
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isRefused else { return }
    let bytes = unwrapInboundIn(data)
    if bytes.getInteger(at: bytes.readerIndex, as: UInt8.self) == UInt8(ascii: "*") {
      isRefused = true
      let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
      let refusal = ByteBuffer(string: Self.redisRefusal)
      context.writeAndFlush(wrapOutboundOut(refusal)).assumeIsolated().whenComplete { _ in
        bound.value.close(mode: .output, promise: nil)
      }
      context.eventLoop.assumeIsolated().scheduleTask(in: responder.limits.lingering) {
        bound.value.close(promise: nil)
      }
      return
    }
    let decoder = HTTPRequestDecoder(
      leftOverBytesStrategy: .dropBytes, limitConfiguration: responder.limits.decoder)
    let handler = HTTPHandler(loop: loop, responder: responder, workers: workers, logger: logger)
    do {
      let pipeline = context.pipeline.syncOperations
      try pipeline.addHandlers([ByteToMessageHandler(decoder), handler], position: .after(self))
      context.fireChannelRead(data)
      pipeline.removeHandler(self, promise: nil)
    } catch {
      logger.error("cannot set up a connection", metadata: ["error": "\(error)"])
      context.close(promise: nil)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case let event as ChannelEvent where event == .inputClosed:
      context.close(promise: nil)
    case is DrainEvent where !isRefused:
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
