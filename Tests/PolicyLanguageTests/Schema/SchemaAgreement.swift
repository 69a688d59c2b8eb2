import PolicyLanguage
import YAMLReader

/// What the reader and a schema say of one file.
struct SchemaAgreement {
  var path: String
  /// The codes of the reader's errors in this file.
  var errors: Set<DiagnosticCode>
  /// What the schema does not accept.
  var problems: [String]
  /// Whether a plain `null` or `~` stands in the file, which editors take for an empty value.
  var hasNull: Bool
}

/// Reads a set's files both ways. A file that is no YAML, or empty, has nothing that a schema could see.
struct SchemaComparison {
  private let validators = Dictionary(
    uniqueKeysWithValues: FileSchema.allCases.map { ($0, SchemaValidator($0)) })

  func compare(_ set: PolicySet) -> [SchemaAgreement] {
    let errors = diagnostics(of: set).filter { $0.severity == .error }
    return set.sources.files.indices.compactMap { index in
      let file = UInt32(index)
      guard let source = set.sources[file], !source.path.hasSuffix(".tsv") else { return nil }
      let read = readYAML(source, file: file)
      guard read.errors.isEmpty, let root = read.document?.root, let validator = validators[schema(of: source.path)]
      else { return nil }
      return SchemaAgreement(
        path: source.path, errors: Set(errors.filter { $0.span.file == file }.map(\.code)),
        problems: validator.problems(editorView(root)), hasNull: holdsNull(root))
    }
  }

  private func schema(of path: String) -> FileSchema {
    if path.hasSuffix("_test.yaml") || path.hasSuffix("_test.yml") { return .suite }
    return path.hasPrefix("directory/") ? .directory : .policy
  }

  private func holdsNull(_ node: Node) -> Bool {
    switch node.kind {
    case .scalar: node.isPlain && ["~", "null", "Null", "NULL"].contains(node.text ?? "")
    case .sequence: node.items.contains(where: holdsNull)
    case .mapping: node.pairs.contains { holdsNull($0.value) }
    }
  }
}
