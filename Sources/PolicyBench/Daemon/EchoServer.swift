import NIOCore
import NIOPosix

/// Answers every so many bytes with a reply of the Redis protocol and looks at none of them: what any daemon must cost
/// on this kind of socket.
struct EchoServer {
  private let channel: any Channel
  private let group: MultiThreadedEventLoopGroup

  static func start(at path: String, requestLength: Int, loops: Int) async throws(BenchError) -> EchoServer {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: loops)
    do {
      let channel = try await ServerBootstrap(group: group)
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(EchoHandler(requestLength: requestLength))
          }
        }
        .bind(unixDomainSocketPath: path).get()
      return EchoServer(channel: channel, group: group)
    } catch {
      try? await group.shutdownGracefully()
      throw BenchError("cannot serve on `\(path)`: \(error)")
    }
  }

  func stop() async {
    try? await channel.close()
    try? await group.shutdownGracefully()
  }
}

private final class EchoHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private static let most = 4096
  private let requestLength: Int
  private let replies = ByteBuffer(string: String(repeating: ":1\r\n", count: most))
  private var received = 0

  init(requestLength: Int) { self.requestLength = max(requestLength, 1) }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    received += unwrapInboundIn(data).readableBytes
    while received >= requestLength {
      let number = min(received / requestLength, Self.most)
      received -= number * requestLength
      if let bytes = replies.getSlice(at: 0, length: number * 4) {
        context.write(wrapOutboundOut(bytes), promise: nil)
      }
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) { context.flush() }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
