import YAMLReader

/// Reads a text as the only file of a run.
func read(_ text: String, limits: YAMLLimits = YAMLLimits()) -> YAMLReadResult {
  readYAML(SourceFile(path: "policy.yaml", bytes: Array(text.utf8)), file: 0, limits: limits)
}

/// The tree in one line: scalars in quotes, an empty value as `empty`.
func render(_ node: Node?, empty: String = "~") -> String {
  guard let node else { return "nil" }
  switch node.kind {
  case .scalar: return node.isEmptyPlain ? empty : quote(node.text ?? "")
  case .sequence: return "[" + node.items.map { render($0, empty: empty) }.joined(separator: ", ") + "]"
  case .mapping:
    return "{"
      + node.pairs.map { render($0.key, empty: empty) + ": " + render($0.value, empty: empty) }.joined(
        separator: ", ") + "}"
  }
}

/// A text in double quotes as YAML reads them.
func quote(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case "\r": result += "\\r"
    case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}":
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}

/// The errors as a person reads them: `line:column-column code: message; help (line:column related)`.
func describe(_ text: String, limits: YAMLLimits = YAMLLimits()) -> [String] {
  describe(Array(text.utf8), limits: limits)
}

/// The errors of a file that need not be text.
func describe(_ bytes: [UInt8], limits: YAMLLimits = YAMLLimits()) -> [String] {
  let source = SourceFile(path: "policy.yaml", bytes: bytes)
  return readYAML(source, file: 0, limits: limits).errors.map { error in
    let start = source.position(at: Int(error.span.start))
    let end = source.position(at: Int(error.span.end))
    var line = "\(start.line):\(start.column)-\(end.line == start.line ? "" : "\(end.line):")\(end.column)"
    line += " \(error.code.rawValue): \(error.message)"
    if let help = error.help { line += "; \(help)" }
    for related in error.related {
      let place = source.position(at: Int(related.span.start))
      line += " (\(place.line):\(place.column) \(related.text))"
    }
    return line
  }
}
