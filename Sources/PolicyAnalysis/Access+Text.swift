package import DecisionTable
import PolicyLanguage
import PolicyValues

extension Access {
  /// What has to come true, as a person reads it: `if owned unless under_legal_hold`; empty if it is certain.
  package var mark: String { provisos.map(\.mark).joined(separator: ", and ") }

  /// The provisos as data: for each the principal that bounds the asker, or `null` for the asker itself, and the
  /// conditions with their texts.
  var json: JSONValue { .array(provisos.map(\.json)) }
}

extension Proviso {
  fileprivate var mark: String {
    func listed(_ word: String, _ conditions: [NamedCondition]) -> [String] {
      conditions.isEmpty ? [] : ["\(word) \(conditions.map(\.name).joined(separator: " or "))"]
    }
    let words = listed("if", anyOf) + listed("unless", unless)
    return (bound.map { ["for \($0)"] + words } ?? words).joined(separator: " ")
  }

  fileprivate var json: JSONValue {
    func array(_ conditions: [NamedCondition]) -> JSONValue {
      .array(conditions.map { .object([("name", .string($0.name)), ("text", .string($0.text))]) })
    }
    return .object([
      ("for", .optional(bound?.description)), ("if", array(anyOf)), ("unless", array(unless)),
    ])
  }
}

extension Ways {
  /// How it is come to, as a person reads it: `as organization.admin at organization:acme through team:core`.
  package var text: String { all.map(\.text).joined(separator: ", or ") }

  /// The last columns of a list: the roles with where they are assigned, the groups that they are held through, and
  /// the end.
  var columns: [String] {
    var groups: [String] = []
    for group in all.compactMap(\.group?.description) where !groups.contains(group) { groups.append(group) }
    return [
      all.map(\.place).joined(separator: "; "), groups.joined(separator: "; "), until?.description ?? "",
    ]
  }

  /// The members of an object that tell it.
  var members: [(String, JSONValue)] {
    let via = all.map { way in
      JSONValue.object([
        ("role", .string(way.role)), ("scope", .string(way.scope.description)),
        ("group", .optional(way.group?.description)), ("until", .optional(way.until?.description)),
      ])
    }
    return [("via", .array(via)), ("until", .optional(until?.description))]
  }
}

extension Way {
  fileprivate var place: String { "\(role) at \(scope)" }

  fileprivate var text: String {
    "as \(place)" + (group.map { " through \($0)" } ?? "") + (until.map { " until \($0)" } ?? "")
  }
}

extension Access {
  /// The members of an object that tell whether it is certain, and if not what has to come true.
  var members: [(String, JSONValue)] {
    [
      ("certain", .bool(isCertain)), ("condition", isCertain ? .null : .string(mark)), ("conditions", json),
    ]
  }

  /// `certain` or `conditional`, and what has to come true.
  var columns: [String] { [isCertain ? "certain" : "conditional", mark] }
}
