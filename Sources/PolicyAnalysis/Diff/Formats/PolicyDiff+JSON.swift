package import PolicyLanguage
import PolicyValues

extension PolicyDiff {
  /// Everything, as data.
  package var json: JSONValue {
    .object([
      ("policy", .string(policyName)), ("before", .string(before)), ("after", .string(after)),
      ("same", .bool(isSame)), ("widened", .bool(isWidened)), ("summary", .string(summary)),
      ("declarations", .array(declarations.map(\.json))), ("renames", .array(renames.map(\.json))),
      ("cells", .array(cells.map(\.json))), ("holders", .array(holders.map(\.json))),
      ("resources", .array(resources.map(\.json))), ("assignments", .array(assignments.map(\.json))),
    ])
  }
}

extension DeclarationChange {
  fileprivate var json: JSONValue {
    .object([
      ("kind", .string(kind)), ("name", .string(name)), ("change", .string(change.rawValue)),
      ("detail", .string(detail)), ("answersMayChange", .bool(effect == .may)),
    ])
  }
}

extension Rename {
  fileprivate var json: JSONValue {
    .object([
      ("kind", .string(kind)), ("before", .string(before)), ("after", .string(after)),
      ("changesRequests", .bool(changesRequests)),
    ])
  }
}

extension CellChange {
  fileprivate var json: JSONValue {
    .object([
      ("table", .string(isForbid ? "forbid" : "permissions")), ("scopeType", .string(scopeType)),
      ("resourceType", .string(resourceType)), ("action", .string(action)), ("role", .string(role)),
      ("before", .string(before)), ("after", .string(after)), ("change", .string(direction.rawValue)),
      ("cause", .string(cause == .cells ? "cells" : "includes")), ("ownCell", .bool(isDirect)),
      ("witness", .optional(witness)),
      (
        "place",
        file.isEmpty
          ? .null
          : .object([
            ("side", .string(isPlaceAfter ? "after" : "before")), ("file", .string(file)), ("line", .int(line)),
          ])
      ),
    ])
  }
}

extension HolderChange {
  fileprivate var json: JSONValue {
    let reason: (String, JSONValue) =
      switch cause {
      case .role(let role): ("role", .string(role))
      case .assigned(let roles): ("assigned", .array(roles.map { .string($0) }))
      case .unassigned(let roles): ("unassigned", .array(roles.map { .string($0) }))
      case .anyone: ("anyone", .bool(true))
      case .principal(let text): ("principal", .string(text))
      case .scope(let text): ("scope", .string(text))
      case .other(let text): ("other", .string(text))
      }
    return .object([
      ("change", .string(direction.rawValue)), ("certainty", .string(certainty.rawValue)),
      ("cause", .object([reason])),
      (
        "permissions",
        .array(
          permissions.map { permission in
            .object([
              ("scopeType", .string(permission.scopeType)), ("resourceType", .string(permission.resourceType)),
              ("action", .string(permission.action)),
            ])
          })
      ),
      ("inScopesOnlyRequestsName", .bool(isInOpenScopes)), ("witness", .optional(witness)),
      ("everyoneOfTypes", .array(everyone.map { .string($0) })),
      ("everyoneIn", .array(everyoneScopes.map { .string($0.description) })),
      ("principals", .int(principalCount)), ("scopes", .int(scopeCount)),
      (
        "holders",
        .array(
          holders.map { holder in
            .object([
              ("principal", .string(holder.principal.description)),
              ("scopes", .array(holder.scopes.map { .string($0.description) })),
            ])
          })
      ),
    ])
  }
}

extension ResourceChange {
  fileprivate var json: JSONValue {
    .object([
      ("resource", .string(resource.description)), ("change", .string(change.rawValue)),
      ("detail", .string(detail)), ("mayGain", .bool(mayGain)), ("mayLose", .bool(mayLose)),
      (
        "shown",
        .array(
          shown.map { entry in
            .object([
              ("principal", .string(entry.principal.description)), ("action", .string(entry.action)),
              ("change", .string(entry.direction.rawValue)),
            ])
          })
      ),
    ])
  }
}

extension AssignmentChange {
  fileprivate var json: JSONValue {
    .object([
      ("principal", .string(principal.description)), ("role", .string(role)), ("scope", .string(scope.description)),
      ("change", .string(change.rawValue)), ("detail", .string(detail)),
    ])
  }
}
