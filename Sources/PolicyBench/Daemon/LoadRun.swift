import NIOCore
import NIOPosix

/// Asks on several connections at once.
struct LoadRun: Sendable {
  /// How long answers may take that are still due when time is up.
  private static let patience = TimeAmount.seconds(3)

  let stream: RequestStream
  let socket: String
  let loops: [any EventLoop]
  var connections: Int
  var depth: Int
  var seconds: Double

  /// Whether the lane answers at all: the first reply of a connection of its own.
  static func probe(
    _ stream: RequestStream, socket: String, loops: [any EventLoop]
  ) async throws(BenchError) -> LoadResult {
    try await LoadRun(stream: stream, socket: socket, loops: loops, connections: 1, depth: 1, seconds: 0.01)
      .result { _ in .once }
  }

  /// As many requests as are answered.
  func asFastAsAnswered() async throws(BenchError) -> LoadResult { try await result { _ in .asFastAsAnswered } }

  /// So many requests a second, evenly spread over time and connections.
  func scheduled(perSecond rate: Double) async throws(BenchError) -> LoadResult {
    let interval = 1e9 / max(rate, 1)
    return try await result { number in
      .scheduled(interval: interval * Double(connections), offset: interval * Double(number))
    }
  }

  private func result(_ pacing: (Int) -> LoadPlan.Pacing) async throws(BenchError) -> LoadResult {
    do {
      var asking: [Asking] = []
      for number in 0..<connections {
        let plan = LoadPlan(
          pacing: pacing(number), depth: depth, firstRequest: number * max(1, stream.count / connections))
        asking.append(try await connect(plan, on: loops[number % loops.count]))
      }
      let timing = LoadTiming(start: .now() + .milliseconds(5), seconds: seconds)
      for loop in loops {
        let own = asking.filter { $0.channel.eventLoop === loop }.map(\.handler)
        try await loop.submit { LoadDriver(own.map(\.value), on: loop).begin(timing, patience: Self.patience) }.get()
      }
      var result = LoadResult()
      for one in asking {
        try await one.done.get()
        result.add(try await one.channel.eventLoop.submit { one.handler.value.result }.get())
      }
      for one in asking { try? await one.channel.close() }
      return result
    } catch {
      throw BenchError("cannot ask on `\(socket)`: \(error)")
    }
  }

  /// A connection and who asks on it.
  private struct Asking: Sendable {
    var channel: any Channel
    var handler: NIOLoopBound<LoadHandler>
    var done: EventLoopFuture<Void>
  }

  private func connect(_ plan: LoadPlan, on loop: any EventLoop) async throws -> Asking {
    let done = loop.makePromise(of: Void.self)
    do {
      let channel = try await ClientBootstrap(group: loop)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(LoadHandler(stream, plan, done: done))
          }
        }
        .connect(unixDomainSocketPath: socket).get()
      let handler = try await loop.submit {
        NIOLoopBound(try channel.pipeline.syncOperations.handler(type: LoadHandler.self), eventLoop: loop)
      }.get()
      return Asking(channel: channel, handler: handler, done: done.futureResult)
    } catch {
      done.fail(error)
      throw error
    }
  }
}

/// Has the connections of one event loop send what is due.
private final class LoadDriver {
  /// The shortest time that lets the loop look at its sockets in between: a task that is due already is run before them.
  private static let turn = TimeAmount.microseconds(1)

  private let handlers: [LoadHandler]
  private let loop: any EventLoop

  init(_ handlers: [LoadHandler], on loop: any EventLoop) {
    self.handlers = handlers
    self.loop = loop
  }

  func begin(_ timing: LoadTiming, patience: TimeAmount) {
    let bound = NIOLoopBound(self, eventLoop: loop)
    loop.scheduleTask(deadline: timing.start) {
      for handler in bound.value.handlers { handler.begin(timing) }
      bound.value.tick()
    }
    loop.scheduleTask(deadline: timing.end + patience) {
      for handler in bound.value.handlers { handler.breakOff("no answer") }
    }
  }

  private func tick() {
    let now = NIODeadline.now()
    var next: NIODeadline?
    for handler in handlers {
      if let due = handler.sendDue(now) { next = min(next ?? due, due) }
    }
    guard let next else { return }
    let bound = NIOLoopBound(self, eventLoop: loop)
    // It sleeps until then. To stay awake instead would be more punctual, and take a core from the daemon.
    loop.scheduleTask(deadline: max(.now() + Self.turn, next)) { bound.value.tick() }
  }
}
