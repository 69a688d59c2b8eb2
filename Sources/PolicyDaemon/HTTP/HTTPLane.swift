import DecisionTable
import NIOCore
import NIOHTTP1

/// One HTTP connection, as long as its requests are of the plain kind: read where they lie, without a decoder. The first
/// that is not hands the connection over to the decoder and ``HTTPHandler``, from that request on and for good.
struct HTTPLane: Lane {
  /// What to do about what stands first in the input.
  private enum Step {
    /// It is answered, and so many bytes long.
    case answered(Int)
    case needsMore
    case unusual
    /// It is for the responder.
    case request(PlainHead)
  }

  private let responder: Responder
  var output = ByteBuffer()
  private(set) var completed: UInt64 = 0
  /// How many bytes the request that is not whole yet takes.
  private var awaited = 1
  /// The request that is being answered beside the event loop.
  private var aside: HTTPRequest?

  init(_ responder: Responder) { self.responder = responder }

  func isIdle(_ input: ByteBuffer) -> Bool { input.readableBytes == 0 }

  mutating func answer(_ input: inout ByteBuffer, at moment: Moment) -> LanePause {
    while true {
      guard input.readableBytes >= awaited else { return .needsMore }
      switch next(input.readableBytesUInt8Span, input.readableBytesSpan, moment) {
      case .needsMore: return .needsMore
      case .unusual: return .handsOver
      case .answered(let length):
        input.moveReaderIndex(forwardBy: length)
      case .request(let head):
        let request = HTTPRequest(head, in: input)
        input.moveReaderIndex(forwardBy: head.end + head.bodyLength)
        if let pause = respond(to: request, isLast: input.readableBytes == 0, moment) { return pause }
      }
      completed &+= 1
      awaited = 1
      if output.readableBytes >= responder.limits.maximumPendingOutput { return .isFull }
    }
  }

  private mutating func next(_ bytes: Span<UInt8>, _ raw: RawSpan, _ moment: Moment) -> Step {
    let head: PlainHead
    switch PlainHead.read(bytes, from: 0, limits: responder.limits) {
    case .head(let found): head = found
    case .needsMore: return .needsMore
    case .unusual: return .unusual
    }
    let end = head.end + head.bodyLength
    guard bytes.count >= end else {
      awaited = end
      return .needsMore
    }
    // An answer that says that the connection ends is the responder's.
    guard head.isJSON, !moment.daemon.isDraining, head.bodyLength < responder.limits.heavyBody else {
      return .request(head)
    }
    let answers = AccessAnswers(policy: moment.policy, now: moment.clock, metrics: moment.metrics)
    let body = bytes.extracting(head.end..<end)
    let rawBody = raw.extracting(head.end..<end)
    switch head.route {
    case .evaluation:
      guard let isAllowed = answers.scannedEvaluation(body, rawBody) else { return .request(head) }
      moment.ready.update(moment.clock)
      if head.requestID.isNone {
        output.writeImmutableBuffer(isAllowed ? moment.ready.allow : moment.ready.deny)
      } else {
        begin(isAllowed ? 17 : 18, head, raw, moment)
        output.writeStaticString(isAllowed ? #"{"decision":true}"# : #"{"decision":false}"#)
      }
    case .evaluations:
      guard let decisions = answers.scannedEvaluations(body, rawBody) else { return .request(head) }
      moment.ready.update(moment.clock)
      begin(decisions.length, head, raw, moment)
      decisions.write(to: &output)
    default: return .request(head)
    }
    moment.metrics.count(head.route, status: 200)
    return .answered(end)
  }

  /// Writes the head of a 200.
  private mutating func begin(_ length: Int, _ head: PlainHead, _ raw: RawSpan, _ moment: Moment) {
    output.writeImmutableBuffer(moment.ready.head)
    output.writeString("\(length)\r\n")
    if !head.requestID.isNone {
      output.writeStaticString("X-Request-ID: ")
      output.writeBytes(raw.extracting(head.requestID.range))
      output.writeStaticString("\r\n")
    }
    output.writeStaticString("\r\n")
  }

  private mutating func respond(to request: HTTPRequest, isLast: Bool, _ moment: Moment) -> LanePause? {
    let closes = isLast && moment.daemon.isDraining
    moment.ready.update(moment.clock)
    let envelope = HTTPResponse.Envelope(closes: closes, requestID: request.requestID, date: moment.ready.date)
    guard responder.isHeavy(request) else {
      let response = responder.respond(
        to: request, policy: moment.policy, now: moment.clock, metrics: moment.metrics)
      response.write(to: &output, envelope)
      return closes ? .hasEnded : nil
    }
    completed &+= 1
    awaited = 1
    aside = request
    let (responder, policy, clock) = (responder, moment.policy, moment.clock)
    return .aside {
      let response = responder.respond(
        to: request, policy: policy, now: clock, metrics: responder.daemon.counters.aside)
      var bytes = ByteBuffer()
      response.write(to: &bytes, envelope)
      return bytes
    }
  }

  mutating func takeAside(_ answer: ByteBuffer?) {
    if let answer {
      output.writeImmutableBuffer(answer)
    } else {
      let error = RequestError("the daemon is stopping", status: 503)
      HTTPResponse(error).write(to: &output, HTTPResponse.Envelope(requestID: aside?.requestID))
    }
    aside = nil
  }

  mutating func inputEnded(_ input: ByteBuffer, at moment: Moment) {
    guard input.readableBytes > 0 else { return }
    refuse(RequestError("the request ends before it is complete"), input, moment)
  }

  mutating func timedOut(_ input: ByteBuffer, at moment: Moment) {
    refuse(RequestError("the request did not arrive within its time", status: 408), input, moment)
  }

  private mutating func refuse(_ error: RequestError, _ input: ByteBuffer, _ moment: Moment) {
    var route: Route?
    var requestID: String?
    if case .head(let head) = PlainHead.read(input.readableBytesUInt8Span, from: 0, limits: responder.limits) {
      route = head.route
      requestID = input.text(head.requestID)
    }
    moment.metrics.count(route, status: error.status)
    moment.ready.update(moment.clock)
    HTTPResponse(error).write(
      to: &output, HTTPResponse.Envelope(closes: true, requestID: requestID, date: moment.ready.date))
  }
}

extension HTTPRequest {
  /// A request of the plain kind that is whole in the input.
  fileprivate init(_ head: PlainHead, in input: ByteBuffer) {
    method = head.isPost ? .POST : .GET
    path = head.route.path[...]
    isHTTP10 = false
    keepsAlive = true
    contentType = head.isJSON ? .json : .missing
    requestID = input.text(head.requestID)
    body = input.getSlice(at: input.readerIndex + head.end, length: head.bodyLength) ?? ByteBuffer()
  }
}

extension ByteBuffer {
  /// What stands at a place of the readable bytes.
  fileprivate func text(_ place: BytePlace) -> String? {
    place.isNone ? nil : getString(at: readerIndex + Int(place.offset), length: Int(place.count))
  }
}
