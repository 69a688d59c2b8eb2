import NIOCore

/// Asks on one connection, and looks at every answer.
final class LoadHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let stream: RequestStream
  private let plan: LoadPlan
  private var timing: LoadTiming?
  private var reader: ReplyReader
  private var context: ChannelHandlerContext?
  /// The request of the stream to be sent next, and the one whose reply is next.
  private var toSend: Int
  private var toAnswer: Int
  private var sent = 0
  private var answered = 0
  /// How many requests have a time, if they have.
  private var scheduled = 0
  /// Answers found in the reply that is being read.
  private var answersInReply = 0
  private var isFailed = false
  private(set) var isOver = false
  private(set) var result = LoadResult()
  private let done: EventLoopPromise<Void>

  init(_ stream: RequestStream, _ plan: LoadPlan, done: EventLoopPromise<Void>) {
    self.stream = stream
    self.plan = plan
    self.done = done
    reader = ReplyReader(stream.lane)
    toSend = plan.firstRequest % max(stream.count, 1)
    toAnswer = toSend
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    finish()
  }

  /// Begins to ask. What has a schedule is sent by ``sendDue(_:)`` only.
  func begin(_ timing: LoadTiming) {
    self.timing = timing
    switch plan.pacing {
    case .once: send(1)
    case .asFastAsAnswered: send(plan.depth)
    case .scheduled(let interval, let offset):
      let length = Double((timing.end - timing.start).nanoseconds)
      scheduled = max(0, Int(((length - offset) / interval).rounded(.up)))
    }
  }

  /// Sends what is due; gives the time to come back at, or `nil` if nothing is left to do.
  func sendDue(_ now: NIODeadline) -> NIODeadline? {
    guard !isOver, case .scheduled = plan.pacing else { return nil }
    var number = 0
    while sent + number < scheduled, sent + number - answered < plan.waiting, due(sent + number) <= now { number += 1 }
    if number > 0 { send(number) }
    if answered == scheduled { finish() }
    guard sent < scheduled else { return nil }
    // Once the pipeline is full, replies let the next requests go; until then there is no time to wait for.
    return sent - answered < plan.waiting ? due(sent) : now + .milliseconds(1)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = unwrapInboundIn(data)
    let now = NIODeadline.now()
    reader.read(bytes.readableBytesUInt8Span) { take($0, now) }
    if result.failed > 0, result.failure == nil {
      let text = reader.failureText
      result.failure = text.isEmpty ? "a reply with fewer answers than questions" : text
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    guard !isOver, let timing else { return }
    switch plan.pacing {
    case .once: if answered > 0 { finish() }
    case .asFastAsAnswered:
      if NIODeadline.now() < timing.end {
        send(plan.depth - (sent - answered))
      } else if answered == sent {
        finish()
      }
    case .scheduled: _ = sendDue(.now())
    }
  }

  func channelInactive(context: ChannelHandlerContext) { breakOff("the daemon closed the connection") }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    breakOff("the connection broke off: \(error)")
    context.close(promise: nil)
  }

  /// Waits no longer.
  func breakOff(_ reason: String) {
    guard !isOver else { return }
    let due = max(scheduled, sent)
    result.missing += due - answered
    if due > answered { result.failure = result.failure ?? reason }
    finish()
  }

  private func finish() {
    guard !isOver else { return }
    isOver = true
    done.succeed()
  }

  private func due(_ request: Int) -> NIODeadline {
    guard case .scheduled(let interval, let offset) = plan.pacing, let timing else { return .now() }
    return timing.start + .nanoseconds(Int64(offset + Double(request) * interval))
  }

  private func send(_ number: Int) {
    guard let context, number > 0 else { return }
    var left = number
    while left > 0 {
      let slice = stream.slice(from: toSend, left)
      guard slice.number > 0 else { return }
      context.write(wrapOutboundOut(slice.bytes), promise: nil)
      toSend = (toSend + slice.number) % stream.count
      left -= slice.number
    }
    sent += number
    context.flush()
  }

  private func take(_ event: ReplyEvent, _ now: NIODeadline) {
    switch event {
    case .answer(let isAllowed):
      if isAllowed { result.allowed += 1 } else { result.denied += 1 }
      // A reply that nobody asked for, or with more answers than questions, is as wrong as a wrong answer.
      if answered >= sent || stream.answer(toAnswer, answersInReply) != isAllowed { result.wrong += 1 }
      answersInReply += 1
    case .failure: isFailed = true
    case .end:
      if isFailed || answersInReply < stream.lane.questionsPerRequest {
        result.failed += 1
      }
      if case .scheduled = plan.pacing, let timing {
        let due = due(answered)
        if due >= timing.countsFrom { result.latencies.add(UInt64(max(0, (now - due).nanoseconds))) }
      }
      if let window = timing?.window(now) { result.answered[window] += 1 }
      answered += 1
      toAnswer = (toAnswer + 1) % stream.count
      answersInReply = 0
      isFailed = false
    }
  }
}
