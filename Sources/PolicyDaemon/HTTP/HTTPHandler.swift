import Logging
import NIOCore
import NIOHTTP1
import NIOPosix

/// One HTTP connection: carries what ``HTTPIntake`` and ``Responder`` decide in and out of the channel.
///
/// Answers are gathered in one buffer and written with one flush for each batch of bytes that was read. While the
/// client does not take its answers, or one is being made beside the event loop, nothing more is read.
final class HTTPHandler: ChannelDuplexHandler {
  typealias InboundIn = HTTPServerRequestPart
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
  private let responder: Responder
  private let workers: NIOThreadPool
  private let logger: Logger
  private var intake: HTTPIntake
  private var output = ByteBuffer()
  /// An answer is being made beside the event loop; those after it wait.
  private var isBusy = false
  /// The last answer is written: the connection ends as soon as the client has it.
  private var isEnding = false
  private var lastIsWritten = false
  private var inputIsClosed = false
  private var readIsHeld = false
  private var requestEndedInBatch = false
  /// A request has ended since the timer for them was started.
  private var requestEndedSinceTimer = false
  private var timer: (kind: Timer, task: Scheduled<Void>)?

  init(loop: LoopState, responder: Responder, workers: NIOThreadPool, logger: Logger) {
    self.loop = loop
    self.responder = responder
    self.workers = workers
    self.logger = logger
    intake = HTTPIntake(responder.limits)
  }

