import DecisionTable
import PolicyAnalysis
import PolicyCompiler
import PolicyLanguage
import PolicyValues

/// The sets in `policies/`, and sets written in a test.
enum Seeds {
  private static let package = String("\(#filePath)".dropLast("Tests/PolicyAnalysisTests/Seeds.swift".count))

  static func table(_ name: String) throws -> DecisionTable {
    try loadPolicy(PolicySetLocation(policy: package + "policies/" + name), at: World.now).table
  }

  static func table(text: String) throws -> DecisionTable {
    let files = MemoryFileSystem(["w/policy.yaml": text])
    return try loadPolicy(PolicySetLocation(policy: "w"), fileSystem: files, at: World.now).table
  }

  /// What `policy why` says of a question with values that the request brings, by names such as `resource.owner`.
  static func why(
    _ question: String, given: [String: RequestValue] = [:], in table: DecisionTable, root: String
  ) throws -> WhyReport {
    var asked = try World.question(question, hold: nil)
    for (name, value) in given {
      let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
      switch parts[0] {
      case "principal": asked.properties.principal[parts[1]] = value
      case "resource": asked.properties.resource[parts[1]] = value
      case "scope": asked.properties.scope[parts[1]] = value
      case "action": asked.properties.action[parts[1]] = value
      default: asked.properties.context[parts[1]] = value
      }
    }
    return WhyReport(asked, in: table, at: World.now, root: root)
  }
}

extension WhyReport {
  /// The remedies as they are told, a line each, without what stands above and below them.
  var told: [String] {
    let lines = self.lines()
    guard let start = lines.firstIndex(where: { $0.hasPrefix("what would allow it") }) else { return [] }
    return lines[(start + 1)...].prefix { $0 != "" }.map { String($0.dropFirst(2)) }
  }
}
