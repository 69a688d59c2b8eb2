package import DecisionTable
package import PolicyValues

/// Everything that one principal may do, by scope and resource.
package struct WhatReport: Sendable {
  /// One resource in one scope with the actions allowed on it.
  package struct Row: Hashable, Sendable {
    package var scope: EntityName
    package var resourceType: String
    /// `nil` for the bare type.
    package var resourceID: String?
    /// In the policy's order.
    package var actions: [String]

    /// `connection:gmail-1`, or the bare type.
    package var resource: String { resourceID.map { "\(resourceType):\($0)" } ?? resourceType }
  }

  package var rows: [Row]
}

extension TableSearch {
  /// What a principal may do, in one scope or in every scope of the directory: asked of each bare resource type, and of
  /// each known resource where it lives.
  package func everything(
    for principal: EntityName, in scope: String?, properties: RequestProperties = RequestProperties(), at now: Timestamp
  ) -> WhatReport {
    let scopes = scope.map { [$0] } ?? table.scopes.map(\.description)
    var residents: [UTF8Key: [EntityName]] = [:]
    for type in table.resourceTypeNames {
      for resource in table.resources(ofType: type) {
        guard let home = table.home(of: resource) else { continue }
        residents[UTF8Key(home.description), default: []].append(resource)
      }
    }
    var rows: [WhatReport.Row] = []
    for text in scopes {
      guard let path = ScopePath(text), let name = path.elements.first else { continue }
      for type in table.resourceTypeNames where table.scopeTypes(of: type).contains(name.type) {
        append(principal, type, nil, text, name, properties, now, to: &rows)
      }
      for resource in residents[UTF8Key(name.description)] ?? [] {
        append(principal, resource.type, resource.id, text, name, properties, now, to: &rows)
      }
    }
    return WhatReport(rows: rows)
  }

  private func append(
    _ principal: EntityName, _ type: String, _ id: String?, _ scope: String, _ name: EntityName,
    _ properties: RequestProperties, _ now: Timestamp, to rows: inout [WhatReport.Row]
  ) {
    let actions = table.actions(of: type).filter { action in
      let question = Question(
        principal: principal, action: action, resourceType: type, resourceID: id, scope: scope, properties: properties)
      return table.decide(question, at: now).isAllowed
    }
    if !actions.isEmpty {
      rows.append(WhatReport.Row(scope: name, resourceType: type, resourceID: id, actions: actions))
    }
  }
}
