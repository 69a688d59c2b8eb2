import PolicyLanguage
import PolicyValues
import Testing
import YAMLReader

/// Offsets of the text as offsets of file 0.
func place(_ range: Range<Int>) -> Span {
  Span(file: 0, start: UInt32(range.lowerBound), end: UInt32(range.upperBound))
}

/// The tree without places, or `nil`.
func tree(_ text: String) -> ConditionExpression? {
  try? parseCondition(text, place: { _ in .none })
}

/// What is wrong, one line each: `start..<end code: message | help`.
func problems(_ text: String) -> [String] {
  do throws(ConditionErrors) {
    _ = try parseCondition(text, place: place)
    return []
  } catch {
    return error.diagnostics.map(line)
  }
}

func line(_ diagnostic: Diagnostic) -> String {
  let labels = diagnostic.labels.map { " [\($0.span.start)..<\($0.span.end) \($0.text)]" }.joined()
  let range = "\(diagnostic.span.start)..<\(diagnostic.span.end)"
  return "\(range) \(diagnostic.code.rawValue): \(diagnostic.message)\(labels) | \(diagnostic.help ?? "-")"
}

/// A world with an attribute of every type.
let world = ConditionEnvironment(
  scopeType: "organization", resourceType: "connection",
  principalAttributes: [
    "email": [("user", AttributeType(.string)), ("guest", AttributeType(.string))],
    "level": [("user", AttributeType(.int)), ("api_key", AttributeType(.string))],
  ],
  resourceAttributes: [
    "owner": AttributeType(.principal), "owner_id": AttributeType(.string), "name": AttributeType(.string),
    "count": AttributeType(.int), "limit": AttributeType(.int), "shared": AttributeType(.bool),
    "created": AttributeType(.timestamp), "role": AttributeType(.role), "address": AttributeType(.ip),
    "tags": AttributeType(.string, isList: true), "editors": AttributeType(.principal, isList: true),
    "roles": AttributeType(.role, isList: true), "numbers": AttributeType(.int, isList: true),
    "owner_ids": AttributeType(.string, isList: true), "legal-hold": AttributeType(.bool),
  ],
  scopeAttributes: ["plan": AttributeType(.string)],
  contextAttributes: ["ip": AttributeType(.ip), "legal_hold": AttributeType(.bool)],
  rolesOfScopeType: ["owner", "admin", "member"],
  allRoles: ["organization": ["owner", "admin", "member"], "project": ["admin", "viewer"]],
  principalTypes: ["user", "api_key", "team"])

/// The typed form, and what was found, as `problems` writes it.
func checked(
  _ text: String, in environment: ConditionEnvironment = world
) -> (condition: CheckedCondition?, found: [String]) {
  do throws(ConditionErrors) {
    let expression = try parseCondition(text, place: place)
    let (condition, diagnostics) = checkCondition(expression, name: "subject_of_test", in: environment)
    return (condition, diagnostics.map(line))
  } catch {
    return (nil, error.diagnostics.map(line))
  }
}

/// SplitMix64, so that a failing seed can be run again.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// A condition and what is said of it.
struct Example: Sendable, CustomTestStringConvertible {
  var text: String
  var expected: [String]
  var testDescription: String { text }
}

/// Reads examples parted by empty lines: the condition, then for each finding a line with its place and message and
/// one with its help, indented further; `ok` stands for a condition that may be used.
func cases(_ text: String) -> [Example] {
  text.split(separator: "\n\n").map { block in
    let lines = block.split(separator: "\n")
    var expected: [String] = []
    for line in lines.dropFirst() {
      if line.hasPrefix("    ") {
        expected[expected.count - 1] += " | " + line.dropFirst(4)
      } else {
        expected.append(String(line.dropFirst(2)))
      }
    }
    return Example(text: String(lines.first ?? ""), expected: expected)
  }
}

/// What the checker finds, ended by `ok` if the condition may be used.
func outcome(_ text: String) -> [String] {
  let (condition, found) = checked(text)
  return condition == nil ? found : found + ["ok"]
}
