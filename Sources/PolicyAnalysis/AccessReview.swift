package import DecisionTable
package import PolicyLanguage
import PolicyValues

/// What every principal may, for somebody who reviews it. It is told as it is found, so that its size is no matter.
package struct AccessReview: Sendable {
  package enum Format: String, CaseIterable, Sendable { case text, csv, json, html }

  let table: DecisionTable
  /// A scope as it is written; `nil` for all.
  package var scope: String?
  /// A principal type; `nil` for all.
  package var type: String?
  /// Whether to ask about each known resource too, and not of the bare types alone.
  package var ofResources: Bool
  package var onlyCertain: Bool
  package var options: SurveyOptions

  package init(
    _ table: DecisionTable, in scope: String? = nil, ofType type: String? = nil, ofResources: Bool = false,
    onlyCertain: Bool = false, _ options: SurveyOptions
  ) {
    self.table = table
    self.scope = scope
    self.type = type
    self.ofResources = ofResources
    self.onlyCertain = onlyCertain
    self.options = options
  }

  /// Writes it piece by piece, each ending in a line's end. What anyone may comes first, under that name. `false` if the
  /// scope cannot be followed; then nothing was written.
  package func write(
    _ format: Format, style: TerminalStyle = .plain, tellsWays: Bool = false, to sink: (String) -> Void
  ) -> Bool {
    var writer = GrantWriter(format, title: title, hasPrincipals: true, style: style, tellsWays: tellsWays)
    guard scope.map({ table.surveyOfAnyone(in: $0) { _, _ in } }) ?? true else { return false }
    writer.begin(sink)
    if type == nil {
      _ = table.surveyOfAnyone(in: scope) { scope, found in
        add("anyone", scope.description, found, &writer, sink)
      }
    }
    var last: (principal: EntityName, text: String)?
    let isFollowed = table.survey(ofType: type, in: scope, ofResources: ofResources, options) {
      principal, scope, found in
      let text = last.flatMap { $0.principal == principal ? $0.text : nil } ?? principal.description
      last = (principal, text)
      add(text, scope.description, found, &writer, sink)
    }
    writer.end(sink)
    return isFollowed
  }

  private func add(
    _ principal: String, _ scope: String, _ found: [ResourceGrants], _ writer: inout GrantWriter,
    _ sink: (String) -> Void
  ) {
    for grants in found {
      if let grants = grants.filtered(onlyCertain) { writer.add(principal, scope, grants, sink) }
    }
  }

  private var title: String {
    "What \(type.map { "every \($0)" } ?? "everyone") may do" + (scope.map { " in \($0)" } ?? "")
      + ": \(table.policyName), \(options.now)"
  }
}

extension WhatReport {
  /// Writes the report.
  package func write(
    _ format: AccessReview.Format, style: TerminalStyle = .plain, tellsWays: Bool, to sink: (String) -> Void
  ) {
    var writer = GrantWriter(
      format, title: "What \(principal) may do", hasPrincipals: false, style: style, tellsWays: tellsWays)
    writer.begin(sink)
    for row in rows { writer.add(principal.description, row.scope.description, row.grants, sink) }
    writer.end(sink)
  }
}
