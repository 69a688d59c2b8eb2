import ArgumentParser
import FoundationEssentials
import PolicyLanguage
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where the program's words go.
enum Terminal {
  /// Colour for standard output, if it is a terminal and NO_COLOR is unset.
  static var style: TerminalStyle { style(of: STDOUT_FILENO) }
  /// The same for standard error.
  static var errorStyle: TerminalStyle { style(of: STDERR_FILENO) }

  /// Whether standard output is a terminal that can be drawn on.
  static var isDrawable: Bool { isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb" }

  private static func style(of descriptor: Int32) -> TerminalStyle {
    let colours = shouldColour(
      isTerminal: isatty(descriptor) == 1, environment: ProcessInfo.processInfo.environment)
    return colours ? .ansi : .plain
  }

  /// Writes text to standard output, with a newline if it does not end in one. What cannot be written ends the program
  /// with an error, or a script would take half an answer for a whole one; a reader that has gone away wants no more.
  static func print(_ text: String) {
    do {
      try write(text, to: .standardOutput)
    } catch Errno.brokenPipe {
      exit(.cannotRun)
    } catch {
      printError("error: cannot write to standard output: \(error)")
      exit(.cannotRun)
    }
  }

  /// Writes text to standard error, with a newline if it does not end in one.
  static func printError(_ text: String) { try? write(text, to: .standardError) }

  private static func write(_ text: String, to descriptor: FileDescriptor) throws {
    guard let last = text.utf8.last else { return }
    _ = try descriptor.writeAll((last == UInt8(ascii: "\n") ? text : text + "\n").utf8)
  }

  /// Ends the program.
  static func exit(_ code: ExitCode) -> Never { PolicyCommand.exit(withError: code) }
}
