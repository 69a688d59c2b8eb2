import PolicyLanguage
import Synchronization
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Tells a person at a terminal what takes longer than a second.
enum Progress {
  /// Runs `body`; after a second, and each second from then on, says on standard error what is being done, how far it
  /// has come if `body` tells, and for how long. Says nothing where standard error is no terminal, and leaves nothing
  /// behind.
  static func during<Result, Failure: Error>(
    _ what: String, _ body: (_ report: @escaping LoadProgress) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard isatty(STDERR_FILENO) == 1 else { return try body { _ in } }
    // Under the lock, so that nothing is shown, or wiped, after the command has gone on to its output.
    let line = Line()
    let ticker = Task.detached {
      var seconds = 0
      while (try? await Task.sleep(for: .seconds(1))) != nil {
        seconds += 1
        line.state.withLock { state in
          guard !state.isOver else { return }
          state.isShown = true
          show(text(what, at: state.stage, seconds: seconds))
        }
      }
    }
    defer {
      ticker.cancel()
      line.state.withLock { state in
        state.isOver = true
        if state.isShown { show("") }
      }
    }
    return try body { stage in line.state.withLock { $0.stage = stage } }
  }

  /// One line of it.
  static func text(_ what: String, at stage: LoadStage?, seconds: Int) -> String {
    "\(what) … \(stage.map { "\($0), " } ?? "")\(seconds) s"
  }

  /// What stands in the line.
  private final class Line: Sendable {
    struct State {
      var stage: LoadStage?
      var isShown = false
      var isOver = false
    }

    let state = Mutex(State())
  }

  /// Writes over the line that the cursor is in.
  private static func show(_ text: String) {
    _ = try? FileDescriptor.standardError.writeAll("\r\u{1B}[2K\(text)".utf8)
  }
}
