package import PolicyLanguage
package import YAMLReader

/// Why a file is left as it is.
package enum FormatFailure: Error, Sendable {
  /// It is not YAML as the language has it.
  case unreadable([Diagnostic])
  /// It has something that has no canonical form.
  case unsupported(String, Span)
  /// The pieces of the file could not be joined with its nodes, at this offset.
  case unfollowed(Int)
  /// The formatted text would not say the same.
  case unfaithful(String)

  /// What to tell of it.
  package var diagnostics: [Diagnostic] {
    switch self {
    case .unreadable(let diagnostics): diagnostics
    case .unsupported(let what, let span):
      [Diagnostic(.wrongShape, "\(what); this cannot be formatted", at: span)]
    case .unfollowed, .unfaithful: []
    }
  }

  /// What to say of a fault that is not the file's; nil if it is.
  package var report: String? {
    switch self {
    case .unreadable, .unsupported: nil
    case .unfollowed(let offset): "its layout could not be followed past byte \(offset)"
    case .unfaithful(let what): what
    }
  }
}
