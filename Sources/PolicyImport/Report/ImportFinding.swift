import PolicyLanguage

/// Something that an import did not carry over as it stood, or that its reader should know.
package struct ImportFinding: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    /// It decides access, and was not carried over: what it would have allowed is denied.
    case leftOut = "left-out"
    /// It says nothing of access that could be read, such as a table of prices.
    case passedOver = "passed-over"
    /// It was carried over, in a way that is not evident.
    case note
  }

  package var kind: Kind
  /// Where; `nil` if it is of no one place.
  package var place: ImportPlace?
  /// What, and why, in one line.
  package var message: String

  package init(_ kind: Kind, _ message: String, at place: ImportPlace? = nil) {
    self.kind = kind
    self.place = place
    self.message = message
  }

  /// `roles.md:12:24: left out: …`
  package var text: String {
    let word =
      switch kind {
      case .leftOut: "left out"
      case .passedOver: "passed over"
      case .note: "note"
      }
    return (place.map { "\($0): " } ?? "") + "\(word): \(message)"
  }

  var json: JSONValue {
    .object([
      ("kind", .string(kind.rawValue)), ("file", .optional(place?.file)), ("line", .optional(place?.line)),
      ("column", .optional(place?.column)), ("message", .string(message)),
    ])
  }
}

/// Text of the user's in a message: controls shown, clipped where it goes on for long.
func quoted(_ text: some StringProtocol) -> String {
  let shown = visibleText(text)
  return shown.unicodeScalars.count <= 80
    ? "`\(shown)`" : "`\(String(String.UnicodeScalarView(shown.unicodeScalars.prefix(77))))…`"
}
