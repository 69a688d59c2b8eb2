import NIOCore

/// Answers a connection that is one too many, and ends it. The answer is in the protocol of its first byte; one that
/// says nothing is answered in HTTP after a moment.
final class Refusal: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let limits: HTTPLimits
  private var isAnswered = false

  init(limits: HTTPLimits) { self.limits = limits }

  func channelActive(context: ChannelHandlerContext) {
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    let loop = context.eventLoop.assumeIsolated()
    loop.scheduleTask(in: limits.drainQuiet) { self.answer(bound.value, isRedis: false) }
    loop.scheduleTask(in: limits.lingering) { bound.value.close(promise: nil) }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = unwrapInboundIn(data)
    answer(context, isRedis: bytes.getInteger(at: bytes.readerIndex) == UInt8(ascii: "*"))
  }

  private func answer(_ context: ChannelHandlerContext, isRedis: Bool) {
    guard !isAnswered, context.channel.isActive else { return }
    isAnswered = true
    var bytes = ByteBuffer()
    if isRedis {
      var replies = ReplyWriter()
      replies.error("max number of clients reached; try again later")
      bytes = replies.buffer
    } else {
      let error = RequestError("the daemon has as many connections as it takes; try again later", status: 503)
      HTTPResponse(error).write(to: &bytes, HTTPResponse.Envelope(closes: true))
    }
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.writeAndFlush(wrapOutboundOut(bytes)).assumeIsolated().whenComplete { _ in
      bound.value.close(mode: .output, promise: nil)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard let event = event as? ChannelEvent, event == .inputClosed else { return }
    answer(context, isRedis: false)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
