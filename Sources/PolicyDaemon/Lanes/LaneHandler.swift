import Logging
import NIOCore
import NIOPosix

/// Carries what a ``Lane`` decides in and out of the channel.
///
/// Answers are gathered in one buffer and written with one flush for each batch of bytes that was read. While the
/// client does not take its answers, or one is being made beside the event loop, nothing more is read.
final class LaneHandler<Speech: Lane>: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = Never
  typealias OutboundOut = ByteBuffer

  /// Why a timer runs. There is one at a time.
  private enum Timer {
    /// A request has begun and is not complete.
    case request
    /// The client does not read what it asked for.
    case stall
    /// The last answer is written; the client has yet to take it.
    case ending
    /// The client has the last answer and has yet to end its side.
    case lingering
    /// The daemon is stopping and nothing is in flight.
    case quiet
  }

  private let loop: LoopState
  private let limits: HTTPLimits
  private let workers: NIOThreadPool
  private let logger: Logger
  /// Puts the other handlers of the protocol behind this one.
  private let handOver: (LaneHandler, ChannelHandlerContext) throws -> Void
  private var lane: Speech
  private var input = ByteBuffer()
  /// An answer is being made beside the event loop; those after it wait.
  private var isBusy = false
  /// The last answer is written: the connection ends as soon as the client has it.
  private var isEnding = false
  private var isHandedOver = false
  private var lastIsWritten = false
  private var inputIsClosed = false
  private var readIsHeld = false
  private var timer: (kind: Timer, completed: UInt64, task: Scheduled<Void>)?

  init(
    _ lane: Speech, loop: LoopState, limits: HTTPLimits, workers: NIOThreadPool, logger: Logger,
    handOver: @escaping (LaneHandler, ChannelHandlerContext) throws -> Void
  ) {
    self.lane = lane
    self.loop = loop
    self.limits = limits
    self.workers = workers
    self.logger = logger
    self.handOver = handOver
  }

  // MARK: what comes in

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isHandedOver else { return context.fireChannelRead(data) }
    guard !isEnding else { return }
    if input.readableBytes == 0 {
      input = unwrapInboundIn(data)
    } else {
      // What is answered must not pile up before what is not, even if no read ever ends with a request.
      input.discardReadBytes()
      input.writeImmutableBuffer(unwrapInboundIn(data))
    }
    // Answered at once rather than at the end of the batch: a pipeline of thousands must not pile up.
    answer(context)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    if !isHandedOver {
      flush(context)
      watch(context)
    }
    context.fireChannelReadComplete()
  }

  func read(context: ChannelHandlerContext) {
    if isHandedOver || mayRead(context) { context.read() } else { readIsHeld = true }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if !isHandedOver {
      if context.channel.isWritable {
        stop(.stall)
        proceed(context)
      } else if timer == nil {
        start(.stall, context)
      }
    }
    context.fireChannelWritabilityChanged()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard !isHandedOver else { return context.fireUserInboundEventTriggered(event) }
    switch event {
    case let event as ChannelEvent where event == .inputClosed:
      inputIsClosed = true
      if timer?.kind == .lingering {
        context.close(promise: nil)
      } else if !isEnding {
        proceed(context)
      }
    case is DrainEvent:
      drain(context)
    default:
      context.fireUserInboundEventTriggered(event)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard !isHandedOver else { return context.fireErrorCaught(error) }
    logger.debug("connection failed", metadata: ["error": "\(error)"])
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    timer?.task.cancel()
    timer = nil
    isEnding = true
    input = ByteBuffer()
    context.fireChannelInactive()
  }

  // MARK: what goes out

  private func proceed(_ context: ChannelHandlerContext) {
    answer(context)
    guard !isHandedOver else { return }
    flush(context)
    watch(context)
    if readIsHeld, mayRead(context) {
      readIsHeld = false
      context.read()
    }
  }

  private func mayRead(_ context: ChannelHandlerContext) -> Bool {
    isEnding || (!isBusy && context.channel.isWritable)
  }

  private var moment: Moment {
    Moment(
      policy: loop.policy(), clock: loop.daemon.now(), metrics: loop.metrics, daemon: loop.daemon, ready: loop.ready)
  }

  /// Answers what is read, as far as the client takes answers.
  private func answer(_ context: ChannelHandlerContext) {
    guard input.readableBytes > 0 || inputIsClosed else { return }
    let moment = moment
    // A flush may make the channel writable again and so come back here from within: look again at all of it.
    while !isEnding, !isBusy, !isHandedOver, context.channel.isWritable {
      if lane.output.capacity == 0 { lane.output = loop.takeOutput() }
      switch lane.answer(&input, at: moment) {
      case .isFull:
        flush(context)
        continue
      case .aside(let work):
        makeAside(work, context)
      case .hasEnded:
        isEnding = true
      case .handsOver:
        leave(context)
      case .needsMore:
        // Nothing is kept of a buffer that is read, so that the channel can read into it again.
        if input.readableBytes == 0 { input = ByteBuffer() }
        guard inputIsClosed else { return }
        lane.inputEnded(input, at: moment)
        isEnding = true
      }
      return
    }
  }

  private func makeAside(_ answer: @escaping @Sendable () -> ByteBuffer, _ context: ChannelHandlerContext) {
    isBusy = true
    let work = workers.runIfActive(eventLoop: context.eventLoop, answer)
    let context = NIOLoopBound(context, eventLoop: context.eventLoop)
    work.assumeIsolated().whenComplete { result in
      self.isBusy = false
      guard !self.isEnding else { return }
      self.lane.takeAside(try? result.get())
      self.proceed(context.value)
    }
  }

  private func leave(_ context: ChannelHandlerContext) {
    flush(context)
    guard !isHandedOver else { return }
    isHandedOver = true
    timer?.task.cancel()
    timer = nil
    let rest = input
    input = ByteBuffer()
    do {
      try handOver(self, context)
    } catch {
      logger.error("cannot set up a connection", metadata: ["error": "\(error)"])
      return context.close(promise: nil)
    }
    context.fireChannelRead(wrapInboundOut(rest))
    context.fireChannelReadComplete()
    if inputIsClosed { context.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }
    if readIsHeld {
      readIsHeld = false
      context.read()
    }
    context.pipeline.syncOperations.removeHandler(self, promise: nil)
  }

  /// Writes what is gathered, and after the last answer ends the connection's own side.
  private func flush(_ context: ChannelHandlerContext) {
    let isLast = isEnding && !lastIsWritten
    guard lane.output.readableBytes > 0 || isLast else {
      if lane.output.capacity > 0 {
        loop.giveBack(lane.output)
        lane.output = ByteBuffer()
      }
      return
    }
    // Another buffer is in its place while this one is written, since that may come back here from within.
    let written = lane.output
    lane.output = ByteBuffer()
    guard isLast else {
      context.writeAndFlush(wrapOutboundOut(written), promise: nil)
      loop.giveBack(written)
      return
    }
    lastIsWritten = true
    input = ByteBuffer()
    start(.ending, context)
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    let end = context.eventLoop.makePromise(of: Void.self)
    end.futureResult.assumeIsolated().whenComplete { _ in self.endOutput(bound.value) }
    context.writeAndFlush(wrapOutboundOut(written), promise: end)
    if readIsHeld {
      readIsHeld = false
      context.read()
    }
  }

  /// The client has the last answer. Closing at once would reset the connection if it was still sending, and the
  /// answer could be lost with it; so only this side ends, and the client is given a moment to end its own.
  private func endOutput(_ context: ChannelHandlerContext) {
    guard context.channel.isActive else { return }
    if inputIsClosed {
      context.close(promise: nil)
    } else {
      start(.lingering, context)
      context.close(mode: .output, promise: nil)
    }
  }

  // MARK: time

  /// Looks after what is left when a batch is answered.
  private func watch(_ context: ChannelHandlerContext) {
    guard !isEnding, !isBusy else { return }
    if lane.isIdle(input) {
      stop(.request)
      if loop.daemon.isDraining { drain(context) }
    } else if timer == nil {
      start(.request, context)
    }
  }

  /// The daemon is stopping: a connection with nothing in flight ends, after a moment for what is on its way.
  private func drain(_ context: ChannelHandlerContext) {
    guard !isEnding, !isBusy, lane.isIdle(input), timer == nil else { return }
    start(.quiet, context)
  }

  private func start(_ kind: Timer, _ context: ChannelHandlerContext) {
    timer?.task.cancel()
    let delay =
      switch kind {
      case .request, .stall, .ending: limits.requestDeadline
      case .lingering: limits.lingering
      case .quiet: limits.drainQuiet
      }
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    let task = context.eventLoop.assumeIsolated().scheduleTask(in: delay) { self.fired(kind, bound.value) }
    timer = (kind, lane.completed, task)
  }

  private func stop(_ kind: Timer) {
    guard timer?.kind == kind else { return }
    timer?.task.cancel()
    timer = nil
  }

  private func fired(_ kind: Timer, _ context: ChannelHandlerContext) {
    let completed = timer?.completed
    timer = nil
    switch kind {
    case .request where !context.channel.isWritable:
      start(.stall, context)
    case .request where completed != lane.completed || isBusy:
      // Requests came and went meanwhile, and the one that is on its way now began later; or the delay is ours.
      watch(context)
    case .request:
      logger.debug("request timed out")
      lane.timedOut(input, at: moment)
      isEnding = true
      flush(context)
    case .stall, .ending, .lingering:
      context.close(promise: nil)
    case .quiet:
      guard lane.isIdle(input), !isBusy else { return watch(context) }
      isEnding = true
      flush(context)
    }
  }
}
