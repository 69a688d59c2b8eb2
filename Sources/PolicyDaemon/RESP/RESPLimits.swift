/// What one command of the Redis protocol may hold. Past a limit the command is refused and the connection ends, since
/// what follows could not be told from it.
struct RESPLimits: Sendable {
  /// The most arguments, the command's name among them.
  var maximumArguments = 1024
  /// The longest argument.
  var maximumArgument = 64 << 10
  /// The longest command, with all its framing.
  var maximumCommand = 256 << 10
}
