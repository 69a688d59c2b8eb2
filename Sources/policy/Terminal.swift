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

  private static func style(of descriptor: Int32) -> TerminalStyle {
    let colours = shouldColour(
      isTerminal: isatty(descriptor) == 1, environment: ProcessInfo.processInfo.environment)
    return colours ? .ansi : .plain
  }

  /// Writes text to standard output, with a newline if it does not end in one.
  static func print(_ text: String) { write(text, to: .standardOutput) }

  /// Writes text to standard error, with a newline if it does not end in one.
  static func printError(_ text: String) { write(text, to: .standardError) }

  private static func write(_ text: String, to descriptor: FileDescriptor) {
    guard !text.isEmpty else { return }
    // A reader that has gone away wants no more words; that is not an error of the command.
    _ = try? descriptor.writeAll((text.hasSuffix("\n") ? text : text + "\n").utf8)
  }

  /// Ends the program.
  static func exit(_ code: ExitCode) -> Never { PolicyCommand.exit(withError: code) }
}
