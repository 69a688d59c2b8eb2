/// How large and how deep a file may be.
package struct YAMLLimits: Sendable {
  /// The most bytes of a file.
  package var bytes: Int
  /// The most collections inside one another.
  package var depth: Int
  /// The most errors that are reported.
  package var errors: Int

  /// The limits of the language, unless others are given.
  package init(bytes: Int = 64 << 20, depth: Int = 64, errors: Int = 100) {
    self.bytes = bytes
    self.depth = depth
    self.errors = errors
  }
}

/// What reading a file came to. A file with errors is refused, also when its document is there.
package struct YAMLReadResult: Sendable {
  /// The document, if its shape is whole, so that more can be said about it.
  package var document: YAMLDocument?
  /// What is wrong, in file order.
  package var errors: [YAMLError]
}

/// Parses one file of the YAML profile: one document of untyped scalars, without duplicate keys, anchors,
/// aliases, merge keys, tags, directives or keys that are collections.
///
/// All that is wrong is reported, as far as the file can be followed: what is not YAML, or nested too deep,
/// ends the run.
package func readYAML(
  _ source: SourceFile, file: UInt32, limits: YAMLLimits = YAMLLimits()
) -> YAMLReadResult {
  // Offsets are 32 bits wide, whatever the limits say.
  guard source.bytes.count <= min(limits.bytes, Int(UInt32.max) / 4) else {
    let error = YAMLError(
      code: .fileTooLarge,
      message: "the file has \(source.bytes.count) bytes; at most \(limits.bytes) are read",
      span: Span(file: file, start: 0, end: 0), help: "split it into several files")
    return YAMLReadResult(document: nil, errors: [error])
  }
  let preflight = Preflight(source.bytes, file: file, limit: limits.errors)
  guard preflight.errors.isEmpty else {
    return YAMLReadResult(document: nil, errors: preflight.errors)
  }
  var builder = TreeBuilder(source.bytes, file: file, isASCII: preflight.isASCII, limits: limits)
  return builder.run()
}
