/// Why a command cannot be answered. The connection goes on.
struct CommandError: Error, Hashable {
  /// One line that says what would be right.
  var message: String

  init(_ message: String) { self.message = message }

  static func arguments(of name: String) -> CommandError {
    CommandError("wrong number of arguments for '\(name)' command")
  }
}

/// A piece of a command as it may stand in a message.
func quoted(_ text: String) -> String {
  text.utf8.count <= 128 ? "'\(text)'" : "'\(String(decoding: text.utf8.prefix(128), as: UTF8.self))…'"
}
