import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A program that has ended.
struct EndedProgram {
  /// Its exit code; of one that a signal ended, the signal's number below zero.
  var status: Int32
  var output: [UInt8]
  var errors: String
}

/// Runs a program to its end. Its words are handed over as they are: no shell reads them.
struct Subprocess {
  var program: String
  var arguments: [String]
  /// What it reads from its standard input.
  var input: [UInt8] = []

  /// `nil` if it cannot be started.
  func run() -> EndedProgram? {
    guard let input = Pipe(), let output = Pipe(), let errors = Pipe() else { return nil }
    guard let process = spawn(input, output, errors) else { return nil }
    input.closeReading()
    output.closeWriting()
    errors.closeWriting()
    var exchange = Exchange(input: self.input)
    exchange.run(input, output, errors)
    var state: CInt = 0
    // `state` is ours for the time of the call.
    while unsafe waitpid(process, &state, 0) < 0, errno == EINTR {}
    let signal = state & 0x7F
    return EndedProgram(
      status: signal == 0 ? (state >> 8) & 0xFF : -signal, output: exchange.output,
      errors: String(decoding: exchange.errors, as: UTF8.self))
  }

  private func spawn(_ input: Pipe, _ output: Pipe, _ errors: Pipe) -> pid_t? {
    var actions = unsafe posix_spawn_file_actions_t()
    guard unsafe posix_spawn_file_actions_init(&actions) == 0 else { return nil }
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for (descriptor, target) in [(input.reading, 0), (output.writing, 1), (errors.writing, 2)] {
      guard unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, CInt(target)) == 0 else { return nil }
    }
    var environment = ProcessInfo.processInfo.environment
    // Messages are read, and nothing is to be written on the way of looking.
    environment["LC_ALL"] = "C"
    environment["GIT_OPTIONAL_LOCKS"] = "0"
    let words = CStrings([program] + arguments)
    let variables = CStrings(environment.map { "\($0.key)=\($0.value)" })
    defer {
      words.free()
      variables.free()
    }
    var process: pid_t = 0
    // The lists end in a null pointer, and live until the program has been started.
    let failure = unsafe posix_spawnp(&process, program, &actions, nil, words.list, variables.list)
    return failure == 0 ? process : nil
  }
}

/// A list of C strings that ends in a null pointer.
@safe private struct CStrings {
  var list: [UnsafeMutablePointer<CChar>?]

  init(_ texts: [String]) { unsafe list = texts.map { unsafe strdup($0) } + [nil] }

  func free() {
    for index in unsafe list.indices { unsafe Glibc.free(list[index]) }
  }
}

/// The two ends of a pipe, closed in programs that are started meanwhile.
private final class Pipe {
  private(set) var reading: CInt = -1
  private(set) var writing: CInt = -1

  init?() {
    var ends: [CInt] = [-1, -1]
    // There is room for both.
    guard unsafe pipe(&ends) == 0 else { return nil }
    (reading, writing) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }

  func closeReading() { Self.close(&reading) }
  func closeWriting() { Self.close(&writing) }

  private static func close(_ descriptor: inout CInt) {
    if descriptor >= 0 { _ = Glibc.close(descriptor) }
    descriptor = -1
  }

  deinit {
    closeReading()
    closeWriting()
  }
}

/// Writes and reads as the program takes and gives, so that neither waits for the other.
private struct Exchange {
  let input: [UInt8]
  private var written = 0
  var output: [UInt8] = []
  var errors: [UInt8] = []

  init(input: [UInt8]) { self.input = input }

  mutating func run(_ stdin: Pipe, _ stdout: Pipe, _ stderr: Pipe) {
    // A program that ends before it has read everything must not end this one.
    let old = signal(SIGPIPE, SIG_IGN)
    defer { _ = signal(SIGPIPE, old) }
    while stdout.reading >= 0 || stderr.reading >= 0 {
      if written == input.count { stdin.closeWriting() }
      var waiting = [
        pollfd(fd: stdout.reading, events: Int16(POLLIN), revents: 0),
        pollfd(fd: stderr.reading, events: Int16(POLLIN), revents: 0),
        pollfd(fd: stdin.writing, events: Int16(POLLOUT), revents: 0),
      ]
      // Descriptors below zero are passed over.
      guard unsafe poll(&waiting, 3, -1) > 0 || errno == EINTR else { return }
      if waiting[0].revents != 0, !Self.read(stdout.reading, into: &output) { stdout.closeReading() }
      if waiting[1].revents != 0, !Self.read(stderr.reading, into: &errors) { stderr.closeReading() }
      if waiting[2].revents != 0, !write(stdin.writing) { stdin.closeWriting() }
    }
  }

  /// `false` at the end.
  private static func read(_ descriptor: CInt, into bytes: inout [UInt8]) -> Bool {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    // In bounds: as many bytes are asked for as there is room for.
    let count = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
    if count < 0 { return errno == EINTR }
    bytes += chunk.prefix(count)
    return count > 0
  }

  /// `false` if nobody reads any more. At most as much as a pipe takes at once: more would wait.
  private mutating func write(_ descriptor: CInt) -> Bool {
    let rest = Array(input[written...].prefix(4096))
    // In bounds: the bytes that are there.
    let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 { return errno == EINTR }
    written += count
    return true
  }
}
