import ArgumentParser
import FoundationEssentials
import Logging
import PolicyCompiler
import PolicyDaemon
import PolicyLanguage
import PolicyValues
import SystemPackage

/// The daemon: arguments in, exit codes out.
@main
struct PolicydCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policyd",
    abstract: "Answer authorization questions over a Unix domain socket.",
    discussion: """
      SIGHUP loads the policy again: a broken one is reported, and the good one goes on answering. SIGTERM finishes what \
      is in flight and ends. Exit code 2 if the daemon cannot start.

      EXAMPLES:
        policyd --policy policies/pica --socket /tmp/policyd.sock
        policyd --policy pica.table
        policyd --policy policies/pica --directory /etc/policyd/directory.yaml --assignments /etc/policyd/roles.tsv
      """,
    version: version)

  private static let version = "0.1.0"

  @Option(
    name: .customLong("policy"),
    help: ArgumentHelp("The policy set: a folder, one file, or a table file.", valueName: "path"))
  var policyPath: String
  @Option(
    name: .customLong("directory"),
    help: ArgumentHelp("A file or folder whose `directory:` replaces the set's.", valueName: "path"))
  var directoryPath: String?
  @Option(
    help: ArgumentHelp(
      "Rows of scope, role, principal and end, as PostgreSQL's COPY prints them; may be given more than once.",
      valueName: "file.tsv"))
  var assignments: [String] = []
  @Option(
    help: ArgumentHelp(
      "Where to listen; $XDG_RUNTIME_DIR/policyd.sock, else /run/policyd/policyd.sock, if not given.", valueName: "path"
    ))
  var socket: String?
  @Option(help: ArgumentHelp("The socket's permissions, in octal.", valueName: "mode"))
  var socketMode = "660"
  @Option(help: ArgumentHelp("How many event loops answer; one for each two cores if not given.", valueName: "number"))
  var loops: Int?
  @Option(help: ArgumentHelp("The least level of what is logged: debug, info, warning or error.", valueName: "level"))
  var logLevel = "info"

  func validate() throws {
    guard UInt32(socketMode, radix: 8).map({ $0 <= 0o777 }) ?? false else {
      throw ValidationError("--socket-mode is three octal digits, such as 660; `\(socketMode)` is not")
    }
    guard loops.map({ $0 >= 1 && $0 <= 1024 }) ?? true else {
      throw ValidationError("--loops is a number from 1 to 1024")
    }
    guard Logger.Level(rawValue: logLevel) != nil else {
      throw ValidationError("--log-level is debug, info, warning or error; `\(logLevel)` is not")
    }
  }

  func run() async throws {
    LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
    var logger = Logger(label: "policyd")
    logger.logLevel = Logger.Level(rawValue: logLevel) ?? .info
    let environment = ProcessInfo.processInfo.environment
    var configuration = DaemonConfiguration(
      socketPath: socket ?? DaemonConfiguration.defaultSocketPath(environment: environment))
    configuration.socketMode = UInt32(socketMode, radix: 8) ?? 0o660
    configuration.describe = { diagnostic, sources in
      DiagnosticRenderer(sources: sources, style: .plain).render(diagnostic)
    }
    configuration.version = Self.version
    configuration.eventLoops = loops
    configuration.onReady = { running in
      let text = Greeting.text(running, program: CommandLine.arguments.first ?? "policyd")
      _ = try? FileDescriptor.standardOutput.writeAll(text.utf8)
    }
    let sets = SetDiscovery().sets(at: policyPath)
    guard sets.count == 1, let set = sets.first else {
      logger.critical(
        "cannot start", metadata: ["error": "`\(policyPath)` holds several policy sets; name one of \(listed(sets))"])
      throw ExitCode(2)
    }
    let location = PolicySetLocation(policy: set, directory: directoryPath, assignments: assignments)
    do throws(DaemonError) {
      try await runDaemon(
        configuration: configuration,
        loader: { () throws(LoadFailure) in try loadPolicy(location, at: SystemClock.now()) }, logger: logger)
    } catch {
      logger.critical("cannot start", metadata: ["error": "\(error)"])
      if case .policy(let failure) = error {
        let text = DiagnosticRenderer(sources: failure.sources, style: .plain).render(failure.diagnostics)
        logger.critical("the policy has errors", metadata: ["diagnostics": "\n\(text)"])
      }
      throw ExitCode(2)
    }
  }

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      // What could not be understood cannot be started.
      let isUsage = !(error is ExitCode) && exitCode(for: error) != .success
      if isUsage {
        _ = try? FileDescriptor.standardError.writeAll((fullMessage(for: error) + "\n").utf8)
        exit(withError: ExitCode(2))
      }
      exit(withError: error)
    }
  }
}
