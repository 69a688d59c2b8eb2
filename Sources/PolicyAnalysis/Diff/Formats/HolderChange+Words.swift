import PolicyValues

extension HolderChange {
  package var mark: String { certainty == .maybe ? "~" : direction == .gain ? "+" : "-" }

  /// Such as "`organization.manager` gains `connection delete`: 14 principals in 3 organizations".
  package var sentence: String {
    let verb =
      switch (direction, certainty) {
      case (.gain, .maybe): "may gain"
      case (.loss, .maybe): "may lose"
      case (.gain, _): "gains"
      case (.loss, _): "loses"
      }
    let what = permissionText + (certainty == .sometimes ? " in some requests" : "")
    let who = extent + (isInOpenScopes ? ", in scopes that only requests name" : "")
    switch cause {
    case .role(let role): return "\(role) \(verb) \(what): \(who)"
    case .anyone: return "\(holders.isEmpty ? "everyone, also unknown principals," : "anyone") \(verb) \(what): \(who)"
    case .assigned(let roles): return "now \(roles.joined(separator: ", ")): \(verb) \(what): \(who)"
    case .unassigned(let roles): return "no longer \(roles.joined(separator: ", ")): \(verb) \(what): \(who)"
    case .principal(let text), .scope(let text), .other(let text): return "\(text): \(verb) \(what): \(who)"
    }
  }

  private var permissionText: String {
    var byType: [(String, [String])] = []
    for permission in permissions {
      if let index = byType.firstIndex(where: { $0.0 == permission.resourceType }) {
        if !byType[index].1.contains(permission.action) { byType[index].1.append(permission.action) }
      } else {
        byType.append((permission.resourceType, [permission.action]))
      }
    }
    return byType.map { "\($0.0) \($0.1.joined(separator: "/"))" }.joined(separator: ", ")
  }

  /// `14 principals in 3 organizations`.
  package var extent: String {
    guard !holders.isEmpty else {
      let scopes = everyoneScopes.isEmpty ? "" : " in \(Self.counted(everyoneScopes))"
      return "every \(everyone.joined(separator: ", "))\(scopes)"
    }
    return "\(PolicyAnalysis.counted(principalCount, "principal")) in \(Self.counted(holders.flatMap(\.scopes)))"
  }

  /// `3 organizations and 1 project`.
  private static func counted(_ scopes: [EntityName]) -> String {
    var counts: [String: Int] = [:]
    for scope in Set(scopes) { counts[scope.type, default: 0] += 1 }
    return counts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { PolicyAnalysis.counted($0.value, $0.key) }.joined(separator: " and ")
  }

  /// Names, and what shows it.
  package func lines(names: Int?) -> [String] {
    var lines = witness.map { ["e.g. " + $0] } ?? []
    let shown = names.map { Array(holders.prefix($0)) } ?? holders
    for holder in shown {
      let scopes = names.map { Array(holder.scopes.prefix($0)) } ?? holder.scopes
      let rest = holder.scopes.count > scopes.count ? " and \(holder.scopes.count - scopes.count) more" : ""
      lines.append("\(holder.principal) in \(scopes.map(\.description).joined(separator: ", "))\(rest)")
    }
    if shown.count < holders.count { lines.append("and \(holders.count - shown.count) more; --verbose lists all") }
    return lines
  }
}

extension AssignmentChange {
  package var mark: String {
    switch change {
    case .added: "+"
    case .removed: "-"
    case .changed: "~"
    }
  }

  package var sentence: String { "\(principal) \(role) at \(scope)\(detail.isEmpty ? "" : ", \(detail)")" }
}

extension ResourceChange {
  package var mark: String {
    let gains = mayGain || shown.contains { $0.direction == .gain }
    let loses = mayLose || shown.contains { $0.direction == .loss }
    return gains == loses ? "~" : gains ? "+" : "-"
  }

  package var sentence: String {
    let text = detail.isEmpty ? "\(resource) \(change.rawValue)" : "\(resource): \(detail)"
    switch (mayGain, mayLose) {
    case (true, true): return text + "; some may gain or lose"
    case (true, false): return text + "; some may gain"
    case (false, true): return text + "; some may lose"
    case (false, false): return text
    }
  }

  package func lines(names: Int?) -> [String] {
    var groups: [(key: String, principals: [EntityName])] = []
    for entry in shown {
      let key = "\(entry.direction == .gain ? "gain" : "lose") \(entry.action)"
      if let index = groups.firstIndex(where: { $0.key == key }) {
        groups[index].principals.append(entry.principal)
      } else {
        groups.append((key, [entry.principal]))
      }
    }
    return groups.map { group in
      let listed = names.map { Array(group.principals.prefix($0)) } ?? group.principals
      let rest = group.principals.count > listed.count ? " and \(group.principals.count - listed.count) more" : ""
      return "\(group.key): \(listed.map(\.description).joined(separator: ", "))\(rest)"
    }
  }
}
