/// The JSON Schemas of the language's files, for editors: draft 7, with what yaml-language-server reads beside it.
///
/// A schema sees one file and its shape, so it refuses less than the reader does. What it cannot see: whatever names
/// lead to (types, roles, conditions, columns, scopes, instances), what a condition says, the type of an attribute's
/// value, what is given twice in different words or files, cycles, and how a number or a date is spelled. And an editor
/// cannot tell a plain `null` or `~` from an empty value, which the reader refuses; where either is meant as text it
/// stands in quotes. All else that the reader accepts is accepted here.
package enum FileSchema: String, CaseIterable, Sendable {
  /// A policy set's files, which may hold any section, the directory among them.
  case policy
  /// A directory in a file of its own, as `--directory` takes it.
  case directory
  /// A test suite, `*_test.yaml`.
  case suite

  /// The folder in which `policy init` and the modelines of a set have the schemas. Its name begins with a dot, so that
  /// it is not part of a set.
  package static let folder = ".schema"

  /// The schema's file name.
  package var fileName: String { "\(rawValue).json" }

  /// The comment that tells an editor where a file's schema is, relative to the file.
  package func modeline(folder: String = folder) -> String {
    "# yaml-language-server: $schema=\(folder)/\(fileName)"
  }

  /// The schema as JSON text with a last newline.
  package var text: String { json.text(pretty: true) }

  /// The schema.
  package var json: JSONValue {
    let root =
      switch self {
      case .policy: Schema.policyFile
      case .directory: Schema.directoryFile
      case .suite: Schema.suiteFile
      }
    let definitions =
      switch self {
      case .policy: Schema.policyDefinitions + Schema.directoryDefinitions
      case .directory, .suite: Schema.directoryDefinitions
      }
    return Schema([("$schema", "http://json-schema.org/draft-07/schema#")] + root.members)
      .with("definitions", .object(definitions.map { ($0.0, $0.1.json) })).json
  }
}
