import PolicyValues
import YAMLReader

extension Diagnostic {
  /// "there is no role `admn`", with the nearest that there is.
  static func unknown(
    _ code: DiagnosticCode, _ what: String, _ name: String, among known: some Sequence<String>, at span: Span
  ) -> Diagnostic {
    let all = Set(known)
    return Diagnostic(
      code, "there is no \(what) `\(name)`", at: span,
      help: didYouMean(name, in: all) ?? (all.isEmpty ? "declare it" : "there is \(listedInOrder(all))"))
  }
}

extension PolicyIndex {
  /// Values that name something must name something that is declared: a condition would else decide by a name that
  /// nobody can have.
  func unknownNames(in value: AttributeValue, at span: Span) -> [Diagnostic] {
    switch value {
    case .principal(let name):
      guard principalTypes[name.type] == nil else { return [] }
      return [.unknown(.unknownPrincipalType, "principal type", name.type, among: principalTypes.keys, at: span)]
    case .role(let scopeType, let name):
      let isKnown =
        scopeType.map { roles[RoleName($0, name)] != nil } ?? rolesByScopeType.values.contains { $0.contains(name) }
      guard !isKnown else { return [] }
      let all = policy.roles.map(\.name)
      let known = scopeType == nil ? all.map(\.name) : all.map(\.description)
      return [.unknown(.unknownRole, "role", value.description, among: known, at: span)]
    case .list(let values): return values.flatMap { unknownNames(in: $0, at: span) }
    default: return []
    }
  }
}