  // MARK: what comes in

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): intake.head(head)
    case .body(let part): intake.body(part)
    case .end:
      requestEndedInBatch = true
      requestEndedSinceTimer = true
      intake.end()
      // Answered at once rather than at the end of the batch: a pipeline of thousands must not pile up.
      answer(context)
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    answer(context)
    sendContinueIfDue(context)
    flush(context)
    if !isEnding {
      // Bytes came and no request ended, or one has begun after the last that did.
      if intake.isReadingBody || !requestEndedInBatch {
        if timer == nil { start(.request, context) }
      } else {
        stop(.request)
      }
      if loop.daemon.isDraining { drain(context) }
    }
    requestEndedInBatch = false
    context.fireChannelReadComplete()
  }

  func read(context: ChannelHandlerContext) {
    if mayRead(context) { context.read() } else { readIsHeld = true }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable {
      stop(.stall)
      proceed(context)
    } else if timer == nil {
      start(.stall, context)
    }
    context.fireChannelWritabilityChanged()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
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
    if let error = error as? HTTPParserError {
      intake.parserFailed(error)
      proceed(context)
    } else if error is ByteToMessageDecoderError {
      // More bytes after a parser error, which is answered already.
    } else {
      logger.debug("connection failed", metadata: ["error": "\(error)"])
      context.close(promise: nil)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    timer?.task.cancel()
    timer = nil
    isEnding = true
    intake.stop()
    context.fireChannelInactive()
  }

  // MARK: what goes out

  private func proceed(_ context: ChannelHandlerContext) {
    answer(context)
    sendContinueIfDue(context)
    flush(context)
    if loop.daemon.isDraining { drain(context) }
    if readIsHeld, mayRead(context) {
      readIsHeld = false
      context.read()
    }
  }

  private func mayRead(_ context: ChannelHandlerContext) -> Bool {
    isEnding || (!isBusy && !intake.hasWork && context.channel.isWritable)
  }

  /// Answers what is read, as far as the client takes answers.
  private func answer(_ context: ChannelHandlerContext) {
    guard !isEnding, !isBusy else { return }
    if intake.hasWork {
      let policy = loop.policy()
      while let work = nextWork(context) {
        switch work {
        case .request(let request): answer(request, policy, context)
        case .rejection(let rejection): refuse(rejection)
        }
      }
    }
    if inputIsClosed, !isBusy, !intake.hasWork { isEnding = true }
  }

  private func nextWork(_ context: ChannelHandlerContext) -> HTTPIntake.Work? {
    if output.readableBytes >= responder.limits.maximumPendingOutput { flush(context) }
    // A flush may make the channel writable again and so come back here from within: look again at all of it.
    guard !isEnding, !isBusy, context.channel.isWritable else { return nil }
    return intake.next()
  }

  private func answer(_ request: HTTPRequest, _ policy: ServingPolicy, _ context: ChannelHandlerContext) {
    let now = loop.daemon.now()
    guard responder.isHeavy(request) else {
      let response = responder.respond(to: request, policy: policy, now: now, metrics: loop.metrics)
      send(response, to: request)
      return
    }
    isBusy = true
    let responder = responder
    let work = workers.runIfActive(eventLoop: context.eventLoop) {
      responder.respond(to: request, policy: policy, now: now, metrics: responder.daemon.counters.aside)
    }
    let context = NIOLoopBound(context, eventLoop: context.eventLoop)
    work.assumeIsolated().whenComplete { result in
      self.isBusy = false
      guard !self.isEnding else { return }
      switch result {
      case .success(let response): self.send(response, to: request)
      case .failure: self.send(HTTPResponse(RequestError("the daemon is stopping", status: 503)), to: request)
      }
      self.proceed(context.value)
    }
  }

  private func send(_ response: HTTPResponse, to request: HTTPRequest) {
    let isLast = loop.daemon.isDraining && intake.isIdle
    if !request.keepsAlive || isLast { isEnding = true }
    response.write(
      to: &output,
      HTTPResponse.Envelope(
        isHead: request.method == .HEAD, isHTTP10: request.isHTTP10, closes: isEnding,
        requestID: request.requestID, date: date))
  }

  private func refuse(_ rejection: HTTPIntake.Rejection) {
    isEnding = true
    loop.metrics.count(rejection.route, status: rejection.error.status)
    HTTPResponse(rejection.error).write(
      to: &output,
      HTTPResponse.Envelope(
        isHead: rejection.isHead, closes: true, requestID: rejection.requestID,
        date: date))
  }

  private var date: String {
    loop.ready.update(loop.daemon.now())
    return loop.ready.date
  }

  private func sendContinueIfDue(_ context: ChannelHandlerContext) {
    guard !isBusy, !isEnding, intake.takeContinue() else { return }
    output.writeString("HTTP/1.1 100 Continue\r\n\r\n")
  }

  /// Writes what is gathered, and after the last answer ends the connection's own side.
  private func flush(_ context: ChannelHandlerContext) {
    let isLast = isEnding && !lastIsWritten
    guard output.readableBytes > 0 || isLast else { return }
    let written = output
    output = ByteBuffer()
    guard isLast else {
      context.writeAndFlush(wrapOutboundOut(written), promise: nil)
      return
    }
    lastIsWritten = true
    intake.stop()
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

  /// The daemon is stopping: a connection with nothing in flight ends, after a moment for what is on its way.
  private func drain(_ context: ChannelHandlerContext) {
    guard !isEnding, !isBusy, intake.isIdle, timer == nil else { return }
    start(.quiet, context)
  }

  // MARK: time

  private func start(_ kind: Timer, _ context: ChannelHandlerContext) {
    timer?.task.cancel()
    requestEndedSinceTimer = false
    let limits = responder.limits
    let delay =
      switch kind {
      case .request, .stall, .ending: limits.requestDeadline
      case .lingering: limits.lingering
      case .quiet: limits.drainQuiet
      }
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    let task = context.eventLoop.assumeIsolated().scheduleTask(in: delay) { self.fired(kind, bound.value) }
    timer = (kind, task)
  }

  private func stop(_ kind: Timer) {
    guard timer?.kind == kind else { return }
    timer?.task.cancel()
    timer = nil
  }

  private func fired(_ kind: Timer, _ context: ChannelHandlerContext) {
    timer = nil
    switch kind {
    case .request where requestEndedSinceTimer:
      // Requests came and went meanwhile; the one that is on its way now began later.
      if intake.isReadingBody { start(.request, context) }
    case .request:
      logger.debug("request timed out")
      intake.timedOut()
      proceed(context)
    case .stall, .ending, .lingering:
      context.close(promise: nil)
    case .quiet:
      guard intake.isIdle, !isBusy else { return }
      isEnding = true
      flush(context)
    }
  }
}

/// Tells a connection that the daemon is stopping.
struct DrainEvent: Sendable {}
