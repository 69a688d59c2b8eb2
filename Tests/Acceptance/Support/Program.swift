import Foundation
import Synchronization

/// One of the built programs.
struct Program: Sendable {
  let path: String

  static let policy = Program(path: built("policy"))
  static let policyd = Program(path: built("policyd"))

  /// The package's folder, which holds `policies/`.
  static let package: String = {
    var file = URL(filePath: #filePath)
    // Tests/Acceptance/Support/Program.swift
    for _ in 0..<4 { file.deleteLastPathComponent() }
    return file.path
  }()

  /// SwiftPM puts the programs beside the test bundle.
  private static func built(_ name: String) -> String {
    let candidates = [CommandLine.arguments.first, Bundle.main.executablePath].compactMap { $0 }
    let paths = candidates.map { URL(filePath: $0).deletingLastPathComponent().appending(path: name).path }
    return paths.first { FileManager.default.isExecutableFile(atPath: $0) } ?? name
  }

  /// What a program that has ended leaves.
  struct Outcome: Sendable {
    /// The exit code; of a program that a signal ended, the signal's number below zero.
    var status: Int32
    var output: String
    var errors: String

    /// The lines of what it printed.
    var lines: [String] { output.split(separator: "\n").map(String.init) }
    /// Everything that it printed, as JSON.
    func json() throws -> JSON { try JSON(output) }
  }

  /// Runs the program to its end in a folder of its own. The environment holds nothing but what is given and a `PATH`.
  func run(
    _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:], input: String = ""
  ) async throws -> Outcome {
    try await TemporaryFolder.with { files in
      try files.write(input, to: "in")
      let running = try start(
        arguments, in: folder ?? files.path, environment: environment, input: files.path("in"),
        output: files.path("out"), errors: files.path("err"))
      let status = await running.end()
      return Outcome(status: status, output: try files.read("out"), errors: try files.read("err"))
    }
  }

  /// Starts the program. What it prints goes to files and not to pipes: files never fill up, so nobody has to read
  /// while it runs, and no other program that starts meanwhile can hold one open.
  func start(
    _ arguments: [String], in folder: String, environment: [String: String] = [:], input: String? = nil,
    output: String, errors: String
  ) throws -> RunningProgram {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder)
    process.environment = ["PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no"].merging(environment) { $1 }
    process.standardInput = try input.map { try FileHandle(forReadingFrom: URL(filePath: $0)) } ?? .nullDevice
    for file in [output, errors] { try Data().write(to: URL(filePath: file)) }
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
    return try RunningProgram(starting: process)
  }
}

/// A program that was started.
final class RunningProgram: Sendable {
  private struct State {
    var status: Int32?
    var waiting: [CheckedContinuation<Int32, Never>] = []
  }

  /// Foundation learns of a program's end by a descriptor that a program started at the same moment would inherit, and
  /// so keep open; starting one after the other keeps them apart.
  private static let starting = Mutex(())

  private let processIdentifier: Int32
  private let state = Mutex(State())

  fileprivate init(starting process: Process) throws {
    let ended = EndOfProgram()
    process.terminationHandler = { process in
      let status = process.terminationStatus
      ended.tell(process.terminationReason == .uncaughtSignal ? -status : status)
    }
    try Self.starting.withLock { _ in try process.run() }
    processIdentifier = process.processIdentifier
    ended.listen { self.ended($0) }
  }

  private func ended(_ status: Int32) {
    let waiting = state.withLock { state in
      state.status = status
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume(returning: status) }
  }

  /// How it ended, or `nil` while it runs.
  var status: Int32? { state.withLock { $0.status } }

  /// Waits until it has ended, and says how. A test whose time is over kills it, so that nobody waits for ever.
  func end() async -> Int32 {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let status = state.withLock { state in
          if state.status == nil { state.waiting.append(continuation) }
          return state.status
        }
        if let status { continuation.resume(returning: status) }
      }
    } onCancel: {
      signal(SIGKILL)
    }
  }

  /// Sends it a signal, if it still runs.
  func signal(_ number: Int32) {
    state.withLock { state in
      if state.status == nil { _ = kill(processIdentifier, number) }
    }
  }
}

/// The end of a program, which may come before anybody listens.
private final class EndOfProgram: Sendable {
  private struct State {
    var status: Int32?
    var listener: (@Sendable (Int32) -> Void)?
  }

  private let state = Mutex(State())

  func tell(_ status: Int32) {
    let listener = state.withLock { state in
      state.status = status
      return state.listener
    }
    listener?(status)
  }

  func listen(_ listener: @escaping @Sendable (Int32) -> Void) {
    let status = state.withLock { state in
      state.listener = listener
      return state.status
    }
    if let status { listener(status) }
  }
}
