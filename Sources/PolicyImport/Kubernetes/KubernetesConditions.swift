import PolicyValues

/// Conditions of names and paths, each set of them declared once.
struct KubernetesConditions {
  private(set) var declared: [ImportedCondition] = []
  /// By their text.
  private var names: [UTF8Key: String] = [:]
  private var taken: Set<String> = []

  /// The most atoms that the language takes in a condition.
  private static let atoms = 64

  /// The names of conditions of which one must hold; several where one would be too long.
  mutating func conditions(for extent: KubernetesGrants.Extent, isURL: Bool) -> [String] {
    var parts: [KubernetesGrants.Extent] = []
    if !extent.names.isEmpty || extent.prefixes.count <= Self.atoms - 1 {
      parts.append(.init(names: extent.names, prefixes: Array(extent.prefixes.prefix(Self.atoms - 1))))
    }
    var rest = extent.prefixes.dropFirst(Self.atoms - 1)
    while !rest.isEmpty {
      parts.append(.init(prefixes: Array(rest.prefix(Self.atoms))))
      rest = rest.dropFirst(Self.atoms)
    }
    return parts.filter { !$0.names.isEmpty || !$0.prefixes.isEmpty }.map { name(of: $0, isURL: isURL) }
  }

  private mutating func name(of extent: KubernetesGrants.Extent, isURL: Bool) -> String {
    let text = Self.text(extent)
    if let name = names[UTF8Key(text)] { return name }
    let stem = Self.stem(extent, isURL: isURL)
    var name = stem
    var number = 2
    while !taken.insert(name).inserted {
      name = "\(stem)_\(number)"
      number += 1
    }
    names[UTF8Key(text)] = name
    declared.append(ImportedCondition(name: name, text: text))
    return name
  }

  private static func stem(_ extent: KubernetesGrants.Extent, isURL: Bool) -> String {
    let all = extent.names + extent.prefixes
    let words = all.first.map {
      Nouns.words($0).map { String($0.unicodeScalars.filter(\.isASCII).map(Character.init)) }
    }
    let first = Nouns.name((words ?? []).filter { !$0.isEmpty })
    let more = all.count > 1 ? "_and_\(all.count - 1)_more" : ""
    return (isURL ? "path_is" : "is") + (first.isEmpty ? "" : "_\(first.prefix(48))") + more
  }

  private static func text(_ extent: KubernetesGrants.Extent) -> String {
    var atoms: [String] = []
    if extent.names.count == 1 {
      atoms.append("resource.id == \(literal(extent.names[0]))")
    } else if !extent.names.isEmpty {
      atoms.append("resource.id in [\(extent.names.map(literal).joined(separator: ", "))]")
    }
    atoms += extent.prefixes.map { "resource.id.startsWith(\(literal($0)))" }
    return atoms.joined(separator: " || ")
  }

  /// A string of the language of conditions.
  private static func literal(_ text: String) -> String { YAMLText.quoted(text) }
}
