package import DecisionTable
package import PolicyValues

/// Everything that one principal may do, by scope and resource.
package struct WhatReport: Sendable {
  /// What it may do to one resource in one scope.
  package struct Row: Hashable, Sendable {
    package var scope: EntityName
    package var grants: ResourceGrants
  }

  package var principal: EntityName
  package var rows: [Row]
}

extension TableSearch {
  /// What a principal may do, in one scope or in every scope of the directory: asked of each bare resource type, of the
  /// scopes themselves, and of each known resource where it lives. What may be done if conditions come true that the
  /// directory and `options` leave open is there too, unless `onlyCertain`. `nil` if the scope cannot be followed.
  package func everything(
    for principal: EntityName, in scope: String? = nil, onlyCertain: Bool = false, _ options: SurveyOptions
  ) -> WhatReport? {
    var report = WhatReport(principal: principal, rows: [])
    let isFollowed = table.survey(of: principal, in: scope, options) { scope, found in
      for grants in found {
        if let grants = grants.filtered(onlyCertain) {
          report.rows.append(WhatReport.Row(scope: scope, grants: grants))
        }
      }
    }
    return isFollowed ? report : nil
  }
}

extension ResourceGrants {
  /// Without what is conditional, if so; `nil` if nothing is left.
  func filtered(_ onlyCertain: Bool) -> ResourceGrants? {
    guard onlyCertain else { return self }
    var left = self
    left.grants.removeAll { !$0.access.isCertain }
    return left.grants.isEmpty ? nil : left
  }
}
