/// Why a file was refused: what is wrong, where, and what would be right.
package struct YAMLError: Error, Hashable, Sendable {
  /// The kind of an error, by a name that tools may rely on.
  package enum Code: String, CaseIterable, Sendable {
    /// Not YAML.
    case syntax = "yaml-syntax"
    /// Lines that are not indented far enough, or by tabs.
    case indentation = "yaml-indentation"
    /// A `#` that begins a comment without a space before it.
    case comment = "yaml-comment"
    /// A key that its mapping already has.
    case duplicateKey = "yaml-duplicate-key"
    /// `&name`.
    case anchor = "yaml-anchor"
    /// `*name`.
    case alias = "yaml-alias"
    /// The key `<<`.
    case mergeKey = "yaml-merge-key"
    /// `!name`.
    case tag = "yaml-tag"
    /// A sequence or a mapping as a key.
    case nonScalarKey = "yaml-non-scalar-key"
    /// A line that begins with `%`.
    case directive = "yaml-directive"
    /// More than one document in a file.
    case multipleDocuments = "yaml-multiple-documents"
    /// Collections nested too deep.
    case depth = "yaml-depth"
    /// A NUL, as a byte or as an escape.
    case nul = "yaml-nul"
    /// A character that YAML forbids, or one that editors and YAML do not agree about.
    case forbiddenCharacter = "yaml-forbidden-character"
    /// Bytes that are not UTF-8.
    case invalidUTF8 = "yaml-invalid-utf8"
    /// A file over the limit.
    case fileTooLarge = "yaml-file-too-large"
  }

  /// Another place that an error speaks of.
  package struct RelatedPlace: Hashable, Sendable {
    /// Where.
    package var span: Span
    /// What is there.
    package var text: String

    /// Makes a place of its parts.
    package init(span: Span, text: String) {
      self.span = span
      self.text = text
    }
  }

  /// The kind of the error.
  package var code: Code
  /// What is wrong.
  package var message: String
  /// Where it is wrong.
  package var span: Span
  /// Other places that have to do with it.
  package var related: [RelatedPlace]
  /// What would be right.
  package var help: String?

  /// Makes an error of its parts.
  package init(
    code: Code, message: String, span: Span, related: [RelatedPlace] = [], help: String? = nil
  ) {
    self.code = code
    self.message = message
    self.span = span
    self.related = related
    self.help = help
  }
}
