package import DecisionTable
package import PolicyValues

extension Question {
  /// The question as a suite's case. What a suite cannot say (values of JSON types, roles that a request brings) stands
  /// in comments, in Swift's words.
  package func yaml(now: Timestamp, isAllowed: Bool) -> String {
    var text = "\(principal) \(action) \(resourceType)"
    if let resourceID { text += ":\(resourceID)" }
    if let scope { text += " in \(scope)" }
    var given: [(key: String, value: YAMLText)] = [("now", .text(now.description))]
    for (owner, values) in [
      ("principal", properties.principal), ("resource", properties.resource), ("scope", properties.scope),
      ("action", properties.action), ("context", properties.context),
    ] {
      for (name, value) in values.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
        given.append(("\(owner).\(name)", value.yaml))
      }
    }
    let test: [(key: String, value: YAMLText)] = [
      ("given", .map(given)), (isAllowed ? "can" : "cannot", .list([.text(text)])),
    ]
    let lines = YAMLText.map(test).printed(blocks: 2, indentation: "    ")
    var exact = "  # \(self)"
    exact = exact.split(separator: "\n").joined(separator: " ")
    return "tests:\n" + exact + "\n  - name: as the reference answers\n" + lines
  }
}

extension RequestValue {
  fileprivate var yaml: YAMLText {
    switch self {
    case .string(let text), .text(let text): .text(text)
    case .int(let value): .plain(String(value))
    case .bool(let value): .plain(String(value))
    case .list(let values): .list(values.map(\.yaml))
    case .other: .text("(an object or a fraction)")
    }
  }
}
