package import DecisionTable
import NIOCore
package import PolicyLanguage
package import PolicyValues
package import YAMLReader

/// Everything that a daemon is told, but for where its policy comes from.
package struct DaemonConfiguration: Sendable {
  /// The Unix domain socket to serve on.
  package var socketPath: String
  /// The socket's permissions. Whoever may write to it may ask.
  package var socketMode: UInt32 = 0o660
  /// What the URLs of the metadata document begin with.
  package var baseURL = "http://localhost"
  /// How many connections may be open at once. Idle ones are kept.
  package var maximumConnections = 4096
  /// How many event loops there are; `nil` for ``usualEventLoops``.
  package var eventLoops: Int?
  /// How long what is in flight may take once the daemon is told to stop.
  package var drainGrace = Duration.seconds(10)
  /// Whether SIGTERM and SIGINT stop the daemon and SIGHUP reloads the policy. Tests use ``RunningDaemon`` instead.
  package var handlesSignals = true
  /// What `/v1/status` says.
  package var version = "dev"
  /// The clock. A moment outside ``Timestamp/minimum`` and ``Timestamp/maximum`` denies everything.
  package var now: @Sendable () -> Timestamp = { SystemClock.now() }
  /// One finding as text, for the log and `/v1/status`.
  package var describe: @Sendable (Diagnostic, SourceMap) -> String = { diagnostic, sources in
    var place = ""
    if let file = sources[diagnostic.span.file] {
      let start = file.position(at: min(Int(diagnostic.span.start), file.bytes.count))
      place = "\(file.path):\(start.line):\(start.column): "
    }
    return "\(place)\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]: \(diagnostic.message)"
  }
  /// Called once, when the daemon answers.
  package var onReady: @Sendable (RunningDaemon) -> Void = { _ in }
  var limits = HTTPLimits()

  /// A daemon on the given socket, all else as usual.
  package init(socketPath: String) { self.socketPath = socketPath }

  /// One event loop for each two cores. A sidecar leaves the others to the service that it runs beside, and a loop that is
  /// busy answers sooner than two that keep falling asleep: on two cores, one loop answers more single questions than two.
  package static var usualEventLoops: Int { max(1, System.coreCount / 2) }

  /// Where the socket is if nobody says: `$XDG_RUNTIME_DIR/policyd.sock`, else `/run/policyd/policyd.sock`.
  package static func defaultSocketPath(environment: [String: String]) -> String {
    guard let folder = environment["XDG_RUNTIME_DIR"], !folder.isEmpty else {
      return "/run/policyd/policyd.sock"
    }
    return folder + "/policyd.sock"
  }
}

/// A daemon that answers.
package struct RunningDaemon: Sendable {
  package var socketPath: String
  package var policyName: String
  package var digest: String
  /// The table that it began with.
  package var table: DecisionTable
  /// Loads the policy again, as SIGHUP does. Returns at once.
  package var reload: @Sendable () -> Void
  /// Stops, as SIGTERM does. Returns at once.
  package var stop: @Sendable () -> Void
}
