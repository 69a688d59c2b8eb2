import PolicyLanguage
import PolicyValues

/// What all printed forms say in the same words.
extension PolicyDiff {
  /// One line: what there is.
  package var summary: String {
    guard !isSame else { return "no answer changes" }
    var parts: [String] = []
    func add(_ number: Int, _ one: String, _ many: String) {
      if number > 0 { parts.append("\(number) \(number == 1 ? one : many)") }
    }
    add(cells.count { $0.direction == .gained }, "cell gained", "cells gained")
    add(cells.count { $0.direction == .lost }, "cell lost", "cells lost")
    add(
      cells.count { $0.direction != .gained && $0.direction != .lost }, "cell under another condition",
      "cells under other conditions")
    add(principals(.gain).count, "principal gains", "principals gain")
    add(principals(.loss).count, "principal loses", "principals lose")
    if holders.contains(where: { !$0.everyone.isEmpty }) { parts.append("everyone is concerned") }
    add(resources.count, "resource changed", "resources changed")
    add(declarations.count { $0.effect == .may }, "declaration changed", "declarations changed")
    return parts.isEmpty ? "answers change" : parts.joined(separator: ", ")
  }

  private func principals(_ direction: HolderChange.Direction) -> Set<EntityName> {
    Set(holders.filter { $0.direction == direction }.flatMap(\.holders).map(\.principal))
  }
}

extension CellChange {
  /// `organization` row, `connection delete`.
  package var permission: String { "\(resourceType) \(action)" }

  /// A bare name for a role of the table's own scope type.
  package var shownRole: String {
    let prefix = scopeType + "."
    return role.hasPrefix(prefix) ? String(role.dropFirst(prefix.count)) : role
  }

  /// Such as `gains connection delete if owned`.
  package var sentence: String {
    let what = isForbid ? "\(permission) is forbidden" : permission
    switch (direction, isForbid) {
    case (.gained, false): return "\(shownRole) gains \(permission)\(Self.under(after))"
    case (.lost, false): return "\(shownRole) loses \(permission)\(Self.under(before))"
    case (.lost, true): return "\(shownRole): \(what)\(Self.under(after))"
    case (.gained, true): return "\(shownRole): \(permission) is no longer forbidden\(Self.under(before))"
    default: return "\(shownRole): \(what) \(Self.shown(before)) → \(Self.shown(after)), \(directionText)"
    }
  }

  package var directionText: String {
    switch direction {
    case .wider: "which allows more"
    case .narrower: "which allows less"
    case .differs: "which allows some more and some less"
    case .mayDiffer: "which may allow other requests"
    case .gained: "gained"
    case .lost: "lost"
    }
  }

  private static func under(_ condition: String) -> String {
    condition.isEmpty || condition == "always" ? "" : " \(condition)"
  }

  private static func shown(_ text: String) -> String { text.isEmpty ? "never" : text }

  /// `+`, `-` or `~`, by what becomes of the answers.
  package var mark: String {
    switch direction {
    case .gained, .wider: "+"
    case .lost, .narrower: "-"
    case .differs, .mayDiffer: "~"
    }
  }
}

extension Rename {
  package var sentence: String {
    switch kind {
    case "role" where !changesRequests:
      "renamed role \(before) to \(after): no answer changes for anyone who holds it"
    case "role":
      "renamed role \(before) to \(after): nothing else changes for anyone who holds it, but requests that bring it must say the new name"
    default: "renamed \(kind) \(before) to \(after): no answer changes"
    }
  }
}

extension DeclarationChange {
  package var sentence: String {
    let text = detail.isEmpty ? "\(kind) \(name) \(change.rawValue)" : "\(kind) \(name): \(detail)"
    return effect == .may ? text + "; answers may change" : text
  }

  package var mark: String {
    switch change {
    case .added: "+"
    case .removed: "-"
    case .changed: "~"
    }
  }
}

/// `1 principal`, `14 principals`.
func counted(_ number: Int, _ one: String, _ many: String? = nil) -> String {
  "\(number) \(number == 1 ? one : many ?? one + "s")"
}
