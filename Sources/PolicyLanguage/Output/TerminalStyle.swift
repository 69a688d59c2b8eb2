/// How text looks on a terminal: by what it says, never by a colour's name. One value is passed to everything that
/// prints for people, so that whether there is colour is decided in one place, by the caller.
package struct TerminalStyle: Hashable, Sendable {
  /// What a piece of text says.
  package enum Role: Hashable, Sendable, CaseIterable {
    /// An error's name and its carets.
    case error
    /// A warning's name and its carets.
    case warning
    /// A second place and what is said of it.
    case note
    /// A remedy.
    case help
    /// What is granted, and what passed.
    case allow
    /// What is denied, and what failed.
    case deny
    /// What may be overlooked.
    case dim
    /// What must not be.
    case bold
    /// A file's name and place.
    case path
    /// Line numbers and the rules of a frame.
    case gutter
  }

  /// Whether ANSI escape sequences are written.
  package let isColoured: Bool

  /// Text as it is.
  package static let plain = TerminalStyle(isColoured: false)
  /// Text with ANSI (ECMA-48) colours, of the eight that every terminal has and its user has chosen.
  package static let ansi = TerminalStyle(isColoured: true)

  /// The text in its role's colours; unchanged if the style is plain or the text empty.
  package func paint(_ text: String, _ role: Role) -> String {
    guard isColoured, !text.isEmpty else { return text }
    return "\u{1B}[\(Self.parameters(of: role))m\(text)\u{1B}[0m"
  }

  /// The parameters of SGR, "select graphic rendition".
  private static func parameters(of role: Role) -> String {
    switch role {
    case .error: "1;31"
    case .warning: "1;33"
    case .note: "1;34"
    case .help: "1;36"
    case .allow: "32"
    case .deny: "31"
    case .dim: "2"
    case .bold: "1"
    case .path: "36"
    case .gutter: "34"
    }
  }
}

/// Whether output should be coloured, as a pure function of what the caller knows of its terminal and environment.
///
/// In this order: `NO_COLOR`, set and not empty, says no (https://no-color.org); `CLICOLOR_FORCE` and `FORCE_COLOR`,
/// set, not empty and not `0`, say yes; a pipe or a file says no; so do `CLICOLOR=0` and a `TERM` that is `dumb`.
package func shouldColour(isTerminal: Bool, environment: [String: String]) -> Bool {
  func isOn(_ name: String) -> Bool {
    guard let value = environment[name] else { return false }
    return !value.isEmpty && value != "0"
  }
  if let off = environment["NO_COLOR"], !off.isEmpty { return false }
  if isOn("CLICOLOR_FORCE") || isOn("FORCE_COLOR") { return true }
  return isTerminal && environment["CLICOLOR"] != "0" && environment["TERM"] != "dumb"
}
