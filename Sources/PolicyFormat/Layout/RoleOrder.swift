package import PolicyLanguage

/// In which order the roles of a row stand: as the policy declares them, or, in a suite, as the test names its columns.
struct RoleOrder {
  private var positions: [String: Int] = [:]

  init(_ names: [String]) {
    for name in names where positions[name] == nil { positions[name] = positions.count }
  }

  /// The entries of a row as they are written: without quotes around cells, and in order if they can change places.
  /// `isCommented` says that a comment stands above the first.
  func row(_ collection: Collection, isCommented: Bool = false) -> [Entry] {
    let entries = collection.entries.map { entry in
      guard case .scalar(let scalar) = entry.value, Self.isCell(scalar.text), scalar.isOneLine else { return entry }
      var entry = entry
      entry.value = .scalar(ScalarText(text: scalar.text, first: scalar.text))
      return entry
    }
    // A comment stays where it is, and so does what it belongs to.
    return collection.isOneLine && !isCommented ? sorted(entries) : entries
  }

  /// Whether text is a role, or a role and a condition, which need no quotes.
  static func isCell(_ text: String) -> Bool {
    let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    return words.allSatisfy(ScalarText.isWord) && (words.count == 1 || (words.count == 3 && words[1] == "if"))
  }

  /// A row's entries in order: those of declared roles, those of others as they stand, `anyone`; of one role the one
  /// without a condition first. A row that holds anything but cells stays as it is.
  private func sorted(_ row: [Entry]) -> [Entry] {
    var positions = positions
    var keys: [(role: Int, isConditional: Bool)] = []
    for entry in row {
      guard case .scalar(let scalar) = entry.value else { return row }
      let words = scalar.text.split(separator: " ", omittingEmptySubsequences: true)
      guard let role = words.first.map(String.init), words.count == 1 || (words.count == 3 && words[1] == "if") else {
        return row
      }
      if positions[role] == nil { positions[role] = role == "anyone" ? .max : positions.count }
      keys.append((positions[role] ?? .max, words.count > 1))
    }
    return row.indices
      .sorted { first, second in
        (keys[first].role, keys[first].isConditional ? 1 : 0, first)
          < (keys[second].role, keys[second].isConditional ? 1 : 0, second)
      }
      .map { row[$0] }
  }
}

/// The declared roles of each scope type of a policy.
package struct RoleOrders: Sendable {
  private var names: [String: [String]] = [:]

  /// For text whose policy is not known: roles stay in the order in which they stand.
  package init() {}

  /// The order in which a policy declares its roles.
  package init(_ policy: Policy) {
    for role in policy.roles { names[role.name.scopeType, default: []].append(role.name.name) }
  }

  subscript(scopeType: String) -> RoleOrder { RoleOrder(names[scopeType] ?? []) }
}
