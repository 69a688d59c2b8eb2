import PolicyLanguage
import YAMLReader

/// A file as an editor sees it, whose YAML has types: plain scalars by the core schema of YAML 1.2, which is what
/// yaml-language-server goes by.
func editorView(_ node: Node) -> JSONValue {
  switch node.kind {
  case .sequence: return .array(node.items.map(editorView))
  case .mapping: return .object(node.pairs.map { ($0.key.text ?? "", editorView($0.value)) })
  case .scalar:
    let text = node.text ?? ""
    return node.isPlain ? plainValue(text) : .string(text)
  }
}

private func plainValue(_ text: String) -> JSONValue {
  switch text {
  case "", "~", "null", "Null", "NULL": return .null
  case "true", "True", "TRUE": return .bool(true)
  case "false", "False", "FALSE": return .bool(false)
  case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .double(.infinity)
  case "-.inf", "-.Inf", "-.INF": return .double(-.infinity)
  case ".nan", ".NaN", ".NAN": return .double(.nan)
  default: break
  }
  if text.wholeMatch(of: /[-+]?[0-9]+/) != nil { return Int(text).map { .int($0) } ?? .double(Double(text) ?? 0) }
  if let match = text.wholeMatch(of: /0o([0-7]+)/) { return .int(Int(match.1, radix: 8) ?? 0) }
  if let match = text.wholeMatch(of: /0x([0-9a-fA-F]+)/) { return .int(Int(match.1, radix: 16) ?? 0) }
  if text.wholeMatch(of: /[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?/) != nil {
    return .double(Double(text.hasSuffix(".") ? text + "0" : text) ?? 0)
  }
  return .string(text)
}
